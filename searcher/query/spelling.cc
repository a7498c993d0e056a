#include "query/spelling.h"

#include "text/utf8.h"

#include <algorithm>

namespace kwic {

Spelling::Spelling(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++length_) {
    const auto [c, bytes] = decode_utf8(word, i);
    i += bytes;
    if (length_ >= longest) continue;
    const std::uint64_t place = std::uint64_t{1} << length_;
    if (c < ascii_.size()) {
      ascii_[c] |= place;
      continue;
    }
    const auto known = std::ranges::find(others_, c, &std::pair<char32_t, std::uint64_t>::first);
    if (known == others_.end()) {
      others_.emplace_back(c, place);
    } else {
      known->second |= place;
    }
  }
}

std::uint64_t Spelling::places(char32_t c) const noexcept {
  if (c < ascii_.size()) return ascii_[c];
  const auto known = std::ranges::find(others_, c, &std::pair<char32_t, std::uint64_t>::first);
  return known == others_.end() ? 0 : known->second;
}

/// The names are those of the paper: D0 has a bit where a diagonal step is free, VP and VN where the distance
/// rises or falls downwards, HP and HN where it does so to the right.
std::size_t Spelling::edits(std::string_view other, std::size_t most) const {
  if (length_ == 0 || length_ > longest || other.size() > 4 * (length_ + most)) return most + 1;
  if (other.size() + most < length_) return most + 1;  // no character takes less than a byte
  const std::uint64_t last = std::uint64_t{1} << (length_ - 1);
  std::uint64_t vp = ~std::uint64_t{0};
  std::uint64_t vn = 0;
  std::uint64_t d0 = 0;
  std::uint64_t before = 0;
  std::size_t distance = length_;
  for (std::size_t i = 0; i < other.size();) {
    const auto [c, bytes] = decode_utf8(other, i);
    i += bytes;
    const std::uint64_t here = places(c);
    const std::uint64_t swapped = ((~d0 & here) << 1U) & before;
    d0 = (((here & vp) + vp) ^ vp) | here | vn | swapped;
    std::uint64_t hp = vn | ~(d0 | vp);
    std::uint64_t hn = d0 & vp;
    if ((hp & last) != 0) ++distance;
    if ((hn & last) != 0) --distance;
    hp = (hp << 1U) | 1U;
    hn <<= 1U;
    vp = hn | ~(d0 | hp);
    vn = hp & d0;
    before = here;
  }
  return std::min(distance, most + 1);
}

}  // namespace kwic
