// Walks the options once; each form is then a short text around them.
#include "program/reference.h"

#include <kwic/version.h>

#include <algorithm>
#include <sstream>
#include <string_view>
#include <utility>

namespace kwic::program {
namespace {

/// An option or argument as its definition says it.
struct Entry {
  std::vector<std::string> names;   ///< with their dashes, the short one first; none: an argument
  std::string argument;             ///< what stands for the argument, else empty
  std::string value;                ///< what stands for the value; empty: a flag
  std::vector<std::string> values;  ///< the only ones allowed, where that is so
  std::string help;
  std::string group;

  [[nodiscard]] bool is_directory() const { return value == "DIR"; }
  [[nodiscard]] bool is_path() const { return is_directory() || value == "FILE" || argument == "SOURCE"; }
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> pieces;
  std::istringstream in(text);
  for (std::string piece; std::getline(in, piece, separator);) pieces.push_back(piece);
  return pieces;
}

std::string joined(const std::vector<std::string>& pieces, std::string_view between) {
  std::string text;
  for (const std::string& piece : pieces) text.append(text.empty() ? "" : between).append(piece);
  return text;
}

std::vector<std::string> allowed_values(CLI::Option& option) {
  try {
    return split(option.get_validator()->get_name(), '|');
  } catch (const CLI::OptionNotFound&) {
    return {};
  }
}

Entry entry_of(CLI::Option& option) {
  Entry entry;
  for (const std::string& name : option.get_snames()) entry.names.push_back('-' + name);
  for (const std::string& name : option.get_lnames()) entry.names.push_back("--" + name);
  if (option.get_positional()) entry.argument = option.get_name(true, false);
  if (option.get_items_expected_max() > 0 && !option.get_positional()) entry.value = option.get_type_name();
  entry.values = allowed_values(option);
  entry.group = option.get_group();
  entry.help = joined(split(option.get_description(), '\n'), " ");
  if (!option.get_default_str().empty() && !entry.value.empty()) {
    entry.help += " (default: " + option.get_default_str() + ")";
  }
  return entry;
}

std::vector<Entry> entries(CLI::App& app) {
  std::vector<Entry> found;
  for (CLI::Option* const option :
       app.get_options([](CLI::Option* each) { return !each->get_group().empty(); })) {
    found.push_back(entry_of(*option));
  }
  return found;
}

/// Names that take a value, and those that do not, as the shells need them.
std::vector<std::string> all_names(const std::vector<Entry>& entries) {
  std::vector<std::string> names;
  for (const Entry& entry : entries) names.insert(names.end(), entry.names.begin(), entry.names.end());
  return names;
}

std::string replaced(std::string_view text, std::string_view characters, std::string_view before) {
  std::string out;
  for (const char c : text) {
    if (characters.find(c) != std::string_view::npos) out += before;
    out += c;
  }
  return out;
}

std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) c == '\'' ? out += "'\\''" : out += c;
  return out + '\'';
}

// The manual page (man-pages(7), groff_man(7)).

std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool line_start = out.empty() || out.back() == '\n';
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

std::string synopsis(const std::string& name, const std::vector<Entry>& all) {
  std::string line = ".B " + name + "\n[\\fIOPTION\\fR]...";
  for (const Entry& entry : all) {
    if (!entry.argument.empty()) line += " \\fI" + roff(entry.argument) + "\\fR...";
  }
  return line + '\n';
}

std::string manual_entry(const Entry& entry) {
  std::vector<std::string> names;
  for (const std::string& name : entry.names) names.push_back("\\fB" + roff(name) + "\\fR");
  std::string head = entry.argument.empty() ? joined(names, ", ") : "\\fI" + roff(entry.argument) + "\\fR";
  if (!entry.value.empty()) head += " \\fI" + roff(entry.value) + "\\fR";
  return ".TP\n" + head + '\n' + roff(entry.help) + '\n';
}

std::string upper_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
  return text;
}

/// The footer's paragraphs, each a section where it has a title.
std::string manual_footer(const std::string& footer) {
  std::string out;
  bool begins = true;
  for (const std::string& line : split(footer, '\n')) {
    if (line.empty()) {
      if (!begins) out += ".fi\n";
      begins = true;
      continue;
    }
    std::string rest = line;
    if (begins) {
      const std::size_t colon = line.find(':');
      const bool titled = colon < 20 && line[0] != ' ';
      out += ".SH " + (titled ? upper_case(line.substr(0, colon)) : "NOTES") + "\n.nf\n";
      if (titled) rest = line.substr(std::min(line.size(), colon + 2));
    }
    begins = false;
    if (!rest.empty()) out += roff(rest) + '\n';
  }
  return out + (begins ? "" : ".fi\n");
}

