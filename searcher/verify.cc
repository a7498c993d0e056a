#include "index/damage.h"
#include "text/visible.h"

#include <kwic/searcher.h>

#include <chrono>
#include <thread>

namespace kwic {
namespace {

/// A small update is over sooner.
constexpr std::chrono::seconds patience{2};
constexpr std::chrono::milliseconds between_looks{50};

}  // namespace

void verify_index(const std::filesystem::path& index) {
  const std::string name = visible(index.string());
  SumCheck check = check_sums(index);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!check.summed && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(between_looks);
    check = check_sums(index);
  }
  if (!check.problems.empty()) {
    const std::size_t more = check.problems.size() - 1;
    throw Error(ErrorKind::corrupt, name + ": " + check.problems.front() +
                                        (more > 0 ? " (and " + std::to_string(more) + " more)" : "") +
                                        ": the index is damaged; remove it and build it anew");
  }
  if (!check.summed) {
    throw Error(ErrorKind::locked, name +
                                       ": cannot be verified: an update is on its way, or was ended; "
                                       "run indexer on it, and try again");
  }
}

}  // namespace kwic
