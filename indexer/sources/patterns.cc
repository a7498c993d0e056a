/// fnmatch and glob of the C library, so that patterns mean what they mean to the shell.
#include "sources/patterns.h"

#include <fnmatch.h>
#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace kwic {
namespace {

bool matches(std::string pattern, const std::string& path, const std::string& root, bool is_folder) {
  if (pattern.ends_with('/')) {
    if (!is_folder) return false;
    pattern.pop_back();
  }
  const auto fits = [](const std::string& wanted, const std::string& text) {
    return ::fnmatch(wanted.c_str(), text.c_str(), 0) == 0;
  };
  if (pattern.starts_with('/')) return fits(pattern, path);
  if (pattern.find('/') == std::string::npos) return fits(pattern, path.substr(path.rfind('/') + 1));
  if (path.size() <= root.size()) return false;
  const std::string below = path.substr(root.ends_with('/') ? root.size() : root.size() + 1);
  return fits(pattern, below) || fits("*/" + pattern, below);
}

/// Where note_unread puts them: glob hands nothing through to it.
thread_local std::vector<std::string>* unread = nullptr;

int note_unread(const char* folder, int error) {
  if (error != ENOENT && error != ENOTDIR) unread->emplace_back(folder);
  return 0;
}

}  // namespace

bool matches_any(const std::vector<std::string>& patterns, const std::string& path, const std::string& root,
                 bool is_folder) {
  return std::ranges::any_of(
      patterns, [&](const std::string& pattern) { return matches(pattern, path, root, is_folder); });
}

bool is_pattern(const std::string& source) {
  struct stat status {};
  return source.find_first_of("*?[") != std::string::npos && ::lstat(source.c_str(), &status) != 0;
}

bool stands_for(const std::string& pattern, const std::string& path) {
  return ::fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME | FNM_PERIOD | FNM_LEADING_DIR) == 0;
}

std::string pattern_of(const std::string& path) {
  std::string pattern;
  for (const char character : path) {
    if (std::string_view("*?[\\").find(character) != std::string_view::npos) pattern += '\\';
    pattern += character;
  }
  return pattern;
}

std::string path_of_pattern(const std::string& pattern) {
  std::string path;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    path += pattern[i];
  }
  return path;
}

std::vector<std::string> matching_paths(const std::string& pattern, std::vector<std::string>& unseen) {
  std::vector<std::string> paths;
  glob_t found{};
  unread = &unseen;
  if (::glob(pattern.c_str(), 0, note_unread, &found) == 0)
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  return paths;
}

}  // namespace kwic
