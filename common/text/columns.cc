// Widths and clusters from ICU's character properties; nearly all text takes the short way out.
#include "text/columns.h"

#include "text/utf8.h"

#include <unicode/uchar.h>

namespace kwic {
namespace {

/// Below are no wide characters and no marks.
constexpr char32_t first_mark = 0x300;
constexpr char32_t joiner = 0x200D;
constexpr char32_t emoji_style = 0xFE0F;

bool is_skin_tone(char32_t c) {
  return c >= 0x1F3FB && c <= 0x1F3FF;
}

bool is_regional(char32_t c) {
  return c >= 0x1F1E6 && c <= 0x1F1FF;
}

bool is_pictographic(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
}

bool is_spacing_mark(char32_t c) {
  return c >= first_mark && u_charType(static_cast<UChar32>(c)) == U_COMBINING_SPACING_MARK;
}

std::size_t width(char32_t code_point) {
  if (code_point < first_mark) return 1;
  const auto c = static_cast<UChar32>(code_point);
  if ((U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0) return 0;
  const int syllable = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
  if (syllable == U_HST_VOWEL_JAMO || syllable == U_HST_TRAILING_JAMO) return 0;
  const int east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_FULLWIDTH || east_asian == U_EA_WIDE ? 2 : 1;
}

}  // namespace

Cluster cluster_at(std::string_view text, std::size_t offset) {
  const auto [first, length] = decode_utf8(text, offset);
  Cluster cluster{length, width(first)};
  char32_t last = first;
  bool half_flag = is_regional(first);
  while (offset + cluster.length < text.size()) {
    const auto [c, more] = decode_utf8(text, offset + cluster.length);
    if (c < first_mark) break;
    const bool whole_flag = is_regional(c) && half_flag;
    if (whole_flag || (c == emoji_style && is_pictographic(first))) {
      cluster.columns = 2;
    } else if (is_spacing_mark(c)) {
      ++cluster.columns;
    } else if (width(c) > 0 && !is_skin_tone(c) && !(last == joiner && is_pictographic(c))) {
      break;
    }
    half_flag = false;
    cluster.length += more;
    last = c;
  }
  return cluster;
}

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Cluster cluster = cluster_at(text, i);
    sum += cluster.columns;
    i += cluster.length;
  }
  return sum;
}

}  // namespace kwic
