// What an update does to an index whose sources change.
#include "index/open_index.h"
#include "sources/input_file.h"
#include "sources/patterns.h"
#include "support/gzipped.h"
#include "support/index_content.h"
#include "support/shared_files.h"
#include "support/small_disk.h"
#include "support/temporary_directory.h"
#include "text/utf8.h"
#include "update/source_records.h"

#include <kwic/error.h>
#include <kwic/index_update.h>
#include <kwic/index_upkeep.h>
#include <kwic/path_text.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

struct Updated {
  IndexSummary summary;
  UpdatePlan plan;
  std::vector<std::string> files_read;
  std::vector<Notice> notices;
};

Updated update(const fs::path& index, UpdateOptions options) {
  options.writer.threads = 1;
  IndexUpdate run(index, std::move(options));
  Updated updated;
  updated.plan = run.plan();
  while (const std::optional<UpdateStep> step = run.next()) {
    if (const auto* notice = std::get_if<Notice>(&*step)) updated.notices.push_back(*notice);
    if (const auto* file = std::get_if<FileRead>(&*step)) updated.files_read.push_back(file->path);
  }
  updated.summary = run.commit().value_or(IndexSummary{});
  return updated;
}

std::vector<std::string> ids(const fs::path& index) {
  std::vector<std::string> names;
  for (const auto& [id, text] : content(index)) names.push_back(fs::path(id).filename().string());
  std::ranges::sort(names);
  return names;
}

using Names = std::vector<std::string>;

struct Place {
  TemporaryDirectory directory;
  fs::path index = directory / "index";
  fs::path source = directory / "source";

  void write(const std::string& name, const std::string& text) const {
    (void)directory.write("source/" + name, text);
    // Long ago, so that size and time alone tell whether a file has changed.
    fs::last_write_time(source / name, fs::last_write_time(source / name) - std::chrono::hours(ticks++));
  }
  [[nodiscard]] UpdateOptions options() const { return {.sources = {source.string()}}; }
  mutable int ticks = 1;
};

BOOST_AUTO_TEST_CASE(only_what_changed_is_read_and_what_is_gone_is_removed) {
  const Place place;
  place.write("a.txt", "The first article has several words.");
  place.write("b.txt", "The second article has several words.");
  place.write("c.txt", "The third article has several words.");
  BOOST_TEST(update(place.index, place.options()).summary.added == 3);
  place.write("b.txt", "The second article was written anew.");
  place.write("d.txt", "The fourth article has several words.");
  fs::remove(place.source / "c.txt");
  const Updated updated = update(place.index, place.options());
  BOOST_TEST(updated.files_read ==
             (Names{(place.source / "b.txt").string(), (place.source / "d.txt").string()}));
  BOOST_TEST(updated.plan.unchanged == 1);
  BOOST_TEST(updated.summary.added == 1);
  BOOST_TEST(updated.summary.replaced == 1);
  BOOST_TEST(updated.summary.removed == 1);
  BOOST_TEST(ids(place.index) == (Names{"a.txt", "b.txt", "d.txt"}));
}

BOOST_AUTO_TEST_CASE(without_sources_those_of_the_runs_before_are_updated) {
  const Place place;
  place.write("a.txt", "The first article has several words.");
  (void)place.directory.write("other/x.jsonl", "{\"headline\": \"Mapped\", \"text\": \"one two three\"}\n");
  (void)update(place.index, place.options());
  UpdateOptions mapped{.sources = {(place.directory / "other").string()}};
  mapped.read.json_fields.map("title", "headline");
  (void)update(place.index, mapped);
  place.write("b.txt", "The second article has several words.");
  (void)place.directory.write("other/x.jsonl",
                              "{\"headline\": \"Mapped anew\", \"text\": \"one two three\"}\n");
  const Updated updated = update(place.index, {});
  BOOST_TEST(updated.summary.added == 1);
  BOOST_TEST(updated.summary.replaced == 1);
  StoredArticles articles(place.index);
  std::string titles;
  while (const auto article = articles.next()) titles += article->title + ';';
  BOOST_TEST(titles.find("Mapped anew;") != std::string::npos);
  BOOST_CHECK_THROW(update(place.directory / "none", {}), Error);
  // A source that is not there is told, and not again in the runs to come.
  BOOST_TEST(update(place.index, {.sources = {(place.directory / "slip").string()}}).plan.notices.size() ==
             1);
  BOOST_TEST(update(place.index, {}).plan.notices.empty());
}

