// One pass over the bytes, by the first byte of each word; then the blocks that hold most.
#include "match/passages.h"

#include "text/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace kwic {
namespace {

constexpr std::size_t block_size = 512;
constexpr std::size_t most_blocks = 8;
constexpr std::size_t blocks_per_leaf = 2;

/// Leaves beyond share bits, which costs nothing but precision.
constexpr std::size_t most_bits = 64;

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_letter_or_digit(char c) {
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9');
}

/// The beginnings of words that may be words of the query, by their first byte.
class Needles {
public:
  explicit Needles(const Query& query) {
    for_each_leaf(query, [&](const Query& leaf) {
      if (leaf.field && *leaf.field != Field::text) return;
      for (const QueryWord& word : leaf.words) add(word, leaf.leaf);
    });
  }

  /// The leaves, as bits, that may have a word at `offset`.
  [[nodiscard]] std::uint64_t at(std::string_view text, std::size_t offset) const {
    std::uint64_t leaves = 0;
    for (const Needle& needle : by_first_[static_cast<unsigned char>(lower(text[offset]))]) {
      if (stands_at(needle.beginning, text, offset)) leaves |= needle.leaf;
    }
    return leaves;
  }

private:
  struct Needle {
    std::string beginning;
    std::uint64_t leaf;
  };

  static bool stands_at(std::string_view beginning, std::string_view text, std::size_t offset) {
    if (beginning.size() > text.size() - offset) return false;
    for (std::size_t i = 0; i < beginning.size(); ++i) {
      if (lower(text[offset + i]) != beginning[i]) return false;
    }
    return true;
  }

  void add(const QueryWord& word, std::size_t leaf) {
    for (const std::string& form : word.form == QueryWord::Form::inflected ? word.stems : word.surfaces) {
      add(form, leaf);
    }
    for (const QueryWord& part : word.parts) add(part, leaf);
  }

  /// Inflections change the end of a stem, so the last letters of a long one do not count.
  void add(const std::string& form, std::size_t leaf) {
    if (form.empty()) return;
    const std::size_t kept = form.size() <= 3 ? form.size() : std::max<std::size_t>(3, form.size() - 3);
    std::string beginning =
        form.substr(0, std::max(char_border_before(form, kept), decode_utf8(form, 0).length));
    auto& sharing = by_first_[static_cast<unsigned char>(beginning[0])];
    sharing.push_back({std::move(beginning), std::uint64_t{1} << (leaf % most_bits)});
  }

  std::array<std::vector<Needle>, 256> by_first_;
};

/// Which leaves each block of the text may have, by the block's number.
std::map<std::size_t, std::uint64_t> leaves_by_block(std::string_view text, const Needles& needles) {
  std::map<std::size_t, std::uint64_t> blocks;
  bool inside_word = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = is_letter_or_digit(c);
    const bool may_begin =
        letter ? !inside_word : (static_cast<unsigned char>(c) >= 0xC0 || c == '.' || c == '#');
    inside_word = letter;
    if (!may_begin) continue;
    if (const std::uint64_t leaves = needles.at(text, i); leaves != 0) blocks[i / block_size] |= leaves;
  }
  return blocks;
}

double worth(std::uint64_t leaves, const std::vector<double>& weights) {
  double sum = 0;
  for (std::size_t leaf = 0; leaf < std::min(weights.size(), most_bits); ++leaf) {
    if ((leaves >> leaf & 1U) != 0) sum += weights[leaf];
  }
  return sum;
}

/// The best blocks, and the first ones of every leaf.
std::set<std::size_t> chosen_blocks(const std::map<std::size_t, std::uint64_t>& blocks,
                                    const std::vector<double>& weights) {
  std::set<std::size_t> chosen;
  std::array<std::size_t, most_bits> taken{};
  std::vector<std::pair<double, std::size_t>> by_worth;
  for (const auto& [block, leaves] : blocks) {
    by_worth.emplace_back(-worth(leaves, weights), block);
    for (std::size_t leaf = 0; leaf < most_bits; ++leaf) {
      if ((leaves >> leaf & 1U) != 0 && taken[leaf]++ < blocks_per_leaf) chosen.insert(block);
    }
  }
  const std::size_t count = std::min(by_worth.size(), most_blocks);
  std::ranges::partial_sort(by_worth, by_worth.begin() + static_cast<std::ptrdiff_t>(count));
  for (std::size_t i = 0; i < count; ++i) chosen.insert(by_worth[i].second);
  return chosen;
}

/// Moved outward to white space.
Range widened(std::string_view text, Range range) {
  while (range.start > 0 && !is_space(text[range.start - 1])) --range.start;
  while (range.end < text.size() && !is_space(text[range.end])) ++range.end;
  return range;
}

}  // namespace

std::vector<Range> likely_passages(std::string_view text, const Query& query,
                                   const std::vector<double>& leaf_weights, std::size_t reach) {
  std::vector<Range> passages;
  for (const std::size_t block : chosen_blocks(leaves_by_block(text, Needles(query)), leaf_weights)) {
    const std::size_t start = block * block_size;
    const Range range =
        widened(text, {start - std::min(start, reach), std::min(start + block_size + reach, text.size())});
    if (!passages.empty() && range.start <= passages.back().end) {
      passages.back().end = std::max(passages.back().end, range.end);
    } else {
      passages.push_back(range);
    }
  }
  return passages;
}

}  // namespace kwic
