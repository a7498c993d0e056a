#pragma once
/// What a process takes of the system, and whether that has grown.

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

namespace kwic::test {

struct ProcessUsage {
  std::size_t kibibytes = 0;    ///< of memory that is its own
  std::size_t descriptors = 0;  ///< open files
};

/// From /proc.
[[nodiscard]] ProcessUsage usage_of(pid_t process);

/// What has grown from the second quarter of the samples to the last, by their medians: more than a sixth and
/// 4 MiB of memory, or two files. Empty if nothing has. Sanitizers keep freed memory: with them, only files
/// count.
[[nodiscard]] std::string growth(const std::vector<ProcessUsage>& samples);

}  // namespace kwic::test
