// Ctrl-C ends a program at once and costs nothing; whoever stops reading ends it quietly.
#include "support/companion.h"
#include "support/pseudo_terminal.h"
#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

using Words = std::vector<std::string>;

constexpr int interrupted = 128 + SIGINT;

std::string article(int number) {
  const std::string text = std::to_string(number);
  return R"({"id": "a)" + text + R"(", "title": "Article )" + text + R"(", "text": "A heron, number )" +
         text + ".\"}";
}

/// Articles 1 to 300 as they stand in a file, and an index of them.
class Herons {
public:
  Herons() {
    std::string lines;
    for (int i = 1; i <= 300; ++i) lines += article(i) + '\n';
    const Ran ran = run({"indexer", "-q", "--index", index(), place_.write("herons.jsonl", lines).string()});
    BOOST_REQUIRE_MESSAGE(ran.status == 0, ran.err);
  }

  [[nodiscard]] std::string index() const { return (place_ / "index").string(); }
  [[nodiscard]] std::string source() const { return (place_ / "herons.jsonl").string(); }
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    return place_.write(name, text).string();
  }

  [[nodiscard]] std::string count(const std::string& query) const {
    return run({"searcher", "--index", index(), "--count", query}).out;
  }

private:
  TemporaryDirectory place_;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_CASE(ctrl_c_ends_a_search_in_the_middle_of_its_queries) {
  const Herons herons;
  std::string queries;
  for (int i = 0; i < 50'000; ++i) queries += "heron number " + std::to_string(i) + '\n';
  Companion searcher({"searcher", "--index", herons.index(), "--batch", herons.file("queries", queries)});
  BOOST_REQUIRE(searcher.read_line().has_value());
  ::kill(searcher.id(), SIGINT);
  const Ran ran = searcher.end();
  BOOST_TEST(ran.status == interrupted);
  BOOST_TEST(ran.err == "");
}

BOOST_AUTO_TEST_CASE(ctrl_c_ends_a_conversation_over_pipes_between_two_queries) {
  const Herons herons;
  Companion searcher({"searcher", "--index", herons.index(), "--batch", "-", "-l"});
  searcher.write_line("\"article 7\"");
  BOOST_TEST(searcher.read_line().has_value());  // Before the second query: each answer is flushed.
  ::kill(searcher.id(), SIGINT);
  BOOST_TEST(searcher.end().status == interrupted);
}

BOOST_AUTO_TEST_CASE(the_key_ctrl_c_ends_a_batch_that_is_typed) {
  const Herons herons;
  PseudoTerminal terminal({"searcher", "--index", herons.index(), "--batch", "-"});
  terminal.type("\"article 7\"\r");
  BOOST_REQUIRE(terminal.shows("1 article"));
  terminal.type(PseudoTerminal::interrupt_key);
  BOOST_TEST(terminal.end() == interrupted);
}

BOOST_AUTO_TEST_CASE(ctrl_c_belongs_to_the_pager_while_it_runs) {
  const Herons herons;
  TerminalSettings settings;
  settings.environment["PAGER"] =
      "trap 'echo the pager got it; got=1' INT; echo the pager runs; until [ \"$got\" ]; do sleep 0.2; done; "
      "cat >/dev/null; echo left";
  PseudoTerminal terminal({"searcher", "--index", herons.index(), "-n", "50", "heron"}, settings);
  BOOST_REQUIRE(terminal.shows("the pager runs"));
  terminal.type(PseudoTerminal::interrupt_key);
  BOOST_TEST(terminal.shows("the pager got it"));
  BOOST_TEST(terminal.shows("left"));
  BOOST_TEST(terminal.end() == 0);
}

BOOST_AUTO_TEST_CASE(an_indexer_that_is_interrupted_leaves_the_index_as_it_was_and_the_next_run_goes_on) {
  const Herons herons;
  for (const bool by_key : {false, true}) {
    const Words command = {"indexer", "--index", herons.index(), "-"};
    if (by_key) {
      PseudoTerminal terminal(command);
      for (int i = 301; i <= 340; ++i) terminal.type(article(i) + '\r');
      BOOST_REQUIRE(terminal.shows("number 340"));  // The echo: the line has reached the terminal.
      terminal.type(PseudoTerminal::interrupt_key);
      BOOST_TEST(terminal.end() == interrupted);
    } else {
      Companion indexer(command);
      for (int i = 301; i <= 2000; ++i) indexer.write_line(article(i));
      ::kill(indexer.id(), SIGINT);
      const Ran ran = indexer.end();
      BOOST_TEST(ran.status == interrupted);
      BOOST_TEST(ran.err == "");
    }
    BOOST_TEST(herons.count("heron") == "300\n");
    BOOST_TEST(run({"indexer", "--index", herons.index(), "--check", "-q"}).status == 0);
  }
  RunOptions options;
  options.input = article(301) + '\n';
  BOOST_TEST(run({"indexer", "-q", "--index", herons.index(), "-"}, options).status == 0);
  BOOST_TEST(herons.count("heron") == "301\n");
}

BOOST_AUTO_TEST_CASE(an_indexer_that_watches_is_ended_by_ctrl_c) {
  const Herons herons;
  PseudoTerminal terminal({"indexer", "--index", herons.index(), "--watch", "--reread", herons.source()});
  BOOST_REQUIRE(terminal.shows("holds 300 articles"));
  terminal.type(PseudoTerminal::interrupt_key);
  BOOST_TEST(terminal.end() == interrupted);
  BOOST_TEST(herons.count("heron") == "300\n");
}

BOOST_AUTO_TEST_CASE(whoever_stops_reading_is_no_error_whatever_is_written) {
  const Herons herons;
  const std::string queries = herons.file("queries", "heron\nnumber\nwhale\n");
  std::vector<Words> commands = {{"searcher", "heron"},
                                 {"searcher", "-l", "-n", "300", "heron"},
                                 {"searcher", "--count", "heron"},
                                 {"searcher", "--template", "{title}", "heron"},
                                 {"searcher", "--explain", "--facet", "year", "heron"},
                                 {"searcher", "--show", "a7"},
                                 {"searcher", "--show", "a7", "-f", "jsonl"},
                                 {"searcher", "--show", "a7", "-f", "html"},
                                 {"searcher", "--similar", "a7"},
                                 {"searcher", "--why-not", "a7", "heron"},
                                 {"searcher", "--batch", queries},
                                 {"searcher", "--batch", queries, "-f", "jsonl"},
                                 {"searcher", "--tokens", "a heron"},
                                 {"searcher", "--help"},
                                 {"searcher", "-h"},
                                 {"searcher", "--help-query"},
                                 {"searcher", "--version"},
                                 {"searcher", "--reference", "man"},
                                 {"indexer", "--stats"},
                                 {"indexer", "--export"},
                                 {"indexer", "--dry-run", "--reread", herons.source()},
                                 {"indexer", "-q", "--reread", "--summary", "json", herons.source()},
                                 {"indexer", "--help"},
                                 {"indexer", "-h"}};
  for (const char* const format : {"text", "jsonl", "tsv", "html", "trec"})
    commands.push_back({"searcher", "-f", format, "heron"});
  RunOptions nobody_reads;
  nobody_reads.close_output_early = true;
  nobody_reads.environment = {{"KWIC_INDEX", herons.index()}};
  for (const Words& command : commands) {
    const Ran ran = run(command, nobody_reads);
    std::string line;
    for (const std::string& word : command) line += word + ' ';
    BOOST_TEST(ran.status == 0, line << "ends with " << ran.status);
    const bool tells = has(line, "--dry-run");  // How much there is to do is said beside it.
    BOOST_TEST((tells || ran.err.empty()), line << "says " << ran.err);
  }
}

}  // namespace
}  // namespace kwic::test
