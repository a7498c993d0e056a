// The C interface: what it tells, and that nothing a caller does wrong gets past it.
#include "index/manifest.h"
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <kwic/index_writer.h>
#include <kwic/kwic.h>
#include <kwic/searcher.h>
#include <kwic/version.h>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

/// An index of one article.
class SmallIndex {
public:
  SmallIndex() {
    IndexWriter writer(place_ / "index");
    BOOST_REQUIRE(
        !writer.add({.id = "one", .title = "Of water", .text = "A river.\n\nRunning water is cold."})
             .has_value());
    (void)writer.commit();
  }
  [[nodiscard]] std::string path() const { return place_ / "index"; }

private:
  TemporaryDirectory place_;
};

BOOST_AUTO_TEST_CASE(a_search_in_c_gives_hits_snippets_and_articles) {
  const SmallIndex index;
  kwic_searcher* searcher = nullptr;
  BOOST_REQUIRE(kwic_open(index.path().c_str(), &searcher) == KWIC_OK);
  std::size_t articles = 0;
  BOOST_TEST(kwic_article_count(searcher, &articles) == KWIC_OK);
  BOOST_TEST(articles == 1);
  kwic_result* result = nullptr;
  BOOST_REQUIRE(kwic_search(searcher, "runs", nullptr, &result) == KWIC_OK);
  int exact = 0;
  BOOST_TEST(kwic_total(result, &exact) == 1);
  BOOST_TEST(exact == 1);
  BOOST_REQUIRE(kwic_hit_count(result) == 1);
  const kwic_hit* const hit = kwic_hit_at(result, 0);
  BOOST_TEST(hit->title.data == "Of water");
  BOOST_REQUIRE(hit->snippet_count == 1);
  const kwic_snippet* const snippet = kwic_snippet_at(result, 0, 0);
  BOOST_TEST(std::string(snippet->text.data, snippet->text.size) == "Running water is cold.");
  BOOST_TEST(snippet->line == 3);
  BOOST_REQUIRE(snippet->highlight_count == 1);
  BOOST_TEST(snippet->highlights[0].end == 7);
  BOOST_TEST(!kwic_hit_at(result, 1));
  BOOST_TEST(!kwic_snippet_at(result, 0, 1));
  kwic_close(searcher);
  BOOST_TEST(kwic_hit_at(result, 0)->id.data == "one");
  kwic_free_result(result);
}

BOOST_AUTO_TEST_CASE(an_article_in_c_is_highlighted) {
  const SmallIndex index;
  kwic_searcher* searcher = nullptr;
  BOOST_REQUIRE(kwic_open(index.path().c_str(), &searcher) == KWIC_OK);
  kwic_article* article = nullptr;
  BOOST_TEST(kwic_find_article(searcher, "two", nullptr, &article) == KWIC_NOT_FOUND);
  BOOST_REQUIRE(kwic_find_article(searcher, "one", "water", &article) == KWIC_OK);
  const kwic_article_view* const view = kwic_view_article(article);
  BOOST_TEST(view->title_highlight_count == 1);
  BOOST_REQUIRE(view->highlight_count == 1);
  BOOST_TEST(std::string(view->text.data + view->highlights[0].start, 5) == "water");
  kwic_free_article(article);
  BOOST_TEST(!kwic_view_article(article));
  kwic_close(searcher);
}

BOOST_AUTO_TEST_CASE(dead_handles_and_nulls_are_told) {
  const SmallIndex index;
  kwic_searcher* searcher = nullptr;
  kwic_result* result = nullptr;
  BOOST_TEST(kwic_open(nullptr, &searcher) == KWIC_INVALID_ARGUMENT);
  BOOST_TEST(kwic_message() == "index is NULL");
  BOOST_TEST(kwic_open("x", nullptr) == KWIC_INVALID_ARGUMENT);
  BOOST_TEST(kwic_search(nullptr, "x", nullptr, &result) == KWIC_DEAD_HANDLE);
  BOOST_REQUIRE(kwic_open(index.path().c_str(), &searcher) == KWIC_OK);
  BOOST_TEST(kwic_search(searcher, nullptr, nullptr, &result) == KWIC_INVALID_ARGUMENT);
  BOOST_REQUIRE(kwic_search(searcher, "water", nullptr, &result) == KWIC_OK);
  kwic_free_result(result);
  kwic_free_result(result);
  kwic_free_result(nullptr);
  BOOST_TEST(kwic_hit_count(result) == 0);
  BOOST_TEST(!kwic_hit_at(result, 0));
  BOOST_TEST(!kwic_warning_at(result, 0, nullptr));
  kwic_close(searcher);
  kwic_close(searcher);
  BOOST_TEST(kwic_search(searcher, "water", nullptr, &result) == KWIC_DEAD_HANDLE);
  BOOST_TEST(!result);
  // A result is no searcher, whatever the caller says.
  BOOST_REQUIRE(kwic_open(index.path().c_str(), &searcher) == KWIC_OK);
  BOOST_TEST(kwic_hit_count(reinterpret_cast<kwic_result*>(searcher)) == 0);
  kwic_close(searcher);
}