BOOST_AUTO_TEST_CASE(rows_that_a_file_has_no_more_are_removed_unless_a_line_of_it_is_broken) {
  const Place place;
  const std::string one = "{\"id\": \"1\", \"text\": \"first\"}\n";
  const std::string two = "{\"id\": \"2\", \"text\": \"second\"}\n";
  place.write("x.jsonl", one + two);
  (void)update(place.index, place.options());
  place.write("x.jsonl", one + "{\"id\": \"2\", \"te\n");
  BOOST_TEST(update(place.index, place.options()).notices.size() == 2);
  BOOST_TEST(ids(place.index) == (Names{"1", "2"}));
  place.write("x.jsonl", one);
  BOOST_TEST(update(place.index, place.options()).summary.removed == 1);
  BOOST_TEST(ids(place.index) == Names{"1"});
}

BOOST_AUTO_TEST_CASE(a_source_that_is_missing_or_empty_loses_nothing_without_force) {
  const Place place;
  place.write("a.txt", "The first article has several words.");
  place.write("sub/b.txt", "The second article has several words.");
  (void)update(place.index, place.options());
  fs::rename(place.source, place.directory / "away");
  Updated updated = update(place.index, place.options());
  BOOST_TEST(updated.summary.articles == 2);
  BOOST_TEST(updated.plan.notices.size() == 2);
  fs::create_directory(place.source);
  BOOST_TEST(update(place.index, place.options()).summary.articles == 2);
  // Elsewhere, nothing is known of it.
  fs::create_directory(place.directory / "empty");
  BOOST_TEST(update(place.index, {.sources = {(place.directory / "empty").string()}}).summary.articles == 2);
  UpdateOptions keep = place.options();
  keep.force = keep.keep_missing = true;
  BOOST_TEST(update(place.index, keep).summary.articles == 2);
  UpdateOptions force = place.options();
  force.force = true;
  BOOST_TEST(update(place.index, force).summary.removed == 2);
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_not_mounted_loses_nothing_without_force) {
  const Place place;
  place.write("a.txt", "The first article has several words.");
  SmallDisk disk(place.source / "disk", 256);
  if (!disk.is_mounted()) return;
  place.write("disk/sub/b.txt", "The second article has several words.");
  BOOST_TEST(update(place.index, place.options()).summary.articles == 2);
  disk.unmount();
  const Updated updated = update(place.index, place.options());
  BOOST_TEST(updated.summary.articles == 2);
  BOOST_TEST(updated.plan.notices.size() == 1);
  UpdateOptions force = place.options();
  force.force = true;
  BOOST_TEST(update(place.index, force).summary.removed == 1);
}

BOOST_AUTO_TEST_CASE(a_link_to_another_disk_that_is_removed_is_gone) {
  const Place place;
  place.write("a.txt", "The first article has several words.");
  const SmallDisk disk(place.directory / "disk", 256);
  if (!disk.is_mounted()) return;
  std::ofstream(place.directory / "disk/b.txt") << "The second article has several words.";
  fs::create_symlink(place.directory / "disk/b.txt", place.source / "b.txt");
  BOOST_TEST(update(place.index, place.options()).summary.articles == 2);
  fs::remove(place.source / "b.txt");
  const Updated updated = update(place.index, place.options());
  BOOST_TEST(updated.plan.notices.empty());
  BOOST_TEST(updated.summary.removed == 1);
}

/// What is called like a pattern is none, even when it is gone; and a pattern is none of the folders before
/// it.
BOOST_AUTO_TEST_CASE(only_what_a_source_stands_for_is_removed) {
  const Place place;
  const std::string text = "An article of several words.";
  place.write("n[12]/a.txt", text);
  place.write("n1/b.txt", text);
  place.write("n1/.hidden.txt", text);
  (void)update(place.index, place.options());
  UpdateOptions hidden{.sources = {(place.source / "n1").string()}};
  hidden.walk.hidden = true;
  (void)update(place.index, hidden);
  BOOST_TEST(update(place.index, {.sources = {(place.source / "n[12]").string()}}).summary.removed == 0);
  BOOST_TEST(update(place.index, {.sources = {(place.source / "n1/*.txt").string()}}).summary.removed == 0);
  BOOST_TEST(ids(place.index) == (Names{".hidden.txt", "a.txt", "b.txt"}));
  fs::remove_all(place.source / "n[12]");
  UpdateOptions force{.sources = {}};
  force.force = true;
  BOOST_TEST(update(place.index, force).summary.removed == 1);
  BOOST_TEST(ids(place.index) == (Names{".hidden.txt", "b.txt"}));
}

