#pragma once
/// The shell's patterns, for the names and paths of files; WalkOptions says how they are matched.

#include <string>
#include <vector>

namespace kwic {

/// Whether one of the patterns matches the path, which lies at or below the root. Both are absolute.
[[nodiscard]] bool matches_any(const std::vector<std::string>& patterns, const std::string& path,
                               const std::string& root, bool is_folder);

/// The paths that a pattern such as "docs/*.md" stands for, in byte order; none where it is no pattern.
[[nodiscard]] std::vector<std::string> matching_paths(const std::string& pattern);

}  // namespace kwic
