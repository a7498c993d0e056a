// What matches, and which words did it: articles and expectations written as text with [marks].
#include "match/matcher.h"

#include "index/article_fields.h"
#include "index/word_signature.h"
#include "query/parse.h"
#include "snippet/snippets.h"
#include "support/signature_of.h"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

std::string marked(std::string_view text, const std::vector<Mark>& marks, Field field) {
  std::vector<Mark> chosen;
  for (const Mark& mark : marks) {
    if (mark.field == field) chosen.push_back(mark);
  }
  std::string out;
  std::size_t at = 0;
  for (const Range& range : highlight_ranges(chosen)) {
    out.append(text, at, range.start - at)
        .append("[")
        .append(text, range.start, range.end - range.start)
        .append("]");
    at = range.end;
  }
  return out.append(text.substr(at));
}

bool may_match(const Matcher& matcher, const std::string& signature) {
  FoundWords found;
  return matcher.may_match(WordSignature(signature), found);
}

/// The article with the words that `query` finds in [brackets], title and text parted by " | "; "no" without
/// a match. Where the text matches, the signature must not say no.
std::string found(std::string_view query, const Article& article) {
  const std::string language = article.language.empty() ? "en" : article.language;
  WordReader reader({{language, 1.0}});
  const Matcher matcher(*parse_query(query, {}, reader).query);
  Analyzer analyzer(find_language(language));
  const auto marks = matcher.match(article, analyzer);
  if (!marks) return "no";
  BOOST_TEST(may_match(matcher, signature_of(article, analyzer)));
  const std::string title = article.title.empty() ? "" : marked(article.title, *marks, Field::title) + " | ";
  return title + marked(article.text, *marks, Field::text);
}

std::string found(std::string_view query, std::string_view text, std::string_view language = "en") {
  Article article;
  article.text = text;
  article.language = language;
  return found(query, article);
}

struct Row {
  std::string_view query;
  std::string_view text;
  std::string_view marked;
};

