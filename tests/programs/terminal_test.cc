// The searcher as people, scripts and packagers meet it: lists, templates, whole articles, the pager, the
// prompt, the manual and the completions.
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

using namespace std::string_view_literals;
using Words = std::vector<std::string>;

/// Two files, indexed.
class Birds {
public:
  Birds() {
    (void)place_.write("heron.txt", "The grey heron\n\nA heron waits for fish.\nIt stands still.\n");
    (void)place_.write("gull.txt", "The gull\n\nA gull follows the fish.\n");
    BOOST_REQUIRE(run({"indexer", "-q", "--index", index(), (place_ / "heron.txt").string(),
                       (place_ / "gull.txt").string()})
                      .status == 0);
  }

  [[nodiscard]] std::string index() const { return (place_ / "index").string(); }
  [[nodiscard]] std::string file(const std::string& name) const { return (place_ / name).string(); }

  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    return place_.write(name, text);
  }

  [[nodiscard]] Ran search(Words words, RunOptions options = {}) const {
    words.insert(words.begin(), {"searcher", "--index", index()});
    options.directory = place_.path().string();
    return run(words, options);
  }

  /// In a terminal that util-linux's script makes.
  [[nodiscard]] Ran on_terminal(const std::string& arguments, const std::string& input,
                                std::map<std::string, std::string> environment = {}) const {
    RunOptions options;
    options.input = input;
    options.environment = std::move(environment);
    options.environment.emplace("TERM", "xterm");
    options.environment.emplace("HOME", place_.path().string());
    return run({"/usr/bin/script", "-qec", "searcher --index '" + index() + "' " + arguments, "/dev/null"},
               options);
  }

private:
  TemporaryDirectory place_;
};

