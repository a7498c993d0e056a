#pragma once
/// Compares the sources of a run with what the index remembers of them.

#include "update/source_records.h"

#include <kwic/index_update.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace kwic {

/// What an index remembers.
struct RememberedSources {
  bool index_exists = false;
  FileRecords files;
  std::vector<RememberedSource> sources;

  [[nodiscard]] static RememberedSources of(const std::filesystem::path& index);
};

/// Where the articles of a run come from: absolute paths and patterns, standard input aside. Throws Error.
[[nodiscard]] std::vector<std::string> sources_of(const std::filesystem::path& index,
                                                  const UpdateOptions& options);

class SourcePlan {
public:
  /// Walks the sources. Errors as IndexUpdate.
  SourcePlan(const std::filesystem::path& index, const UpdateOptions& options);

  [[nodiscard]] const UpdatePlan& plan() const noexcept { return plan_; }
  [[nodiscard]] bool index_exists() const noexcept { return before_.index_exists; }

  /// How a file of the plan is to be read.
  [[nodiscard]] const ReadOptions& read_options(const FoundFile& file) const;

  /// A file was read.
  void note(const FileRecord& record);

  /// The records to keep with the articles, by their keys; empty ones are to be removed.
  [[nodiscard]] const std::map<std::string, std::string>& changed_records() const noexcept {
    return changed_;
  }

private:
  void remember(const std::vector<RememberedSource>& sources);
  void walk(const RememberedSource& source);
  [[nodiscard]] bool is_unchanged(const FoundFile& file);
  void find_vanished(const UpdateOptions& options);
  void find_moved();
  [[nodiscard]] bool is_missing(const std::string& source) const;
  [[nodiscard]] bool is_of_this_run(const std::string& path) const;
  [[nodiscard]] bool may_be_there(const std::string& path) const;

  RememberedSources before_;                                             ///< of the runs before
  std::vector<RememberedSource> sources_;                                ///< of this run
  std::vector<RootReport> roots_;                                        ///< of this run
  std::set<std::string, std::less<>> found_;                             ///< paths
  std::map<std::string, const ReadOptions*, std::less<>> read_options_;  ///< by path
  std::map<std::string, std::string> changed_;
  UpdatePlan plan_;
};

}  // namespace kwic
