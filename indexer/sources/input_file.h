#pragma once
/// The bytes of one file or of standard input, unpacked where they are compressed, whole or line by line, in
/// bounded memory.

#include <kwic/article_source.h>

#include <sys/stat.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kwic {

/// The size of one article: a whole file, or a line of JSON Lines, after unpacking.
inline constexpr std::size_t max_article_size = std::size_t{64} << 20U;

/// How many times its size a compressed file may unpack to, after a first MiB that is always allowed. Text
/// packs 3 to 20 times; only a bomb reaches the 1,000 of gzip, or the 30,000 of Zstandard.
inline constexpr std::size_t max_unpack_ratio = 200;

/// "64 MiB"
[[nodiscard]] std::string size_in_words(std::size_t bytes);

/// Every function throws Error when the file cannot be read: the message is the reason, without the name.
class InputFile {
public:
  static constexpr std::size_t peek_size = std::size_t{8} * 1024;

  /// Regular files only: FIFOs, devices and sockets are refused, without waiting for them. `bytes_read`,
  /// which must outlive the file, counts the bytes of the file itself as they are read.
  [[nodiscard]] static InputFile open(const std::string& path, std::uint64_t& bytes_read);
  [[nodiscard]] static InputFile standard_input(std::uint64_t& bytes_read);

  InputFile(InputFile&&) noexcept;
  InputFile& operator=(InputFile&&) noexcept;
  ~InputFile();

  /// How the file is called in ids and messages: its path (see path_as_text), "-" for standard input.
  [[nodiscard]] const std::string& name() const;
  /// For Article::path: the name; empty for standard input.
  [[nodiscard]] std::string path() const;

  /// The first bytes, peek_size at most, which will be read again.
  [[nodiscard]] std::string_view peek();

  /// All that has not been read; throws above max_article_size.
  [[nodiscard]] std::string read_all();

  struct Line {
    std::size_t number = 0;  ///< counted from 1
    std::string_view text;   ///< without its line end; valid until the next call
    bool too_long = false;   ///< longer than max_article_size: the text was passed over
  };
  /// The next line; a byte order mark before the first is dropped.
  [[nodiscard]] std::optional<Line> next_line();

private:
  class Stream;
  explicit InputFile(std::unique_ptr<Stream> stream);
  std::unique_ptr<Stream> stream_;
};

/// What went wrong, for a terminal: "no permission" for EACCES.
[[nodiscard]] std::string reason_of_errno(int error);

[[nodiscard]] FileState state_of(const struct stat& status);

/// What a thing is that is neither a file nor a folder: "a FIFO, not a file". Takes st_mode.
[[nodiscard]] std::string kind_in_words(unsigned mode);

}  // namespace kwic