bool no_terminal() {
  if (std::filesystem::exists("/usr/bin/script")) return false;
  BOOST_TEST_MESSAGE("skipped: no /usr/bin/script to make a terminal");
  return true;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_CASE(lists_counts_and_templates_go_to_other_programs) {
  const Birds birds;
  BOOST_TEST(birds.search({"-l", "heron"}).out == "heron.txt\n");
  BOOST_TEST(birds.search({"-l", "-0", "heron"}).out == "heron.txt\0"sv);
  // Bytes that are no text are those of the file all the same.
  const std::string odd = birds.write("na\xEFve.txt", "Two owls.");
  BOOST_REQUIRE(run({"indexer", "-q", "--index", birds.index(), odd}).status == 0);
  BOOST_TEST(birds.search({"-l", "owl"}).out == "na\xEFve.txt\n");
  const Ran count = birds.search({"--count", "fish"});
  BOOST_TEST(count.out == "2\n");
  BOOST_TEST(count.err == "");
  BOOST_TEST(birds.search({"--count", "whale"}).out == "0\n");
  BOOST_TEST(birds.search({"--count", "whale"}).status == 1);
  BOOST_TEST(birds.search({"--template", "{rank}: {title}", "gull"}).out == "1: The gull\n");
  const Ran wrong = birds.search({"--template", "{name}", "gull"});
  BOOST_TEST(wrong.status == 2);
  BOOST_TEST(has(wrong.err, "{title}"), wrong.err);
}

BOOST_AUTO_TEST_CASE(a_whole_article_is_shown_by_its_id_or_its_path) {
  const Birds birds;
  const Ran shown = birds.search({"--show", "heron.txt", "--color", "always", "fish"});
  BOOST_TEST(shown.status == 0);
  BOOST_TEST(has(shown.out, "waits for \033[1;31mfish\033[0m.\nIt stands still.\n"), shown.out);
  BOOST_TEST(birds.search({"--show", birds.file("heron.txt")}).status == 0);
  const Ran json = birds.search({"--show", "heron.txt", "-f", "jsonl", "fish"});
  BOOST_TEST(has(json.out, "\"type\":\"article\""));
  const Ran none = birds.search({"--show", "owl.txt"});
  BOOST_TEST(none.status == 1);
  BOOST_TEST(none.err == "searcher: no article has the id owl.txt\n");
  BOOST_TEST(birds.search({"--similar", "heron.txt", "-l"}).status == 0);
  BOOST_TEST(birds.search({"--why-not", "heron.txt", "whale"}).out == "heron.txt: it does not have whale\n");
}

BOOST_AUTO_TEST_CASE(a_query_without_a_word_is_told_in_every_format) {
  const Birds birds;
  for (const char* const format : {"text", "jsonl", "tsv", "html", "trec"}) {
    const Ran ran = birds.search({"-f", format, "?!"});
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(!ran.err.empty(), format);
  }
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_the_terminal_goes_through_the_pager) {
  if (no_terminal()) return;
  const Birds birds;
  const std::string many = "--template '{title}' -n 10 fish";
  const auto out = [&](const std::string& pager, const std::string& arguments) {
    return birds.on_terminal(arguments, "", {{"PAGER", pager}}).out;
  };
  const std::string long_text = std::string(40, 'y');
  const TemporaryDirectory place;
  std::string lines = "Title\n\n";
  for (int i = 0; i < 60; ++i) lines += "A line about otters.\n";
  (void)place.write("long.txt", lines);
  BOOST_REQUIRE(run({"indexer", "-q", "--index", birds.index(), (place / "long.txt").string()}).status == 0);
  const std::string show = "--show '" + (place / "long.txt").string() + "'";
  BOOST_TEST(has(out("echo paged; cat >/dev/null", show), "paged"));
  BOOST_TEST(!has(out("echo paged; cat >/dev/null", show + " --no-pager"), "paged"));
  BOOST_TEST(!has(out("echo paged; cat >/dev/null", "heron"), "paged"));
  BOOST_TEST(has(out("no-such-pager", show), "otters"));
}

BOOST_AUTO_TEST_CASE(without_a_query_a_terminal_gets_a_prompt) {
  if (no_terminal()) return;
  const Birds birds;
  const Ran ran = birds.on_terminal("", "heron\n:show 1\n:nonsense\n:explain\n:quit\n");
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(has(ran.out, "2 articles; :help"), ran.out);
  BOOST_TEST(has(ran.out, "1 article"));
  BOOST_TEST(has(ran.out, "It stands still."));
  BOOST_TEST(has(ran.out, "no command :nonsense"));
  BOOST_TEST(read_file(birds.file(".local/state/kwic/history")) ==
             "heron\n:show 1\n:nonsense\n:explain\n:quit\n");
  BOOST_TEST(run({"searcher", "--index", birds.index()}).status == 2);
}

BOOST_AUTO_TEST_CASE(every_option_is_in_the_manual_and_in_the_completions) {
  for (const std::string program : {"indexer", "searcher"}) {
    const std::string help = run({program, "--help"}).out;
    const std::regex option(R"((?:^|\n)  (?:-[a-zA-Z0-9],)?--([a-z-]+))");
    std::set<std::string> names;
    for (std::sregex_iterator it(help.begin(), help.end(), option), end; it != end; ++it)
      names.insert((*it)[1]);
    BOOST_TEST(names.size() > 4U);
    const std::string manual = run({program, "--reference", "man"}).out;
    for (const std::string& name : names) {
      const std::string in_roff = std::regex_replace(name, std::regex("-"), "\\-");
      BOOST_TEST(has(manual, "\\-\\-" + in_roff + "\\fR"), name);
      BOOST_TEST(has(run({program, "--reference", "bash"}).out, "--" + name), name);
      BOOST_TEST(has(run({program, "--reference", "zsh"}).out, "--" + name), name);
      BOOST_TEST(has(run({program, "--reference", "fish"}).out, "-l " + name + ' '), name);
    }
    for (const char* const section :
         {".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH EXIT STATUS", ".SH SEE ALSO"})
      BOOST_TEST(has(manual, std::string(section) + '\n'), section);
  }
}

BOOST_AUTO_TEST_CASE(values_that_have_names_are_completed) {
  const std::string bash = run({"searcher", "--reference", "bash"}).out;
  for (const char* const names :
       {"'auto always never'", "'author folder keyword language site words year'",
        "'-date -words author date relevance title words'", "'text jsonl tsv html trec'"})
    BOOST_TEST(has(bash, names), names);
}

BOOST_AUTO_TEST_CASE(the_manual_and_the_completions_are_well_formed) {
  for (const std::string program : {"indexer", "searcher"}) {
    RunOptions options;
    options.input = run({program, "--reference", "bash"}).out;
    BOOST_TEST(run({"/bin/bash", "-n"}, options).err == "");
    options.input +=
        "COMP_WORDS=(" + program + " --ind); COMP_CWORD=1; _" + program + "; echo ${COMPREPLY[@]}\n";
    BOOST_TEST(run({"/bin/bash"}, options).out == "--index\n");
    for (const std::string shell : {"zsh", "fish"}) {
      if (!std::filesystem::exists("/usr/bin/" + shell)) continue;
      options.input = run({program, "--reference", shell}).out;
      BOOST_TEST(run({"/usr/bin/" + shell, "-n"}, options).err == "");
      if (shell != "fish") continue;
      options.input += "complete -C '" + program + " --inde'\n";
      BOOST_TEST(run({"/usr/bin/fish", "--no-config"}, options).out.starts_with("--index\t"));
    }
    if (!std::filesystem::exists("/usr/bin/groff")) continue;
    options.input = run({program, "--reference", "man"}).out;
    const Ran formatted = run({"/usr/bin/groff", "-man", "-Tutf8", "-ww", "-K", "utf8"}, options);
    BOOST_TEST(formatted.err == "");
    BOOST_TEST(formatted.status == 0);
  }
}

}  // namespace
}  // namespace kwic::test
