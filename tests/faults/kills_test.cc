// What is left when the indexer is ended at any moment or runs out of something. Seeded and small here;
// tests/faults/run.sh makes it large.
#include "support/rounds.h"
#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>
#include <sys/mount.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

/// Runs the indexer in a shell that limits something.
Ran run_limited(const std::string& limit, const Rounds& rounds) {
  return run({"/bin/bash", "-c", "ulimit " + limit + "; exec indexer -q -i \"$0\" \"$1\"", rounds.index(),
              rounds.source()});
}

std::chrono::microseconds time_of_a_build(unsigned count) {
  const TemporaryDirectory place;
  Rounds rounds(place.path(), count);
  rounds.begin();
  const auto started = std::chrono::steady_clock::now();
  (void)run({"indexer", "-q", "-i", rounds.index(), rounds.source()});
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
}

BOOST_AUTO_TEST_CASE(a_kill_at_any_moment_leaves_the_old_or_the_new_state) {
  constexpr unsigned count = 60;
  const auto whole = time_of_a_build(count);
  const TemporaryDirectory place;
  Rounds rounds(place.path(), count);
  Tally tally("kill -9");
  std::mt19937 random(seed());
  for (unsigned kills = faults(8); kills > 0; --kills) {
    RunOptions options;
    options.kill_after = std::chrono::microseconds(random() % static_cast<unsigned>(whole.count()));
    const bool compacts = kills % 3 == 0 && rounds.acknowledged();
    if (compacts) {
      const Ran ran = run({"indexer", "-q", "-i", rounds.index(), "--compact"}, options);
      tally.run();
      if (ran.status != 128 + SIGKILL) tally.require_clear_end(ran);
      if (rounds.round_of(rounds.index(), tally) != rounds.acknowledged()) tally.lost("by a compaction");
    } else {
      rounds.begin();
      rounds.judge(run({"indexer", "-q", "-i", rounds.index(), rounds.source()}, options), tally, true);
    }
  }
  rounds.require_recovery(tally);
  BOOST_TEST(!fs::exists(place / "index/building"));
}

/// Merges of several groups are the longest part of a large build.
BOOST_AUTO_TEST_CASE(a_kill_while_batches_are_merged_leaves_the_old_or_the_new_state) {
  constexpr unsigned count = 6000;
  const auto whole = time_of_a_build(count);
  const TemporaryDirectory place;
  Rounds rounds(place.path(), count);
  Tally tally("kill -9 in a large build");
  std::mt19937 random(seed());
  for (unsigned kills = faults(2); kills > 0; --kills) {
    rounds.begin();
    RunOptions options;
    options.kill_after = std::chrono::microseconds(random() % static_cast<unsigned>(whole.count()));
    rounds.judge(run({"indexer", "-q", "-i", rounds.index(), rounds.source()}, options), tally, true);
  }
  rounds.require_recovery(tally);
}

BOOST_AUTO_TEST_CASE(when_files_may_not_grow_the_old_index_answers_and_a_later_run_succeeds) {
  const TemporaryDirectory place;
  Rounds rounds(place.path(), 400);
  Tally tally("files may not grow");
  rounds.begin();
  for (const unsigned kibibytes : {1U, 8U, 24U, 64U}) {
    const Ran ran = run_limited("-f " + std::to_string(kibibytes), rounds);
    BOOST_TEST(ran.status == 2, kibibytes << ran.err);
    BOOST_TEST(ran.err.find('\n') == ran.err.size() - 1, ran.err);
    rounds.judge(ran, tally);
  }
  rounds.require_recovery(tally);
  // Wherever an update stops for want of room, in whichever table.
  const unsigned step = std::max(1U, 8 / faults(1));
  unsigned kibibytes = 8;
  Ran ran;
  do {
    rounds.begin();
    ran = run_limited("-f " + std::to_string(kibibytes), rounds);
    rounds.judge(ran, tally);
    kibibytes += step;
    BOOST_REQUIRE(kibibytes < 4000U);
  } while (ran.status != 0);
  BOOST_TEST(kibibytes > 64U);
  rounds.require_recovery(tally);
}

