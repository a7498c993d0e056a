// The prompt that `searcher` is on a terminal, as a person meets it who types, looks and types on.
#include "support/pseudo_terminal.h"
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <regex>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

using Words = std::vector<std::string>;

/// A dozen articles about herons, so many that they do not fit a screen, and two others.
class Birds {
public:
  Birds() {
    std::string lines;
    for (int i = 11; i <= 22; ++i) {
      const std::string number = std::to_string(i);
      lines += R"({"id": "h)" + number + R"(", "title": "Heron number )" + number +
               R"(", "text": "A heron waits.\n\nIt is the one of place )" + number + ".\"}\n";
    }
    lines += R"({"id": "g", "title": "The gull", "text": "A gull follows the fishing boats out to sea."})"
             "\n";
    lines +=
        R"({"id": "k", "title": "The kittiwake", "text": "It follows the fishing boats out to sea, too."})"
        "\n";
    const Ran ran = run({"indexer", "-q", "--index", index(), place_.write("birds.jsonl", lines).string()});
    BOOST_REQUIRE_MESSAGE(ran.status == 0, ran.err);
  }

  [[nodiscard]] std::string index() const { return (place_ / "index").string(); }
  [[nodiscard]] std::string history() const { return read_file(place_ / "kwic/history"); }

  [[nodiscard]] std::filesystem::perms history_permissions() const {
    return std::filesystem::status(place_ / "kwic/history").permissions();
  }
  void set_history(const std::string& lines) const { (void)place_.write("kwic/history", lines); }

  [[nodiscard]] Words searcher(const Words& more = {}) const {
    Words words = {"searcher", "--index", index(), "--color", "never"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  [[nodiscard]] TerminalSettings terminal(unsigned short rows = 24, unsigned short columns = 80) const {
    TerminalSettings settings;
    settings.rows = rows;
    settings.columns = columns;
    settings.environment = {{"XDG_STATE_HOME", place_.path().string()}, {"PAGER", "cat"}};
    return settings;
  }

private:
  TemporaryDirectory place_;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Types at the next prompt.
void ask(PseudoTerminal& terminal, std::string_view keys) {
  BOOST_REQUIRE(terminal.shows("kwic> "));
  terminal.type(keys);
}

/// The ranks of the hits that were shown, in order.
std::vector<int> ranks_in(const std::string& screen) {
  std::vector<int> ranks;
  const std::regex title(R"(\n(?:\x1B\[1m)?([0-9]+)\. )");
  for (std::sregex_iterator it(screen.begin(), screen.end(), title), end; it != end; ++it)
    ranks.push_back(std::stoi((*it)[1]));
  return ranks;
}

std::vector<int> from_1_to(int last) {
  std::vector<int> numbers;
  for (int i = 1; i <= last; ++i) numbers.push_back(i);
  return numbers;
}

BOOST_AUTO_TEST_CASE(more_shows_screen_after_screen_without_gap_or_repetition) {
  const Birds birds;
  PseudoTerminal terminal(birds.searcher(), birds.terminal());
  BOOST_TEST(terminal.shows("14 articles; :help tells what can be typed"));
  ask(terminal, ":more\r");
  BOOST_TEST(terminal.shows("searcher: no query yet"));
  ask(terminal, "heron\r");
  BOOST_REQUIRE(terminal.shows(" of 12 articles; :more for the next"));
  BOOST_TEST(ranks_in(terminal.written()).size() >= 4U);
  for (int screens = 0; ranks_in(terminal.written()).size() < 12 && screens < 12; ++screens) {
    ask(terminal, ":more\r");
    BOOST_REQUIRE(terminal.shows(" of 12 articles"));
  }
  BOOST_TEST(ranks_in(terminal.written()) == from_1_to(12), boost::test_tools::per_element());
  ask(terminal, ":more\r");
  BOOST_TEST(terminal.shows("searcher: no more hits"));
}

BOOST_AUTO_TEST_CASE(an_answer_fits_the_screen_of_any_size) {
  const Birds birds;
  for (const unsigned short rows : std::initializer_list<unsigned short>{12, 16, 24, 40}) {
    PseudoTerminal terminal(birds.searcher(), birds.terminal(rows, 40));
    ask(terminal, "heron\r");
    BOOST_REQUIRE(terminal.shows("12 articles"));
    const std::string& all = terminal.written();
    const std::size_t start = all.find("Heron number");
    BOOST_TEST(std::count(all.begin() + static_cast<std::ptrdiff_t>(start), all.end(), '\n') < rows);
  }
}

BOOST_AUTO_TEST_CASE(a_window_of_another_size_is_filled_from_the_next_answer_on) {
  const Birds birds;
  PseudoTerminal terminal(birds.searcher(), birds.terminal(12, 80));
  ask(terminal, "fishing\r");
  BOOST_REQUIRE(terminal.shows("A gull follows the"));
  BOOST_TEST(terminal.shows("out to sea."));
  BOOST_REQUIRE(terminal.shows("kwic> "));
  terminal.resize(24, 30);
  terminal.type("gull\r");
  BOOST_TEST(terminal.shows("follows the fishing\r\n   boats out to sea."));
}

BOOST_AUTO_TEST_CASE(a_hit_is_shown_in_full_by_its_number) {
  const Birds birds;
  PseudoTerminal terminal(birds.searcher(), birds.terminal());
  ask(terminal, ":show 1\r");
  BOOST_TEST(terminal.shows("name a hit of the last query by its number"));
  ask(terminal, "heron\r");
  BOOST_REQUIRE(terminal.shows("articles"));
  for (const char* const command : {":show 2\r", ":s 2\r", ":2\r"}) {
    ask(terminal, command);
    BOOST_TEST(terminal.shows("It is the one of place 12."), command);
  }
  for (const char* const wrong : {":show 0\r", ":show 99\r", ":show two\r", ":show\r", ":99\r"}) {
    ask(terminal, wrong);
    BOOST_TEST(terminal.shows("name a hit of the last query by its number"), wrong);
  }
}

BOOST_AUTO_TEST_CASE(articles_like_a_hit_are_an_answer_like_any_other) {
  const Birds birds;
  PseudoTerminal terminal(birds.searcher(), birds.terminal(40));
  ask(terminal, "gull\r");
  BOOST_REQUIRE(terminal.shows("1 article"));
  ask(terminal, ":similar 1\r");
  BOOST_REQUIRE(terminal.shows("The kittiwake"));
  BOOST_REQUIRE(terminal.shows("article"));
  ask(terminal, ":show 1\r");
  BOOST_TEST(terminal.shows("out to sea, too."));
  ask(terminal, ":similar 7\r");
  BOOST_TEST(terminal.shows("name a hit"));
}

BOOST_AUTO_TEST_CASE(a_query_and_a_hit_are_explained) {
  const Birds birds;
  PseudoTerminal terminal(birds.searcher(), birds.terminal());
  ask(terminal, ":explain\r");
  BOOST_TEST(terminal.shows("searcher: nothing to explain"));
  ask(terminal, "heron -\"place 20\" title:num*\r");
  BOOST_REQUIRE(terminal.shows("articles"));
  ask(terminal, ":explain\r");
  BOOST_TEST(terminal.shows("\r\n"));
  BOOST_TEST(terminal.shows("title:num*"));
  ask(terminal, ":explain 2\r");
  BOOST_TEST(terminal.shows("2. "));
  BOOST_TEST(terminal.shows("heron: "));
  BOOST_TEST(terminal.shows("  score\r\n"));
}

BOOST_AUTO_TEST_CASE(help_tells_every_command_and_the_beginning_of_one_is_enough) {
  const Birds birds;
  PseudoTerminal terminal(birds.searcher(), birds.terminal());
  ask(terminal, ":h\r");
  for (const char* const line :
       {"  :more ", "  :show N ", "  :similar N ", "  :explain [N] ", "  :help ", "  :quit "})
    BOOST_TEST(terminal.shows(line), line);
  ask(terminal, ":nonsense\r");
  BOOST_TEST(terminal.shows("searcher: no command :nonsense; see :help"));
  ask(terminal, ":q\r");
  BOOST_TEST(terminal.end() == 0);
}

BOOST_AUTO_TEST_CASE(tab_completes_a_command_as_far_as_there_is_one_way) {
  const Birds birds;
  PseudoTerminal terminal(birds.searcher(), birds.terminal());
  ask(terminal, "heron\r");
  BOOST_REQUIRE(terminal.shows("articles"));
  ask(terminal, ":sh\t2\r");
  BOOST_TEST(terminal.shows("It is the one of place 12."));
  ask(terminal, ":s\t");
  BOOST_TEST(terminal.shows(":show   :similar"));
  BOOST_TEST(terminal.shows("kwic> :s"));
  terminal.type("i\t1\r");
  BOOST_TEST(terminal.shows("article"));
  ask(terminal, "gull\t\r");  // A query is left alone.
  BOOST_TEST(terminal.shows("The gull"));
  ask(terminal, "\t\t");
  for (const char* const command : {":more", ":show", ":similar", ":explain", ":help", ":quit"})
    BOOST_TEST(terminal.shows(command), command);
  terminal.type("q\t\r");
  BOOST_TEST(terminal.end() == 0);
  BOOST_TEST(has(birds.history(), ":show 2\n"));
  BOOST_TEST(has(birds.history(), ":similar 1\n"));
  BOOST_TEST(has(birds.history(), ":quit\n"));
}

BOOST_AUTO_TEST_CASE(ctrl_c_drops_the_line_and_nothing_else) {
  const Birds birds;
  PseudoTerminal terminal(birds.searcher(), birds.terminal());
  ask(terminal, "kittiwake");
  BOOST_REQUIRE(terminal.shows("kittiwake"));
  terminal.type(PseudoTerminal::interrupt_key);
  BOOST_REQUIRE(terminal.shows("^C"));
  ask(terminal, "gull\r");
  BOOST_TEST(terminal.shows("1 article"));
  BOOST_TEST(!has(terminal.written(), "out to sea, too"));
  ask(terminal, PseudoTerminal::end_key);
  BOOST_TEST(terminal.end() == 0);
  BOOST_TEST(birds.history() == "gull\n");
}

BOOST_AUTO_TEST_CASE(the_history_is_there_again_in_the_next_session_and_only_its_owner_reads_it) {
  const Birds birds;
  {
    PseudoTerminal first(birds.searcher(), birds.terminal());
    for (const char* const line : {"gull\r", "gull\r", "   \r", ":q\r"}) ask(first, line);
    BOOST_TEST(first.end() == 0);
  }
  PseudoTerminal second(birds.searcher(), birds.terminal());
  ask(second, std::string(PseudoTerminal::up_key) + std::string(PseudoTerminal::up_key) + "\r");
  BOOST_TEST(second.shows("The gull"));
  BOOST_TEST(birds.history() == "gull\n:q\ngull\n");
  using enum std::filesystem::perms;
  BOOST_TEST((birds.history_permissions() == (owner_read | owner_write)));
}

BOOST_AUTO_TEST_CASE(a_history_that_has_become_long_keeps_its_last_lines) {
  const Birds birds;
  std::string lines;
  for (int i = 1; i <= 2500; ++i) lines += "query " + std::to_string(i) + '\n';
  birds.set_history(lines);
  PseudoTerminal terminal(birds.searcher(), birds.terminal());
  ask(terminal, ":q\r");
  BOOST_TEST(terminal.end() == 0);
  const Words kept = lines_of(birds.history());
  BOOST_REQUIRE(kept.size() == 1001U);
  BOOST_TEST(kept.front() == "query 1501");
  BOOST_TEST(kept[999] == "query 2500");
  BOOST_TEST(kept.back() == ":q");
}

BOOST_AUTO_TEST_CASE(what_is_odd_or_missing_is_told_at_the_prompt_as_on_the_command_line) {
  const Birds birds;
  PseudoTerminal terminal(birds.searcher(), birds.terminal());
  for (const auto& [typed, told] : std::vector<std::pair<std::string, std::string>>{
           {"whale", "searcher: no article matches: no article has whale"},
           {"\"gull", "never closed"},
           {"heronn", "did you mean: heron"},
           {"?!", "no word"},
           {"\xE6\xB4\xBB\xE5\xAD\x97", "no article matches"}}) {
    ask(terminal, typed + '\r');
    BOOST_TEST(terminal.shows(told), typed);
  }
  std::filesystem::remove_all(birds.index());
  ask(terminal, "gull\r");
  BOOST_TEST(terminal.shows("searcher: "));
  ask(terminal, ":q\r");
  BOOST_TEST(terminal.end() == 0);
}

BOOST_AUTO_TEST_CASE(a_terminal_that_can_do_nothing_gets_plain_lines) {
  const Birds birds;
  TerminalSettings dumb = birds.terminal();
  dumb.environment["TERM"] = "dumb";
  PseudoTerminal terminal(birds.searcher(), dumb);
  ask(terminal, "gull\r");
  BOOST_TEST(terminal.shows("1. The gull\r\n"));
  ask(terminal, ":q\r");
  BOOST_TEST(terminal.end() == 0);
  BOOST_TEST(!has(terminal.written(), "\033"), terminal.written());
}

BOOST_AUTO_TEST_CASE(a_prompt_is_for_people_who_want_text) {
  const Birds birds;
  for (const Words& options : {Words{"--format", "jsonl"}, Words{"--count"}, Words{"-l"}}) {
    PseudoTerminal terminal(birds.searcher(options), birds.terminal());
    BOOST_TEST(terminal.end() == 2);
    BOOST_TEST(has(terminal.written(), "searcher: no query"));
  }
}

}  // namespace
}  // namespace kwic::test
