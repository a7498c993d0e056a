/// Bytes that may be anything: UTF-8, what a terminal is shown, and what index formats are written with.
#include "text/columns.h"
#include "text/hash.h"
#include "text/utf8.h"
#include "text/varint.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <boost/test/unit_test.hpp>
#include <unicode/unistr.h>

#include <array>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

using namespace std::string_view_literals;

/// "41/1 FFFD/2": every character and the bytes that it takes.
std::string decoded(std::string_view text) {
  std::ostringstream out;
  for (std::size_t i = 0; i < text.size();) {
    const auto [code_point, length] = decode_utf8(text, i);
    BOOST_REQUIRE(length >= 1 && length <= 4);
    out << (i == 0 ? "" : " ") << std::hex << std::uppercase << static_cast<std::uint32_t>(code_point) << '/'
        << length;
    i += length;
  }
  return out.str();
}

/// The bytes at which the rules of UTF-8 change, and some between.
constexpr std::array<unsigned char, 22> border_bytes{0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                                     0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
                                                     0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};

/// Calls `check` with every string of four of them.
template <typename Check>
void for_every_odd_string(Check check) {
  std::string text(4, '\0');
  for (const auto a : border_bytes) {
    for (const auto b : border_bytes) {
      for (const auto c : border_bytes) {
        for (const auto d : border_bytes) {
          text = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(d)};
          check(std::string_view(text));
        }
      }
    }
  }
}

/// ICU's reading of the same bytes: it too puts one replacement for each maximal part.
std::string repaired_by_icu(std::string_view text) {
  std::string repaired;
  const icu::StringPiece bytes(text.data(), static_cast<std::int32_t>(text.size()));
  return icu::UnicodeString::fromUTF8(bytes).toUTF8String(repaired);
}

std::vector<std::size_t> borders(std::string_view text) {
  std::vector<std::size_t> found{0};
  while (found.back() < text.size()) found.push_back(found.back() + decode_utf8(text, found.back()).length);
  return found;
}

bool is_every_border_found(std::string_view text) {
  const std::vector<std::size_t> all = borders(text);
  std::size_t last = 0;
  for (std::size_t offset = 0; offset <= text.size() + 2; ++offset) {
    while (last + 1 < all.size() && all[last + 1] <= offset) ++last;
    if (char_border_before(text, offset) != all[last]) return false;
  }
  return true;
}

struct DecodingRow {
  std::string_view text;
  std::string_view characters;
  bool valid;
};

const std::vector<DecodingRow> decoding_rows{
    {"", "", true},
    {"a\0b"sv, "61/1 0/1 62/1", true},
    {"\x7F", "7F/1", true},
    {"\xC2\x80", "80/2", true},
    {"\xDF\xBF", "7FF/2", true},
    {"\xE0\xA0\x80", "800/3", true},
    {"\xED\x9F\xBF", "D7FF/3", true},
    {"\xEE\x80\x80", "E000/3", true},
    {"\xEF\xBF\xBD", "FFFD/3", true},
    {"\xEF\xBF\xBF", "FFFF/3", true},
    {"\xF0\x90\x80\x80", "10000/4", true},
    {"\xF4\x8F\xBF\xBF", "10FFFF/4", true},
    // forms longer than needed
    {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", "FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 41/1",
     false},
    {"\xC1\xBF", "FFFD/1 FFFD/1", false},
    {"\xF0\x8F\xBF\xBF", "FFFD/1 FFFD/1 FFFD/1 FFFD/1", false},
    // surrogates
    {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", "FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 41/1",
     false},
    // beyond the last code point, bytes that never occur, continuations without a lead
    {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", "FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 41/1 FFFD/1 FFFD/1 42/1",
     false},
    {"\xF5\x80\x80\x80", "FFFD/1 FFFD/1 FFFD/1 FFFD/1", false},
    {"\xFE\xFF", "FFFD/1 FFFD/1", false},
    // cut off in the middle
    {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "FFFD/2 FFFD/1 FFFD/3 FFFD/2 41/1", false},
    {"\xC3\xC3\xA9", "FFFD/1 E9/2", false},
    // cut off at the end
    {"a\xC3", "61/1 FFFD/1", false},
    {"a\xE2\x82", "61/1 FFFD/2", false},
    {"a\xF0\x9F\x98", "61/1 FFFD/3", false},
};

