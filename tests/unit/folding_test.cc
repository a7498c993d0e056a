/// Which spellings of a word become one, and which stay apart.
#include "analysis/folding.h"

#include "text/utf8.h"

#include <boost/test/unit_test.hpp>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

struct FoldingRow {
  std::string_view written;
  std::string_view folded;
  std::string_view stripped;  ///< of the folded form; empty: the same
};

void check(const std::vector<FoldingRow>& rows, Casing casing = Casing::standard) {
  for (const auto& [written, folded, stripped] : rows) {
    BOOST_TEST_CONTEXT("written: " << written) {
      const std::string form = fold(written, casing);
      BOOST_TEST(form == folded);
      BOOST_TEST(strip_marks(form) == (stripped.empty() ? folded : stripped));
    }
  }
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  while (times-- > 0) text += piece;
  return text;
}

std::string text_of(char32_t c) {
  std::string text;
  append_utf8(text, c);
  return text;
}

std::string decomposed(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* const nfd = icu::Normalizer2::getNFDInstance(status);
  std::string out;
  nfd->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(out);
  BOOST_REQUIRE(U_SUCCESS(status));
  return out;
}

BOOST_AUTO_TEST_CASE(case_accents_width_and_ligatures_fold_away) {
  check({
      {"", "", ""},
      {"Iran", "iran", ""},
      {"r\u00E9sum\u00E9", "r\u00E9sum\u00E9", "resume"},
      {"R\u00C9SUM\u00C9", "r\u00E9sum\u00E9", "resume"},
      {"re\u0301sume\u0301", "r\u00E9sum\u00E9", "resume"},
      {"\uFF32\uFF25\uFF33\uFF35\uFF2D\uFF25", "resume", ""},
      {"stra\u00DFe", "strasse", ""},
      {"STRA\u1E9EE", "strasse", ""},
      {"\uFB01le", "file", ""},
      {"\uFB03ce", "ffice", ""},
      {"\u212Bngstr\u00F6m", "\u00E5ngstr\u00F6m", "angstrom"},
      {"\u2167", "viii", ""},
      {"\u01C4", "d\u017E", "dz"},
      {"Vi\u1EC7t", "vi\u1EC7t", "viet"},
      {"VIE\u0323\u0302T", "vi\u1EC7t", "viet"},
      {"Dvo\u0159\u00E1k", "dvo\u0159\u00E1k", "dvorak"},
  });
}

BOOST_AUTO_TEST_CASE(strokes_and_ligatures_that_are_letters_become_plain_ones) {
  check({
      {"K\u00F8benhavn", "k\u00F8benhavn", "kobenhavn"},
      {"\u01FEre", "\u01FFre", "ore"},
      {"\u0141\u00F3d\u017A", "\u0142\u00F3d\u017A", "lodz"},
      {"\u0110\u1ED3ng", "\u0111\u1ED3ng", "dong"},
      {"\u0126al", "\u0127al", "hal"},
      {"\u0166", "\u0167", "t"},
      {"\u00C6r\u00F8", "\u00E6r\u00F8", "aero"},
      {"\u01FD", "\u01FD", "ae"},
      {"\u0152uvre", "\u0153uvre", "oeuvre"},
      {"\u00DE\u00F3r", "\u00FE\u00F3r", "thor"},
      {"Gar\u00F0ur", "gar\u00F0ur", "gardur"},
      {"\u0131", "\u0131", "i"},
  });
}

BOOST_AUTO_TEST_CASE(greek_and_cyrillic_lose_accents_but_short_i_stays) {
  check({
      {"\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2", "\u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C3",
       "\u03C3\u03B9\u03C3\u03C5\u03C6\u03BF\u03C3"},
      {"\u03A3\u0399\u03A3\u03A5\u03A6\u039F\u03A3", "\u03C3\u03B9\u03C3\u03C5\u03C6\u03BF\u03C3", ""},
      {"\u0390", "\u0390", "\u03B9"},
      {"\u1F04", "\u1F04", "\u03B1"},
      {"\u0401\u043B\u043A\u0430", "\u0451\u043B\u043A\u0430", "\u0435\u043B\u043A\u0430"},
      {"\u0415\u0308\u043B\u043A\u0430", "\u0451\u043B\u043A\u0430", "\u0435\u043B\u043A\u0430"},
      {"\u0415\u043B\u043A\u0430", "\u0435\u043B\u043A\u0430", ""},
      {"\u0427\u0430\u0439", "\u0447\u0430\u0439", ""},
      {"\u0427\u0430\u0438\u0306", "\u0447\u0430\u0439", ""},
      {"\u0427\u0430\u0438", "\u0447\u0430\u0438", ""},
      {"\u0437\u0430\u0301\u043C\u043E\u043A", "\u0437\u0430\u0301\u043C\u043E\u043A",
       "\u0437\u0430\u043C\u043E\u043A"},
  });
}

