// Whatever an article, a title, a path, a query, an option or another program's message holds: nothing that a
// terminal obeys, no broken UTF-8, no broken JSON and no element of HTML comes out of either program, on
// standard output or standard error, in any format, from any command.
#include "support/pseudo_terminal.h"
#include "support/run_program.h"
#include "support/safe_output.h"
#include "support/temporary_directory.h"
#include "text/visible.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using nlohmann::json;
using Words = std::vector<std::string>;

/// One of each kind of what terminals, browsers and parsers mind.
const Words& pieces() {
  static const Words all = {"\033[2J",
                            "\033]0;owned\007",
                            "\033]8;;http://x\033\\",
                            "\033P+q\033\\",
                            "\u009B31m",
                            "\x9B"
                            "31m",
                            "\u0085",
                            "\u202E",
                            "\u202A",
                            "\u2066",
                            "\u2069",
                            "\u2028",
                            "\u2029",
                            "\x7F",
                            "\b",
                            "\r",
                            "\n",
                            "\t",
                            "\xFF",
                            "\xE2\x82",
                            "\xED\xA0\x80",
                            "<script>",
                            "</mark>",
                            "&lt;",
                            "\"",
                            "'",
                            "\\"};
  return all;
}

/// Some words with such pieces between them.
class Hostile {
public:
  explicit Hostile(unsigned seed) : random_(seed) {}

  std::string text(std::string_view word) {
    std::string text(word);
    for (int i = 0; i < 4; ++i) text += pieces()[random_() % pieces().size()] + ' ' + std::string(word);
    return text;
  }

  /// What can be the name of a file.
  std::string name(std::string_view word) {
    std::string name = text(word);
    std::ranges::replace(name, '/', '_');
    return name;
  }

private:
  std::mt19937 random_;
};

/// What a terminal is given for line ends is none of its programs' doing.
std::string without_returns(std::string text) {
  for (std::size_t at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at))
    text.erase(at, 1);
  return text;
}

void expect_safe(const std::string& text, const std::string& what) {
  BOOST_TEST(is_safe(without_own_escapes(text)), what << " gives " << visible(text));
}

std::string in_words(const Words& arguments) {
  std::string line;
  for (const std::string& argument : arguments) line += visible(argument) + ' ';
  return line;
}

/// An index of articles that are hostile in every field: from JSON Lines, and from files whose names are.
class HostileIndex {
public:
  HostileIndex() {
    std::string lines;
    for (unsigned seed = 1; seed <= 30; ++seed) {
      Hostile hostile(seed);
      const json article = {{"id", "id" + std::to_string(seed) + hostile.text(" x")},
                            {"title", hostile.text("walrus")},
                            {"author", hostile.text("Ann")},
                            {"date", "2024-01-02"},
                            {"language", hostile.text("en")},
                            {"url", "https://x.example/" + hostile.text("u")},
                            {"keywords", {hostile.text("key")}},
                            {"text", hostile.text("walrus") + ". " + hostile.text("tusk") + "\n\n" +
                                         hostile.text("ice") + "\0"s}};
      lines += article.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
      ids_.push_back(json::parse(lines.substr(lines.rfind('\n', lines.size() - 2) + 1)).at("id"));
    }
    lines += lines;  // Copies, and ids that are taken.
    fs::create_directories(folder());
    (void)place_.write("in.jsonl", lines);
    for (unsigned seed = 31; seed <= 40; ++seed) {
      Hostile hostile(seed);
      std::ofstream(folder() / (hostile.name("file") + ".txt"), std::ios::binary)
          << hostile.text("walrus") << "\n\n"
          << hostile.text("ice");
      std::ofstream(folder() / (hostile.name("bad") + ".jsonl"), std::ios::binary)
          << "{\"text\": " << hostile.text("x");
      std::ofstream(folder() / (hostile.name("binary") + ".txt"), std::ios::binary) << "\0\1\2"s;
    }
    const Ran lines_read = run({"indexer", "-v", "--index", index(), (place_ / "in.jsonl").string()});
    expect_safe(lines_read.out + lines_read.err, "indexing JSON Lines");
    const Ran files_read = run({"indexer", "-v", "--index", index(), folder().string()});
    expect_safe(files_read.out + files_read.err, "indexing files");
    BOOST_REQUIRE(files_read.status == 1);
  }

