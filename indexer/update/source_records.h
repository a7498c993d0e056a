#pragma once
/// What an index remembers of its sources: which they are, and how each file was when it was read.

#include <kwic/article_source.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// A file as it was read.
struct FileRecord {
  std::string path;                 ///< its bytes as they are
  FileState state;                  ///< zeros: to be read again in any case
  std::uint64_t sum = 0;            ///< of its bytes
  std::int64_t read_ns = 0;         ///< when, since 1970
  std::uint64_t folder_device = 0;  ///< as in FoundFile
  std::uint64_t options = 0;        ///< number_of() those that it was read with

  /// True if the file may have changed since without showing it: the clock of file systems ticks slowly.
  [[nodiscard]] bool may_have_changed_unseen() const;
};

/// Files by their paths.
using FileRecords = std::map<std::string, FileRecord, std::less<>>;

/// A source and how it is to be read, as a run was told.
struct RememberedSource {
  std::string source;  ///< absolute
  WalkOptions walk;
  ReadOptions read;
};

/// Keys of records (see IndexWriter::records) begin so.
inline constexpr std::string_view file_record = "file:";
inline constexpr std::string_view source_record = "source:";

[[nodiscard]] std::string record_key(std::string_view kind, std::string_view name);

/// The same number for the same options.
[[nodiscard]] std::uint64_t number_of(const ReadOptions& options);

[[nodiscard]] std::string stored(const FileRecord& record);
[[nodiscard]] std::string stored(const RememberedSource& source);

/// Nothing if it is not what stored() gave: the file or source counts as unknown.
[[nodiscard]] std::optional<FileRecord> restore_file(const std::string& stored);
[[nodiscard]] std::optional<RememberedSource> restore_source(const std::string& stored);

}  // namespace kwic