/// A file system of its own in memory; nothing where that is not allowed.
class SmallDisk {
public:
  SmallDisk(const fs::path& folder, unsigned kibibytes) : folder_(folder) {
    fs::create_directories(folder);
    const std::string size = "size=" + std::to_string(kibibytes) + 'k';
    mounted_ = ::mount("none", folder.c_str(), "tmpfs", 0, size.c_str()) == 0;
    if (!mounted_) BOOST_TEST_MESSAGE("skipped: no file system can be mounted: " << std::strerror(errno));
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool is_mounted() const { return mounted_; }

private:
  fs::path folder_;
  bool mounted_ = false;
};

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_state) {
  const TemporaryDirectory place;
  const fs::path disk = place / "disk";
  const SmallDisk mounted(disk, 12 * 1024);
  if (!mounted.is_mounted()) return;
  Tally tally("full disk");
  Rounds rounds(disk, 400);
  rounds.add_witness();
  rounds.begin();
  rounds.judge(run({"indexer", "-q", "-i", rounds.index(), rounds.source()}), tally);
  std::mt19937 random(seed());
  for (unsigned times = faults(4); times > 0; --times) {
    rounds.begin();
    const std::size_t room = fs::space(disk).available;
    std::ofstream(disk / "filler", std::ios::binary) << std::string(room - random() % room, 'x');
    rounds.judge(run({"indexer", "-q", "-i", rounds.index(), rounds.source()}), tally);
    fs::remove(disk / "filler");
  }
  rounds.require_recovery(tally);
}

BOOST_AUTO_TEST_CASE(few_open_files_are_enough_and_fewer_are_told) {
  const TemporaryDirectory place;
  Rounds rounds(place.path(), 3000);
  Tally tally("few file descriptors");
  rounds.add_witness();
  // Sanitizers take some for themselves.
  for (unsigned files = is_sanitized ? 32 : 4; files <= 32; files += std::max(1U, 8 / faults(1))) {
    rounds.begin();
    const Ran ran = run_limited("-n " + std::to_string(files), rounds);
    const bool not_even_loaded = ran.status == 127;
    if (!not_even_loaded) rounds.judge(ran, tally);
  }
  rounds.begin();
  const Ran ran = run_limited("-n 32", rounds);
  BOOST_TEST(ran.status == 0, ran.err);
  rounds.judge(ran, tally);
}

BOOST_AUTO_TEST_CASE(a_lack_of_memory_is_told_and_leaves_the_old_state) {
  if (is_sanitized) {
    BOOST_TEST_MESSAGE("skipped: built with sanitizers");
    return;
  }
  const TemporaryDirectory place;
  Rounds rounds(place.path(), 400);
  Tally tally("out of memory");
  rounds.add_witness();
  rounds.begin();
  rounds.judge(run({"indexer", "-q", "-i", rounds.index(), rounds.source()}), tally);
  const unsigned step = std::max(64U, 12'000 / faults(1));
  unsigned enough = 0;
  for (unsigned kibibytes = 40'000; enough < 2 && kibibytes < 2'000'000; kibibytes += step) {
    const Ran started =
        run({"/bin/bash", "-c", "ulimit -v " + std::to_string(kibibytes) + "; exec indexer --version"});
    if (started.status != 0) continue;
    rounds.begin();
    const Ran ran = run_limited("-v " + std::to_string(kibibytes), rounds);
    rounds.judge(ran, tally);
    if (ran.status == 0) ++enough;
  }
  BOOST_TEST(enough == 2U);
  rounds.require_recovery(tally);
}

BOOST_AUTO_TEST_CASE(of_two_writers_one_waits_or_is_told) {
  const TemporaryDirectory place;
  Rounds rounds(place.path(), 60);
  Tally tally("two writers");
  for (unsigned times = faults(4); times > 0; --times) {
    rounds.begin();
    // The second speaks on standard output, so that the two can be told apart.
    const std::string both =
        "indexer -q -i \"$0\" \"$1\" & indexer -q -i \"$0\" \"$1\" 2>&1; second=$?; wait $!; "
        "first=$?; echo $first $second";
    const Ran ran = run({"/bin/bash", "-c", both, rounds.index(), rounds.source()});
    const bool one_did =
        ran.out.ends_with("0 0\n") || ran.out.ends_with("0 2\n") || ran.out.ends_with("2 0\n");
    if (!one_did) tally.crashed(ran.out + ran.err);
    if (ran.out.find("0 2\n") != std::string::npos &&
        ran.out.find("is being written by ") == std::string::npos)
      tally.crashed("no clear refusal: " + ran.out);
    rounds.judge({0, "", ran.err}, tally);
  }
  rounds.require_recovery(tally);
}

}  // namespace
}  // namespace kwic::test