BOOST_AUTO_TEST_CASE(turkish_has_two_letters_i) {
  check({{"DI\u015E", "di\u015F", "dis"}, {"\u0130stanbul", "i\u0307stanbul", "istanbul"}});
  check(
      {
          {"DI\u015E", "d\u0131\u015F", "dis"},
          {"Irak", "\u0131rak", "irak"},
          {"\u0130stanbul", "istanbul", ""},
          {"I\u0307stanbul", "istanbul", ""},  // the dotted capital, decomposed
          {"istanbul", "istanbul", ""},
      },
      Casing::turkic);
}

BOOST_AUTO_TEST_CASE(arabic_and_hebrew_lose_points_and_arabic_variants_meet) {
  check({
      {"\u0643\u0650\u062A\u064E\u0627\u0628", "\u0643\u0650\u062A\u064E\u0627\u0628",
       "\u0643\u062A\u0627\u0628"},
      {"\u0643\u0640\u0640\u062A\u0627\u0628", "\u0643\u0640\u0640\u062A\u0627\u0628",
       "\u0643\u062A\u0627\u0628"},
      {"\u0623\u062D\u0645\u062F", "\u0623\u062D\u0645\u062F", "\u0627\u062D\u0645\u062F"},
      {"\u0627\u0654\u062D\u0645\u062F", "\u0623\u062D\u0645\u062F", "\u0627\u062D\u0645\u062F"},
      {"\u0625\u064A\u0631\u0627\u0646", "\u0625\u064A\u0631\u0627\u0646", "\u0627\u064A\u0631\u0627\u0646"},
      {"\u0622\u0628", "\u0622\u0628", "\u0627\u0628"},
      {"\u0671\u0644", "\u0671\u0644", "\u0627\u0644"},
      {"\u0639\u0644\u0649", "\u0639\u0644\u0649", "\u0639\u0644\u064A"},
      {"\u0641\u0627\u0631\u0633\u06CC", "\u0641\u0627\u0631\u0633\u06CC", "\u0641\u0627\u0631\u0633\u064A"},
      {"\u06A9\u062A\u0627\u0628", "\u06A9\u062A\u0627\u0628", "\u0643\u062A\u0627\u0628"},
      {"\u0645\u062F\u0631\u0633\u0629", "\u0645\u062F\u0631\u0633\u0629", "\u0645\u062F\u0631\u0633\u0647"},
      {"\uFEFB", "\u0644\u0627", ""},
      {"\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD", "\u05E9\u05B8\u05C1\u05DC\u05D5\u05B9\u05DD",
       "\u05E9\u05DC\u05D5\u05DD"},
      {"\uFB2A", "\u05E9\u05C1", "\u05E9"},
      {"\u05E6\u05D4\u05F4\u05DC", "\u05E6\u05D4\u05F4\u05DC", "\u05E6\u05D4\u05DC"},
      {"\u05E6\u05D4\"\u05DC", "\u05E6\u05D4\"\u05DC", "\u05E6\u05D4\u05DC"},
      {"\u05D2\u05F3", "\u05D2\u05F3", "\u05D2"},
  });
}

BOOST_AUTO_TEST_CASE(marks_that_are_letters_elsewhere_stay) {
  check({
      {"\u0939\u093F\u0928\u094D\u0926\u0940", "\u0939\u093F\u0928\u094D\u0926\u0940", ""},
      {"\u0958", "\u0915\u093C", ""},
      {"\u0E44\u0E17\u0E22", "\u0E44\u0E17\u0E22", ""},
      {"\u0E19\u0E49\u0E33", "\u0E19\u0E49\u0E4D\u0E32", ""},
      {"\u304B\u3099", "\u304C", ""},
      {"\uFF76\uFF9E", "\u30AC", ""},
      {"\u1112\u1161\u11AB", "\uD55C", ""},
      {"\u0BA4\u0BAE\u0BBF\u0BB4\u0BCD", "\u0BA4\u0BAE\u0BBF\u0BB4\u0BCD", ""},
  });
}

