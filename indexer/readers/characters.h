#pragma once
/// ICU's U8_NEXT as a function: its expansion does not pass -Wconversion, and this is the one place that says
/// so.

#include <unicode/utf8.h>

#include <cstddef>
#include <string_view>

namespace kwic {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"

/// The character at `at`, which moves behind it; below 0 where the bytes are no UTF-8.
[[nodiscard]] inline UChar32 next_character(std::string_view text, std::size_t& at) {
  UChar32 c = 0;
  U8_NEXT(text.data(), at, text.size(), c);
  return c;
}

#pragma GCC diagnostic pop

}  // namespace kwic
