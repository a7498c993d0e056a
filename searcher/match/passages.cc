// The cells of the signature (see WordSignature::positions_in_cell) that hold most.
#include "match/passages.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t most_cells = 8;
constexpr std::size_t cells_per_leaf = 2;

/// Leaves beyond share bits, which costs nothing but precision.
constexpr std::size_t most_bits = 64;

using LeafBits = std::uint64_t;

/// Which leaves stand in each cell.
std::vector<LeafBits> leaves_by_cell(const std::vector<LikelyPlace>& places, std::size_t positions) {
  std::vector<LeafBits> cells(positions / WordSignature::positions_in_cell + 1);
  for (const LikelyPlace& place : places) {
    cells[place.position / WordSignature::positions_in_cell] |= LeafBits{1} << (place.leaf % most_bits);
  }
  return cells;
}

double worth(LeafBits leaves, const std::vector<double>& weights) {
  double sum = 0;
  for (std::size_t leaf = 0; leaf < std::min(weights.size(), most_bits); ++leaf) {
    if ((leaves >> leaf & 1U) != 0) sum += weights[leaf];
  }
  return sum;
}

/// The best cells, and the first ones of every leaf.
std::set<std::size_t> chosen_cells(const std::vector<LeafBits>& cells, const std::vector<double>& weights) {
  std::set<std::size_t> chosen;
  std::array<std::size_t, most_bits> taken{};
  std::vector<std::pair<double, std::size_t>> by_worth;
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    if (cells[cell] == 0) continue;
    by_worth.emplace_back(-worth(cells[cell], weights), cell);
    for (std::size_t leaf = 0; leaf < most_bits; ++leaf) {
      if ((cells[cell] >> leaf & 1U) != 0 && taken[leaf]++ < cells_per_leaf) chosen.insert(cell);
    }
  }
  const std::size_t count = std::min(by_worth.size(), most_cells);
  std::ranges::partial_sort(by_worth, by_worth.begin() + static_cast<std::ptrdiff_t>(count));
  for (std::size_t i = 0; i < count; ++i) chosen.insert(by_worth[i].second);
  return chosen;
}

/// Where the cells of a signature stand in its text. What a damaged one says is kept inside the text.
class Cells {
public:
  Cells(const WordSignature& signature, std::size_t size) : signature_(signature), size_(size) {}

  /// The cell with as many others as it takes to reach so far, or as there are.
  [[nodiscard]] Range around(std::size_t cell, std::size_t reach) const {
    std::size_t first = cell;
    while (first > 0 && start(first) + reach > start(cell)) --first;
    std::size_t last = cell + 1;
    while (start(last) < size_ && start(last) < start(cell + 1) + reach) ++last;
    return {start(first), std::max(start(first), start(last))};
  }

private:
  [[nodiscard]] std::size_t start(std::size_t cell) const {
    if (cell * WordSignature::positions_in_cell >= signature_.size()) return size_;
    return std::min(signature_.text_offset(cell), size_);
  }

  const WordSignature& signature_;
  std::size_t size_;
};

}  // namespace

LikelyPassages::LikelyPassages(const Query& query, std::vector<double> leaf_weights)
    : matcher_(query), weights_(std::move(leaf_weights)) {}

std::optional<std::vector<Range>> LikelyPassages::in(const WordSignature& signature, std::size_t size,
                                                     std::size_t reach) {
  const std::optional<std::vector<LikelyPlace>> places = matcher_.likely_places(signature, found_);
  if (!places) return std::nullopt;
  const Cells cells(signature, size);
  std::vector<Range> passages;
  for (const std::size_t cell : chosen_cells(leaves_by_cell(*places, signature.size()), weights_)) {
    const Range range = cells.around(cell, reach);
    if (!passages.empty() && range.start <= passages.back().end) {
      passages.back().end = std::max(passages.back().end, range.end);
    } else {
      passages.push_back(range);
    }
  }
  return passages;
}

}  // namespace kwic
