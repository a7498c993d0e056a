#pragma once
/// Paths as texts: the names of files are bytes, and what an index and JSON hold is UTF-8.

#include <string>
#include <string_view>

namespace kwic {

/// An absolute path as valid UTF-8. One that is UTF-8 is its own text. Of another, bytes that are none are
/// written as %FF, and "%" as %25, behind a second "/" at the beginning, which no other path has: so no two
/// paths have the same text.
[[nodiscard]] std::string path_as_text(std::string_view path);

/// The path with this text, to open the file by.
[[nodiscard]] std::string path_of_text(std::string_view text);

}  // namespace kwic