  [[nodiscard]] std::string index() const { return (place_ / "index").string(); }
  [[nodiscard]] fs::path folder() const { return place_ / ("in\033[2J\u202E\x9B\n"); }
  [[nodiscard]] const Words& ids() const { return ids_; }
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    return place_.write(name, text).string();
  }

  [[nodiscard]] Ran ask(const Words& arguments) const {
    Words words = {"searcher", "--index", index()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Ran ran = run(words);
    expect_safe(ran.err, in_words(arguments) + "on standard error");
    return ran;
  }

private:
  TemporaryDirectory place_;
  Words ids_;
};

void expect_json_lines(const std::string& lines, const std::string& what) {
  for (const std::string& line : lines_of(lines))
    BOOST_TEST(json::accept(line), what << ": " << visible(line));
}

/// A page of the elements that kwic writes, with the attributes that it gives them, and no other.
void expect_html(const std::string& page, const std::string& what) {
  static const std::regex tag(
      "<(/?(html|head|title|body|h1|h2|p|ol|li|mark|span|a)|!DOCTYPE html|meta charset=\"utf-8\"|"
      "(h1|h2|p|span)( lang=\"[^\"<>]*\")? dir=\"auto\"|li value=\"[0-9]+\"|a href=\"[!#-;=?-~]*\")>");
  const std::string rest = std::regex_replace(page, tag, "");
  BOOST_TEST(rest.find_first_of("<>") == std::string::npos, what << ": " << visible(rest));
  const auto count = [&](std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = page.find(part); at != std::string::npos; at = page.find(part, at + 1)) ++found;
    return found;
  };
  BOOST_TEST(count("<mark>") == count("</mark>"), what);
}

BOOST_AUTO_TEST_CASE(no_answer_in_any_format_holds_what_a_terminal_a_browser_or_a_parser_obeys) {
  const HostileIndex index;
  BOOST_TEST(std::stoi(index.ask({"--count", "walrus"}).out) > 30);
  const std::vector<Words> questions = {
      {"walrus", "-n", "50"},
      {"walrus", "--score", "--group", "-n", "50"},
      {"walrus", "--explain", "--score", "--group", "--facet", "author", "--facet", "keyword", "--facet",
       "language", "-n", "50"},
      {"--similar", index.ids()[0]},
      {"--show", index.ids()[1], "walrus tusk"},
      {"--why-not", index.ids()[2], "walrus +" + Hostile(7).text("unicorn")},
      {"--why-not", Hostile(8).text("id"), "walrus"},
      {"--batch",
       index.file("queries", Hostile(9).name("id") + "\twalrus\nunicorn" + Hostile(10).name("q") + '\n')},
      {"--tokens", Hostile(11).text("walrus")},
  };
  for (const Words& question : questions) {
    for (const char* const format : {"text", "jsonl", "tsv", "html", "trec"}) {
      const bool has_details = format == "text"s || format == "jsonl"s;
      if (std::ranges::find(question, "--explain") != question.end() && !has_details) continue;
      for (const char* const color : {"always", "never"}) {
        Words words = {"--format", format, "--color", color};
        words.insert(words.end(), question.begin(), question.end());
        const Ran ran = index.ask(words);
        const std::string what = in_words(words);
        BOOST_TEST(ran.status < 2, what << ran.err);
        expect_safe(ran.out, what);
        if (format == "jsonl"s) expect_json_lines(ran.out, what);
        const bool page = format == "html"s && question[0] != "--tokens" && question[0] != "--why-not";
        if (page) expect_html(ran.out, what);
      }
    }
    Words words = {"--template",
                   "{rank} {score} {id} {title} {author} {date} {language} {path} {url} {line} {snippets}"};
    words.insert(words.end(), question.begin(), question.end());
    expect_safe(index.ask(words).out, in_words(words));
  }
}

BOOST_AUTO_TEST_CASE(no_list_or_answer_on_a_terminal_does) {
  const HostileIndex index;
  TerminalSettings settings;
  settings.environment["PAGER"] = "cat";
  for (const Words& options : {Words{"-l"}, Words{"-l", "-0"}, Words{"--count"}, Words{"--snippets", "1"},
                               Words{"-f", "jsonl"}, Words{"--show", index.ids()[3]}}) {
    Words words = {"searcher", "--index", index.index(), "-n", "50"};
    words.insert(words.end(), options.begin(), options.end());
    words.push_back("walrus " + Hostile(12).text("-unicorn"));
    PseudoTerminal terminal(words, settings);
    BOOST_TEST(terminal.end() == 0);
    std::string written = without_returns(terminal.written());
    std::erase(written, '\0');  // Which is what -0 asks for, and terminals pass over.
    expect_safe(written, in_words(words));
  }
}

