// What is left when the indexer is ended at any moment or runs out of something. Seeded and small here;
// tests/faults/run.sh makes it large.
#include "faults/undertakings.h"
#include "support/rounds.h"
#include "support/run_program.h"
#include "support/small_disk.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
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

/// Before one change of a file or another, which is each moment that can be told from another afterwards.
BOOST_AUTO_TEST_CASE(a_kill_at_any_moment_leaves_the_old_or_the_new_state) {
  std::mt19937 random(seed());
  for (const Undertaking undertaking : undertakings) {
    const TemporaryDirectory place;
    Scene scene(place.path(), undertaking);
    Tally tally("kill -9 in " + name_of(undertaking));
    unsigned killed = 0;
    unsigned kills = 0;
    spread(scene.counts(tally)["change"], faults(5), random, [&](unsigned number) {
      RunOptions options = scene.with_shim();
      options.environment["KWIC_KILL"] = std::to_string(number);
      ++kills;
      if (scene.run(options, tally, true).status == 128 + SIGKILL) ++killed;
      if (undertaking == Undertaking::first_build) scene.require_recovery(tally);
    });
    // Threads do not make the same changes each time: the last of them may not come.
    BOOST_TEST(kills - killed <= kills / 4, name_of(undertaking) << ": " << killed << " of " << kills);
    scene.require_recovery(tally);
    BOOST_TEST(!fs::exists(place / "index/building"));
  }
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

/// It is full from one change or another on: before that there seems to be room enough.
BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_state) {
  std::mt19937 random(seed());
  for (const Undertaking undertaking : undertakings) {
    const TemporaryDirectory place;
    const fs::path disk = place / "disk";
    const SmallDisk mounted(disk, 32 * 1024);
    if (!mounted.is_mounted()) return;
    Scene scene(disk, undertaking);
    Tally tally("full disk");
    const fs::path filler = disk / "filler";
    unsigned failed = 0;
    spread(scene.counts(tally)["change"], faults(2), random, [&](unsigned number) {
      RunOptions options = scene.with_shim();
      options.environment["KWIC_FILL"] = std::to_string(number) + ':' + filler.string();
      const Ran ran = scene.run(options, tally);
      fs::remove(filler);
      if (ran.status == 2) ++failed;
    });
    BOOST_TEST(failed > 0U, name_of(undertaking));
    scene.require_recovery(tally);
  }
}

/// Where it is full before anything is written, that is told without trying.
BOOST_AUTO_TEST_CASE(too_little_space_is_told_before_anything_is_written) {
  const TemporaryDirectory place;
  const fs::path disk = place / "disk";
  const SmallDisk mounted(disk, 12 * 1024);
  if (!mounted.is_mounted()) return;
  Tally tally("too little space");
  Rounds rounds(disk, 400);
  rounds.begin();
  rounds.judge(rounds.update(), tally);
  rounds.begin();
  std::ofstream(disk / "filler", std::ios::binary) << std::string(fs::space(disk).available - 100'000, 'x');
  const Ran ran = rounds.update();
  BOOST_TEST(ran.err.find("are needed") != std::string::npos, ran.err);
  rounds.judge(ran, tally);
  fs::remove(disk / "filler");
  rounds.require_recovery(tally);
}

BOOST_AUTO_TEST_CASE(few_open_files_are_enough_and_fewer_are_told) {
  // With fewer the programs are not even loaded; sanitizers take some for themselves.
  constexpr unsigned least = is_sanitized ? 32 : 6;
  constexpr unsigned enough = 32;
  for (const Undertaking undertaking : undertakings) {
    const TemporaryDirectory place;
    Scene scene(place.path(), undertaking);
    Tally tally("few file descriptors");
    for (unsigned files = least; files < enough; files += std::max(1U, 8 / faults(1))) {
      (void)scene.run_limited("-n " + std::to_string(files), tally);
    }
    const Ran ran = scene.run_limited("-n " + std::to_string(enough), tally);
    BOOST_TEST(ran.status == 0, ran.err);
  }
}

/// Much of an index is mapped, which takes memory and no descriptor.
BOOST_AUTO_TEST_CASE(a_search_with_too_little_of_something_says_so_or_answers_right) {
  if (is_sanitized) {
    BOOST_TEST_MESSAGE("skipped: sanitizers need some of both themselves");
    return;
  }
  const TemporaryDirectory place;
  Rounds rounds(place.path(), 400);
  Tally tally("a search with few descriptors or little memory");
  rounds.begin();
  rounds.judge(rounds.update(), tally);
  const auto search = [&](const std::string& limit) {
    return run({"/bin/bash", "-c", "ulimit " + limit + "; exec searcher -i \"$0\" -f tsv 'article1*'",
                rounds.index()});
  };
  const std::string right = search("-n 64").out;
  BOOST_REQUIRE(right.find("article1") != std::string::npos);
  const auto try_with = [&](const std::string& limit) {
    const Ran ran = search(limit);
    if (ran.status == 127) return;  // not even loaded
    tally.run();
    tally.require_clear_end(ran);
    if (ran.status != 2 && ran.out != right) tally.torn(limit + ": " + ran.out);
  };
  for (unsigned files = 4; files < 16; ++files) try_with("-n " + std::to_string(files));
  for (unsigned kibibytes = 50'000; kibibytes < 150'000; kibibytes += std::max(64U, 4'000 / faults(1))) {
    try_with("-v " + std::to_string(kibibytes));
  }
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
  rounds.judge(rounds.update(), tally);
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
