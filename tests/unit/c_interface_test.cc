// The C interface: what it tells, and that nothing a caller does wrong gets past it.
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <kwic/index_writer.h>
#include <kwic/kwic.h>

#include <boost/test/unit_test.hpp>

#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace kwic::test {
namespace {

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

BOOST_AUTO_TEST_CASE(what_goes_wrong_has_a_kind_and_a_message) {
  const SmallIndex index;
  const TemporaryDirectory place;
  kwic_searcher* searcher = nullptr;
  BOOST_TEST(kwic_open((place / "none").c_str(), &searcher) == KWIC_NOT_FOUND);
  BOOST_TEST(!searcher);
  (void)place.write("broken/XAPIANDB", "nothing that names a generation\n");
  BOOST_TEST(kwic_open((place / "broken").c_str(), &searcher) == KWIC_CORRUPT);
  BOOST_REQUIRE(kwic_open(index.path().c_str(), &searcher) == KWIC_OK);
  kwic_options options;
  BOOST_TEST(kwic_default_options(&options, 8) == KWIC_INVALID_ARGUMENT);
  BOOST_REQUIRE(kwic_default_options(&options, sizeof options) == KWIC_OK);
  BOOST_TEST(options.limit == 10);
  options.limit = 20'000;
  kwic_result* result = nullptr;
  BOOST_TEST(kwic_search(searcher, "x", &options, &result) == KWIC_INVALID_ARGUMENT);
  BOOST_TEST(std::string(kwic_message()).find("10000") != std::string::npos);
  BOOST_TEST(kwic_search(searcher, std::string(20'000, 'x').c_str(), nullptr, &result) ==
             KWIC_INVALID_ARGUMENT);
  kwic_close(searcher);
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
