// `indexer --watch` while others search.
#include "support/companion.h"
#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <kwic/searcher_pool.h>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

/// Whether `holds` becomes true within a minute.
template <typename Condition>
bool in_time(const Condition& holds) {
  using namespace std::chrono_literals;
  for (const auto end = std::chrono::steady_clock::now() + 60s; std::chrono::steady_clock::now() < end;) {
    if (holds()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

/// Threads that search for the article that always is there.
class Searches {
public:
  explicit Searches(SearcherPool& pool) {
    for (int i = 0; i < 3; ++i) threads_.emplace_back([&] { work(pool); });
  }
  ~Searches() {
    ended_ = true;
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }
  Searches(const Searches&) = delete;
  Searches& operator=(const Searches&) = delete;

  /// How many searches did not find it, or failed.
  unsigned end() {
    ended_ = true;
    for (std::thread& thread : threads_) thread.join();
    return failed_;
  }

private:
  void work(SearcherPool& pool) {
    while (!ended_) {
      try {
        if (pool.search("stays").hits.size() != 1) ++failed_;
      } catch (const Error&) {
        ++failed_;
      }
    }
  }

  std::atomic<bool> ended_ = false;
  std::atomic<unsigned> failed_ = 0;
  std::vector<std::thread> threads_;
};

BOOST_AUTO_TEST_CASE(a_watch_publishes_what_changes_while_threads_search) {
  const TemporaryDirectory place;
  const fs::path index = place / "index";
  (void)place.write("source/stays.txt", "An article that stays.");
  Companion watch({"indexer", "-q", "--watch", "-i", index.string(), (place / "source").string()});
  BOOST_REQUIRE(in_time([&] { return fs::exists(index) && run_searcher(index, {"stays"}).status == 0; }));
  SearcherPool pool(index);
  Searches searches(pool);
  const auto count_is = [&](const std::string& query, std::size_t count) {
    return in_time([&] { return pool.search(query).hits.size() == count; });
  };
  (void)place.write("source/new/added.txt", "An article that was added.");
  BOOST_TEST(count_is("added", 1));
  (void)place.write("source/new/added.txt", "An article that was changed.");
  BOOST_TEST(count_is("changed", 1));
  BOOST_TEST(count_is("added", 0));
  fs::remove(place / "source/new/added.txt");
  BOOST_TEST(count_is("changed", 0));
  BOOST_TEST(searches.end() == 0U);
  const Ran ended = watch.end(SIGTERM);
  BOOST_TEST(ended.status == 128 + SIGTERM);
  BOOST_TEST(ended.err == "");
  BOOST_TEST(run_indexer(index, {"--check", "-q"}).status == 0);
}

}  // namespace
}  // namespace kwic::test
