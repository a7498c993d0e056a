#include "index/xapian_errors.h"

#include <string_view>

namespace kwic {

Error translated(const Xapian::Error& error, const std::string& index) {
  const std::string_view type = error.get_type();
  const std::string where = visible(index);
  // With the reason that the system gave, the index itself may be sound.
  const char* const reason = error.get_error_string();
  const bool is_refused = reason != nullptr && type == "DatabaseOpeningError";
  const std::string detail = visible(error.get_msg()) + (reason == nullptr ? "" : ": " + std::string(reason));
  if (is_refused || type == "DatabaseError") {
    return {ErrorKind::corrupt,
            where + ": the index cannot be read or written (" + detail +
                "): the disk is full or failing, or the index is damaged and must be built anew"};
  }
  if (type == "DatabaseCorruptError" || type == "DatabaseNotFoundError" || type == "DatabaseOpeningError") {
    return {ErrorKind::corrupt,
            where + ": the index is damaged (" + detail + "); remove it and build it anew"};
  }
  if (type == "DatabaseVersionError") {
    return {ErrorKind::wrong_version,
            where + ": made by another version of Xapian (" + detail + "); build it anew"};
  }
  if (type == "DatabaseLockError") {
    return {ErrorKind::locked, where + ": the index is being written by another process (" + detail + ")"};
  }
  return {ErrorKind::internal, where + ": Xapian: " + detail};
}

}  // namespace kwic