BOOST_AUTO_TEST_CASE(no_query_does_in_any_message) {
  const HostileIndex index;
  const Words shapes = {"unicorn @",
                        "\"unicorn @",
                        "\"unicorn @\"",
                        "title:@",
                        "date:@",
                        "language:@",
                        "path:@",
                        "id:@",
                        "x@*",
                        "unic*@",
                        "unicorm~@",
                        "(@",
                        "@ NEAR/3 unicorn",
                        "walrus NEAR/@ x",
                        "=@",
                        "nofield:@",
                        "author:@"};
  for (unsigned seed = 1; seed <= 12; ++seed) {
    for (std::string query : shapes) {
      Hostile hostile(seed * 100);
      query.replace(query.find('@'), 1, hostile.text(""));
      for (const Words& options :
           {Words{}, Words{"--strict"}, Words{"--all", "-f", "html"}, Words{"-f", "jsonl"}}) {
        Words words = options;
        words.insert(words.end(), {"--", query});
        const Ran ran = index.ask(words);
        expect_safe(ran.out, in_words(words));
        if (ran.out.starts_with('{')) expect_json_lines(ran.out, in_words(words));
      }
    }
  }
}

/// The names of the options that a program has.
Words options_of(const std::string& program) {
  const std::string help = run({program, "--help"}).out;
  const std::regex option(R"(\n  (?:-[a-zA-Z0-9],)?(--[a-z-]+))");
  Words names;
  for (std::sregex_iterator it(help.begin(), help.end(), option), end; it != end; ++it)
    names.push_back((*it)[1]);
  return names;
}

BOOST_AUTO_TEST_CASE(no_option_of_either_program_does_whatever_its_value_is) {
  const HostileIndex index;
  const TemporaryDirectory place;
  for (const std::string program : {"searcher", "indexer"}) {
    const Words options = options_of(program);
    BOOST_TEST(options.size() > 20U);
    for (const std::string& option : options) {
      // A template's own text is written as it is given: its writer may want escapes.
      if (option == "--template" || option == "--watch") continue;
      for (unsigned seed = 1; seed <= 3; ++seed) {
        Hostile hostile(seed * 1000);
        for (const std::string& value :
             {hostile.text("v"), hostile.text("title=v"), "/nowhere/" + hostile.text("v")}) {
          RunOptions in_a_place = in_folder(place.path());
          in_a_place.environment = {{"KWIC_INDEX", index.index()}};
          const Ran ran = run({program, option + '=' + value, hostile.text("argument")}, in_a_place);
          const std::string what = program + ' ' + option + '=' + visible(value);
          expect_safe(ran.err, what);
          expect_safe(ran.out, what);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_that_the_indexer_tells_of_an_index_does) {
  const HostileIndex index;
  const std::string folder = index.folder().string();
  const std::string list = index.file("list", folder + "/nothing\n/nowhere/" + Hostile(13).name("x") + '\n');
  for (const Words& more :
       {Words{"--stats"}, Words{"--check"}, Words{"--export"}, Words{"--dry-run", "--reread", folder},
        Words{"--reread", "-v", folder}, Words{"--reread", "--summary", "json", folder},
        Words{"--files-from", list}, Words{"--delete", Hostile(14).text("id")},
        Words{"--map", Hostile(15).text("title") + "=x", folder},
        Words{"--exclude", Hostile(16).text("*"), "--reread", folder}}) {
    const Ran ran = run_indexer(index.index(), more);
    expect_safe(ran.out, in_words(more));
    expect_safe(ran.err, in_words(more));
    if (more[0] == "--export") expect_json_lines(ran.out, "--export");
  }
  fs::remove_all(index.folder());
  const Ran gone = run_indexer(index.index(), {"--dry-run"});
  expect_safe(gone.out + gone.err, "what is gone");
}

BOOST_AUTO_TEST_CASE(an_environment_does_not_either) {
  const std::string evil = "/nowhere/" + Hostile(17).text("x");
  for (const char* const variable :
       {"KWIC_INDEX", "XDG_DATA_HOME", "HOME", "TERM", "PAGER", "NO_COLOR", "LANG", "TMPDIR"}) {
    for (const char* const program : {"searcher", "indexer"}) {
      const Ran ran = run({program, "/nowhere/walrus"}, in_environment({{variable, evil}}));
      expect_safe(ran.out + ran.err, std::string(program) + " with " + variable);
    }
  }
}

}  // namespace
}  // namespace kwic::test
