// Searches under a stream of commits: each shows one state of the index, none an error, and none a state
// older than one that was published before it began.
#include "support/rounds.h"
#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <kwic/error.h>
#include <kwic/index_upkeep.h>
#include <kwic/index_writer.h>
#include <kwic/searcher.h>
#include <kwic/searcher_pool.h>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <exception>
#include <filesystem>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace kwic::test {
namespace {

constexpr unsigned articles = 20;

/// A small update; with batches of a byte, a new generation.
void publish(const std::filesystem::path& index, unsigned round, std::size_t batch_bytes = 1U << 20U) {
  IndexWriterOptions options;
  options.threads = 2;
  options.batch_bytes = batch_bytes;
  IndexWriter writer(index, options);
  for (unsigned i = 0; i < articles; ++i) {
    (void)writer.add({.id = std::to_string(i), .text = "article of round" + std::to_string(round)});
  }
  (void)writer.commit();
}

/// The rounds of what a search has found.
std::set<std::string> rounds_of(const SearchResult& result) {
  std::set<std::string> rounds;
  for (const Hit& hit : result.hits) {
    for (const Snippet& snippet : hit.snippets) rounds.insert(snippet.text);
  }
  return rounds;
}

class Readers {
public:
  Readers(const std::string& name, unsigned queries) : left_(queries), tally_(name) {}

  /// Searches until no query is left.
  template <typename Searches>
  void work(Searches& searcher) {
    try {
      SearchOptions options;
      options.limit = articles + 1;
      while (left_.fetch_sub(1) > 0) {
        const unsigned published = round_;
        judge(searcher.search("article", options), published);
      }
    } catch (const std::exception& error) {
      const std::lock_guard guard(mutex_);
      tally_.run();
      tally_.crashed(error.what());
      left_ = 0;
    }
  }

  [[nodiscard]] bool are_done() const { return left_ <= 0; }
  void published(unsigned round) { round_ = round; }

private:
  void judge(const SearchResult& result, unsigned published) {
    const std::set<std::string> rounds = rounds_of(result);
    const std::lock_guard guard(mutex_);
    tally_.run();
    if (rounds.size() != 1 || result.hits.size() != articles) {
      return tally_.torn(std::to_string(result.hits.size()) + " hits of " + std::to_string(rounds.size()) +
                         " rounds");
    }
    const std::string number = rounds.begin()->substr(rounds.begin()->rfind("round") + 5);
    if (std::stoul(number) < published) tally_.lost("round " + std::to_string(published));
  }

  std::atomic<int> left_;
  std::atomic<unsigned> round_ = 1;
  std::mutex mutex_;
  Tally tally_;
};

BOOST_AUTO_TEST_CASE(searches_under_a_stream_of_commits_show_one_state_and_no_error) {
  const TemporaryDirectory place;
  const std::filesystem::path index = place / "index";
  publish(index, 1);
  Readers readers("searches under a stream of commits", faults(300));
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      Searcher searcher(index);
      readers.work(searcher);
    });
  }
  for (unsigned round = 2; !readers.are_done(); ++round) {
    publish(index, round);
    readers.published(round);
    if (round % 16 == 0) compact_index(index);
  }
  for (std::thread& thread : threads) thread.join();
}

/// What it finds would be of two states.
BOOST_AUTO_TEST_CASE(a_check_beside_a_writer_finds_no_damage) {
  const TemporaryDirectory place;
  const std::filesystem::path index = place / "index";
  publish(index, 1);
  Tally tally("--check under a stream of commits");
  std::atomic<bool> is_done = false;
  std::string refused;
  std::thread writer([&] {
    try {
      for (unsigned round = 2; !is_done; ++round) {
        publish(index, round, round % 3 == 0 ? 1 : 1U << 20U);
        if (round % 4 == 0) compact_index(index);
      }
    } catch (const std::exception& error) {
      refused = error.what();
    }
  });
  unsigned done = 0;
  for (unsigned times = faults(5); times > 0; --times) {
    tally.run();
    const Ran check = run({"indexer", "--check", "-q", "-i", index.string()});
    tally.require_clear_end(check);
    if (check.status == 0) ++done;
    if (check.status != 0 && check.err.find("is being written") == std::string::npos) tally.torn(check.err);
  }
  is_done = true;
  writer.join();
  BOOST_TEST(refused == "");
  BOOST_TEST(done > 0U);
}

BOOST_AUTO_TEST_CASE(threads_that_share_a_pool_show_one_state_whatever_way_it_is_published) {
  const TemporaryDirectory place;
  const std::filesystem::path index = place / "index";
  publish(index, 1);
  SearcherPool pool(index);
  Readers readers("a shared pool under commits and new generations", faults(300));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { readers.work(pool); });
  for (unsigned round = 2; !readers.are_done(); ++round) {
    publish(index, round, round % 3 == 0 ? 1 : 1U << 20U);
    readers.published(round);
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace kwic::test