BOOST_AUTO_TEST_CASE(malformed_utf8_is_read_as_one_replacement_for_each_maximal_part) {
  for (const auto& [text, characters, valid] : decoding_rows) {
    BOOST_TEST_CONTEXT("expected " << characters) {
      BOOST_TEST(decoded(text) == characters);
      BOOST_TEST(is_valid_utf8(text) == valid);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_odd_string_is_read_as_icu_reads_it) {
  for_every_odd_string([](std::string_view text) {
    if (repair_utf8(text) != repaired_by_icu(text)) BOOST_ERROR("another reading of: " << decoded(text));
  });
}

BOOST_AUTO_TEST_CASE(every_character_survives_writing_and_reading) {
  std::string text;
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 7) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    text.clear();
    append_utf8(text, c);
    const auto [code_point, length] = decode_utf8(text, 0);
    if (code_point != c || length != text.size() || !is_valid_utf8(text)) {
      BOOST_ERROR("character " << static_cast<std::uint32_t>(c));
    }
  }
}

BOOST_AUTO_TEST_CASE(repaired_text_is_valid_and_valid_text_stays) {
  const std::vector<std::pair<std::string_view, std::string_view>> rows{
      {"", ""},
      {"na\xC3\xAFve", "na\u00EFve"},
      {"na\xEFve", "na\uFFFDve"},
      {"\xE2\x82", "\uFFFD"},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
      {"\xEF\xBF\xBD\xFF", "\uFFFD\uFFFD"},
      {"\0\xFF\0"sv, "\0\uFFFD\0"sv},
  };
  for (const auto& [text, repaired] : rows) BOOST_TEST(repair_utf8(text) == repaired);
  for_every_odd_string([](std::string_view text) {
    const std::string repaired = repair_utf8(text);
    if (!is_valid_utf8(repaired) || repair_utf8(repaired) != repaired ||
        is_valid_utf8(text) != (repaired == text)) {
      BOOST_ERROR("repaired: " << decoded(text));
    }
  });
}

BOOST_AUTO_TEST_CASE(the_border_before_any_offset_is_where_reading_would_stop) {
  const std::vector<std::string_view> texts{
      "",
      "plain",
      "a\u00E9\u20AC\U0001F600z",
      "\u0627\u064E\u200D\U0001F1EE\U0001F1F7",
      "\x80\x80\x80\x80\x80\x80\x80",
      "\xF0\x9F\x98\x80\x80\x80\x80\x80",
      "a\xF1\x80\x80",
      "\xE2\x82\xE2\x82\xAC",
      "\xF4\x90\x80\x80z",
  };
  for (const std::string_view text : texts) BOOST_TEST(is_every_border_found(text), decoded(text));
  for_every_odd_string([](std::string_view text) {
    if (!is_every_border_found(text)) BOOST_ERROR("a border is missed in: " << decoded(text));
  });
}

BOOST_AUTO_TEST_CASE(visible_text_holds_nothing_that_a_terminal_obeys) {
  const std::vector<std::pair<std::string_view, std::string_view>> rows{
      {"Tehran, \u062A\u0647\u0631\u0627\u0646 \u2014 42 %",
       "Tehran, \u062A\u0647\u0631\u0627\u0646 \u2014 42 %"},
      {"\x1B[31mred\x1B[0m", "\uFFFD[31mred\uFFFD[0m"},
      {"\x1B]0;title\a", "\uFFFD]0;title\uFFFD"},
      {"\xC2\x9B"
       "31m",
       "\uFFFD31m"},
      {"a\nb\tc\rd", "a b c d"},
      {"a\0b\x7F"sv, "a\uFFFDb\uFFFD"},
      {"a\vb\fc\bd", "a\uFFFDb\uFFFDc\uFFFDd"},
      {"\u202Eevil\u202C", "\uFFFDevil\uFFFD"},
      {"\u2066in\u2069", "\uFFFDin\uFFFD"},
      {"one\u2028two\u2029", "one\uFFFDtwo\uFFFD"},
      {"cut \xE2\x80", "cut \uFFFD"},
      {"\xC2\x9B\x9B", "\uFFFD\uFFFD"},
  };
  for (const auto& [text, shown] : rows) BOOST_TEST(visible(text) == shown);
  for_every_odd_string([](std::string_view text) {
    const std::string shown = visible(text);
    if (!is_valid_utf8(shown) || visible(shown) != shown) BOOST_ERROR("not safe: " << decoded(text));
  });
}