BOOST_AUTO_TEST_CASE(a_pattern_that_has_become_a_name_stands_for_others_still) {
  const Place place;
  place.write("a.md", "An article of several words.");
  (void)update(place.index, {.sources = {(place.source / "*.md").string()}});
  place.write("*.md", "Another article of several words.");
  BOOST_TEST(update(place.index, {}).summary.removed == 0);
  BOOST_TEST(ids(place.index) == (Names{"*.md", "a.md"}));
  // And what was a name once stands for itself when it is gone.
  place.write("n[12]/b.txt", "An article of several words.");
  place.write("n1/c.txt", "An article of several words.");
  const UpdateOptions folder{.sources = {(place.source / "n[12]").string()}};
  (void)update(place.index, folder);
  fs::remove_all(place.source / "n[12]");
  (void)update(place.index, folder);
  BOOST_TEST(ids(place.index) == (Names{"*.md", "a.md", "b.txt"}));
}

BOOST_AUTO_TEST_CASE(what_a_pattern_cannot_look_through_loses_nothing_without_force) {
  const Place place;
  place.write("a/notes.txt", "An article of several words.");
  place.write("b/notes.txt", "An article of several words.");
  (void)update(place.index, {.sources = {(place.source / "*/notes.txt").string()}});
  fs::remove_all(place.source / "a");
  fs::create_symlink("a", place.source / "a");  // a loop, which root meets as well
  const Updated updated = update(place.index, {});
  BOOST_TEST(updated.summary.articles == 2);
  BOOST_TEST(updated.plan.notices.size() == 1);
  fs::remove(place.source / "a");
  BOOST_TEST(update(place.index, {}).summary.removed == 1);
}

BOOST_AUTO_TEST_CASE(the_source_that_names_a_file_most_closely_says_how_it_is_read) {
  const Place place;
  place.write("a.jsonl", R"({"id": "1", "headline": "Mapped", "text": "Some words."})");
  place.write(".hidden.txt", "An article of several words.");
  place.write("b.txt", "An article of several words.");
  (void)update(place.index, place.options());
  UpdateOptions mapped{.sources = {(place.source / "a.jsonl").string()}};
  mapped.read.json_fields.map("title", "headline");
  BOOST_TEST(update(place.index, mapped).summary.replaced == 1);
  (void)update(place.index, {.sources = {(place.source / ".hidden.txt").string()}});
  BOOST_TEST(update(place.index, {}).files_read.empty());
  const Updated again = update(place.index, place.options());
  BOOST_TEST(again.files_read.empty());
  BOOST_TEST(again.summary.removed == 0);
  fs::remove(place.source / ".hidden.txt");
  BOOST_TEST(update(place.index, place.options()).summary.removed == 1);
}

BOOST_AUTO_TEST_CASE(a_file_is_read_again_where_its_fields_are_mapped_otherwise) {
  const Place place;
  place.write("a.jsonl", R"({"id": "1", "headline": "Mapped", "text": "Some words."})");
  (void)update(place.index, place.options());
  UpdateOptions mapped = place.options();
  mapped.read.json_fields.map("title", "headline");
  BOOST_TEST(update(place.index, mapped).summary.replaced == 1);
  BOOST_TEST(update(place.index, mapped).files_read.empty());
  BOOST_TEST(update(place.index, UpdateOptions{.sources = {}}).files_read.empty());
}

BOOST_AUTO_TEST_CASE(rows_that_may_be_in_a_broken_line_stay_without_force) {
  const Place place;
  const std::string rest = "{\"id\": \"2\", \"text\": \"Some words.\"}\n";
  place.write("a.jsonl", "{\"id\": \"1\", \"text\": \"Some words.\"}\n" + rest);
  (void)update(place.index, place.options());
  place.write("a.jsonl", rest + "{oops\n");
  const Updated kept = update(place.index, place.options());
  BOOST_TEST(kept.notices.size() == 2);
  BOOST_TEST(kept.notices.back().message.ends_with("they stay, without --force"));
  BOOST_TEST(ids(place.index) == (Names{"1", "2"}));
  UpdateOptions force = place.options();
  force.force = true;
  BOOST_TEST(update(place.index, force).summary.removed == 1);
  BOOST_TEST(update(place.index, place.options()).notices.size() == 1);
}

