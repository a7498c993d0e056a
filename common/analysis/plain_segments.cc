#include "analysis/plain_segments.h"

#include "analysis/word_break_table.h"

#include <unicode/uchar.h>

namespace kwic {

/// Letters that join as all letters do and that stay in a folded word: neither modifiers, of which some are
/// apostrophes, nor the Hebrew ones, which have rules of their own.
const PlainSegments::Letters& PlainSegments::two_byte_letters() {
  static const Letters letters = [] {
    constexpr std::uint32_t wanted = U_GC_LU_MASK | U_GC_LL_MASK | U_GC_LO_MASK;
    Letters found{};
    WordBreakTable table;
    for (char32_t c = 0x80; c < 0x800; ++c) {
      const bool plain =
          table[c].type == WordBreakClass::letter && (U_GET_GC_MASK(static_cast<UChar32>(c)) & wanted) != 0;
      if (plain) found[c >> 6] |= std::uint64_t{1} << (c & 0x3F);
    }
    return found;
  }();
  return letters;
}

}  // namespace kwic
