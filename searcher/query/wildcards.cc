#include "query/wildcards.h"

#include "text/utf8.h"

#include <algorithm>

namespace kwic {

/// Only the last `*` ever needs to take in more (Kirk J. Krauss, "Matching Wildcards: An Algorithm", 2008).
bool matches_wildcards(std::string_view pattern, std::string_view text) noexcept {
  constexpr std::size_t none = std::string_view::npos;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t after_star = none;
  std::size_t retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      retry = t;
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      t += decode_utf8(text, t).length;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (after_star != none) {
      p = after_star;
      retry += decode_utf8(text, retry).length;
      t = retry;
    } else {
      return false;
    }
  }
  return std::ranges::all_of(pattern.substr(p), [](char c) { return c == '*'; });
}

}  // namespace kwic
