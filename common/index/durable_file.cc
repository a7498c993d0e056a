#include "index/durable_file.h"

#include "text/visible.h"

#include <kwic/error.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace kwic {
namespace {

namespace fs = std::filesystem;

class OpenFile {
public:
  OpenFile(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0) fail_to_write(path, "cannot write");
  }
  ~OpenFile() { ::close(descriptor_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  void write_and_sync(std::string_view text, const fs::path& path) const {
    write_all(descriptor_, text, path);
    sync(path);
  }
  void sync(const fs::path& path) const {
    if (::fsync(descriptor_) != 0) fail_to_write(path, "cannot sync");
  }

private:
  int descriptor_;
};

}  // namespace

void fail_to_write(const fs::path& path, std::string_view what) {
  const int error = errno;
  throw Error(ErrorKind::not_writable,
              visible(path.string()) + ": " + std::string(what) + ": " + std::strerror(error));
}

void write_all(int file, std::string_view text, const fs::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_to_write(path, "cannot write");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void replace_durably(const fs::path& path, std::string_view text) {
  fs::path fresh = path;
  fresh += ".new";
  // What an ended run left goes, and so does a link, which would lead elsewhere.
  (void)::unlink(fresh.c_str());
  OpenFile(fresh, O_WRONLY | O_CREAT | O_EXCL).write_and_sync(text, fresh);
  if (::rename(fresh.c_str(), path.c_str()) != 0) fail_to_write(path, "cannot replace");
  sync_to_disk(path.parent_path());
}

void append_durably(const fs::path& path, std::string_view text) {
  OpenFile(path, O_WRONLY | O_CREAT | O_APPEND).write_and_sync(text, path);
}

void sync_to_disk(const fs::path& path) {
  OpenFile(path, O_RDONLY).sync(path);
}

void sync_directory(const fs::path& directory) {
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) sync_to_disk(entry.path());
  sync_to_disk(directory);
}

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error) || error;
}

void require_regular_file(const fs::path& path) {
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  if (type == fs::file_type::regular || type == fs::file_type::not_found || type == fs::file_type::none)
    return;
  throw Error(ErrorKind::corrupt,
              visible(path.string()) + ": is no regular file: if it is of an index, that is damaged");
}

void require_free_space(const fs::path& directory, std::uint64_t bytes) {
  std::error_code error;
  const fs::space_info space = fs::space(directory, error);
  if (error || space.available >= bytes) return;
  throw Error(ErrorKind::not_writable, visible(directory.string()) +
                                           ": the disk is full: " + std::to_string(bytes >> 20U) +
                                           " MiB are needed and " + std::to_string(space.available >> 20U) +
                                           " MiB are free; the index is what it was before");
}

}  // namespace kwic
