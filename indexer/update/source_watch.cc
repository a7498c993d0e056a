#include "index/index_directory.h"
#include "update/plan.h"

#include <kwic/error.h>
#include <kwic/source_watch.h>

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <chrono>

namespace kwic {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int quiet_ms = 1'000;
constexpr std::chrono::seconds longest_delay{10};
constexpr int unwatched_look_ms = 30'000;

constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                  IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_EXCL_UNLINK;

}  // namespace

SourceWatch::SourceWatch(const fs::path& index, const UpdateOptions& options)
    : descriptor_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (descriptor_ < 0)
    throw Error(ErrorKind::internal, "cannot watch files: too many watchers on this machine");
  for (const fs::path& place : places_of(index, options)) add(place);
}

SourceWatch::~SourceWatch() {
  ::close(descriptor_);
}

/// The folder that holds a file or a pattern is watched too, so that one that is replaced by a rename is
/// seen.
void SourceWatch::add(const fs::path& path) {
  std::error_code error;
  const fs::path folder = fs::is_directory(path, error) ? path : path.parent_path();
  if (::inotify_add_watch(descriptor_, folder.c_str(), changes) < 0) incomplete_ = true;
  if (folder != path) return;
  fs::recursive_directory_iterator entries(path, fs::directory_options::skip_permission_denied, error);
  for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
    const bool is_hidden = entries->path().filename().string().starts_with('.');
    if (!entries->is_directory(error) || error) continue;
    if (is_hidden || is_index(entries->path())) {
      entries.disable_recursion_pending();
    } else if (::inotify_add_watch(descriptor_, entries->path().c_str(), changes) < 0) {
      incomplete_ = true;
    }
  }
  if (error) incomplete_ = true;
}

bool SourceWatch::has_changed(int milliseconds) const {
  pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, milliseconds) <= 0) return false;
  std::array<char, 65536> events{};
  while (::read(descriptor_, events.data(), events.size()) > 0) {
  }
  return true;
}

void SourceWatch::wait() {
  while (!has_changed(incomplete_ ? unwatched_look_ms : -1)) {
    if (incomplete_) return;
  }
  const auto deadline = Clock::now() + longest_delay;
  while (Clock::now() < deadline && has_changed(quiet_ms)) {
  }
}

}  // namespace kwic
