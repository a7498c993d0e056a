#pragma once
/// Which articles have a word or phrase of nothing but stop words. No term tells it, so every signature has
/// to be looked into: what came of that is remembered for as long as the index stays as it is.

#include "rank/document_lengths.h"
#include "rank/tally.h"

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace kwic {

/// Not thread-safe. Of more than it has room for it forgets all.
class StopWordArticles {
public:
  using Documents = std::vector<PlaceSet>;  ///< their places in windows (see DocumentLengths)

  /// Those that have a leaf of the query, in its printed form, as far as signatures tell; null if it is not
  /// known.
  [[nodiscard]] std::shared_ptr<const Documents> find(const std::string& leaf) const {
    const auto found = documents_.find(leaf);
    return found == documents_.end() ? nullptr : found->second;
  }

  /// True if texts were looked at wherever signatures left something open.
  [[nodiscard]] bool are_exact(const std::string& leaf) const { return exact_.contains(leaf); }

  void keep(const std::string& leaf, Documents documents, bool exact) {
    const std::size_t bits = documents.size() * DocumentLengths::window_size;
    if (bits_ + bits > most_bits) forget();
    bits_ += bits;
    if (exact) exact_.insert(leaf);
    documents_.emplace(leaf, std::make_shared<const Documents>(std::move(documents)));
  }

  void forget() {
    documents_.clear();
    exact_.clear();
    bits_ = 0;
  }

private:
  static constexpr std::size_t most_bits = std::size_t{128} << 20U;  ///< 16 MiB

  std::unordered_map<std::string, std::shared_ptr<const Documents>> documents_;
  std::unordered_set<std::string> exact_;
  std::size_t bits_ = 0;
};

}  // namespace kwic
