#pragma once
/// The one exception type of kwic: thrown when the call cannot go on. A bad article or an odd query is not an
/// Error; it is reported in the result and the rest of the work is done.

#include <stdexcept>
#include <string>

namespace kwic {

enum class ErrorKind {
  invalid_argument,  ///< an option or a limit was violated by the caller
  not_found,         ///< no such index, file or folder
  not_readable,      ///< no permission, or an I/O error while reading
  not_writable,      ///< no permission, full disk, or an I/O error while writing
  locked,            ///< another process is writing to the index
  wrong_version,     ///< the index was made by another version of kwic or of a library it depends on
  corrupt,           ///< the index is damaged
  internal,          ///< anything else, from Xapian or ICU
};

/// what() is one line of UTF-8 that says what went wrong, where, and what to do about it.
class Error : public std::runtime_error {
public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

private:
  ErrorKind kind_;
};

}  // namespace kwic