/// Of two files, one has bytes in its name that are no UTF-8, and the other is called as they are written.
BOOST_AUTO_TEST_CASE(names_that_are_no_text_are_those_of_no_other_file) {
  const Place place;
  place.write("n\xFF.txt", "An article of several words.");
  (void)update(place.index, place.options());
  place.write("n%FF.txt", "Another article of several words.");
  BOOST_TEST(update(place.index, place.options()).summary.added == 1);
  fs::remove(place.source / "n%FF.txt");
  BOOST_TEST(update(place.index, place.options()).summary.removed == 1);
  for (const std::string path :
       {"/a/n\xFF%.txt", "/a/n%FF%.txt", "/\xE9t\xC3\xA9", "/%25", "/", "/a[1]/\\*?"}) {
    BOOST_TEST(is_valid_utf8(path_as_text(path)));
    BOOST_TEST(path_of_text(path_as_text(path)) == path);
    BOOST_TEST(path_of_pattern(pattern_of(path)) == path);
    BOOST_TEST(stands_for(pattern_of(path), path));
  }
}

BOOST_AUTO_TEST_CASE(what_is_known_for_an_index_only_now_loses_nothing_without_force) {
  const Place place;
  place.write("a.txt", "The first article has several words.");
  place.write("sub/b.txt", "The second article has several words.");
  BOOST_TEST(update(place.index, place.options()).summary.articles == 2);
  place.write("sub/XAPIANDB", "auto generation-1\n");
  const Updated updated = update(place.index, place.options());
  BOOST_TEST(updated.plan.notices.size() == 1);
  BOOST_TEST(updated.summary.removed == 0);
  UpdateOptions force = place.options();
  force.force = true;
  BOOST_TEST(update(place.index, force).summary.removed == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_or_holds_nothing_loses_nothing_without_force) {
  const std::string rows = R"({"id": "1", "text": "first"})"
                           "\n"
                           R"({"id": "2", "text": "second"})"
                           "\n";
  const struct {
    std::string file;
    std::string before;
    std::string after;
  } cases[] = {{"a.jsonl", rows, ""},
               {"a.txt", "An article.", ""},
               {"a.txt", "An article.", std::string("\0\x01\x02\0", 4)},
               {"a.txt.gz", gzipped("An article."), gzipped("An article.").substr(0, 20)},
               {"a.jsonl.gz", gzipped(rows), gzipped(rows).substr(0, 30)}};
  for (const auto& [file, before, after] : cases) {
    BOOST_TEST_CONTEXT(file << " of " << after.size() << " bytes") {
      const Place place;
      place.write(file, before);
      const std::size_t articles = update(place.index, place.options()).summary.articles;
      BOOST_REQUIRE(articles > 0U);
      place.write(file, after);
      for (int again = 0; again < 2; ++again) {
        const Updated updated = update(place.index, place.options());
        BOOST_TEST(updated.summary.articles == articles);
        BOOST_TEST(updated.notices.size() == 1U);
      }
      UpdateOptions force = place.options();
      force.force = true;
      BOOST_TEST(update(place.index, force).summary.removed == articles);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_moved_takes_its_ids_along) {
  const Place place;
  place.write("a.jsonl", "{\"id\": \"1\", \"text\": \"first\"}\n");
  place.write("b.txt", "Another article has several words.");
  (void)update(place.index, place.options());
  fs::rename(place.source / "a.jsonl", place.source / "c.jsonl");
  const Updated updated = update(place.index, place.options());
  BOOST_TEST(updated.plan.moved.size() == 1);
  BOOST_TEST(updated.notices.empty());
  BOOST_TEST(updated.summary.replaced == 1);
  BOOST_TEST(updated.summary.removed == 0);
  BOOST_TEST(ids(place.index) == (Names{"1", "b.txt"}));
}

BOOST_AUTO_TEST_CASE(a_touched_file_with_the_same_bytes_counts_as_unchanged) {
  const Place place;
  place.write("a.txt", "The first article has several words.");
  (void)update(place.index, place.options());
  place.write("a.txt", "The first article has several words.");
  BOOST_TEST(update(place.index, place.options()).plan.unchanged == 1);
  // Neither its size nor its time tell this change, only its bytes: it was written while it was read.
  const auto time = fs::last_write_time(place.source / "a.txt");
  (void)place.directory.write("source/a.txt", "The first article had several words.");
  fs::last_write_time(place.source / "a.txt", time);
  BOOST_TEST(update(place.index, place.options()).summary.replaced == 1);
}

BOOST_AUTO_TEST_CASE(an_article_can_be_removed_by_its_id) {
  const Place place;
  place.write("x.jsonl", "{\"id\": \"1\", \"text\": \"first\"}\n{\"id\": \"2\", \"text\": \"second\"}\n");
  (void)update(place.index, place.options());
  const Updated updated = update(place.index, {.removed_ids = {"1", "7"}});
  BOOST_TEST(updated.summary.removed == 1);
  BOOST_REQUIRE(updated.notices.size() == 1);
  BOOST_TEST(updated.notices[0].source == "7");
  BOOST_TEST(ids(place.index) == Names{"2"});
}

BOOST_AUTO_TEST_CASE(an_update_equals_a_rebuild_whatever_has_changed) {
  std::mt19937 random(7);
  const auto pick = [&](unsigned count) { return static_cast<unsigned>(random() % count); };
  const auto text = [&] {
    std::string words = "Words of chance:";
    for (unsigned i = 0; i < 12; ++i) words += " word" + std::to_string(pick(40));
    return words;
  };
  const auto name = [&] {
    const unsigned number = pick(8);
    return (number % 2 == 0 ? "folder/" : "") + ("n" + std::to_string(number)) +
           (number % 3 == 0 ? ".jsonl" : ".txt");
  };
  const Place place;
  place.write("stays.txt", "An article that stays where it is.");
  for (int round = 0; round < 25; ++round) {
    for (unsigned change = pick(5); change > 0; --change) {
      const std::string file = name();
      if (pick(3) == 0) {
        fs::remove(place.source / file);
      } else if (file.ends_with(".txt")) {
        place.write(file, text());
      } else {
        std::string lines;
        for (unsigned row = pick(4); row > 0; --row) {
          lines += "{\"id\": \"" + file + std::to_string(pick(100)) + std::to_string(row) +
                   "\", \"text\": \"" + text() + "\"}\n";
        }
        place.write(file, lines);
      }
    }
    (void)update(place.index, place.options());
    if (round % 5 != 4) continue;
    const fs::path fresh = place.directory / ("fresh-" + std::to_string(round));
    (void)update(fresh, place.options());
    BOOST_TEST((content(place.index) == content(fresh)), "after round " << round);
    BOOST_TEST(check_index(place.index).problems == Names{});
  }
}

BOOST_AUTO_TEST_CASE(a_file_of_a_far_future_may_have_changed_and_is_read) {
  FileRecord record{.path = "/a.txt", .state = {}, .sum = 0, .read_ns = 0, .folder_device = 0, .options = 0};
  record.state.mtime_ns = std::numeric_limits<std::int64_t>::max();
  BOOST_TEST(record.may_have_changed_unseen());
  BOOST_TEST(restore_file(stored(record))->may_have_changed_unseen());
  struct stat status {};
  status.st_mtim.tv_sec = 30'000'000'000;  // the year 2920
  BOOST_TEST(state_of(status).mtime_ns > 9'000'000'000'000'000'000);
}

BOOST_AUTO_TEST_CASE(a_damaged_index_is_told_and_a_compacted_one_is_sound) {
  const Place place;
  for (int i = 0; i < 30; ++i)
    place.write(std::to_string(i) + ".txt", "Some words of article " + std::to_string(i));
  (void)update(place.index, place.options());
  place.write("3.txt", "Other words than before.");
  (void)update(place.index, place.options());
  BOOST_TEST(check_index(place.index).problems == Names{});
  const auto before = content(place.index);
  compact_index(place.index);
  BOOST_TEST((content(place.index) == before));
  BOOST_TEST(check_index(place.index).problems == Names{});

  const fs::path generation = open_index(place.index).generation;
  std::mt19937 random(3);
  for (const char* const file : {"postlist.glass", "articles", "termlist.glass", "iamglass", "manifest"}) {
    const std::string good = read_file(generation / file);
    for (int i = 0; i < 5; ++i) {
      std::string bad = good;
      bad[random() % bad.size()] ^= static_cast<char>(1U << (random() % 8));
      std::ofstream(generation / file, std::ios::binary) << bad;
      BOOST_TEST(!check_index(place.index).problems.empty(), file);
    }
    fs::remove(generation / file);
    BOOST_TEST(!check_index(place.index).problems.empty(), file);
    std::ofstream(generation / file, std::ios::binary) << good;
  }
  (void)place.directory.write("index/" + generation.filename().string() + "/stranger", "");
  BOOST_TEST(check_index(place.index).problems.size() == 1);
}

}  // namespace
}  // namespace kwic::test