BOOST_AUTO_TEST_CASE(digits_of_every_script_are_the_same_digits) {
  check({
      {"1979", "1979", ""},
      {"\uFF11\uFF19", "19", ""},
      {"\u0661\u0669\u0667\u0669", "\u0661\u0669\u0667\u0669", "1979"},
      {"\u06F1\u06F9", "\u06F1\u06F9", "19"},
      {"\u0967\u0968\u0969", "\u0967\u0968\u0969", "123"},
      {"\u0E51\u0E52", "\u0E51\u0E52", "12"},
      {"\U0001D7D9", "1", ""},
      {"m\u00B2", "m2", ""},
      {"\u4E00", "\u4E00", ""},
  });
}

BOOST_AUTO_TEST_CASE(apostrophes_are_one_and_what_is_invisible_goes) {
  check({
      {"Iran's", "iran's", "irans"},
      {"Iran\u2019s", "iran's", "irans"},
      {"O\u2018Brien", "o'brien", "obrien"},
      {"O\u201BBrien", "o'brien", "obrien"},
      {"\u043F\u02BC\u044F\u0442\u044C", "\u043F'\u044F\u0442\u044C", "\u043F\u044F\u0442\u044C"},
      {"O\uFF07Brien", "o'brien", "obrien"},
      {"col\u00B7lecci\u00F3", "col\u00B7lecci\u00F3", "colleccio"},
      {"co\u00ADoperate", "cooperate", ""},
      {"ir\u200Dan", "iran", ""},
      {"\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC\u062E\u0648\u0627\u0647\u0645",
       "\u0645\u064A\u062E\u0648\u0627\u0647\u0645"},
      {"\u200Eiran\u200F", "iran", ""},
      {"\u202Airan\u202C", "iran", ""},
      {"\uFEFFiran", "iran", ""},
      {"\u2764\uFE0F", "\u2764", ""},
  });
}

BOOST_AUTO_TEST_CASE(malformed_bytes_fold_to_replacement_characters) {
  check({{"R\xC9sum\xE9", "r\uFFFDsum\uFFFD", ""}, {"\xE2\x80", "\uFFFD", ""}});
}

BOOST_AUTO_TEST_CASE(a_million_marks_on_one_letter_are_cut_to_a_few) {
  const std::string acutes = fold("a" + repeated("\u0301", 1'000'000) + "b");
  BOOST_TEST(acutes.size() == 61);  // á, 29 more acutes, b
  BOOST_TEST(strip_marks(acutes) == "ab");
  const std::string mixed = fold("a" + repeated("\u0301\u0316", 500'000));
  BOOST_TEST(mixed.size() <= 61);
  BOOST_TEST(strip_marks(mixed) == "a");
}

/// Folding drops what is invisible, which must not put a longer run together than was counted.
BOOST_AUTO_TEST_CASE(marks_parted_by_invisible_characters_are_one_run) {
  for (const std::string_view invisible : {"\u00AD", "\u200D", "\u200E"}) {
    const std::string folded = fold("a" + repeated("\u0301" + std::string(invisible) + "\u0316", 1000));
    BOOST_TEST(folded.size() <= 61);
  }
}

BOOST_AUTO_TEST_CASE(every_character_folds_alike_composed_and_decomposed) {
  for (char32_t c = 1; c < 0x20000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string text = text_of(c) + "b";
    const std::string folded = fold(text);
    const std::string stripped = strip_marks(folded);
    const bool stable =
        fold(folded) == folded && strip_marks(stripped) == stripped && fold(stripped) == stripped;
    if (!stable || fold(decomposed(text)) != folded) {
      BOOST_ERROR("character " << static_cast<std::uint32_t>(c) << ": " << text << " -> " << folded << " -> "
                               << stripped);
    }
  }
}

}  // namespace
}  // namespace kwic::test