/// What is the matter with an index, and the kind of error that is told of it.
struct Trouble {
  const char* name;
  void (*make)(const fs::path& index);
  ErrorKind kind;
  kwic_status status;
};

void set_format(const fs::path& index, int format) {
  const fs::path generation = index / "generation-1";
  Xapian::WritableDatabase database(generation.string(), Xapian::DB_OPEN);
  auto settings = nlohmann::json::parse(database.get_metadata("kwic"));
  settings["format"] = format;
  database.set_metadata("kwic", settings.dump());
  database.commit();
  Manifest::write(generation, database.get_revision());
}

const std::vector<Trouble> troubles = {
    {"no index", [](const fs::path& index) { fs::remove_all(index); }, ErrorKind::not_found, KWIC_NOT_FOUND},
    {"no folder",
     [](const fs::path& index) {
       fs::remove_all(index);
       std::ofstream(index) << "a file";
     },
     ErrorKind::not_found, KWIC_NOT_FOUND},
    {"a newer format", [](const fs::path& index) { set_format(index, 99); }, ErrorKind::wrong_version,
     KWIC_WRONG_VERSION},
    {"an older format", [](const fs::path& index) { set_format(index, 0); }, ErrorKind::wrong_version,
     KWIC_WRONG_VERSION},
    {"a stub that names nothing",
     [](const fs::path& index) { std::ofstream(index / "XAPIANDB") << "garbage\n"; }, ErrorKind::corrupt,
     KWIC_CORRUPT},
    {"a table that is cut off",
     [](const fs::path& index) { fs::resize_file(index / "generation-1/postlist.glass", 100); },
     ErrorKind::corrupt, KWIC_CORRUPT},
    {"a manifest that is not what was written",
     [](const fs::path& index) { std::ofstream(index / "generation-1/manifest") << "{}\n"; },
     ErrorKind::corrupt, KWIC_CORRUPT},
    {"a manifest that is a folder",
     [](const fs::path& index) {
       fs::remove(index / "generation-1/manifest");
       fs::create_directory(index / "generation-1/manifest");
     },
     ErrorKind::corrupt, KWIC_CORRUPT},
};

