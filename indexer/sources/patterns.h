#pragma once
/// The shell's patterns, for the names and paths of files; WalkOptions says how they are matched.

#include <string>
#include <vector>

namespace kwic {

/// Whether one of the patterns matches the path, which lies at or below the root. Both are absolute.
[[nodiscard]] bool matches_any(const std::vector<std::string>& patterns, const std::string& path,
                               const std::string& root, bool is_folder);

/// True of "docs/*.md", unless there is a file or folder that is really called so.
[[nodiscard]] bool is_pattern(const std::string& source);

/// The paths that a pattern such as "docs/*.md" stands for, in byte order. Folders on the way that cannot be
/// read are added to `unseen`.
[[nodiscard]] std::vector<std::string> matching_paths(const std::string& pattern,
                                                      std::vector<std::string>& unseen);

/// Whether a pattern stands for the path or for a folder above it. Both are absolute.
[[nodiscard]] bool stands_for(const std::string& pattern, const std::string& path);

/// The pattern that stands for this path alone, and that path again.
[[nodiscard]] std::string pattern_of(const std::string& path);
[[nodiscard]] std::string path_of_pattern(const std::string& pattern);

}  // namespace kwic
