#include "text/visible.h"

#include "text/utf8.h"

namespace kwic {

bool is_unsafe(char32_t c) noexcept {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
  return c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string visible(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, length] = decode_utf8(text, i);
    i += length;
    if (c == U'\n' || c == U'\t' || c == U'\r') {
      safe.push_back(' ');
    } else {
      append_utf8(safe, is_unsafe(c) ? 0xFFFD : c);
    }
  }
  return safe;
}

}  // namespace kwic
