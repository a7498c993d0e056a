/// The walk over roots and folders, as an iterator: it holds one open file and the folders above it, nothing
/// else.
#include "readers/formats.h"
#include "readers/json_lines.h"
#include "sources/input_file.h"

#include <kwic/article_source.h>
#include <kwic/error.h>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace kwic {
namespace {

using Identity = std::pair<dev_t, ino_t>;

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

/// An index, or any other Xapian database.
bool is_index(const std::string& folder) {
  return exists(path_in(folder, "XAPIANDB")) || exists(path_in(folder, "iamglass"));
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

/// The names in a folder without the hidden ones; throws Error where it cannot be read.
std::vector<std::string> names_in(const std::string& folder) {
  const std::unique_ptr<DIR, CloseFolder> directory(::opendir(folder.c_str()));
  if (!directory) throw Error(ErrorKind::not_readable, reason_of_errno(errno));
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(directory.get()))
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  if (errno != 0) throw Error(ErrorKind::not_readable, reason_of_errno(errno));
  std::ranges::sort(names);
  return names;
}

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

class ArticleSource::Walk {
public:
  explicit Walk(std::vector<std::string> roots) : roots_(std::move(roots)) {}

  std::optional<SourceItem> next() {
    for (;;) {
      const bool at_end = !reader_ && folders_.empty() && next_root_ == roots_.size();
      if (at_end) return {};
      if (auto item = step()) return item;
    }
  }

private:
  /// One article, or one file or folder opened or left. Whatever is thrown by a file is about that file.
  std::optional<SourceItem> step() {
    try {
      if (reader_) return read_on();
      if (!folders_.empty()) return visit_entry();
      return begin_root(roots_[next_root_++]);
    } catch (const std::exception& error) {
      reader_.reset();
      return Notice{.source = path_as_text(current_), .message = error.what(), .skipped = true};
    }
  }

  std::optional<SourceItem> read_on() {
    auto item = reader_->next();
    if (!item) reader_.reset();
    return item;
  }

  std::optional<SourceItem> begin_root(const std::string& root) {
    attempted_ = 0;
    if (root == "-") {
      current_ = root;
      reader_ = open_json_lines(InputFile::standard_input());
      return {};
    }
    current_ = root.empty() ? root : absolute_path(root);
    visit(true);
    return {};
  }

  std::optional<SourceItem> visit_entry() {
    Folder& folder = folders_.back();
    if (folder.next < folder.names.size()) {
      current_ = path_in(folder.path, folder.names[folder.next++]);
      visit(false);
      return {};
    }
    const std::string path = std::move(folder.path);
    folders_.pop_back();
    if (!folders_.empty() || attempted_ > 0) return {};
    return Notice{.source = path_as_text(path),
                  .message = "no articles found (read are: " + readable_extensions() + ", each also .gz)",
                  .skipped = true};
  }

  /// Looks at current_ and goes into it. A root is named by the user, and never passed over without a word.
  void visit(bool is_root) {
    struct stat status {};
    if (::stat(current_.c_str(), &status) != 0) {
      const bool broken_link = errno == ENOENT && exists(current_);
      throw Error(ErrorKind::not_found, broken_link ? "broken symbolic link" : reason_of_errno(errno));
    }
    const Identity identity{status.st_dev, status.st_ino};
    if (S_ISDIR(status.st_mode)) return enter_folder(identity, is_root);
    if (!S_ISREG(status.st_mode)) throw Error(ErrorKind::not_readable, kind_in_words(status.st_mode));
    if (!is_root && !format_of_name(name_of(current_)) && is_no_article(name_of(current_))) return;
    ++attempted_;
    if (files_seen_.insert(identity).second) open_file(is_root);
  }

  void enter_folder(const Identity& identity, bool is_root) {
    if (std::ranges::find(folders_, identity, &Folder::identity) != folders_.end())
      throw Error(ErrorKind::not_readable, "symbolic link loop");
    if (is_index(current_)) {
      if (is_root) throw Error(ErrorKind::not_readable, "an index, not a folder of articles");
      return;
    }
    if (!folders_seen_.insert(identity).second) {
      // All that is in it has been read, or is being read.
      ++attempted_;
      return;
    }
    folders_.push_back({.path = current_, .identity = identity, .names = {}, .next = 0});
    try {
      folders_.back().names = names_in(current_);
    } catch (const Error&) {
      folders_.pop_back();
      throw;
    }
  }

  void open_file(bool is_root) {
    InputFile file = InputFile::open(current_);
    const Format* format = format_of_name(name_of(current_));
    if (format == nullptr) {
      const auto first_bytes = file.peek();
      if (!is_root && first_bytes.starts_with("#!")) {
        --attempted_;  // a script
        return;
      }
      format = &format_of_content(name_of(current_), first_bytes);
    }
    reader_ = format->open(std::move(file));
  }

  std::vector<std::string> roots_;
  std::size_t next_root_ = 0;
  std::string current_;          ///< the path that is being looked at or read
  std::vector<Folder> folders_;  ///< from the root down
  std::unique_ptr<ArticleReader> reader_;
  std::size_t attempted_ = 0;      ///< files under this root that may be articles
  std::set<Identity> files_seen_;  ///< a file that two roots reach is read once
  std::set<Identity> folders_seen_;
};

ArticleSource::ArticleSource(std::vector<std::string> roots)
    : walk_(std::make_unique<Walk>(std::move(roots))) {}
ArticleSource::~ArticleSource() = default;
ArticleSource::ArticleSource(ArticleSource&&) noexcept = default;
ArticleSource& ArticleSource::operator=(ArticleSource&&) noexcept = default;

std::optional<SourceItem> ArticleSource::next() {
  return walk_->next();
}

}  // namespace kwic
