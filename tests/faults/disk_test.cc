// What is left when the disk fails a call of the indexer's, or the power goes: see shim.cc and recording.h.
#include "faults/recording.h"
#include "support/rounds.h"
#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <random>
#include <string>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

RunOptions with_shim(const std::string& place) {
  RunOptions options;
  options.environment = {{"LD_PRELOAD", KWIC_FAULT_SHIM}, {"KWIC_FAULT_PLACE", place}};
#ifdef __SANITIZE_ADDRESS__
  options.environment["ASAN_OPTIONS"] = "verify_asan_link_order=0:new_delete_type_mismatch=0";
#endif
  return options;
}

/// Lets one call after the other fail, `step` apart, until there are no more of them: a run may also succeed
/// because it tries again, but not several in a row.
void fail_each(const std::string& call, int error, unsigned step) {
  const TemporaryDirectory place;
  Rounds rounds(place.path(), 40);
  Tally tally(call + (error == EIO ? ": I/O error" : ": no space left"));
  step = std::max(1U, step / faults(1));
  constexpr unsigned enough = 6;
  unsigned failed = 0;
  unsigned succeeded = 0;
  std::mt19937 random(seed());
  rounds.add_witness();
  rounds.begin();
  rounds.judge(run({"indexer", "-q", "-i", rounds.index(), rounds.source()}), tally);
  for (unsigned long number = 1 + random() % step; succeeded < enough; number += step) {
    BOOST_REQUIRE(number < 20'000U);
    RunOptions options = with_shim(rounds.index());
    options.environment["KWIC_FAIL"] =
        call + ':' + std::to_string(number) + ':' + std::to_string(error) + (random() % 2 == 0 ? ":on" : "");
    rounds.begin();
    const Ran ran = run({"indexer", "-q", "-i", rounds.index(), rounds.source()}, options);
    rounds.judge(ran, tally);
    succeeded = ran.status == 0 ? succeeded + 1 : 0;
    if (ran.status == 2) ++failed;
  }
  BOOST_TEST(failed > 0U, call);
  rounds.require_recovery(tally);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_opened_is_told) {
  fail_each("open", EIO, 8);
}
BOOST_AUTO_TEST_CASE(a_failed_read_is_told) {
  fail_each("read", EIO, 8);
}
BOOST_AUTO_TEST_CASE(a_failed_write_is_told) {
  fail_each("write", EIO, 8);
}
BOOST_AUTO_TEST_CASE(a_write_to_a_full_disk_is_told) {
  fail_each("write", ENOSPC, 8);
}
BOOST_AUTO_TEST_CASE(a_failed_sync_is_told) {
  fail_each("sync", EIO, 2);
}
BOOST_AUTO_TEST_CASE(a_failed_rename_is_told) {
  fail_each("rename", EIO, 1);
}

/// A search that cannot read says so, or has a way around it; it never shows another result.
BOOST_AUTO_TEST_CASE(a_failed_read_of_a_search_is_told) {
  const TemporaryDirectory place;
  Rounds rounds(place.path(), 40);
  rounds.begin();
  (void)run({"indexer", "-q", "-i", rounds.index(), rounds.source()});
  const std::vector<std::string> search = {"searcher", "-i", rounds.index(), "-f", "tsv", "article1*"};
  const std::string right = run(search).out;
  Tally tally("a search's reads fail");
  unsigned failed = 0;
  for (const std::string call : {"open", "read"}) {
    for (unsigned number = 1; number < 60; number += std::max(1U, 8 / faults(1))) {
      RunOptions options = with_shim(rounds.index());
      options.environment["KWIC_FAIL"] =
          call + ':' + std::to_string(number) + ':' + std::to_string(EIO) + ":on";
      const Ran ran = run(search, options);
      tally.run();
      tally.require_clear_end(ran);
      if (ran.status != 2 && ran.out != right) tally.torn(ran.out);
      if (ran.status == 2) ++failed;
    }
  }
  BOOST_TEST(failed > 0U);
}

/// What a run of the indexer did in place/area, which is kept as it was before in place/before.
std::vector<Step> record(const std::vector<std::string>& arguments, Rounds& rounds,
                         const TemporaryDirectory& place, Tally& tally) {
  fs::remove_all(place / "before");
  fs::copy(place / "area", place / "before", fs::copy_options::recursive);
  fs::remove(place / "recording");
  RunOptions options = with_shim((place / "area").string());
  options.environment["KWIC_RECORD"] = (place / "recording").string();
  rounds.judge(run(arguments, options), tally);
  return read_recording(place / "recording");
}

/// The index as a power cut may leave it, in place/left.
std::string cut_power_after(std::size_t count, const std::vector<Step>& steps,
                            const TemporaryDirectory& place, std::mt19937& random) {
  fs::remove_all(place / "left");
  cut_power(place / "left", place / "before", place / "area", steps, count, random);
  return (place / "left/index").string();
}

/// Records a run of the indexer and tries what power cuts may leave of it.
void cut_power_in(const std::vector<std::string>& arguments, Rounds& rounds, const TemporaryDirectory& place,
                  unsigned cuts, std::mt19937& random, Tally& tally) {
  const std::optional<unsigned> old = rounds.acknowledged();
  const std::vector<Step> steps = record(arguments, rounds, place, tally);
  BOOST_REQUIRE(steps.size() > 10U);
  for (; cuts > 0; --cuts) {
    const std::size_t count = cuts == 1 ? steps.size() : random() % steps.size();
    const std::string left = cut_power_after(count, steps, place, random);
    tally.run();
    const auto now = rounds.round_of(left, tally);
    if (now != old && now != rounds.acknowledged()) tally.torn("after " + std::to_string(count) + " steps");
    if (count == steps.size() && now != rounds.acknowledged()) tally.lost("after the last step");
    if (cuts % 8 != 1) continue;
    const Ran ran = run({"indexer", "-q", "-i", left, rounds.source()});
    if (ran.status != 0) tally.torn("no later run succeeds: " + ran.err);
    const Ran check = run({"indexer", "--check", "-q", "-i", left});
    if (check.status != 0) tally.torn(check.err);
  }
}

BOOST_AUTO_TEST_CASE(a_power_cut_leaves_the_old_or_the_new_state) {
  const TemporaryDirectory place;
  Rounds rounds(place / "area", 40);
  Tally tally("power cut");
  std::mt19937 random(seed());
  const unsigned cuts = std::max(2U, faults(24) / 4);
  rounds.begin();
  const std::vector<std::string> update = {"indexer", "-q", "-i", rounds.index(), rounds.source()};
  cut_power_in(update, rounds, place, cuts, random, tally);
  for (int again = 0; again < 2; ++again) {
    rounds.begin();
    cut_power_in(update, rounds, place, cuts, random, tally);
  }
  cut_power_in({"indexer", "-q", "-i", rounds.index(), "--compact"}, rounds, place, cuts, random, tally);
}

/// So that the test above is known to see what it looks for.
BOOST_AUTO_TEST_CASE(a_power_cut_tears_an_index_whose_writer_never_syncs) {
  const TemporaryDirectory place;
  Rounds rounds(place / "area", 40);
  Tally tally("a recorded update");
  const std::vector<std::string> update = {"indexer", "-q", "-i", rounds.index(), rounds.source()};
  rounds.begin();
  (void)record(update, rounds, place, tally);
  rounds.begin();
  std::vector<Step> steps = record(update, rounds, place, tally);
  std::erase_if(steps, [](const Step& step) { return step.kind == Step::Kind::sync; });
  std::mt19937 random(seed());
  unsigned torn = 0;
  for (int cuts = 0; cuts < 30; ++cuts) {
    const std::string left = cut_power_after(steps.size() - random() % 10, steps, place, random);
    if (!rounds.look_at(left).trouble.empty()) ++torn;
  }
  BOOST_TEST(torn > 0U);
}

}  // namespace
}  // namespace kwic::test
