#include "faults/undertakings.h"

#include "support/temporary_directory.h"

#include <algorithm>
#include <fstream>
#include <utility>
#include <vector>

namespace kwic::test {
namespace {

bool is_in_batches(Undertaking undertaking) {
  return undertaking == Undertaking::first_build || undertaking == Undertaking::large_update;
}

/// Enough for three groups of batches.
unsigned rows_of(Undertaking undertaking) {
  return is_in_batches(undertaking) ? 200 : 40;
}

}  // namespace

RunOptions with_shim(const std::filesystem::path& place) {
  RunOptions options;
  options.environment = {{"LD_PRELOAD", KWIC_FAULT_SHIM}, {"KWIC_FAULT_PLACE", place.string()}};
#ifdef __SANITIZE_ADDRESS__
  // What Xapian's merge was writing when it fails, it leaks.
  options.environment["ASAN_OPTIONS"] = "verify_asan_link_order=0:new_delete_type_mismatch=0:detect_leaks=0";
#endif
  return options;
}

std::string name_of(Undertaking undertaking) {
  switch (undertaking) {
    case Undertaking::first_build:
      return "a first build";
    case Undertaking::update:
      return "an update";
    case Undertaking::first_words:
      return "an update of an index without words";
    case Undertaking::large_update:
      return "a large update";
    case Undertaking::compaction:
      break;
  }
  return "a compaction";
}

Scene::Scene(std::filesystem::path place, Undertaking undertaking)
    : undertaking_(undertaking), rounds_(std::move(place), rows_of(undertaking)) {
  if (undertaking == Undertaking::first_build || undertaking == Undertaking::first_words) return;
  rounds_.add_witness();
  rounds_.begin();
  Tally tally("none");
  rounds_.judge(rounds_.update(), tally);
}

std::map<std::string, unsigned> counted(const std::function<void(const RunOptions&)>& work,
                                        RunOptions options) {
  const TemporaryDirectory place;
  const std::string file = (place / "counts").string();
  options.environment["KWIC_COUNT"] = file;
  work(options);
  std::map<std::string, unsigned> counts;
  std::ifstream lines(file);
  for (std::string what; lines >> what;) lines >> counts[what];
  return counts;
}

std::map<std::string, unsigned> Scene::counts(Tally& tally) {
  return counted([&](const RunOptions& options) { (void)run(options, tally); }, with_shim());
}

Ran Scene::run(const RunOptions& options, Tally& tally, bool killed) {
  begin();
  const Ran ran = test::run(arguments(), options);
  judge(ran, tally, killed);
  return ran;
}

Ran Scene::run_limited(const std::string& limit, Tally& tally) {
  begin();
  std::vector<std::string> limited = {"/bin/bash", "-c", "ulimit " + limit + R"(; exec "$0" "$@")"};
  for (const std::string& argument : arguments()) limited.push_back(argument);
  const Ran ran = test::run(limited);
  judge(ran, tally, false);
  return ran;
}

std::vector<std::string> Scene::arguments() const {
  if (undertaking_ == Undertaking::compaction) return {"indexer", "-q", "-i", rounds_.index(), "--compact"};
  if (is_in_batches(undertaking_)) return {KWIC_SMALL_BATCHES, rounds_.index(), rounds_.source()};
  return {"indexer", "-q", "-i", rounds_.index(), rounds_.source()};
}

void Scene::begin() {
  if (undertaking_ == Undertaking::first_build || undertaking_ == Undertaking::first_words)
    rounds_.start_over();
  if (undertaking_ == Undertaking::first_words) rounds_.add_wordless();
  if (undertaking_ != Undertaking::compaction) rounds_.begin();
}

void Scene::judge(const Ran& ran, Tally& tally, bool killed) {
  undertaking_ == Undertaking::compaction ? rounds_.judge_upkeep(ran, tally, killed)
                                          : rounds_.judge(ran, tally, killed);
}

void spread(unsigned count, unsigned times, std::mt19937& random,
            const std::function<void(unsigned)>& visit) {
  times = std::min(count, times);
  for (unsigned i = 0; i < times; ++i) {
    const unsigned first = i * count / times;
    const unsigned last = (i + 1) * count / times;
    visit(1 + first + static_cast<unsigned>(random() % std::max(1U, last - first)));
  }
}

}  // namespace kwic::test
