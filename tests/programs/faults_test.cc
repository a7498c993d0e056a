// What is left when the indexer is ended at any moment or runs out of something. Seeded and small here; the
// environment makes it large: KWIC_KILLS=200 KWIC_SEED=5 kwic_tests --run_test='*kill*'
#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

unsigned number_from_environment(const char* name, unsigned otherwise) {
  const char* const set = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return set == nullptr ? otherwise : static_cast<unsigned>(std::stoul(set));
}

/// Rows enough that a build has several batches, each with the number of the round.
std::string rows(unsigned round, unsigned count) {
  std::string lines;
  for (unsigned i = 0; i < count; ++i) {
    lines += "{\"id\": \"" + std::to_string(i) + "\", \"text\": \"round" + std::to_string(round) +
             " of article" + std::to_string(i) + std::string(300, ' ') + "\"}\n";
  }
  return lines;
}

/// The round whose rows all articles are of; nothing if there is no index yet.
std::optional<unsigned> round_in(const std::string& index, unsigned last, unsigned count) {
  for (unsigned round = last + 1; round-- > 0;) {
    const Ran ran =
        run({"searcher", "-i", index, "--limit", "1", "--format", "jsonl", "round" + std::to_string(round)});
    if (ran.status == 2) {
      BOOST_TEST(ran.err.find("no such index") + ran.err.find("not an index") != 2 * std::string::npos,
                 ran.err);
      return std::nullopt;
    }
    if (ran.status == 0) {
      BOOST_TEST(ran.out.find("\"value\":" + std::to_string(count) + ',') != std::string::npos, ran.out);
      return round;
    }
  }
  BOOST_ERROR("an index without articles");
  return std::nullopt;
}

BOOST_AUTO_TEST_CASE(a_kill_at_any_moment_leaves_the_old_or_the_new_state) {
  const TemporaryDirectory place;
  const std::string index = (place / "index").string();
  const unsigned kills = number_from_environment("KWIC_KILLS", 8);
  constexpr unsigned count = 60;
  std::mt19937 random(number_from_environment("KWIC_SEED", 1));
  const auto started = std::chrono::steady_clock::now();
  (void)place.write("source/a.jsonl", rows(0, count));
  (void)run({"indexer", "-q", "-i", (place / "other").string(), (place / "source").string()});
  const auto whole =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
  std::optional<unsigned> acknowledged;
  for (unsigned round = 1; round <= kills; ++round) {
    (void)place.write("source/a.jsonl", rows(round, count));
    const auto moment = std::chrono::microseconds(random() % static_cast<unsigned>(whole.count()));
    RunOptions options;
    options.kill_after = moment;
    const bool forced = round % 3 == 0;
    const Ran ran =
        run({"indexer", "-q", "-i", index, forced ? "--compact" : (place / "source").string()}, options);
    BOOST_TEST((ran.status == 0 || ran.status == 128 + 9 || (forced && !acknowledged)), ran.err);
    const std::optional<unsigned> now = round_in(index, round, count);
    BOOST_TEST((now.has_value() || !acknowledged));
    if (acknowledged && now) BOOST_TEST(*now >= *acknowledged);
    if (ran.status == 0 && !forced) BOOST_TEST(now.value_or(0) == round);
    if (now) acknowledged = now;
  }
  (void)place.write("source/a.jsonl", rows(kills + 1, count));
  BOOST_TEST(run({"indexer", "-q", "-i", index, (place / "source").string()}).status == 0);
  BOOST_TEST(round_in(index, kills + 1, count).value_or(0) == kills + 1);
  const Ran check = run({"indexer", "--check", "-i", index});
  BOOST_TEST(check.status == 0, check.err);
  BOOST_TEST(!fs::exists(place / "index/building"));
}

/// Runs the indexer in a shell that limits something.
Ran run_limited(const std::string& limit, const std::string& index, const fs::path& source) {
  return run(
      {"/bin/bash", "-c", "ulimit " + limit + "; exec indexer -q -i \"$0\" \"$1\"", index, source.string()});
}

BOOST_AUTO_TEST_CASE(when_files_may_not_grow_the_old_index_answers_and_a_later_run_succeeds) {
  const TemporaryDirectory place;
  const std::string index = (place / "index").string();
  constexpr unsigned count = 400;
  (void)place.write("source/a.jsonl", rows(0, count));
  for (const unsigned kibibytes : {1U, 8U, 24U, 64U}) {
    const Ran ran = run_limited("-f " + std::to_string(kibibytes), index, place / "source");
    BOOST_TEST(ran.status == 2, kibibytes << ran.err);
    BOOST_TEST(ran.err.starts_with("indexer: "), ran.err);
    BOOST_TEST(ran.err.find('\n') == ran.err.size() - 1, ran.err);
  }
  BOOST_TEST(run({"indexer", "-q", "-i", index, (place / "source").string()}).status == 0);
  (void)place.write("source/a.jsonl", rows(1, count));
  // Wherever an update stops for want of room, in whichever table.
  unsigned kibibytes = 8;
  for (; run_limited("-f " + std::to_string(kibibytes), index, place / "source").status != 0;
       kibibytes += 8) {
    BOOST_REQUIRE(kibibytes < 4000U);
    BOOST_REQUIRE(round_in(index, 1, count).value_or(9) == 0);
  }
  BOOST_TEST(kibibytes > 64U);
  BOOST_TEST(round_in(index, 1, count).value_or(9) == 1);
  BOOST_TEST(run({"indexer", "--check", "-i", index}).status == 0);
}

BOOST_AUTO_TEST_CASE(few_open_files_are_enough) {
  const TemporaryDirectory place;
  const std::string index = (place / "index").string();
  (void)place.write("source/a.jsonl", rows(0, 3000));
  const Ran ran = run_limited("-n 32", index, place / "source");
  BOOST_TEST(ran.status == 0, ran.err);
  BOOST_TEST(round_in(index, 0, 3000).value_or(9) == 0);
}

}  // namespace
}  // namespace kwic::test
