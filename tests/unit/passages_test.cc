// Where in a long text a query is looked for, by its signature.
#include "match/passages.h"

#include "query/parse.h"
#include "support/signature_of.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

constexpr std::size_t reach = 400;

class LongArticle {
public:
  LongArticle() {
    article_.title = "A long walrus";
    while (article_.text.size() < 300'000) article_.text += "filler word, ";
  }

  /// Writes over what stands there; from there on there is a word.
  std::size_t put(std::size_t offset, std::string_view words) {
    article_.text.replace(offset, words.size() + 2, ' ' + std::string(words) + ' ');
    return offset + 1;
  }

  std::optional<std::vector<Range>> passages(std::string_view text) {
    WordReader reader({{"en", 1.0}});
    Query query = *parse_query(text, {}, reader).query;
    for_each_leaf(query, [](Query& leaf) {
      for (QueryWord& word : leaf.words) word.expanded = true;
    });
    const std::vector<double> weights(number_leaves(query), 1.0);
    Analyzer analyzer(find_language("en"));
    const std::string signature = signature_of(article_, analyzer);
    return LikelyPassages(query, weights).in(WordSignature(signature), article_.text.size(), reach);
  }

private:
  Article article_;
};

bool hold(const std::vector<Range>& passages, std::size_t start, std::size_t end) {
  return std::ranges::any_of(passages, [&](const Range& passage) {
    return passage.start + reach <= start && end + reach <= passage.end;
  });
}

BOOST_AUTO_TEST_CASE(passages_hold_each_word_and_what_stands_around_it) {
  LongArticle article;
  std::vector<std::size_t> places;
  for (const std::size_t offset : {2'000U, 70'001U, 290'000U})
    places.push_back(article.put(offset, "walrus"));
  const std::vector<Range> passages = article.passages("walrus").value();
  for (const std::size_t place : places) BOOST_TEST(hold(passages, place, place + 6));
  std::size_t bytes = 0;
  std::size_t before = 0;
  for (const Range& passage : passages) {
    BOOST_TEST(before <= passage.start);
    before = passage.end;
    bytes += passage.end - passage.start;
  }
  BOOST_TEST(bytes < 3 * (3 * reach + 1'500));
}

BOOST_AUTO_TEST_CASE(passages_of_a_phrase_are_where_its_words_stand_together) {
  LongArticle article;
  (void)article.put(9'000, "crude");
  (void)article.put(19'000, "oil");
  const std::size_t place = article.put(200'000, "crude oil");
  const std::vector<Range> passages = article.passages("\"crude oil\"").value();
  BOOST_TEST(passages.size() == 1U);
  BOOST_TEST(hold(passages, place, place + 9));
}

BOOST_AUTO_TEST_CASE(passages_of_a_near_are_where_its_words_are_near_and_none_are_of_what_is_excluded) {
  LongArticle article;
  (void)article.put(9'000, "tanker");
  const std::size_t place = article.put(100'000, "tanker of oil");
  (void)article.put(250'000, "walrus");
  const std::vector<Range> passages = article.passages("(tanker NEAR/3 oil) -walrus").value();
  BOOST_TEST(passages.size() == 1U);
  BOOST_TEST(hold(passages, place, place + 13));
}

BOOST_AUTO_TEST_CASE(passages_are_few_however_often_a_word_stands) {
  LongArticle article;
  const std::vector<Range> passages = article.passages("filler").value();
  BOOST_TEST(passages.size() <= 10U);
  BOOST_TEST(!passages.empty());
}

BOOST_AUTO_TEST_CASE(what_stands_in_the_title_only_has_no_passage) {
  LongArticle article;
  BOOST_TEST(article.passages("walrus").value().empty());
}

}  // namespace
}  // namespace kwic::test
