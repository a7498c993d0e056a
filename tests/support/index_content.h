#pragma once
/// Everything that stands in an index, to hold two of them against each other.

#include <filesystem>
#include <map>
#include <string>

namespace kwic::test {

/// Terms with their counts and frequencies, values and all that is stored of every article, by its id.
[[nodiscard]] std::map<std::string, std::string> content(const std::filesystem::path& index);

}  // namespace kwic::test
