// A layout of our own for CLI11's formatter: descriptions are wrapped, and what only a parser needs is left
// out.
#include "program/help.h"

#include "program/reference.h"

#include <memory>
#include <sstream>

namespace kwic::program {
namespace {

constexpr std::size_t screen_columns = 80;
constexpr std::size_t description_column = 25;

/// The lines of a text whose words are separated by spaces; its own line ends stay.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::istringstream paragraphs(text);
  for (std::string paragraph; std::getline(paragraphs, paragraph);) {
    std::istringstream words(paragraph);
    std::string line;
    for (std::string word; words >> word;) {
      if (!line.empty() && line.size() + 1 + word.size() > width) lines.push_back(std::exchange(line, ""));
      line += (line.empty() ? "" : " ") + word;
    }
    lines.push_back(line);
  }
  return lines;
}

class Layout : public CLI::Formatter {
public:
  Layout() { label("Positionals", "Arguments"); }

  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override {
    // Between groups, CLI11 puts an empty line of its own.
    std::string out = (is_positional || group == "Options" ? "\n" : "") + group + ":\n";
    for (const CLI::Option* option : options) out += make_option(option, is_positional);
    return out;
  }

  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    std::string out = "  " + make_option_name(option, is_positional) + make_option_opts(option);
    if (out.size() + 2 > description_column) out += '\n';
    bool begins = !out.ends_with('\n');
    for (const std::string& line : wrapped(make_option_desc(option), screen_columns - description_column)) {
      out += std::string(begins ? description_column - out.size() : description_column, ' ') + line + '\n';
      begins = false;
    }
    return out;
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_positional()) return " ...";
    if (option->get_type_size() == 0) return "";
    const std::string value = option->get_default_str();
    return ' ' + option->get_type_name() + (value.empty() ? "" : '=' + value);
  }
};

std::string brief(const CLI::App& app, const Layout& layout, const std::vector<std::string>& names) {
  std::string out = layout.make_description(&app) + layout.make_usage(&app, app.get_name()) + '\n';
  for (const CLI::Option* argument :
       app.get_options([](const CLI::Option* each) { return each->get_positional(); }))
    out += layout.make_option(argument, true);
  for (const std::string& name : names) out += layout.make_option(app.get_option(name), false);
  return out + '\n' + app.get_footer() + '\n';
}

}  // namespace

void define_help(CLI::App& app, const std::vector<std::string>& usual) {
  const auto layout = std::make_shared<Layout>();
  app.formatter(layout);
  app.set_help_flag("--help", "Tell every option");
  app.add_flag_callback(
      "-h", [&app, layout, usual] { throw TextAsked(brief(app, *layout, usual)); }, "Tell the usual options");
}

}  // namespace kwic::program