void check(const std::vector<Row>& rows, std::string_view language = "en") {
  for (const Row& row : rows) {
    BOOST_TEST_CONTEXT("query: " << row.query) {
      BOOST_TEST(found(row.query, row.text, language) == row.marked);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_word_marks_its_inflections_as_written) {
  check({
      {"talk", "Talks: they talked, talking of a talkie.", "[Talks]: they [talked], [talking] of a talkie."},
      {"IRAN", "Iran\u2019s and Iran's, not Iranians", "[Iran\u2019s] and [Iran's], not Iranians"},
      {"resume", "His r\u00E9sum\u00E9, re\u0301sume\u0301", "His [r\u00E9sum\u00E9], [re\u0301sume\u0301]"},
      {"oman", "Iraq", "no"},
  });
}

/// Else thousands of equal words would be thousands of marks at each place.
BOOST_AUTO_TEST_CASE(a_word_that_is_asked_for_again_is_marked_once) {
  Article article;
  article.text = "Oil talks on oil.";
  article.language = "en";
  WordReader reader({{"en", 1.0}});
  Analyzer analyzer(find_language("en"));
  const auto count = [&](std::string_view query) {
    const auto marks = Matcher(*parse_query(query, {}, reader).query).match(article, analyzer);
    return marks ? marks->size() : 0;
  };
  BOOST_TEST(count("oil") == 2U);
  BOOST_TEST(count("oil oil^2 oil") == 2U);
  BOOST_TEST(count("oil AND oil AND talks") == 3U);
  BOOST_TEST(count("oil OR =oil") == 4U);          // another question
  BOOST_TEST(count("oil XOR oil") == 0U);          // there the second says no
  BOOST_TEST(count("oil XOR oil XOR oil") == 2U);  // and the third yes
  BOOST_TEST(count("(oil AND talks) OR (talks AND oil) OR (+oil oil)") == 3U);
  BOOST_TEST(count("oil NEAR/2 talks OR oil NEAR/2 talks") == 3U);
  BOOST_TEST(count("oil NEAR/9 talks OR talks NEAR/1 gas") == 3U);
}

BOOST_AUTO_TEST_CASE(a_phrase_marks_only_the_phrase) {
  check({
      {R"("maximum pressure")", "Maximum pressure, pressure at maximum; the maximum  pressure.",
       "[Maximum pressure], pressure at maximum; the [maximum  pressure]."},
      {R"("maximum pressure")", "maximum pressures", "no"},
      {R"("to be or not to be")", "To be, or not to be: that is", "[To be, or not to be]: that is"},
      {R"("a b a")", "a b a b a", "[a b a b a]"},
  });
}

BOOST_AUTO_TEST_CASE(a_compound_is_found_joined_and_in_parts) {
  check({
      {"ceasefire", "a cease-fire, the ceasefire", "a [cease-fire], the [ceasefire]"},
      {"cease-fire", "ceasefires; cease fire; cease the fire", "[ceasefires]; [cease fire]; cease the fire"},
      {"fire", "a cease-fire", "a cease-[fire]"},
      {R"("ceasefire talks")", "cease-fire talks, cease fire talks", "[cease-fire talks], cease fire talks"},
      {R"("the cease-fire talks")", "the ceasefire talks", "[the ceasefire talks]"},
      {"example.com", "Write to user@example.com.", "Write to user@[example.com]."},
      {"AT&T", "AT&T, at T, ATT", "[AT&T], [at T], [ATT]"},
      {"C++", "C, C++ and C#", "C, [C++] and C#"},
      {"C#", "C, C++ and C#", "C, C++ and [C#]"},
      {".net", "The .NET net", "The [.NET] net"},
      {"3.14", "3.14, 3 and 14", "[3.14], 3 and 14"},
      {"1000", "1,000 or 1000", "[1,000] or [1000]"},
  });
}

BOOST_AUTO_TEST_CASE(the_country_is_not_the_pronoun) {
  check({
      {"U.S. policy", "The U.S. and the US told us.", "The [U.S.] and the [US] told us."},
      {"US policy", "The U.S. and the US told us.", "The [U.S.] and the [US] told us."},
      {R"("the us told")", "and the US told us", "and [the US told] us"},
      {R"("u.s. talks")", "US TALKS FAIL", "[US TALKS] FAIL"},
  });
}

BOOST_AUTO_TEST_CASE(required_and_excluded_words_decide_and_only_the_wanted_are_marked) {
  check({
      {"+iran talks", "talks with Iran", "[talks] with [Iran]"},
      {"+iran talks", "talks with Iraq", "no"},
      {"+iran +iraq", "Iran", "no"},
      {"talks -syria", "talks", "[talks]"},
      {"talks -syria", "Syria talks", "no"},
      {R"(talks -"maximum pressure")", "talks, pressure at maximum", "[talks], pressure at maximum"},
      {R"(talks -"maximum pressure")", "talks on maximum pressure", "no"},
      {"-syria", "Iraq", "Iraq"},
      {R"("oil price" gas)", "gas and the oil price", "[gas] and the [oil price]"},
      {R"("oil price" gas)", "gas and oil", "no"},
  });
}

BOOST_AUTO_TEST_CASE(scripts_without_spaces_are_marked_by_their_words) {
  check({{"\u7ECF\u6D4E", "\u4E2D\u56FD\u7ECF\u6D4E\u53D1\u5C55", "\u4E2D\u56FD[\u7ECF\u6D4E]\u53D1\u5C55"},
         // A run that no dictionary knows is found as its characters.
         {"\u56FD\u7ECF", "\u4E2D\u56FD\u7ECF\u6D4E", "\u4E2D[\u56FD\u7ECF]\u6D4E"}},
        "zh");
  check({{"\u0E15\u0E25\u0E32\u0E14", "\u0E15\u0E25\u0E32\u0E14\u0E19\u0E49\u0E33",
          "[\u0E15\u0E25\u0E32\u0E14]\u0E19\u0E49\u0E33"}},
        "th");
}

BOOST_AUTO_TEST_CASE(no_phrase_reaches_from_one_field_into_the_next) {
  Article article;
  article.title = "Talks in Oman";
  article.text = "Oman hosts talks.";
  BOOST_TEST(found("\"oman oman\"", article) == "no");
  BOOST_TEST(found("\"oman hosts\"", article) == "Talks in Oman | [Oman hosts] talks.");
  BOOST_TEST(found("talks", article) == "[Talks] in Oman | Oman hosts [talks].");
  article.keywords = {"back channel", "mediation"};
  BOOST_TEST(found("\"channel mediation\"", article) == "no");
  BOOST_TEST(found("\"back channel\"", article) == "Talks in Oman | Oman hosts talks.");
}

BOOST_AUTO_TEST_CASE(the_signature_says_no_where_words_stand_apart) {
  Article article;
  article.text = "pressure at its maximum and more";
  Analyzer analyzer(find_language("en"));
  WordReader reader({{"en", 1.0}});
  const auto allows = [&](std::string_view query) {
    return may_match(Matcher(*parse_query(query, {}, reader).query), signature_of(article, analyzer));
  };
  BOOST_TEST(!allows("\"maximum pressure\""));
  BOOST_TEST(!allows("+pressure \"its pressure\""));
  BOOST_TEST(allows("\"its maximum\""));
  BOOST_TEST(allows("pressure -\"maximum pressure\""));
}

/// Articles of few words, so that all of them are near each other in many ways; some longer than the
/// positions that signatures are looked through at once.
BOOST_AUTO_TEST_CASE(the_signature_says_what_the_text_does) {
  std::mt19937 random(2);
  Analyzer analyzer(find_language("en"));
  WordReader reader({{"en", 1.0}});
  const auto below = [&](std::size_t limit) { return random() % limit; };
  const auto word = [&] {
    return std::vector<std::string>{"oman", "oil", "gas", "to", "US", "cease-fire", "fire", "talk"}[below(8)];
  };
  const auto text = [&](std::size_t words) {
    std::string joined;
    for (; words > 0; --words) joined += (below(3) == 0 ? word() : "and") + ' ';
    return joined;
  };
  const auto phrase = [&] {
    const std::string field =
        std::vector<std::string>{"", "", "title:", "author:", "keyword:", "text:"}[below(6)];
    return field + '"' + word() + (below(2) == 0 ? "" : ' ' + word()) + (below(4) == 0 ? " and" : "") + '"';
  };
  std::size_t yes = 0;
  for (int i = 0; i < 3000; ++i) {
    Article article;
    article.title = text(below(4));
    article.author = text(below(3));
    for (std::size_t keywords = below(3); keywords > 0; --keywords) article.keywords.push_back(text(2));
    article.text = text(below(200));
    std::string query = phrase();
    for (std::size_t steps = below(3); steps > 0; --steps) {
      query += (below(2) == 0 ? " NEAR/" : " ADJ/") + std::to_string(1 + below(70)) + ' ' + phrase();
    }
    const Matcher matcher(*parse_query(query, {}, reader).query);
    const bool matches = matcher.match(article, analyzer).has_value();
    yes += matches ? 1U : 0U;
    BOOST_TEST(may_match(matcher, signature_of(article, analyzer)) == matches,
               query << " in " << article.text);
  }
  BOOST_TEST(yes > 300U);
}

}  // namespace
}  // namespace kwic::test
