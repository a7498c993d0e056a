#include "support/process_usage.h"

#include "support/rounds.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

/// Of a field, over the quarter of that number, from 0. Of two samples it is the lower one: the other may
/// have been taken half-way from one state of an index to the next.
std::size_t median(const std::vector<ProcessUsage>& samples, std::size_t quarter,
                   std::size_t ProcessUsage::*field) {
  std::vector<std::size_t> values;
  for (std::size_t i = samples.size() * quarter / 4; i < samples.size() * (quarter + 1) / 4; ++i) {
    values.push_back(samples[i].*field);
  }
  std::ranges::sort(values);
  return values.empty() ? 0 : values[(values.size() - 1) / 2];
}

}  // namespace

ProcessUsage usage_of(pid_t process) {
  const fs::path folder = fs::path("/proc") / std::to_string(process);
  ProcessUsage usage;
  std::ifstream status(folder / "status");
  for (std::string word; status >> word;) {
    if (word == "RssAnon:") status >> usage.kibibytes;
  }
  std::error_code gone;
  for (fs::directory_iterator at(folder / "fd", gone), end; !gone && at != end; at.increment(gone)) {
    ++usage.descriptors;
  }
  return usage;
}

std::string growth(const std::vector<ProcessUsage>& samples) {
  const auto change = [&](std::size_t ProcessUsage::*field, double factor, double more, const char* unit) {
    const std::size_t before = median(samples, 1, field);
    const std::size_t after = median(samples, 3, field);
    if (static_cast<double>(after) <= static_cast<double>(before) * factor + more) return std::string();
    return std::to_string(before) + " to " + std::to_string(after) + unit;
  };
  return (is_sanitized ? "" : change(&ProcessUsage::kibibytes, 7.0 / 6, 4096, " KiB ")) +
         change(&ProcessUsage::descriptors, 1, 2, " files");
}

}  // namespace kwic::test
