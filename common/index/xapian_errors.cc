#include "index/xapian_errors.h"

#include <string_view>

namespace kwic {

Error translated(const Xapian::Error& error, const std::string& index) {
  const std::string_view type = error.get_type();
  const std::string where = visible(index);
  const std::string detail = visible(error.get_msg());
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
  if (type == "DatabaseError") {
    return {ErrorKind::corrupt,
            where + ": the index cannot be read or written (" + detail +
                "): the disk is full or failing, or the index is damaged and must be built anew"};
  }
  return {ErrorKind::internal, where + ": Xapian: " + detail};
}

}  // namespace kwic
