#pragma once
/// Which ids a run has met, and where: in some 60 bytes an id, however long ids and paths are.

#include "index/manifest.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace kwic {

class IdsSeen {
public:
  /// The source that the id came from; nothing if it was not met.
  [[nodiscard]] std::optional<std::string> find(std::string_view id) const {
    const auto found = places_.find(key(id));
    if (found == places_.end()) return std::nullopt;
    return files_[found->second.file] + found->second.line;
  }

  /// `source` is a path, or path#line.
  void add(std::string_view id, std::string_view source) {
    const std::size_t line = std::min(source.rfind('#'), source.size());
    if (files_.empty() || files_.back() != source.substr(0, line))
      files_.emplace_back(source.substr(0, line));
    places_.insert_or_assign(key(id), Place{files_.size() - 1, std::string(source.substr(line))});
  }

private:
  struct Place {
    std::size_t file;
    std::string line;  ///< "#12", short enough to need no memory of its own
  };
  using Key = std::uint64_t;

  /// Two ids of a million share it with a probability of 3e-8, and then the second article is reported.
  static Key key(std::string_view id) { return sum_of_text(id); }

  std::vector<std::string> files_;
  std::unordered_map<Key, Place> places_;
};

}  // namespace kwic
