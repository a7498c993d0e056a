// What is left when the disk fails a call of the indexer's, or the power goes: see shim.cc and recording.h.
#include "faults/recording.h"
#include "faults/undertakings.h"
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

/// Lets calls from all over each undertaking fail. A run may succeed all the same, because it tries again.
void fail_each(const std::string& call, int error) {
  std::mt19937 random(seed());
  for (const Undertaking undertaking : undertakings) {
    const TemporaryDirectory place;
    Scene scene(place.path(), undertaking);
    Tally tally(call + (error == EIO ? ": I/O error" : ": no space left"));
    unsigned failed = 0;
    spread(scene.counts(tally)[call], faults(2), random, [&](unsigned number) {
      RunOptions options = scene.with_shim();
      options.environment["KWIC_FAIL"] = call + ':' + std::to_string(number) + ':' + std::to_string(error) +
                                         (random() % 2 == 0 ? ":on" : "");
      if (scene.run(options, tally).status == 2) ++failed;
    });
    BOOST_TEST(failed > 0U, call << " in " << name_of(undertaking));
    scene.require_recovery(tally);
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_opened_is_told) {
  fail_each("open", EIO);
}
BOOST_AUTO_TEST_CASE(a_failed_read_is_told) {
  fail_each("read", EIO);
}
BOOST_AUTO_TEST_CASE(a_failed_write_is_told) {
  fail_each("write", EIO);
}
BOOST_AUTO_TEST_CASE(a_write_to_a_full_disk_is_told) {
  fail_each("write", ENOSPC);
}
BOOST_AUTO_TEST_CASE(a_failed_sync_is_told) {
  fail_each("sync", EIO);
}
BOOST_AUTO_TEST_CASE(a_failed_rename_is_told) {
  fail_each("rename", EIO);
}

/// A search that cannot read says so, or has a way around it; it never shows another result.
BOOST_AUTO_TEST_CASE(a_failed_read_of_a_search_is_told) {
  const TemporaryDirectory place;
  Rounds rounds(place.path(), 40);
  rounds.begin();
  (void)rounds.update();
  const std::vector<std::string> search = {"searcher", "-i", rounds.index(), "-f", "tsv", "article1*"};
  const std::string right = run(search).out;
  Tally tally("a search's reads fail");
  unsigned failed = 0;
  std::mt19937 random(seed());
  std::map<std::string, unsigned> counts =
      counted([&](const RunOptions& options) { (void)run(search, options); }, with_shim(rounds.index()));
  for (const std::string call : {"open", "read", "mmap"}) {
    BOOST_TEST(counts[call] > 1U, call);
    spread(counts[call], faults(2) * 4, random, [&](unsigned number) {
      RunOptions options = with_shim(rounds.index());
      options.environment["KWIC_FAIL"] =
          call + ':' + std::to_string(number) + ':' + std::to_string(EIO) + (random() % 2 == 0 ? ":on" : "");
      const Ran ran = run(search, options);
      tally.run();
      tally.require_clear_end(ran);
      if (ran.status != 2 && ran.out != right) tally.torn(ran.out);
      if (ran.status == 2) ++failed;
    });
  }
  BOOST_TEST(failed > 0U);
}

/// What a run of the indexer did in place/area, which is kept as it was before in place/before.
std::vector<Step> recorded(const std::vector<std::string>& arguments, const TemporaryDirectory& place,
                           Ran& ran) {
  fs::remove_all(place / "before");
  fs::copy(place / "area", place / "before", fs::copy_options::recursive);
  fs::remove(place / "recording");
  RunOptions options = with_shim(place / "area");
  options.environment["KWIC_RECORD"] = (place / "recording").string();
  ran = run(arguments, options);
  return read_recording(place / "recording");
}

std::vector<Step> record(const std::vector<std::string>& arguments, Rounds& rounds,
                         const TemporaryDirectory& place, Tally& tally) {
  Ran ran;
  std::vector<Step> steps = recorded(arguments, place, ran);
  rounds.judge(ran, tally);
  return steps;
}

/// The index as a power cut may leave it, in place/left.
std::string cut_power_after(std::size_t count, const std::vector<Step>& steps,
                            const TemporaryDirectory& place, std::mt19937& random) {
  fs::remove_all(place / "left");
  cut_power(place / "left", place / "before", place / "area", steps, count, random);
  return (place / "left/index").string();
}

/// What is left can be told from damage, and updated.
void require_use(const std::string& left, bool is_index, const Rounds& rounds, Tally& tally) {
  const std::vector<std::string> check = {"indexer", "--check", "-q", "-i", left};
  if (is_index && run(check).status != 0) tally.torn(run(check).err);
  const Ran ran = run({"indexer", "-q", "-i", left, rounds.source()});
  if (ran.status != 0) tally.torn("no later run succeeds: " + ran.err);
  if (run(check).status != 0) tally.torn("after a later run: " + run(check).err);
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
    require_use(left, now.has_value(), rounds, tally);
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

/// It cuts off what the killed one left behind what counts.
BOOST_AUTO_TEST_CASE(a_power_cut_leaves_a_removal_that_follows_a_killed_update) {
  const TemporaryDirectory place;
  const std::string index = (place / "area/index").string();
  const std::string source = place.write("area/source/a.jsonl", rows(1, 40));
  const std::vector<std::string> update = {"indexer", "-q", "-i", index, source};
  BOOST_REQUIRE(run(update).status == 0);
  fs::copy(place / "area", place / "kept", fs::copy_options::recursive);
  Tally tally("power cut after a removal that follows a kill");
  std::mt19937 random(seed());
  constexpr unsigned about_all_changes = 40;
  spread(about_all_changes, std::max(4U, faults(24) / 2), random, [&](unsigned number) {
    fs::remove_all(place / "area");
    fs::copy(place / "kept", place / "area", fs::copy_options::recursive);
    (void)place.write("area/source/a.jsonl", rows(2, 40));
    RunOptions options = with_shim(place / "area/index");
    options.environment["KWIC_KILL"] = std::to_string(number);
    (void)run(update, options);
    Ran removed;
    const std::vector<Step> steps = recorded({"indexer", "-q", "-i", index, "--delete", "7"}, place, removed);
    tally.run();
    tally.require_clear_end(removed);
    const std::string left = cut_power_after(steps.size(), steps, place, random);
    const Ran check = run({"indexer", "--check", "-q", "-i", left});
    if (check.status != 0) tally.torn(check.err);
    const Ran found = run({"searcher", "-i", left, "-n", "100", "--template", "{id}", "row"});
    if (std::ranges::count(found.out, '\n') != 39) tally.lost(found.out + found.err);
  });
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
