// What an IndexWriter does to an index, whatever way it takes: transaction, bulk build, or going on after a
// build that was ended.
#include "index/index_directory.h"
#include "index/open_index.h"
#include "index/schema.h"
#include "support/index_content.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <kwic/index_writer.h>

#include <boost/test/unit_test.hpp>
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

Article article(const std::string& id, const std::string& text, const std::string& path = "/p") {
  return {.id = id, .title = "Title of " + id, .language = "en", .path = path, .text = text};
}

/// Some 60 words that are drawn from a few.
std::string long_text(unsigned seed) {
  std::mt19937 random(seed);
  std::string text;
  for (int i = 0; i < 60; ++i) text += "word" + std::to_string(random() % 300) + ' ';
  return text;
}

/// So that a few hundred articles are many batches.
constexpr std::size_t batch_bytes = 4096;

/// So that a batch has enough text to make a dictionary of.
constexpr std::size_t large_batch_bytes = std::size_t{200} << 10U;

IndexSummary add_all(const std::filesystem::path& index, const std::vector<Article>& articles,
                     std::size_t threads = 1, std::size_t bytes = batch_bytes) {
  IndexWriterOptions options;
  options.threads = threads;
  options.batch_bytes = bytes;
  IndexWriter writer(index, options);
  for (const Article& each : articles) BOOST_TEST(!writer.add(each).has_value());
  return writer.commit();
}

std::vector<Article> many_articles(std::size_t count, unsigned seed = 0) {
  std::vector<Article> articles;
  for (std::size_t i = 0; i < count; ++i) {
    articles.push_back(article(std::to_string(i), long_text(static_cast<unsigned>(i) + seed)));
  }
  return articles;
}

BOOST_AUTO_TEST_CASE(articles_are_added_replaced_kept_and_removed) {
  const TemporaryDirectory place;
  const auto index = place / "index";
  IndexSummary summary = add_all(index, {article("a", "one"), article("b", "two"), article("c", "three")});
  BOOST_TEST(summary.added == 3);
  IndexWriter writer(index);
  BOOST_TEST(!writer.add(article("a", "one")).has_value());
  BOOST_TEST(!writer.add(article("b", "changed")).has_value());
  BOOST_TEST(!writer.add(article("d", "four")).has_value());
  BOOST_TEST(writer.add(article("d", "five")).has_value());
  BOOST_TEST(writer.add(article("c", "three", "/elsewhere")).has_value());
  BOOST_TEST(writer.remove("c"));
  BOOST_TEST(!writer.remove("a"));
  BOOST_TEST(!writer.remove("none"));
  summary = writer.commit();
  BOOST_TEST(summary.added == 1);
  BOOST_TEST(summary.replaced == 1);
  BOOST_TEST(summary.unchanged == 1);
  BOOST_TEST(summary.removed == 1);
  BOOST_TEST(summary.articles == 3);
  (void)add_all(place / "fresh", {article("a", "one"), article("b", "changed"), article("d", "four")});
  BOOST_TEST(content(index) == content(place / "fresh"));
}

BOOST_AUTO_TEST_CASE(what_a_file_has_no_more_is_removed_and_what_was_released_may_move) {
  const TemporaryDirectory place;
  const auto index = place / "index";
  (void)add_all(index, {article("a", "one", "/x"), article("b", "two", "/x"), article("c", "three", "/y")});
  IndexWriter writer(index);
  writer.release("/y");
  BOOST_TEST(!writer.add(article("a", "one", "/x")).has_value());
  BOOST_TEST(!writer.add(article("c", "three", "/x")).has_value());
  writer.remove_unseen("/x");
  writer.remove_unseen("/y");
  BOOST_TEST(writer.commit().removed == 1);
  (void)add_all(place / "fresh", {article("a", "one", "/x"), article("c", "three", "/x")});
  BOOST_TEST(content(index) == content(place / "fresh"));
}

BOOST_AUTO_TEST_CASE(records_stay_with_the_index) {
  const TemporaryDirectory place;
  const auto index = place / "index";
  using Records = std::map<std::string, std::string>;
  {
    IndexWriter writer(index);
    writer.set_record("file:/a", "1");
    writer.set_record("other", "2");
    BOOST_TEST(!writer.add(article("a", "one")).has_value());
    (void)writer.commit();
  }
  {
    IndexWriter writer(index);
    BOOST_TEST((writer.records("file:") == Records{{"file:/a", "1"}}));
    writer.set_record("file:/a", "");
    writer.set_record("file:/b", "3");
    (void)writer.commit();
  }
  BOOST_TEST((IndexWriter(index).records("") == Records{{"file:/b", "3"}, {"other", "2"}}));
}

