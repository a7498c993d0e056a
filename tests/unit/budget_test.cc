// What is left out of queries that ask for too much.
#include "query/budget.h"

#include "index/schema.h"
#include "query/parse.h"
#include "query/query.h"
#include "query/word_reader.h"

#include <boost/test/unit_test.hpp>
#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

/// Ten articles: all have oil, five gas, two iran.
Xapian::WritableDatabase database() {
  Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
  for (int i = 0; i < 10; ++i) {
    Xapian::Document document;
    document.add_term(schema::make_term(schema::prefix::stem, "oil"));
    if (i % 2 == 0) document.add_term(schema::make_term(schema::prefix::stem, "gas"));
    if (i % 5 == 0) document.add_term(schema::make_term(schema::prefix::stem, "iran"));
    database.add_document(document);
  }
  return database;
}

struct Kept {
  std::string query;
  std::vector<Warning> warnings;
};

Kept kept(std::string_view text, double postings) {
  WordReader reader({{"en", 1.0}});
  Query query = *parse_query(text, {}, reader).query;
  Kept kept;
  keep_within_budget(query, Lexicon(database()), kept.warnings, postings);
  kept.query = print(query);
  return kept;
}

BOOST_AUTO_TEST_SUITE(budget)

BOOST_AUTO_TEST_CASE(the_rarest_words_stay_and_the_others_are_named) {
  const Kept some = kept("oil gas iran", 8);
  BOOST_TEST(some.query == "(any gas iran)");
  BOOST_REQUIRE(some.warnings.size() == 1);
  BOOST_TEST(some.warnings[0].position == 0);
  BOOST_TEST(some.warnings[0].message == "too frequent to be searched for beside the rest, left out: oil");
}

BOOST_AUTO_TEST_CASE(what_fits_stays_whole) {
  const Kept all = kept("oil gas iran", 17);
  BOOST_TEST(all.query == "(any oil gas iran)");
  BOOST_TEST(all.warnings.empty());
}

BOOST_AUTO_TEST_CASE(one_word_stays_however_frequent) {
  BOOST_TEST(kept("oil", 1).query == "oil");
  BOOST_TEST(kept("oil", 1).warnings.empty());
}

BOOST_AUTO_TEST_CASE(words_that_are_all_required_cost_what_the_rarest_does) {
  BOOST_TEST(kept("+oil +gas +iran", 6).warnings.empty());
  BOOST_TEST(kept("+oil +gas +iran", 5).query == "(all oil iran)");
}

BOOST_AUTO_TEST_CASE(a_word_that_is_repeated_is_looked_up_once) {
  BOOST_TEST(kept("gas gas gas iran gas", 7).query == "(any gas gas gas iran gas)");
  BOOST_TEST(kept("gas gas oil oil iran", 8).query == "(any gas gas iran)");
  BOOST_TEST(kept("+gas +gas +gas +iran", 4).warnings.empty());
}

BOOST_AUTO_TEST_CASE(many_words_beside_a_compound_cost_twice_as_much) {
  std::string words = "gas";
  for (int i = 0; i < 64; ++i) words += " iran";
  BOOST_TEST(kept(words, 7).warnings.empty());
  BOOST_TEST(kept(words + " cease-fire", 14).warnings.empty());
  BOOST_TEST(kept(words + " cease-fire", 13).warnings.size() == 1);
}

BOOST_AUTO_TEST_CASE(what_is_looked_for_in_signatures_costs_more) {
  BOOST_TEST(kept("iran \"oil gas\"", 20).query == "\"oil gas\"");
  BOOST_TEST(kept("iran -\"oil gas\"", 1000).warnings.empty());
  BOOST_TEST(kept("iran -\"oil gas\"", 20).warnings.size() == 1);
}

/// Phrases of stop words are soon found: one is not left out of what is excluded from another.
BOOST_AUTO_TEST_CASE(a_phrase_of_stop_words_as_typed_costs_little) {
  Xapian::WritableDatabase many("", Xapian::DB_BACKEND_INMEMORY);
  for (int i = 0; i < 1000; ++i) {
    Xapian::Document document;
    document.add_term(schema::make_term(schema::prefix::language, "en"));
    many.add_document(document);
  }
  WordReader reader({{"en", 1}});
  const auto warnings = [&](double room) {
    Query query = *parse_query("\"in the\" -\"of the\"", {}, reader).query;
    std::vector<Warning> told;
    keep_within_budget(query, Lexicon(many), told, room);
    return told.size();
  };
  BOOST_TEST(warnings(5000) == 0U);  // five postings an article, as the budget has on 200,000
  BOOST_TEST(warnings(2000) == 1U);
}

/// "walking" has one stem in English and another in German; without either, articles would not be found.
BOOST_AUTO_TEST_CASE(a_word_of_a_phrase_keeps_all_its_stems) {
  Xapian::WritableDatabase many("", Xapian::DB_BACKEND_INMEMORY);
  for (int i = 0; i < 10; ++i) {
    Xapian::Document document;
    for (const std::string stem : {"walk", "walking", "oil"}) {
      document.add_term(schema::make_term(schema::prefix::stem, stem));
    }
    many.add_document(document);
  }
  WordReader reader({{"en", 0.5}, {"de", 0.5}});
  Query query = *parse_query("\"walking oil\"", {}, reader).query;
  std::vector<Warning> warnings;
  keep_within_budget(query, Lexicon(many), warnings, 1);
  BOOST_TEST(query.words.front().stems.size() == 2U);
  BOOST_TEST(warnings.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace kwic::test
