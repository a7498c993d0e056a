#pragma once
/// Waits until something changes below the sources of an index.

#include <kwic/index_update.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kwic {

/// By inotify; what it has no room for is looked at every half minute. Made before an update, it also tells
/// what changes while that runs. Not thread-safe.
class SourceWatch {
public:
  /// Of the sources that `options` name, else of those that the index remembers. Throws Error.
  SourceWatch(const std::filesystem::path& index, const UpdateOptions& options);
  ~SourceWatch();
  SourceWatch(const SourceWatch&) = delete;
  SourceWatch& operator=(const SourceWatch&) = delete;

  /// Returns after a change, when nothing has followed it for a second, or ten seconds after it at the
  /// latest.
  void wait();

private:
  void add(const std::filesystem::path& path);
  [[nodiscard]] bool has_changed(int milliseconds) const;

  int descriptor_;
  bool incomplete_ = false;  ///< not every folder is watched
};

}  // namespace kwic
