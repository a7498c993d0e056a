#include "text/columns.h"

#include "text/utf8.h"

#include <unicode/uchar.h>

namespace kwic {

std::size_t columns(char32_t code_point) {
  if (code_point < 0x300) return 1;
  const auto c = static_cast<UChar32>(code_point);
  if ((U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0) return 0;
  const int syllable = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
  if (syllable == U_HST_VOWEL_JAMO || syllable == U_HST_TRAILING_JAMO) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_FULLWIDTH || width == U_EA_WIDE ? 2 : 1;
}

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto [code_point, length] = decode_utf8(text, i);
    sum += columns(code_point);
    i += length;
  }
  return sum;
}

}  // namespace kwic
