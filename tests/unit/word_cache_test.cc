// The cache gives what analysis gives, whatever it remembers.
#include "analysis/word_cache.h"

#include <boost/test/unit_test.hpp>

#include <string>

namespace kwic::test {
namespace {

/// Words of every length, many with the same beginning or the same end.
std::string word(int i) {
  const std::string number = std::to_string(i);
  switch (i % 4) {
    case 0:
      return 'w' + number;
    case 1:
      return number + "abcdefg";
    case 2:
      return "abcdefgh" + number + "ijk";
    default:
      return std::string(static_cast<std::size_t>(i % 40), 'x') + number;
  }
}

BOOST_AUTO_TEST_CASE(a_table_finds_every_word_by_all_its_bytes) {
  constexpr int words = 20'000;
  WordTable table;
  for (int i = 0; i < words; ++i) {
    BOOST_REQUIRE(table.find(word(i)).word == nullptr);
    (void)table.add(word(i), Word{.stem = word(i), .surface = word(i)});
  }
  BOOST_TEST(table.size() == words);
  for (int i = 0; i < words; ++i) {
    const Word* const found = table.find(word(i)).word;
    BOOST_REQUIRE(found != nullptr);
    BOOST_REQUIRE(found->surface == word(i));
  }
  for (const char* const absent : {"", "w", "W0", "abcdefg", "abcdefgh0ij"})
    BOOST_TEST(table.find(absent).word == nullptr);
  table.clear();
  BOOST_TEST(table.find(word(0)).word == nullptr);
  BOOST_TEST(table.bytes() == 0);
}

BOOST_AUTO_TEST_CASE(a_full_cache_forgets_and_gives_the_same_again) {
  WordCache cache(find_language("en"));
  const std::string before = cache.stemmed("Negotiations").stem;
  for (int i = 0; i < 150'000; ++i) {
    (void)cache.stemmed('n' + std::to_string(i));
    cache.forget_if_full();
  }
  BOOST_TEST(cache.stemmed("Negotiations").stem == before);
  BOOST_TEST(cache.literal("C++").stem == "c++");
  for (const std::string number : {"7", "1987", "198719", "19.87"}) {
    BOOST_TEST(cache.stemmed(number).surface == number);
    BOOST_TEST(cache.stemmed(number).stem == number);
  }
}

BOOST_AUTO_TEST_CASE(a_word_of_which_the_stemmer_leaves_nothing_is_its_own_stem) {
  WordCache cache(find_language("tr"));
  BOOST_TEST(cache.stemmed("leri").stem == "leri");
  BOOST_TEST(cache.stemmed("\u0640\u0640leri").stem == "leri");  // a stem of nothing but marks
  BOOST_TEST(cache.stemmed("kitaplar").stem == "kitap");
}

}  // namespace
}  // namespace kwic::test
