// Which passages of a text are shown: told as text with [marks], "…" where a sentence is cut, " / " between
// snippets.
#include "snippet/snippets.h"

#include "query/parse.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace kwic::test {
namespace {

std::vector<Snippet> snippets(std::string_view text, std::string_view query, std::size_t count,
                              std::size_t columns) {
  Article article;
  article.text = text;
  WordReader reader({{"en", 1.0}});
  Analyzer analyzer(find_language("en"));
  const auto parsed = parse_query(query, {}, reader);
  const auto marks = Matcher(*parsed.query).match(article, analyzer).value_or(std::vector<Mark>{});
  Borders borders;
  article.title = "A title";
  article.language = "en";
  const auto lines_before = [&](std::size_t offset) {
    return static_cast<std::size_t>(std::count(text.begin(), text.begin() + offset, '\n'));
  };
  return make_snippets(article, marks, std::vector<double>(64, 1.0), {count, columns}, borders, lines_before);
}

std::string shown(std::string_view text, std::string_view query, std::size_t count = 3,
                  std::size_t columns = 60) {
  std::string out;
  for (const Snippet& snippet : snippets(text, query, count, columns)) {
    if (!out.empty()) out += " / ";
    if (snippet.cut_before) out += "\u2026";
    std::size_t at = 0;
    for (const Range& range : snippet.highlights) {
      out += snippet.text.substr(at, range.start - at) + '[' +
             snippet.text.substr(range.start, range.end - range.start) + ']';
      at = range.end;
    }
    out += snippet.text.substr(at);
    if (snippet.cut_after) out += "\u2026";
  }
  return out;
}

BOOST_AUTO_TEST_CASE(a_snippet_is_the_sentence_with_its_neighbours_as_room_allows) {
  const std::string text =
      "The river rose. The running water was cold. Nobody crossed it that day or the next one.";
  BOOST_TEST(shown(text, "water", 1, 30) == "The running [water] was cold.");
  BOOST_TEST(shown(text, "water", 1, 50) == "The river rose. The running [water] was cold.");
}

BOOST_AUTO_TEST_CASE(different_words_of_the_query_are_shown_first) {
  const std::string text =
      "Iran met Iran in Iran, said Iran again.\n\nSomething else stands here between them.\n\n"
      "Oman was the host of the meeting.";
  BOOST_TEST(shown(text, "iran oman", 2, 40) ==
             "[Iran] met [Iran] in [Iran], said [Iran] again. / [Oman] was the host of the meeting.");
}

BOOST_AUTO_TEST_CASE(a_long_sentence_is_cut_at_words_around_its_marks) {
  const std::string text =
      "It is said by many who were there on that day that the water of the river was running red for an hour "
      "or so "
      "before the rain came down.";
  const std::string snippet = shown(text, "water", 1, 40);
  BOOST_TEST(snippet.starts_with("\u2026"));
  BOOST_TEST(snippet.ends_with("\u2026"));
  BOOST_TEST(snippet.find("[water]") != std::string::npos);
  BOOST_TEST(text.find(" " + snippets(text, "water", 1, 40)[0].text + " ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(snippets_that_touch_are_one) {
  BOOST_TEST(shown("One bird sang here. Another fish swam there.", "bird fish", 2, 24) ==
             "One [bird] sang here. Another [fish] swam there.");
}

BOOST_AUTO_TEST_CASE(paragraphs_are_not_joined_and_nothing_is_said_twice) {
  BOOST_TEST(shown("A heading of birds\n\nOne bird sang.", "bird", 3, 24) ==
             "A heading of [birds] / One [bird] sang.");
  BOOST_TEST(shown("All the birds\n\nAll the birds\n\nOne fish", "birds", 3, 24) == "All the [birds]");
}

BOOST_AUTO_TEST_CASE(a_text_without_marks_gives_its_beginning) {
  BOOST_TEST(shown("A title\n\nThe first sentence.", "absent", 1, 30) == "The first sentence.");
  BOOST_TEST(shown("\n\n  First sentence. Second sentence follows here.", "absent", 3, 20) ==
             "First sentence.");
  BOOST_TEST(shown("", "absent") == "");
  BOOST_TEST(shown(" \n ", "absent") == "");
}

BOOST_AUTO_TEST_CASE(the_title_is_not_shown_again_unless_nothing_else_matches) {
  BOOST_TEST(shown("A title\n\nThe title of a book.", "title", 3, 30) == "The [title] of a book.");
  BOOST_TEST(shown("A title\n\nThe name of a book.", "title", 3, 30) == "A [title]");
}

BOOST_AUTO_TEST_CASE(wrapped_lines_are_one_sentence_and_headlines_are_not) {
  BOOST_TEST(
      shown("The committee met in the morning of the third\nday and talked about water until noon. Then\nit "
            "left.",
            "water", 1, 120) ==
      "The committee met in the morning of the third day and talked about [water] until noon. Then it left.");
  BOOST_TEST(shown("Water news\nThe committee met again today in town.", "water", 1, 60) == "[Water] news");
  BOOST_TEST(shown("Things that float on the surface of some lake:\n- wood in water\n- cork", "wood", 1,
                   60) == "- [wood] in water");
}

BOOST_AUTO_TEST_CASE(an_abbreviation_does_not_end_a_sentence) {
  BOOST_TEST(shown("It rained. The U.N. Council and Mr. J. Smith spoke of water. It was late.", "water", 1,
                   52) == "The U.N. Council and Mr. J. Smith spoke of [water].");
}

BOOST_AUTO_TEST_CASE(white_space_is_folded_and_offsets_are_of_the_text) {
  const std::string text =
      "A title\n\nAll over the hills one hears the  running\twater\nof spring, which everybody in the "
      "village knows of.";
  const std::vector<Snippet> all = snippets(text, "\"running water\"", 1, 120);
  BOOST_REQUIRE(all.size() == 1);
  BOOST_TEST(
      all[0].text ==
      "All over the hills one hears the running water of spring, which everybody in the village knows of.");
  BOOST_TEST((all[0].highlights == std::vector<Range>{{33, 46}}));
  BOOST_TEST(all[0].start == 9);
  BOOST_TEST(all[0].end == text.size());
  BOOST_TEST(all[0].line == 3);
}

BOOST_AUTO_TEST_CASE(a_long_sentence_may_give_several_snippets) {
  std::string text = "It begins with water,";
  for (int i = 0; i < 30; ++i) text += " and goes on without an end";
  text += " to the other water of the sea";
  BOOST_TEST(shown(text, "water", 2, 40) ==
             "It begins with [water], and goes on\u2026 / \u2026an end to the other [water] of the sea");
}

BOOST_AUTO_TEST_CASE(a_phrase_is_shown_whole_where_it_goes_on_in_the_next_sentence_or_line) {
  BOOST_TEST(shown("They all ran. Away went the bird that day.", "\"ran away\"", 1, 20) ==
             "\u2026all [ran. Away] went\u2026");
  BOOST_TEST(shown("A bird\nran\naway", "\"bird ran away\"", 1, 60) == "A [bird ran away]");
}

BOOST_AUTO_TEST_CASE(a_cut_leaves_no_half_highlight_and_no_half_character) {
  const std::string text =
      "one two three four five six water seven eight nine ten running dry twelve thirteen";
  BOOST_TEST(shown(text, "water \"running dry\"", 1, 30) == "\u2026five six [water] seven eight\u2026");
  const std::string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
  BOOST_TEST(shown(family + family + "water" + family + family, "water", 1, 10) == "\u2026[water]\u2026");
}

BOOST_AUTO_TEST_CASE(thai_and_chinese_are_cut_between_words) {
  BOOST_TEST(
      shown(
          "\u0E09\u0E31\u0E19\u0E23\u0E31\u0E01\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22\u0E21\u0E32\u0E01",
          "\u0E20\u0E32\u0E29\u0E32", 1,
          9) == "\u2026\u0E23\u0E31\u0E01[\u0E20\u0E32\u0E29\u0E32]\u0E44\u0E17\u0E22\u2026");
}

BOOST_AUTO_TEST_CASE(the_length_is_counted_in_columns) {
  const std::string wide = "\u6C34\u306F\u6D41\u308C\u308B\u5DDD\u306E\u4E0A\u306B\u3042\u308B";
  for (const Snippet& snippet : snippets(wide, "\u5DDD", 1, 10)) {
    BOOST_TEST(snippet.text.size() <= 5 * 3);
    BOOST_TEST(snippet.text.find("\u5DDD") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_word_longer_than_the_room_is_cut_and_so_is_its_mark) {
  const std::string text = std::string(500, 'x') + " end";
  const std::vector<Snippet> all = snippets(text, std::string(500, 'x'), 1, 20);
  BOOST_REQUIRE(all.size() == 1);
  BOOST_TEST(all[0].text == std::string(20, 'x'));
  BOOST_TEST((all[0].highlights == std::vector<Range>{{0, 20}}));
  BOOST_TEST(all[0].cut_after);
}

}  // namespace
}  // namespace kwic::test
