#pragma once
/// Exceptions of Xapian and of the file system become kwic's in this one place.

#include "text/visible.h"

#include <kwic/error.h>

#include <xapian.h>

#include <filesystem>
#include <string>

namespace kwic {

/// The Error that says what a Xapian exception means for the index at `index`.
[[nodiscard]] Error translated(const Xapian::Error& error, const std::string& index);

/// Runs `work` and lets only kwic's exceptions out of it.
template <typename Work>
auto with_translated_errors(const std::string& index, Work work) {
  try {
    return work();
  } catch (const Xapian::Error& error) {
    throw translated(error, index);
  } catch (const std::filesystem::filesystem_error& error) {
    throw Error(ErrorKind::not_writable, visible(index) + ": " + visible(error.what()));
  }
}

}  // namespace kwic
