#pragma once
/// Exceptions of Xapian and of the file system become kwic's in this one place.

#include "text/visible.h"

#include <kwic/error.h>

#include <xapian.h>

#include <filesystem>
#include <string>
#include <utility>

namespace kwic {

/// The Error that says what a Xapian exception means for the index at `index`.
[[nodiscard]] Error translated(const Xapian::Error& error, const std::string& index);

/// Runs `work` and lets only kwic's exceptions out of it; those of the file system as `of_files`.
template <typename Work>
auto with_translated_errors(const std::string& index, ErrorKind of_files, Work work) {
  try {
    return work();
  } catch (const Xapian::Error& error) {
    throw translated(error, index);
  } catch (const std::filesystem::filesystem_error& error) {
    throw Error(of_files, visible(index) + ": " + visible(error.what()));
  }
}

/// The same for work that writes.
template <typename Work>
auto with_translated_errors(const std::string& index, Work work) {
  return with_translated_errors(index, ErrorKind::not_writable, std::move(work));
}

}  // namespace kwic
