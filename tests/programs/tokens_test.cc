// searcher --tokens: how a text is analyzed, shown.
#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

using nlohmann::json;

std::vector<json> tokens(const std::string& text, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = {"searcher", "--tokens", "-", "--format", "jsonl"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Ran ran = run(arguments, with_input(text));
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(ran.err == "");
  std::vector<json> all;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) all.push_back(json::parse(line));
  return all;
}

BOOST_AUTO_TEST_CASE(tokens_are_shown_in_columns) {
  const Ran ran = run({"searcher", "--tokens", "The U.S. cease-fire, r\u00E9sum\u00E9s"});
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(ran.out ==
             "start\tend\tposition\ttext\tsurface\tstem\tlanguage\tkind\n"
             "0\t3\t0\tThe\tthe\tthe\ten\tpart, stop word\n"
             "4\t8\t1\tU.S.\tu.s.\tu.s.\ten\tpart\n"
             "9\t14\t2\tcease\tcease\tceas\ten\tpart\n"
             "15\t19\t3\tfire\tfire\tfire\ten\tpart\n"
             "9\t19\t2-3\tcease-fire\tceasefire\tceasefir\ten\tunit\n"
             "21\t30\t4\tr\u00E9sum\u00E9s\tresumes\tresume\ten\tpart, also resum\n");
}

BOOST_AUTO_TEST_CASE(tokens_are_objects_with_offsets_into_the_text) {
  const std::string text = "Iran\u2019s C++ \u4E2D\u56FD \U0001F44D";
  const std::vector<json> all = tokens(text);
  BOOST_REQUIRE(all.size() == 7);
  for (const json& token : all) {
    BOOST_TEST(token.size() == 13);
    BOOST_TEST(token["type"] == "token");
    const std::size_t start = token["start"];
    const std::size_t end = token["end"];
    BOOST_TEST(token["text"].get<std::string>() == text.substr(start, end - start));
  }
  BOOST_TEST(all[0]["surface"] == "iran");
  BOOST_TEST(all[0]["other_stem"].is_null());
  BOOST_TEST(all[2]["kind"] == "unit");
  BOOST_TEST(all[2]["surface"] == "c++");
  BOOST_TEST(all[5]["parts"] == 2);
  BOOST_TEST(!all[4]["ranks"].get<bool>());
}

BOOST_AUTO_TEST_CASE(the_language_is_the_one_named_or_detected) {
  BOOST_TEST(tokens("n\u00E9gociations", {"--language", "fr"})[0]["stem"] == "negoci");
  std::string german;
  for (int i = 0; i < 8; ++i)
    german += "Die Verhandlungen der beiden Regierungen werden morgen fortgesetzt. ";
  BOOST_TEST(tokens(german)[0]["language"] == "de");
  BOOST_TEST(tokens("Verhandlungen")[0]["language"] == "en");
}

BOOST_AUTO_TEST_CASE(a_text_without_a_word_has_no_tokens) {
  BOOST_TEST(tokens("").empty());
  BOOST_TEST(tokens("!? ... \n").empty());
}

BOOST_AUTO_TEST_CASE(what_a_terminal_obeys_is_not_printed) {
  const Ran ran = run({"searcher", "--tokens", "a\033[31mb \u202Ec"});
  BOOST_TEST(ran.out.find('\033') == std::string::npos);
  BOOST_TEST(ran.out.find("\u202E") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_text_from_a_file_begins_where_the_file_was_left) {
  const TemporaryDirectory place;
  const std::string file = place.write("two.txt", "first line\nsecond\n").string();
  const Ran ran = run({"/bin/bash", "-c", "{ read -r; searcher --tokens - --format jsonl; } <\"$0\"", file});
  BOOST_TEST(json::parse(ran.out)["surface"] == "second");
}

BOOST_AUTO_TEST_CASE(a_line_of_any_length_takes_no_more_memory) {
#ifdef __SANITIZE_ADDRESS__
  BOOST_TEST_MESSAGE("skipped: the shadow memory of AddressSanitizer counts as data");
  return;
#endif
  const TemporaryDirectory place;
  std::string line;
  for (int i = 0; i < 64; ++i) line += "word" + std::string(1 << 20, ' ');
  const std::string file = place.write("line.txt", line).string();
  for (const std::string input : {"searcher --tokens - <\"$0\"", "cat \"$0\" | searcher --tokens -"}) {
    const Ran ran = run({"/bin/bash", "-c", "ulimit -d 40000; " + input + " | wc -l", file});
    BOOST_TEST(ran.err == "");
    BOOST_TEST(ran.out == "65\n");
  }
}

BOOST_AUTO_TEST_CASE(a_large_text_ends_quietly_when_nobody_reads_on) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "word ";
  RunOptions options = with_input(text);
  options.close_output_early = true;
  const Ran ran = run({"searcher", "--tokens", "-"}, options);
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(ran.err == "");
}

}  // namespace
}  // namespace kwic::test
