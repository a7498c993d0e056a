#pragma once
/// The index on disk: a directory with a stub file that names the current generation, so that a new one takes
/// effect by one rename. Stock Xapian tools open the directory too.
///
///   XAPIANDB        "auto generation-3"
///   generation-3/   a glass database; it gets this name when it is complete and synced
///   lock            held by the process that writes; says which one and since when
///   building/       of a build that goes on, or was ended; the next writer continues or removes it

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kwic {

class IndexDirectory {
public:
  explicit IndexDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::filesystem::path building() const { return path_ / "building"; }

  /// The current generation's database; nothing if there is no index here. Throws Error (corrupt) if there is
  /// a stub that names none.
  [[nodiscard]] std::optional<std::filesystem::path> current() const;

  /// The names of what is neither part of the index nor left by a writer that was ended.
  [[nodiscard]] std::vector<std::string> foreign_entries() const;

  /// Makes the directory if need be. Throws Error: not_writable, or invalid_argument if it holds anything
  /// else than an index or what an ended build left, because nobody's files but ours may be touched.
  void prepare() const;

  /// Makes a finished database the current generation, durably, and removes the others and what is in
  /// building(). Its files must be synced; it is moved.
  void publish(const std::filesystem::path& finished) const;

  /// A generation without a stub, as a writer leaves it that is ended between two renames, becomes the
  /// current one.
  void adopt_finished() const;

  /// Removes all generations but the current one. Only for the holder of the lock.
  void remove_old_generations() const;

  /// Removes building(). Only for the holder of the lock.
  void remove_building() const;

private:
  void name_in_stub(const std::filesystem::path& generation) const;

  std::filesystem::path path_;
};

/// True of the folder of an index, of what a first build of one was ended at, and of any other database of
/// Xapian's: nothing to look for articles in.
[[nodiscard]] bool is_index(const std::filesystem::path& folder) noexcept;

/// Tells a folder from another that has taken its name since.
struct FolderIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t born_ns = 0;  ///< since 1970; 0 where the file system does not tell
  friend bool operator==(const FolderIdentity&, const FolderIdentity&) = default;
};

/// Zeros if it is not there.
[[nodiscard]] FolderIdentity identity_of(const std::filesystem::path& folder) noexcept;

/// True if a process holds the index for writing.
[[nodiscard]] bool is_being_written(const std::filesystem::path& index);

/// Holds the index for writing as long as it lives. Throws Error: locked, naming the holder, if another
/// process does for longer than `wait`, a fifth of a second at least; or not_writable.
class WriterLock {
public:
  explicit WriterLock(const std::filesystem::path& index, std::chrono::milliseconds wait = {});
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

private:
  /// Closed even when the constructor fails half-way, so that the lock does not outlive the attempt.
  struct File {
    int descriptor = -1;
    ~File();
  };
  File file_;
};

}  // namespace kwic
