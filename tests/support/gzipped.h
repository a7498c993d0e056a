#pragma once
/// Bytes packed as gzip does.

#include <string>

namespace kwic::test {

[[nodiscard]] std::string gzipped(const std::string& bytes);

}  // namespace kwic::test
