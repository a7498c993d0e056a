// Everything at once, and for long: an index is updated all the time while eight readers search it. Ten
// seconds here; tests/faults/soak.sh makes it long.
#include "support/changing_articles.h"
#include "support/companion.h"
#include "support/index_content.h"
#include "support/process_usage.h"
#include "support/rounds.h"
#include "support/temporary_directory.h"

#include <kwic/index_upkeep.h>
#include <kwic/searcher_pool.h>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

/// In each half: with fewer, on the slowest machine, nothing could be told of growth.
constexpr unsigned fewest_rounds = 8;

/// What is wrong with the hits for a word, if anything is.
using Search = std::function<std::string(const std::string& word)>;

std::string trouble_in(const SearchResult& result, const std::string& word) {
  for (const Hit& hit : result.hits) {
    bool marked = !hit.title_highlights.empty();
    for (const Snippet& snippet : hit.snippets) {
      for (const Range& range : snippet.highlights) {
        if (snippet.text.substr(range.start, range.end - range.start) != word) return "marks no " + word;
        marked = true;
      }
    }
    if (!marked) return hit.id + " has no " + word;
  }
  return {};
}

std::string trouble_in(const nlohmann::json& hit, const std::string& word) {
  bool marked = !hit["title_highlights"].empty();
  for (const auto& snippet : hit["snippets"]) {
    for (const auto& range : snippet["highlights"]) {
      const std::size_t start = range[0];
      const std::size_t end = range[1];
      if (snippet["text"].get<std::string>().substr(start, end - start) != word) return "marks no " + word;
      marked = true;
    }
  }
  return marked ? "" : hit["id"].get<std::string>() + " has no " + word;
}

/// Asks a searcher that runs on and on.
std::string ask(Companion& searcher, const std::string& word) {
  searcher.write_line(word);
  std::string trouble;
  while (const std::optional<std::string> line = searcher.read_line()) {
    const nlohmann::json object = nlohmann::json::parse(*line);
    if (object["type"] == "summary") return trouble;
    if (trouble.empty()) trouble = trouble_in(object, word);
  }
  return "the searcher ended: " + searcher.said();
}

