// What the index says of words, asked for the first time and again: memory must not change an answer.
#include "query/lexicon.h"

#include "query/spelling.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>
#include <xapian.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

using Forms = std::vector<std::string>;

const Forms forms = {"a",         "oil",  "oiled", "oils", "oman",
                     "r\u00E9al", "real", "rail",  "room", "\u0434\u043E\u043C"};

struct Written {
  Written() : database((place / "db").string(), Xapian::DB_CREATE) {
    std::vector<WordForm> words;
    for (const std::string& form : forms) words.push_back({form, form});
    words.push_back({"oils", "oil"});
    write_forms(database, words);
    Xapian::Document document;
    document.add_term("Zoil");
    document.add_term("Zoman");
    database.add_document(document);
    document.remove_term("Zoman");
    database.add_document(document);
    database.commit();
  }

  TemporaryDirectory place;
  Xapian::WritableDatabase database;
};

Forms matches(const Lexicon& lexicon, std::string_view pattern) {
  Forms found;
  lexicon.for_each_match(pattern, [&](std::string_view form) {
    found.emplace_back(form);
    return true;
  });
  return found;
}

Forms near(const Lexicon& lexicon, const std::string& word, std::size_t most) {
  const Spelling spelling(word);
  Forms found;
  lexicon.for_each_near(spelling, word, most, [&](std::string_view form) {
    if (spelling.edits(form, most) <= most) found.emplace_back(form);
    return true;
  });
  std::ranges::sort(found);
  return found;
}

BOOST_AUTO_TEST_SUITE(lexicon)

BOOST_AUTO_TEST_CASE(patterns_find_the_same_forms_before_and_after_all_are_kept) {
  const Written vocabulary;
  const Lexicon lexicon(vocabulary.database);
  for (int round = 0; round < 2; ++round) {
    BOOST_TEST(matches(lexicon, "oi*") == (Forms{"oil", "oiled", "oils"}));
    BOOST_TEST(matches(lexicon, "o?l") == Forms{"oil"});
    BOOST_TEST(matches(lexicon, "r?al") == (Forms{"real", "r\u00E9al"}));
    BOOST_TEST(matches(lexicon, "x*") == Forms{});
    BOOST_TEST(matches(lexicon, "*om*") == (Forms{"oman", "room"}));  // which keeps them all
    BOOST_TEST(matches(lexicon, "?\u043E*") == Forms{"\u0434\u043E\u043C"});
    BOOST_TEST(lexicon.has_form("oil"));
    BOOST_TEST(lexicon.has_form("a"));
    BOOST_TEST(!lexicon.has_form("oi"));
    BOOST_TEST(!lexicon.has_form("zz"));
  }
}

BOOST_AUTO_TEST_CASE(no_form_near_a_word_is_missed) {
  const Written vocabulary;
  const Lexicon lexicon(vocabulary.database);
  for (const std::string word : {"a", "oli", "real", "r\u00E9al", "\u0434\u0430\u043C", "rooom", "oil1"}) {
    for (const std::size_t most : {0, 1, 2}) {
      const Spelling spelling(word);
      Forms expected = forms;
      std::erase_if(expected, [&](const std::string& form) { return spelling.edits(form, most) > most; });
      std::ranges::sort(expected);
      BOOST_TEST(near(lexicon, word, most) == expected, word << " within " << most);
    }
  }
}

BOOST_AUTO_TEST_CASE(articles_are_counted_alike_whether_they_were_read_ahead_or_not) {
  const Written vocabulary;
  const Lexicon lexicon(vocabulary.database);
  BOOST_TEST(lexicon.articles() == 2U);
  for (int round = 0; round < 2; ++round) {
    BOOST_TEST(lexicon.articles_with("oil") == 2U);
    BOOST_TEST(lexicon.articles_with("oman") == 1U);
    BOOST_TEST(lexicon.articles_with("orange") == 0U);
    BOOST_TEST(lexicon.articles_with("rail") == 0U);
    lexicon.read_ahead("o");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace kwic::test
