#pragma once
/// Holds an index against the sums in its manifest.

#include <filesystem>
#include <string>
#include <vector>

namespace kwic {

struct SumCheck {
  /// False after a transaction that was ended, and while one is on its way: there are no sums that hold.
  bool summed = true;
  std::vector<std::string> problems;  ///< one line each: files that are damaged, missing or not of the index
};

/// Reads all files of the index. A writer that publishes meanwhile is no matter. Throws Error: not_found,
/// corrupt or wrong_version if there is no stub or manifest to go by, locked if one writer follows the other.
[[nodiscard]] SumCheck check_sums(const std::filesystem::path& index);

}  // namespace kwic