/// Threads that search until they are ended.
class Readers {
public:
  ~Readers() { end(); }
  void add(const Search& search) {
    threads_.emplace_back([this, search, seed = static_cast<unsigned>(threads_.size())] {
      std::mt19937 random(seed);
      while (!ended_) {
        ask(search, random_word(random));
        std::this_thread::sleep_for(
            std::chrono::milliseconds(2));  // or there is nothing left for the indexer
      }
    });
  }
  void end() {
    ended_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

private:
  void ask(const Search& search, const std::string& word) {
    std::string trouble;
    try {
      trouble = search(word);
    } catch (const std::exception& error) {
      trouble = error.what();
      ended_ = true;
    }
    const std::lock_guard guard(mutex_);
    tally_.run();
    if (!trouble.empty()) tally_.torn(trouble);
  }

  std::atomic<bool> ended_ = false;
  std::mutex mutex_;
  Tally tally_{"searches while an index is soaked"};
  std::vector<std::thread> threads_;
};

std::uintmax_t bytes_of(const fs::path& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

/// A large change takes its time on a busy machine.
Ran index_with(const fs::path& index, const std::vector<std::string>& more) {
  RunOptions options;
  options.at_most = std::chrono::seconds(600);
  return run_indexer(index, more, options);
}

/// The articles, their index, and what changes both.
class Soaked {
public:
  explicit Soaked(const fs::path& place)
      : source_(place / "source"),
        index_(place / "index"),
        articles_(source_, number_from_environment("KWIC_ARTICLES", 400), seed()) {
    update();
  }

  [[nodiscard]] const fs::path& index() const { return index_; }

  /// Mostly a few files; seldom half of them, or a compaction.
  void change() {
    const std::size_t chance = articles_.below(60);
    if (chance == 0) return require(index_with(index_, {"-q", "--compact"}));
    articles_.change(chance == 1 ? articles_.places() / 2 : 1 + articles_.below(12));
    update();
  }

  void require_what_a_rebuild_gives(const fs::path& rebuilt) const {
    require(index_with(rebuilt, {"-q", source_.string()}));
    BOOST_TEST((content(index_) == content(rebuilt)));
    BOOST_TEST(check_index(index_).problems == std::vector<std::string>{}, boost::test_tools::per_element());
    const auto fresh = static_cast<double>(bytes_of(rebuilt));
    // An update writes the index anew that it finds a fifth and a MiB too large, and may itself write every
    // block a second time, beside those that searchers read: what it leaves is at most twice that.
    const double before_an_update = fresh * 1.2 + (1 << 20);
    const auto updated = static_cast<double>(bytes_of(index_));
    require(index_with(index_, {"-q", "--compact"}));
    const auto compacted = static_cast<double>(bytes_of(index_));
    BOOST_TEST_MESSAGE("bytes: " << updated << ", compacted " << compacted << ", of a rebuild " << fresh);
    BOOST_TEST(updated < before_an_update * 2);
    BOOST_TEST(compacted < fresh * 1.2);
    BOOST_TEST(compacted > fresh * 0.8);
  }

private:
  void update() const { require(index_with(index_, {"-q", source_.string()})); }
  static void require(const Ran& ran) {
    BOOST_REQUIRE_MESSAGE(ran.status == 0 && ran.err.empty(), ran.status << ": " << ran.err);
  }

  fs::path source_;
  fs::path index_;
  ChangingArticles articles_;
};

/// Samples of all processes that go on.
class Usages {
public:
  void add(const std::string& name, pid_t process) { processes_.push_back({name, process, {}}); }
  void sample() {
    for (Process& each : processes_) each.samples.push_back(usage_of(each.id));
  }
  void require_no_growth() const {
    for (const auto& [name, id, samples] : processes_) {
      BOOST_TEST_MESSAGE(name << ": " << samples.front().kibibytes << " to " << samples.back().kibibytes
                              << " KiB, " << samples.front().descriptors << " to "
                              << samples.back().descriptors << " files");
      BOOST_TEST(growth(samples) == "", name);
    }
  }

private:
  struct Process {
    std::string name;
    pid_t id;
    std::vector<ProcessUsage> samples;
  };
  std::vector<Process> processes_;
};

BOOST_AUTO_TEST_CASE(an_index_updated_for_long_under_eight_readers_equals_a_rebuild_and_nothing_grows) {
  const TemporaryDirectory place;
  Soaked soaked(place.path());
  Usages usages;
  usages.add("the test with four readers", ::getpid());
  std::vector<std::unique_ptr<Companion>> programs;
  for (int i = 0; i < 4; ++i) {
    programs.push_back(std::make_unique<Companion>(std::vector<std::string>{
        "searcher", "-i", soaked.index().string(), "--format", "jsonl", "--batch", "-"}));
    usages.add("searcher " + std::to_string(i + 1), programs.back()->id());
  }
  SearcherPool pool(soaked.index());
  Searcher alone[2] = {Searcher(soaked.index()), Searcher(soaked.index())};
  unsigned rounds = 0;
  {
    Readers readers;
    for (const auto& program : programs) readers.add([&](const auto& word) { return ask(*program, word); });
    for (int i = 0; i < 2; ++i) {
      readers.add([&](const auto& word) { return trouble_in(pool.search(word), word); });
      readers.add([&, i](const auto& word) { return trouble_in(alone[i].search(word), word); });
    }
    // Until they have remembered what they may, all grow: samples are of the second half.
    const auto half = std::chrono::seconds(number_from_environment("KWIC_SECONDS", 8)) / 2;
    const auto middle = std::chrono::steady_clock::now() + half;
    for (; rounds < fewest_rounds || std::chrono::steady_clock::now() < middle; ++rounds) soaked.change();
    const unsigned least = rounds + fewest_rounds;
    for (; rounds < least || std::chrono::steady_clock::now() < middle + half; ++rounds) {
      soaked.change();
      usages.sample();
    }
  }
  for (const auto& program : programs) {
    const Ran ran = program->end();
    BOOST_TEST(ran.status <= 1);
    BOOST_TEST(ran.err == "");
  }
  BOOST_TEST_MESSAGE("rounds of changes: " << rounds);
  usages.require_no_growth();
  soaked.require_what_a_rebuild_gives(place / "rebuilt");
}

}  // namespace
}  // namespace kwic::test