std::string manual(CLI::App& app) {
  const std::string name = app.get_name();
  const std::vector<Entry> all = entries(app);
  const std::string versions = version();
  std::string out = ".TH " + upper_case(name) + R"( 1 "" ")" + roff(versions.substr(0, versions.find(" ("))) +
                    "\" \"User Commands\"\n";
  std::string summary = app.get_description();
  out += ".SH NAME\n" + name + " \\- " + roff(summary) + '\n';
  out += ".SH SYNOPSIS\n" + synopsis(name, all);
  out += ".SH OPTIONS\n";
  std::string group = "Options";
  for (const Entry& entry : all) {
    if (entry.group != group) out += ".SS " + roff(group = entry.group) + '\n';
    out += manual_entry(entry);
  }
  return out + manual_footer(app.get_footer()) + ".SH SEE ALSO\n" +
         (name == "indexer" ? ".BR searcher (1)\n" : ".BR indexer (1)\n");
}

// Completions.

std::string bash_values(const Entry& entry) {
  if (!entry.values.empty()) return "-W " + shell_quoted(joined(entry.values, " "));
  return entry.is_directory() ? "-d" : entry.is_path() ? "-f" : "";
}

std::string bash(CLI::App& app) {
  const std::vector<Entry> all = entries(app);
  const std::string name = app.get_name();
  std::string out = "_" + name +
                    "() {\n  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n  "
                    "COMPREPLY=()\n  case $prev in\n";
  for (const Entry& entry : all) {
    if (entry.value.empty()) continue;
    const std::string values = bash_values(entry);
    out += "    " + joined(entry.names, "|") + ") ";
    if (!values.empty()) out += "mapfile -t COMPREPLY < <(compgen " + values + " -- \"$cur\"); ";
    out += "return ;;\n";
  }
  out += "  esac\n  if [[ $cur == -* ]]; then\n    mapfile -t COMPREPLY < <(compgen -W " +
         shell_quoted(joined(all_names(all), " ")) + " -- \"$cur\")\n";
  if (std::ranges::any_of(all, [](const Entry& entry) { return entry.argument == "SOURCE"; })) {
    out += "  else\n    mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n";
  }
  return out + "  fi\n}\ncomplete -o filenames -F _" + name + " " + name + "\n";
}

std::string zsh_values(const Entry& entry) {
  if (!entry.values.empty()) return "(" + joined(entry.values, " ") + ")";
  return entry.is_directory() ? "_files -/" : entry.is_path() ? "_files" : " ";
}

std::string zsh(CLI::App& app) {
  std::string out = "#compdef " + app.get_name() + "\n_arguments -s -S";
  for (const Entry& entry : entries(app)) {
    out += " \\\n  ";
    if (!entry.argument.empty()) {
      out += shell_quoted("*:" + entry.argument + ":" + zsh_values(entry));
      continue;
    }
    if (entry.names.size() > 1)
      out += "'(" + joined(entry.names, " ") + ")'{" + joined(entry.names, ",") + "}";
    std::string rest = '[' + replaced(entry.help, "[]:\\", "\\") + ']';
    if (!entry.value.empty()) rest += ":" + entry.value + ":" + zsh_values(entry);
    out += shell_quoted((entry.names.size() > 1 ? "" : entry.names.front()) + rest);
  }
  return out + '\n';
}

std::string fish_values(const Entry& entry) {
  if (entry.value.empty()) return "";
  if (!entry.values.empty()) return " -x -a " + shell_quoted(joined(entry.values, " "));
  if (entry.is_directory()) return " -x -a '(__fish_complete_directories)'";
  return entry.is_path() ? " -r -F" : " -x";
}

std::string fish(CLI::App& app) {
  const std::string command = "complete -c " + app.get_name();
  std::string out;
  for (const Entry& entry : entries(app)) {
    if (!entry.argument.empty()) {
      if (!entry.is_path()) out += command + " -f\n";
      continue;
    }
    out += command;
    for (const std::string& name : entry.names) {
      out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    out += fish_values(entry) + " -d '" + replaced(entry.help, "'\\", "\\") + "'\n";
  }
  return out;
}

}  // namespace

CLI::Validator one_of(const std::vector<std::string>& values) {
  CLI::Validator check = CLI::IsMember(values);
  return check.description("").name(joined(values, "|"));
}

CLI::Validator whole_number() {
  return {[](const std::string& text) {
            const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
            return digits && text.size() <= 9 ? "" : '"' + text + "\" is not a whole number from 0 on";
          },
          ""};
}

void define_reference(CLI::App& app) {
  const auto print = [&app](const std::string& form) { throw TextAsked(reference(app, form)); };
  app.add_option_function<std::string>("--reference", print,
                                       "Print the manual page or completions for a shell")
      ->check(one_of(reference_forms()))
      ->group("");
}

const std::vector<std::string>& reference_forms() {
  static const std::vector<std::string> forms = {"man", "bash", "zsh", "fish"};
  return forms;
}

std::string reference(CLI::App& app, const std::string& form) {
  return form == "man" ? manual(app) : form == "bash" ? bash(app) : form == "zsh" ? zsh(app) : fish(app);
}

}  // namespace kwic::program