BOOST_AUTO_TEST_CASE(a_large_change_equals_a_rebuild_and_so_does_a_small_one) {
  const TemporaryDirectory place;
  std::vector<Article> articles = many_articles(300);
  for (Article& each : articles) each.text = "old " + each.id;
  (void)add_all(place / "large", articles);
  articles = many_articles(300, 5000);
  articles.erase(articles.begin() + 5);
  const auto update = [&] {
    IndexWriterOptions options;
    options.batch_bytes = batch_bytes;
    IndexWriter writer(place / "large", options);
    for (const Article& each : articles) BOOST_TEST(!writer.add(each).has_value());
    writer.remove_unseen("/p");
    return writer.commit();
  };
  BOOST_TEST(update().removed == 1);
  (void)add_all(place / "fresh", articles, 2);
  BOOST_TEST((content(place / "large") == content(place / "fresh")));
  BOOST_TEST(std::filesystem::exists(place / "large/generation-2"));

  articles[3].text = "small";
  BOOST_TEST(update().replaced == 1);
  BOOST_TEST(std::filesystem::exists(place / "large/generation-2"));
  (void)add_all(place / "again", articles, 3);
  BOOST_TEST((content(place / "large") == content(place / "again")));
}

/// The bytes of all tables; Xapian's root file holds a random number.
std::string tables(const std::filesystem::path& index) {
  const auto generation = open_index(index).generation;
  std::string all;
  for (const char* const table : {"postlist.glass", "articles", "termlist.glass", "synonym.glass"}) {
    all += read_file(generation / table);
  }
  return all;
}

BOOST_AUTO_TEST_CASE(an_index_that_updates_have_bloated_is_written_anew_by_the_next) {
  const TemporaryDirectory place;
  const std::filesystem::path index = place / "index";
  const auto write = [&](int round) {
    IndexWriter writer(index);
    for (int i = 0; i < 1500; ++i) {
      if (round > 0 && i % 50 != round % 50) continue;
      std::string text;
      for (int word = 0; word < 150; ++word)
        text += "word" + std::to_string((i * 37 + word * round + word * word) % 9973) + ' ';
      BOOST_TEST_REQUIRE(
          !writer.add({.id = std::to_string(i), .title = "Article", .path = "a.txt", .text = text})
               .has_value());
    }
    (void)writer.commit();
  };
  write(0);
  const auto generation = [&] { return IndexDirectory(index).current().value().filename().string(); };
  int rounds = 0;
  while (generation() == "generation-1" && rounds < 40) write(++rounds);
  BOOST_TEST(rounds > 1);
  BOOST_TEST(generation() == "generation-2");
  BOOST_TEST(Xapian::Database((index / generation()).string()).get_doccount() == 1500U);
}

BOOST_AUTO_TEST_CASE(an_article_changes_with_its_language_whether_that_is_told_detected_or_assumed) {
  const std::string english =
      "The negotiators will return to the capital on Monday, where they are expected to talk about the "
      "inspections that were agreed upon last year, and about what becomes of them if nobody pays. Nothing "
      "else "
      "was said about it by either side when the meeting came to its end in the evening.";
  const std::string nothing = "pi 3.14";
  struct Row {
    std::string text, told_before, default_before, told, by_default;
    bool changes;
  };
  for (const Row& row : std::vector<Row>{{english, "", "en", "", "en", false},
                                         {english, "", "en", "", "de", false},
                                         {english, "", "en", "fr", "en", true},
                                         {english, "", "en", "en-GB", "en", false},
                                         {english, "fr", "en", "", "en", true},
                                         {english, "en", "en", "", "en", false},
                                         {nothing, "", "en", "", "en", false},
                                         {nothing, "", "en", "", "de", true},
                                         {nothing, "", "de", "de", "en", false},
                                         {nothing, "de", "en", "", "en", true}}) {
    const TemporaryDirectory place;
    const auto write = [&](const std::string& told, const std::string& by_default) {
      IndexWriterOptions options;
      options.default_language = by_default;
      IndexWriter writer(place / "index", options);
      BOOST_TEST(!writer.add({.id = "1", .language = told, .text = row.text}).has_value());
      return writer.commit();
    };
    (void)write(row.told_before, row.default_before);
    const IndexSummary summary = write(row.told, row.by_default);
    BOOST_TEST(summary.replaced == (row.changes ? 1U : 0U), row.text << row.told_before << row.told);
    BOOST_TEST(summary.unchanged == (row.changes ? 0U : 1U));
  }
}

