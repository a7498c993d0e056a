#pragma once
/// Compares the sources of a run with what the index remembers of them.

#include "update/source_records.h"

#include <kwic/index_update.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kwic {

/// What an index remembers.
struct RememberedSources {
  bool index_exists = false;
  FileRecords files;
  std::vector<RememberedSource> sources;

  [[nodiscard]] static RememberedSources of(const std::filesystem::path& index);
};

/// Where the articles of a run come from, standard input aside: absolute paths, the last parts of which may
/// stand for others. Throws Error.
[[nodiscard]] std::vector<std::filesystem::path> places_of(const std::filesystem::path& index,
                                                           const UpdateOptions& options);

class SourcePlan {
public:
  /// Walks the sources. Errors as IndexUpdate.
  SourcePlan(const std::filesystem::path& index, const UpdateOptions& options);

  [[nodiscard]] const UpdatePlan& plan() const noexcept { return plan_; }
  [[nodiscard]] bool index_exists() const noexcept { return before_.index_exists; }

  struct Reading {
    const ReadOptions* options = nullptr;
    std::uint64_t number = 0;  ///< number_of() them
  };

  /// How the file of this number in plan().to_read is to be read.
  [[nodiscard]] const Reading& reading(std::size_t number) const;

  /// A file was read.
  void note(const FileRecord& record);

  using Records = std::map<std::string, std::string>;

  /// The records to keep with the articles, by their keys; empty ones are to be removed. They are handed
  /// over, because of very many files they take much memory.
  [[nodiscard]] Records take_changed_records() noexcept { return std::exchange(changed_, {}); }

private:
  struct Known {
    const RememberedSource* source = nullptr;
    bool is_of_this_run = false;
    std::uint64_t options = 0;  ///< number_of() how it is read
  };

  void find_known();
  [[nodiscard]] const Known* source_of(std::string_view path, bool of_this_run_only) const;
  void remember(const std::vector<RememberedSource>& sources);
  void walk(const RememberedSource& source);
  void drop_unchanged();
  [[nodiscard]] bool is_unchanged(const FoundFile& file, const Reading& reading);
  void find_vanished(const UpdateOptions& options);
  void find_moved();
  [[nodiscard]] bool is_of_this_run(const std::string& path) const;
  [[nodiscard]] bool may_be_there(const std::string& path) const;

  RememberedSources before_;               ///< of the runs before
  std::vector<RememberedSource> sources_;  ///< of this run
  using KnownByName = std::map<std::string, Known, std::less<>>;
  KnownByName known_paths_;
  KnownByName known_patterns_;
  std::vector<RootReport> roots_;             ///< of this run
  std::set<std::string> missing_;             ///< of them
  std::set<std::string, std::less<>> found_;  ///< paths
  std::vector<Reading> readings_;             ///< of the files to read
  Records changed_;
  UpdatePlan plan_;
};

}  // namespace kwic
