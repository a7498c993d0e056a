#pragma once
/// Some of the positions of an article, a bit each.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kwic {

class PositionSet {
public:
  static constexpr std::size_t block_size = 64;

  /// None of the positions [0, size).
  void start_over(std::size_t size) {
    blocks_.resize((size + block_size - 1) / block_size);
    std::ranges::fill(blocks_, 0);
  }

  /// Those of [0, size) of which `bits_of(number)` has a bit: a block of positions, the lowest bit first.
  template <typename BitsOf>
  void assign(std::size_t size, const BitsOf& bits_of) {
    blocks_.resize((size + block_size - 1) / block_size);
    for (std::size_t i = 0; i < blocks_.size(); ++i) blocks_[i] = bits_of(i);
  }

  void insert(std::size_t position) noexcept { blocks_[position / block_size] |= bit(position); }

  [[nodiscard]] bool empty() const noexcept {
    return std::ranges::all_of(blocks_, [](std::uint64_t block) { return block == 0; });
  }

  /// Those that stand right behind one of the others stay. Both are of one article.
  void keep_behind(const PositionSet& others) noexcept {
    std::uint64_t carried = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const std::uint64_t before = others.blocks_[i];
      blocks_[i] &= before << 1U | carried;
      carried = before >> (block_size - 1);
    }
  }

  /// Those of [first, last) stay.
  void keep_within(std::size_t first, std::size_t last) noexcept {
    keep_if([&](std::size_t position) { return position >= first && position < last; });
  }

  template <typename Accepts>
  void keep_if(const Accepts& accepts) {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      for (std::uint64_t left = blocks_[i]; left != 0; left &= left - 1) {
        const std::size_t position = i * block_size + static_cast<std::size_t>(std::countr_zero(left));
        if (!accepts(position)) blocks_[i] &= ~bit(position);
      }
    }
  }

  /// The first position of [first, last); `last` if there is none.
  [[nodiscard]] std::size_t first_of(std::size_t first, std::size_t last) const noexcept {
    while (first < last && first / block_size < blocks_.size()) {
      const std::uint64_t rest = blocks_[first / block_size] >> (first % block_size);
      if (rest != 0) return std::min(last, first + static_cast<std::size_t>(std::countr_zero(rest)));
      first += block_size - first % block_size;
    }
    return last;
  }

private:
  static std::uint64_t bit(std::size_t position) noexcept {
    return std::uint64_t{1} << (position % block_size);
  }

  std::vector<std::uint64_t> blocks_;
};

}  // namespace kwic
