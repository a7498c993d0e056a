#pragma once
/// What an ended bulk build had finished, so that the next one continues there: groups of batches that were
/// merged and synced, with the sums of their files and the fingerprints of their articles.

#include "index/manifest.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kwic {

struct BatchGroup {
  std::size_t number = 0;                   ///< from 0
  std::vector<std::uint64_t> fingerprints;  ///< of its articles, in their order
  std::set<std::string> languages;          ///< of its articles
  FileSums files;                           ///< of its database
};

/// A text file of one JSON object a line, each followed by its sum; the first line holds the recipe. Damaged
/// and half-written lines count as absent.
class BuildJournal {
public:
  explicit BuildJournal(std::filesystem::path building) : building_(std::move(building)) {}

  [[nodiscard]] std::filesystem::path group_path(std::size_t number) const {
    return building_ / ("group-" + std::to_string(number));
  }

  /// True if a build of this recipe was ended.
  [[nodiscard]] bool is_of(const std::string& recipe) const;

  /// The groups from number 0 on without a gap whose files are as they were.
  [[nodiscard]] std::vector<BatchGroup> intact_groups() const;

  /// Throws Error (not_writable).
  void start(const std::string& recipe) const;
  void enter(const BatchGroup& group) const;

  /// The dictionary that the articles of all groups are packed with; nothing if none was entered.
  void enter_dictionary(const std::string& dictionary) const;
  [[nodiscard]] std::optional<std::string> dictionary() const;

private:
  [[nodiscard]] std::filesystem::path file() const { return building_ / "journal"; }

  std::filesystem::path building_;
};

}  // namespace kwic