BOOST_AUTO_TEST_CASE(the_number_of_threads_changes_no_byte) {
  const TemporaryDirectory place;
  const std::vector<Article> articles = many_articles(120);
  for (const std::size_t threads : {1U, 2U, 5U}) {
    (void)add_all(place / std::to_string(threads), articles, threads);
    BOOST_TEST((tables(place / std::to_string(threads)) == tables(place / "1")));
  }
}

std::string dictionary_of(const std::filesystem::path& index) {
  return open_index(index).database.get_metadata(schema::dictionary_key);
}

BOOST_AUTO_TEST_CASE(an_index_keeps_the_dictionary_that_its_articles_are_packed_with) {
  const TemporaryDirectory place;
  std::vector<Article> articles = many_articles(600);
  (void)add_all(place / "index", articles, 1, large_batch_bytes);
  (void)add_all(place / "again", articles, 3, large_batch_bytes);
  const std::string dictionary = dictionary_of(place / "index");
  BOOST_TEST(!dictionary.empty());
  BOOST_TEST((tables(place / "again") == tables(place / "index")));

  articles[3].text = "small";
  (void)add_all(place / "index", articles, 1, large_batch_bytes);
  BOOST_TEST((dictionary_of(place / "index") == dictionary));
  articles = many_articles(600, 5000);
  (void)add_all(place / "index", articles);
  BOOST_TEST(std::filesystem::exists(place / "index/generation-2"));
  BOOST_TEST((dictionary_of(place / "index") == dictionary));
  (void)add_all(place / "fresh", articles);
  BOOST_TEST((content(place / "index") == content(place / "fresh")));
}

/// A process that adds them and is ended before it commits.
void add_and_end(const std::filesystem::path& index, const std::vector<Article>& articles,
                 std::size_t bytes) {
  const pid_t child = ::fork();
  if (child == 0) {
    IndexWriterOptions options;
    options.threads = 1;
    options.batch_bytes = bytes;
    IndexWriter writer(index, options);
    for (const Article& each : articles) (void)writer.add(each);
    ::_exit(0);  // without a commit, and without any clean-up
  }
  int status = 0;
  BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
  BOOST_TEST(status == 0);
  BOOST_TEST(std::filesystem::exists(index / "building/group-0"));
}

BOOST_AUTO_TEST_CASE(a_build_that_was_ended_goes_on_with_its_dictionary) {
  const TemporaryDirectory place;
  const std::vector<Article> articles = many_articles(6000);
  add_and_end(place / "index", articles, large_batch_bytes);
  (void)add_all(place / "index", articles, 2, large_batch_bytes);
  BOOST_TEST(!dictionary_of(place / "index").empty());
  (void)add_all(place / "whole", articles, 2, large_batch_bytes);
  BOOST_TEST((tables(place / "index") == tables(place / "whole")));
}

BOOST_AUTO_TEST_CASE(a_build_that_was_ended_goes_on_where_it_was) {
  const TemporaryDirectory place;
  const std::vector<Article> articles = many_articles(450);  // two groups of batches and some more
  (void)add_all(place / "whole", articles, 2);
  const auto index = place / "index";
  add_and_end(index, articles, batch_bytes);
  std::filesystem::copy(index, place / "other", std::filesystem::copy_options::recursive);
  (void)add_all(index, articles, 2);
  BOOST_TEST((tables(index) == tables(place / "whole")));

  // Where the articles are others than those that were ended with, they are those that count.
  std::vector<Article> changed = articles;
  changed[200].text = "changed";
  (void)add_all(place / "other", changed, 2);
  (void)add_all(place / "changed", changed, 2);
  BOOST_TEST((content(place / "other") == content(place / "changed")));
}

}  // namespace
}  // namespace kwic::test