void expect_line_about(const std::string& message, const std::string& what) {
  BOOST_TEST(message.find(what) != std::string::npos, message);
  BOOST_TEST(message.find('\n') == std::string::npos, message);
  BOOST_TEST(message.find("kwic_") == std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_an_index_has_a_kind_and_a_message_in_both_languages) {
  for (const Trouble& trouble : troubles) {
    BOOST_TEST_CONTEXT(trouble.name) {
      const SmallIndex index;
      trouble.make(index.path());
      kwic_searcher* searcher = nullptr;
      BOOST_TEST(kwic_open(index.path().c_str(), &searcher) == trouble.status);
      BOOST_TEST(!searcher);
      expect_line_about(kwic_message(), index.path());
      BOOST_CHECK_EXCEPTION(Searcher{index.path()}, Error, [&](const Error& error) {
        expect_line_about(error.what(), index.path());
        return error.kind() == trouble.kind;
      });
    }
  }
}

BOOST_AUTO_TEST_CASE(an_index_that_goes_bad_while_it_is_open_is_told_by_the_search) {
  const SmallIndex index;
  kwic_searcher* searcher = nullptr;
  BOOST_REQUIRE(kwic_open(index.path().c_str(), &searcher) == KWIC_OK);
  std::ofstream(index.path() + "/XAPIANDB") << "garbage\n";
  kwic_result* result = nullptr;
  BOOST_TEST(kwic_search(searcher, "water", nullptr, &result) == KWIC_CORRUPT);
  BOOST_TEST(!result);
  expect_line_about(kwic_message(), index.path());
  kwic_close(searcher);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_call_has_a_kind_and_a_message) {
  const SmallIndex index;
  kwic_searcher* searcher = nullptr;
  kwic_result* result = nullptr;
  kwic_options options;
  BOOST_REQUIRE(kwic_open(index.path().c_str(), &searcher) == KWIC_OK);
  BOOST_TEST(kwic_default_options(&options, 8) == KWIC_INVALID_ARGUMENT);
  BOOST_REQUIRE(kwic_default_options(&options, sizeof options) == KWIC_OK);
  BOOST_TEST(options.limit == 10);
  const auto refused = [&](const std::string& query, const std::string& message) {
    BOOST_TEST(kwic_search(searcher, query.c_str(), &options, &result) == KWIC_INVALID_ARGUMENT);
    BOOST_TEST(!result);
    expect_line_about(kwic_message(), message);
    (void)kwic_default_options(&options, sizeof options);
  };
  options.limit = 20'000;
  refused("x", "10000");
  options.offset = 9'999;
  refused("x", "10000");
  options.snippet_columns = 5'000;
  refused("x", "1000 columns");
  options.sort = 17;
  refused("x", "sort");
  options.strict = 1;
  refused("\"x", "never closed");
  options.struct_size = 3;
  BOOST_TEST(kwic_search(searcher, "x", &options, &result) == KWIC_INVALID_ARGUMENT);
  BOOST_TEST(std::string(kwic_message()).find("kwic_default_options") != std::string::npos);
  (void)kwic_default_options(&options, sizeof options);
  refused(std::string(20'000, 'x'), "20000 bytes");
  kwic_close(searcher);
}

BOOST_AUTO_TEST_CASE(callers_of_earlier_and_later_versions_are_served) {
  const SmallIndex index;
  kwic_searcher* searcher = nullptr;
  kwic_result* result = nullptr;
  BOOST_REQUIRE(kwic_open(index.path().c_str(), &searcher) == KWIC_OK);
  // Of an earlier one: nothing behind what it knows is read or written.
  kwic_options earlier;
  std::memset(&earlier, 0x55, sizeof earlier);
  constexpr std::size_t known = offsetof(kwic_options, sort);
  BOOST_REQUIRE(kwic_default_options(&earlier, known) == KWIC_OK);
  BOOST_TEST(earlier.sort == 0x55555555);
  BOOST_TEST(kwic_search(searcher, "water", &earlier, &result) == KWIC_OK);
  BOOST_TEST(kwic_hit_count(result) == 1);
  kwic_free_result(result);
  // Of a later one: what it knows more is set to 0.
  struct {
    kwic_options options;
    int more;
  } later{{}, 7};
  BOOST_REQUIRE(kwic_default_options(&later.options, sizeof later) == KWIC_OK);
  BOOST_TEST(later.more == 0);
  BOOST_TEST(kwic_search(searcher, "water", &later.options, &result) == KWIC_OK);
  kwic_free_result(result);
  kwic_close(searcher);
}

BOOST_AUTO_TEST_CASE(what_was_understood_otherwise_is_told_with_its_place) {
  const SmallIndex index;
  kwic_searcher* searcher = nullptr;
  kwic_result* result = nullptr;
  BOOST_REQUIRE(kwic_open(index.path().c_str(), &searcher) == KWIC_OK);
  BOOST_REQUIRE(kwic_search(searcher, "cold \"running water", nullptr, &result) == KWIC_OK);
  BOOST_REQUIRE(kwic_warning_count(result) == 1);
  std::size_t position = 0;
  BOOST_TEST(std::string(kwic_warning_at(result, 0, &position)).find("never closed") != std::string::npos);
  BOOST_TEST(position == 5);
  BOOST_TEST(kwic_warning_at(result, 0, nullptr) != nullptr);
  BOOST_TEST(!kwic_warning_at(result, 1, nullptr));
  BOOST_TEST(kwic_suggestion(result) == "");
  kwic_free_result(result);
  BOOST_TEST(kwic_warning_count(result) == 0);
  BOOST_TEST(kwic_suggestion(result) == "");
  BOOST_REQUIRE(kwic_search(searcher, "runing", nullptr, &result) == KWIC_OK);
  BOOST_TEST(kwic_suggestion(result) == "running");
  kwic_free_result(result);
  kwic_close(searcher);
}

BOOST_AUTO_TEST_CASE(hits_in_c_are_ordered_as_they_are_asked_for) {
  const TemporaryDirectory place;
  {
    IndexWriter writer(place / "index");
    for (const auto& [id, title, date] : std::vector<std::array<const char*, 3>>{
             {"old", "Zebra", "2001-01-01"}, {"new", "Ant", "2021-01-01"}, {"best", "Mole", "2011-01-01"}}) {
      Article article{.id = id, .title = title, .date = date, .text = "Water runs."};
      if (article.id == "best") article.text = "Water, water, water.";
      if (article.id == "old") article.author = "Ann";
      BOOST_REQUIRE(!writer.add(article).has_value());
    }
    (void)writer.commit();
  }
  kwic_searcher* searcher = nullptr;
  BOOST_REQUIRE(kwic_open((place / "index").c_str(), &searcher) == KWIC_OK);
  const auto first = [&](int sort) {
    kwic_options options;
    kwic_result* result = nullptr;
    (void)kwic_default_options(&options, sizeof options);
    options.sort = sort;
    BOOST_REQUIRE(kwic_search(searcher, "water", &options, &result) == KWIC_OK);
    std::string id = kwic_hit_at(result, 0)->id.data;
    kwic_free_result(result);
    return id;
  };
  BOOST_TEST(first(KWIC_BY_RELEVANCE) == "best");
  BOOST_TEST(first(KWIC_NEWEST_FIRST) == "new");
  BOOST_TEST(first(KWIC_OLDEST_FIRST) == "old");
  BOOST_TEST(first(KWIC_BY_TITLE) == "new");
  BOOST_TEST(first(KWIC_BY_AUTHOR) == "old");
  BOOST_TEST(first(KWIC_LONGEST_FIRST) == "best");
  BOOST_TEST(first(KWIC_SHORTEST_FIRST) == "new");
  kwic_close(searcher);
}

BOOST_AUTO_TEST_CASE(a_library_tells_its_versions_and_its_name_holds_that_of_its_interface) {
  BOOST_TEST(kwic_abi_version() == KWIC_ABI_VERSION);
  BOOST_TEST(std::string(kwic_version()) == version());
  const Ran ran = run({"/usr/bin/readelf", "-d", KWIC_C_LIBRARY});
  BOOST_TEST(ran.out.find("[libkwic.so." + std::to_string(KWIC_ABI_VERSION) + "]") != std::string::npos,
             ran.out);
}

BOOST_AUTO_TEST_CASE(the_library_calls_nothing_that_prints_ends_the_process_or_reads_the_environment) {
  const std::set<std::string> forbidden = {
      "getenv", "secure_getenv", "setenv",    "exit",      "_exit",    "_Exit",     "quick_exit",
      "abort",  "printf",        "fprintf",   "vprintf",   "puts",     "putchar",   "fputs",
      "perror", "stdout",        "stderr",    "setlocale", "signal",   "sigaction", "system",
      "fork",   "chdir",         "_ZSt4cout", "_ZSt4cerr", "_ZSt4clog"};
  const Ran ran = run({"/usr/bin/nm", "-D", "--undefined-only", KWIC_C_LIBRARY});
  BOOST_TEST(ran.status == 0);
  std::istringstream lines(ran.out);
  std::size_t count = 0;
  for (std::string type, name; lines >> type >> name; ++count) {
    name.erase(std::min(name.find('@'), name.size()));
    BOOST_TEST(!forbidden.contains(name), name);
  }
  BOOST_TEST(count > 100U);
}

BOOST_AUTO_TEST_CASE(threads_share_a_searcher) {
  const SmallIndex index;
  kwic_searcher* searcher = nullptr;
  BOOST_REQUIRE(kwic_open(index.path().c_str(), &searcher) == KWIC_OK);
  std::vector<int> found(4);
  std::vector<std::thread> threads;
  for (int& count : found) {
    threads.emplace_back([searcher, &count] {
      for (int i = 0; i < 20; ++i) {
        kwic_result* result = nullptr;
        if (kwic_search(searcher, "water", nullptr, &result) == KWIC_OK && kwic_hit_count(result) == 1)
          ++count;
        kwic_free_result(result);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : found) BOOST_TEST(count == 20);
  kwic_close(searcher);
}

BOOST_AUTO_TEST_CASE(the_shared_library_exports_what_its_header_declares) {
  const std::string header = read_file(std::string(KWIC_SOURCE_DIR) + "/searcher/include/kwic/kwic.h");
  const std::string code = std::regex_replace(header, std::regex(R"(/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)"), "");
  const std::regex declared(R"((kwic_[a-z_]+)\()");
  std::set<std::string> names;
  for (std::sregex_iterator it(code.begin(), code.end(), declared), end; it != end; ++it)
    names.insert((*it)[1]);
  BOOST_TEST(names.size() > 12);
  const Ran ran = run({"/usr/bin/nm", "-D", "--defined-only", KWIC_C_LIBRARY});
  BOOST_TEST(ran.status == 0);
  std::set<std::string> exported;
  std::istringstream lines(ran.out);
  for (std::string address, type, name; lines >> address >> type >> name;) {
    if (type == "T") exported.insert(name.substr(0, name.find('@')));
    BOOST_TEST((type == "T" || type == "A"), name << " is exported");
  }
  BOOST_TEST(exported == names, boost::test_tools::per_element());
}

}  // namespace
}  // namespace kwic::test
