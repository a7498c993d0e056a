#pragma once
/// The index on disk: a directory with a stub file that names the current generation, so that a new one takes effect
/// by one rename. Stock Xapian tools open the directory too.
///
///   XAPIANDB        "auto generation-3"
///   generation-3/   a glass database
///   lock            held by the process that writes; says which one and since when
///   building/       what an unfinished build left; the next writer removes it

#include <filesystem>
#include <optional>
#include <string>

namespace kwic {

class IndexDirectory {
public:
  explicit IndexDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::filesystem::path building() const { return path_ / "building"; }

  /// The current generation's database; nothing if there is no index here.
  [[nodiscard]] std::optional<std::filesystem::path> current() const;

  /// Where the next generation is to be written.
  [[nodiscard]] std::filesystem::path next() const;

  /// Makes a finished generation the current one, durably, and removes the others. Its files must be synced.
  void publish(const std::filesystem::path& generation) const;

  /// Removes what unfinished builds and old generations left. Only for the holder of the lock.
  void remove_leftovers() const;

private:
  [[nodiscard]] int current_number() const;

  std::filesystem::path path_;
};

/// Holds the index for writing as long as it lives. Throws Error: locked, naming the holder, or not_writable.
class WriterLock {
public:
  explicit WriterLock(const std::filesystem::path& index);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

private:
  int file_;
};

/// Flushes a file or a directory entry to the disk. Throws Error (not_writable).
void sync_to_disk(const std::filesystem::path& path);

/// Every file of a directory, then the directory itself.
void sync_directory(const std::filesystem::path& directory);

}  // namespace kwic
