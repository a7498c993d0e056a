/// The walk over roots and folders, as an iterator: it holds the folders above the current entry, nothing
/// else.
#include "index/index_directory.h"
#include "readers/formats.h"
#include "sources/input_file.h"
#include "sources/patterns.h"

#include <kwic/article_source.h>
#include <kwic/error.h>
#include <kwic/path_text.h>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

namespace kwic {
namespace {

using Identity = std::pair<dev_t, ino_t>;

struct Root {
  std::string path;
  RootKind kind;
  std::vector<std::string> unseen = {};  ///< on the way to it
};

/// A folder on the way down: its entries are taken one by one.
struct Folder {
  std::string path;
  Identity identity;
  std::vector<std::string> names;  ///< in byte order
  std::size_t next = 0;
};

std::string absolute_path(const std::string& path) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(path, error);
  auto normal = (error ? std::filesystem::path(path) : absolute).lexically_normal().string();
  if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
  return normal;
}

std::string path_in(const std::string& folder, const std::string& name) {
  return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

bool exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

bool is_hidden(std::string_view name) {
  return name.starts_with('.');
}

/// The names in a folder; throws Error where it cannot be read.
std::vector<std::string> names_in(const std::string& folder) {
  const std::unique_ptr<DIR, CloseFolder> directory(::opendir(folder.c_str()));
  if (!directory) throw Error(ErrorKind::not_readable, reason_of_errno(errno));
  std::vector<std::string> names;
  const auto next = [&] {
    errno = 0;  // Whatever else is done between two calls may set it.
    return ::readdir(directory.get());
  };
  while (const dirent* entry = next()) names.emplace_back(entry->d_name);
  if (errno != 0) throw Error(ErrorKind::not_readable, reason_of_errno(errno));
  std::erase_if(names, [](const std::string& name) { return name == "." || name == ".."; });
  std::ranges::sort(names);
  return names;
}

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

class FileWalk::Walk {
public:
  Walk(std::vector<std::string> roots, WalkOptions options) : options_(std::move(options)) {
    add_roots(std::move(roots), options_.roots);
  }

  std::optional<WalkItem> next() {
    for (;;) {
      if (folders_.empty() && roots_.empty()) return {};
      if (auto item = step()) return item;
    }
  }

  [[nodiscard]] const std::vector<RootReport>& reports() const { return reports_; }

private:
  /// One entry looked at, or one folder entered or left.
  std::optional<WalkItem> step() {
    try {
      return folders_.empty() ? begin_root() : visit_entry();
    } catch (const std::exception& error) {
      return Notice{.source = path_as_text(current_), .message = error.what(), .skipped = true};
    }
  }

  /// Before those that are still to be walked.
  void add_roots(std::vector<std::string> paths, RootKind kind) {
    for (; !paths.empty(); paths.pop_back())
      roots_.push_back({.path = std::move(paths.back()), .kind = kind});
  }

  std::optional<WalkItem> begin_root() {
    Root root = std::move(roots_.back());
    roots_.pop_back();
    const bool stands_for_others =
        root.kind == RootKind::pattern || (root.kind == RootKind::either && is_pattern(root.path));
    if (stands_for_others) {
      std::vector<std::string> matching = matching_paths(root.path, root.unseen);
      if (!matching.empty()) {
        add_roots(std::move(matching), RootKind::path);
        roots_.back().unseen = std::move(root.unseen);
        return {};
      }
    }
    attempted_ = 0;
    current_ = root.path.empty() || root.path == "-" ? root.path : absolute_path(root.path);
    reports_.push_back(
        {.root = current_, .files = 0, .unseen = std::move(root.unseen), .is_pattern = stands_for_others});
    if (current_ == "-")
      return FoundFile{.path = current_, .root = current_, .state = {}, .named = true, .folder_device = 0};
    return visit(true);
  }

  std::optional<WalkItem> visit_entry() {
    Folder& folder = folders_.back();
    if (folder.next < folder.names.size()) {
      current_ = path_in(folder.path, folder.names[folder.next++]);
      return visit(false);
    }
    const std::string path = std::move(folder.path);
    folders_.pop_back();
    if (!folders_.empty() || attempted_ > 0) return {};
    return Notice{.source = path_as_text(path),
                  .message = "no articles found (read are: " + readable_extensions() + ", each also " +
                             packed_extensions() + ")",
                  .skipped = true};
  }

  /// By its name; what is excluded is not even looked at.
  [[nodiscard]] bool is_passed_over(bool is_root) const {
    return !is_root && !options_.hidden && is_hidden(name_of(current_));
  }

  [[nodiscard]] bool is_excluded(bool is_folder) const {
    return matches_any(options_.exclude, current_, reports_.back().root, is_folder);
  }

  [[nodiscard]] bool is_wanted() const {
    if (!options_.include.empty())
      return matches_any(options_.include, current_, reports_.back().root, false);
    return format_of_name(name_of(current_)) != nullptr || !is_no_article(name_of(current_));
  }

  /// Looks at current_ and goes into it. A root is named by the user, and never passed over without a word.
  std::optional<WalkItem> visit(bool is_root) {
    struct stat status {};
    if (is_passed_over(is_root) || is_excluded(false)) return {};
    if (::stat(current_.c_str(), &status) != 0) fail_unseen(errno);
    if (S_ISDIR(status.st_mode) && is_excluded(true)) return {};
    if (S_ISDIR(status.st_mode)) return enter_folder({status.st_dev, status.st_ino}, is_root);
    if (!S_ISREG(status.st_mode)) throw Error(ErrorKind::not_readable, kind_in_words(status.st_mode));
    if (!is_root && !is_wanted()) return {};
    ++attempted_;
    if (!files_seen_.emplace(status.st_dev, status.st_ino).second) return {};
    ++reports_.back().files;
    return FoundFile{.path = current_,
                     .root = reports_.back().root,
                     .state = state_of(status),
                     .named = is_root,
                     .folder_device = folder_device()};
  }

  /// Of the folder that current_ stands in.
  [[nodiscard]] dev_t folder_device() const {
    if (!folders_.empty()) return folders_.back().identity.first;
    struct stat status {};
    const std::string folder = std::filesystem::path(current_).parent_path().string();
    return ::stat(folder.c_str(), &status) == 0 ? status.st_dev : 0;
  }

  [[noreturn]] void fail_unseen(int error) {
    reports_.back().unseen.push_back(current_);
    const bool broken_link = error == ENOENT && exists(current_);
    throw Error(ErrorKind::not_readable, broken_link ? "broken symbolic link" : reason_of_errno(error));
  }

  std::optional<WalkItem> enter_folder(const Identity& identity, bool is_root) {
    if (std::ranges::find(folders_, identity, &Folder::identity) != folders_.end())
      throw Error(ErrorKind::not_readable, "symbolic link loop");
    if (is_index(current_)) {
      // What was read below it before, it was not known for an index.
      reports_.back().unseen.push_back(current_);
      if (is_root) throw Error(ErrorKind::not_readable, "an index, not a folder of articles");
      return {};
    }
    if (!folders_seen_.insert(identity).second) {
      // All that is in it has been found, or is being found.
      ++attempted_;
      return {};
    }
    try {
      folders_.push_back({.path = current_, .identity = identity, .names = names_in(current_), .next = 0});
    } catch (const Error&) {
      reports_.back().unseen.push_back(current_);
      throw;
    }
    return {};
  }

  std::vector<Root> roots_;  ///< that are still to be walked, the last one first
  WalkOptions options_;
  std::string current_;          ///< the path that is being looked at
  std::vector<Folder> folders_;  ///< from the root down
  std::vector<RootReport> reports_;
  std::size_t attempted_ = 0;      ///< files under this root that may be articles
  std::set<Identity> files_seen_;  ///< a file that two roots reach is found once
  std::set<Identity> folders_seen_;
};

FileWalk::FileWalk(std::vector<std::string> roots, WalkOptions options)
    : walk_(std::make_unique<Walk>(std::move(roots), std::move(options))) {}
FileWalk::~FileWalk() = default;
FileWalk::FileWalk(FileWalk&&) noexcept = default;
FileWalk& FileWalk::operator=(FileWalk&&) noexcept = default;

std::optional<WalkItem> FileWalk::next() {
  return walk_->next();
}

const std::vector<RootReport>& FileWalk::roots() const {
  return walk_->reports();
}

}  // namespace kwic
