/// A window over the bytes of a file, from which lines and whole files are taken.
#include "sources/input_file.h"

#include "readers/characters.h"
#include "sources/byte_stream.h"

#include <kwic/error.h>
#include <kwic/path_text.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <system_error>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t buffer_size = std::size_t{256} << 10U;
constexpr std::size_t free_unpacking = std::size_t{1} << 20U;

[[noreturn]] void fail(const std::string& reason) {
  throw Error(ErrorKind::not_readable, reason);
}

FileState current_state(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? state_of(status) : FileState{};
}

/// What file systems can hold and nanoseconds cannot count, from the year 2262 on, is the last that they can.
std::int64_t nanoseconds(const timespec& time) {
  constexpr std::int64_t second = 1'000'000'000;
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / second - 1;
  return std::clamp<std::int64_t>(time.tv_sec, -most, most) * second + time.tv_nsec;
}

}  // namespace

/// A window of bytes over the unpacked file: [begin_, end_) of buffer_ is read and not yet handed out.
class InputFile::Stream {
public:
  Stream(std::string name, bool is_file, int descriptor, std::uint64_t& bytes_read)
      : name_(std::move(name)),
        is_file_(is_file),
        descriptor_(descriptor),
        opened_(current_state(descriptor)),
        bytes_(open_bytes(descriptor, bytes_read)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool is_file() const { return is_file_; }

  std::string_view peek(std::size_t size) {
    while (ahead().size() < size && read_more()) {
    }
    return ahead().substr(0, size);
  }

  std::string read_all() {
    while (ahead().size() <= max_article_size && read_more()) {
    }
    if (ahead().size() > max_article_size) fail("larger than " + size_in_words(max_article_size));
    if (!damage_.empty()) fail(damage_);
    std::string all(ahead());
    buffer_ = {};
    begin_ = end_ = 0;
    return all;
  }

  std::optional<Line> next_line() {
    if (number_ == 0 && peek(3) == "\xEF\xBB\xBF") begin_ += 3;
    const auto size = find_line_end();
    ++number_;
    if (!size) return last_line();
    if (*size > max_article_size) return pass_over_line();
    const Line line{.number = number_, .text = ahead().substr(0, *size), .too_long = false};
    begin_ += *size + 1;
    return line;
  }

private:
  [[nodiscard]] std::string_view ahead() const { return {buffer_.data() + begin_, end_ - begin_}; }

  /// The size of the next line, or one above the limit; nothing when the file ends before its end does.
  std::optional<std::size_t> find_line_end() {
    for (std::size_t searched = 0; searched <= max_article_size;) {
      const auto found = ahead().find('\n', searched);
      if (found != std::string_view::npos) return found;
      searched = ahead().size();
      if (!read_more()) return {};
    }
    return max_article_size + 1;
  }

  /// The line without a line end. That of a damaged file is not given: half of it is missing.
  std::optional<Line> last_line() {
    if (!damage_.empty()) fail(std::exchange(damage_, {}));
    const Line line{.number = number_, .text = ahead(), .too_long = ahead().size() > max_article_size};
    begin_ = end_;
    if (line.text.empty()) return {};
    return line;
  }

  std::optional<Line> pass_over_line() {
    for (;;) {
      const auto found = ahead().find('\n');
      begin_ = found == std::string_view::npos ? end_ : begin_ + found + 1;
      if (found != std::string_view::npos || !read_more()) break;
    }
    return Line{.number = number_, .text = {}, .too_long = true};
  }

  void make_room() {
    if (begin_ > 0) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (buffer_.size() - end_ < buffer_size / 2) buffer_.resize(std::max(buffer_size, 2 * buffer_.size()));
  }

  /// False at the end of the file and where it is damaged; the damage is reported once all before it is read.
  bool read_more() {
    if (ended_) return false;
    make_room();
    std::size_t size = 0;
    try {
      size = bytes_->read(buffer_.data() + end_, std::min(buffer_.size() - end_, buffer_size));
    } catch (const Error& error) {
      damage_ = error.what();
    }
    end_ += size;
    unpacked_ += size;
    ended_ = size == 0;
    if (ended_ && is_file_ && has_changed()) damage_ = "changed while it was read";
    check_ratio();
    return size > 0;
  }

  [[nodiscard]] bool has_changed() const {
    const FileState now = current_state(descriptor_);
    return now.size != opened_.size || now.mtime_ns != opened_.mtime_ns;
  }

  void check_ratio() {
    const std::uint64_t packed = bytes_->packed_bytes();
    if (packed == 0 || unpacked_ <= free_unpacking) return;
    if ((unpacked_ - free_unpacking) / max_unpack_ratio <= packed) return;
    ended_ = true;
    fail("unpacks to more than " + std::to_string(max_unpack_ratio) + " times its size");
  }

  std::string name_;
  bool is_file_;
  int descriptor_;  ///< owned by bytes_
  FileState opened_;
  std::unique_ptr<ByteStream> bytes_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t number_ = 0;
  std::size_t unpacked_ = 0;
  bool ended_ = false;
  std::string damage_;
};

InputFile::InputFile(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
InputFile::InputFile(InputFile&&) noexcept = default;
InputFile& InputFile::operator=(InputFile&&) noexcept = default;
InputFile::~InputFile() = default;

InputFile InputFile::open(const std::string& path, std::uint64_t& bytes_read) {
  // O_NONBLOCK: a FIFO put in the file's place since it was looked at must not hold us up.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) fail(reason_of_errno(errno));
  struct stat status {};
  const bool known = ::fstat(descriptor, &status) == 0;
  if (!known || !S_ISREG(status.st_mode)) {
    const std::string reason = known ? kind_in_words(status.st_mode) : reason_of_errno(errno);
    ::close(descriptor);
    fail(reason);
  }
  return InputFile(std::make_unique<Stream>(path_as_text(path), true, descriptor, bytes_read));
}

InputFile InputFile::standard_input(std::uint64_t& bytes_read) {
  const int descriptor = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  const bool can_be_read = (::fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE) != O_WRONLY;
  if (descriptor >= 0 && !can_be_read) ::close(descriptor);
  if (descriptor < 0 || !can_be_read) fail("standard input is closed");
  return InputFile(std::make_unique<Stream>("-", false, descriptor, bytes_read));
}

const std::string& InputFile::name() const {
  return stream_->name();
}
std::string InputFile::path() const {
  return stream_->is_file() ? stream_->name() : std::string();
}
std::string_view InputFile::peek() {
  return stream_->peek(peek_size);
}
std::string InputFile::read_all() {
  return stream_->read_all();
}
std::optional<InputFile::Line> InputFile::next_line() {
  return stream_->next_line();
}

std::string size_in_words(std::size_t bytes) {
  return std::to_string(bytes >> 20U) + " MiB";
}

std::string reason_of_errno(int error) {
  switch (error) {
    case ENOENT:
      return "no such file or folder";
    case EACCES:
      return "no permission to read";
    case ELOOP:
      return "symbolic link loop";
    default:
      return std::generic_category().message(error);
  }
}

FileState state_of(const struct stat& status) {
  return {.device = status.st_dev,
          .inode = status.st_ino,
          .size = static_cast<std::uint64_t>(status.st_size),
          .mtime_ns = nanoseconds(status.st_mtim),
          .ctime_ns = nanoseconds(status.st_ctim)};
}

std::string kind_in_words(unsigned mode) {
  if (S_ISFIFO(mode)) return "a FIFO, not a file";
  if (S_ISSOCK(mode)) return "a socket, not a file";
  if (S_ISDIR(mode)) return "a folder, not a file";
  return "a device, not a file";
}

}  // namespace kwic