BOOST_AUTO_TEST_CASE(what_is_unsafe_is_exactly_this) {
  const auto expected = [](char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  };
  for (char32_t c = 0; c < 0x20000; ++c) {
    if (is_unsafe(c) != expected(c)) BOOST_ERROR("character " << static_cast<std::uint32_t>(c));
  }
}

BOOST_AUTO_TEST_CASE(columns_are_those_of_a_terminal) {
  const std::vector<std::pair<std::string_view, std::size_t>> rows{
      {"", 0},
      {"abc", 3},
      {"r\u00E9sum\u00E9", 6},
      {"re\u0301sume\u0301", 6},
      {"\u65E5\u672C", 4},
      {"\uFF21\uFF22", 4},
      {"\uFF76\uFF9E", 2},
      {"\uD55C\uAD6D", 4},
      {"\u1112\u1161\u11AB", 2},  // the same syllable in three letters
      {"\U0001F600", 2},
      {"\U0001F468\u200D\U0001F469\u200D\U0001F467", 2},  // a family
      {"\U0001F44D\U0001F3FD", 2},                        // a thumb with a skin tone
      {"\U0001F1EE\U0001F1F7\U0001F1F4\U0001F1F2", 4},    // two flags
      {"\u2764\uFE0F", 2},
      {"\u0915\u093F", 2},
      {"\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", 7},
      {"\u0BA4\u0BAE\u0BBF\u0BB4\u0BCD", 4},
      {"a\u200Bb", 2},
      {"\xFF\xFE", 2},
  };
  for (const auto& [text, width] : rows) BOOST_TEST_CONTEXT(text) BOOST_TEST(columns(text) == width);
}

BOOST_AUTO_TEST_CASE(the_hash_that_indexes_rely_on_never_changes) {
  static_assert(hash_bytes("") == 0xEFD01F60BA992926U);
  static_assert(hash_bytes("iran") == 0xA036236801AF3A39U);
  BOOST_TEST(hash_bytes("\0"sv) == 0xB9034AD37056F5FBU);
  BOOST_TEST(hash_bytes("\u043D\u0430\u0443\u043A\u0430") == 0x5DAD31F46787E707U);
  BOOST_TEST(hash_bytes("\xFF\xFE") == 0x75C9056EB1C4B960U);
  BOOST_TEST(hexadecimal(0) == "0000000000000000");
  BOOST_TEST(hexadecimal(hash_bytes("iran")) == "a036236801af3a39");
}

BOOST_AUTO_TEST_CASE(a_varint_is_as_short_as_it_can_be) {
  const std::vector<std::pair<std::uint64_t, std::string_view>> rows{
      {0, "\0"sv},
      {1, "\x01"},
      {127, "\x7F"},
      {128, "\x80\x01"},
      {300, "\xAC\x02"},
      {16383, "\xFF\x7F"},
      {16384, "\x80\x80\x01"},
      {std::numeric_limits<std::uint64_t>::max(), "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"},
  };
  for (const auto& [value, bytes] : rows) {
    BOOST_TEST_CONTEXT(value) {
      std::string written;
      append_varint(written, value);
      BOOST_TEST(written == bytes);
    }
  }
}

BOOST_AUTO_TEST_CASE(varints_are_read_back_one_after_the_other) {
  std::vector<std::uint64_t> values;
  for (unsigned bit = 0; bit < 64; ++bit) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    values.insert(values.end(), {power - 1, power, power + 1});
  }
  std::string stored;
  for (const std::uint64_t value : values) append_varint(stored, value);
  std::string_view rest = stored;
  for (const std::uint64_t value : values) BOOST_TEST(take_varint(rest) == value);
  BOOST_TEST(rest.empty());
}

BOOST_AUTO_TEST_CASE(a_damaged_varint_is_an_error_and_not_a_number) {
  const std::string endless(11, '\x80');
  for (const std::string_view damaged : {""sv, "\x80"sv, "\xFF\xFF\xFF"sv, std::string_view(endless)}) {
    std::string_view stored = damaged;
    BOOST_CHECK_EXCEPTION((void)take_varint(stored), Error,
                          [](const Error& error) { return error.kind() == ErrorKind::corrupt; });
  }
}

}  // namespace
}  // namespace kwic::test
