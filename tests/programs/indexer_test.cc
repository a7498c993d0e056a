/// The options of `indexer` that choose what is read and what is told, from outside.

#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace kwic::test {
namespace {

using nlohmann::json;
using namespace std::string_literals;

/// Two files to read and two to skip.
class Sources {
public:
  Sources() {
    place_.write("in/a.jsonl",
                 "{\"headline\":\"Walrus\",\"byline\":{\"name\":\"Ann Lee\"},\"text\":\"On ice.\"}\n");
    place_.write("in/b.txt", "A walrus swims.\n");
    place_.write("in/c.txt", "\0\1"s);
    place_.write("in/d.txt", "\0\1"s);
  }

  [[nodiscard]] Ran index(std::vector<std::string> arguments, const std::string& input = {}) const {
    arguments.insert(arguments.begin(), {"indexer", "--index", (place_ / "index").string()});
    RunOptions options;
    options.directory = (place_ / "in").string();
    options.input = input;
    return run(arguments, options);
  }

  [[nodiscard]] std::string search(const std::string& query) const {
    return run({"searcher", "--index", (place_ / "index").string(), "--format", "jsonl", query}).out;
  }

private:
  TemporaryDirectory place_;
};

bool contains(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(mapped_names_of_json_lines_are_searched_as_fields) {
  const Sources sources;
  const Ran ran = sources.index({"--map", "title=headline", "--map", "author=byline.name", "a.jsonl"});
  BOOST_TEST(ran.status == 0, ran.err);
  const json hit = json::parse(sources.search("walrus").substr(0, sources.search("walrus").find('\n')));
  BOOST_TEST(hit.at("title") == "Walrus");
  BOOST_TEST(hit.at("author") == "Ann Lee");
  const Ran wrong = sources.index({"--map", "headline=title", "a.jsonl"});
  BOOST_TEST(wrong.status == 2);
  BOOST_TEST(contains(wrong.err, "no such field: \"headline\" (there are id, title,"), wrong.err);
  BOOST_TEST(contains(sources.index({"--map", "title", "a.jsonl"}).err, "is not FIELD=NAME"));
}

BOOST_AUTO_TEST_CASE(a_pattern_is_one_below_a_folder_that_looks_like_one) {
  const TemporaryDirectory place;
  (void)place.write("d[1]/x.txt", "A walrus.");
  (void)place.write("d1/y.txt", "Another walrus.");
  const Ran ran = run_indexer(place / "index", {"*.txt"}, in_folder(place / "d[1]"));
  BOOST_TEST(ran.status == 0, ran.err);
  BOOST_TEST(run_indexer(place / "index", {"--reread"}).status == 0);
  BOOST_TEST(run_searcher(place / "index", {"-l", "walrus"}).out == (place / "d[1]/x.txt").string() + '\n');
}

BOOST_AUTO_TEST_CASE(a_list_of_sources_is_read_from_a_file_or_standard_input) {
  const Sources sources;
  BOOST_TEST(contains(sources.index({"--files-from", "-"}, "b.txt\n\na.jsonl\n").err, "2 articles added"));
  BOOST_TEST(contains(sources.index({"-0", "--reread", "--files-from", "-", "a.jsonl"}, "b.txt\0b.txt"s).err,
                      "2 read and unchanged"));
  const Ran missing = sources.index({"--files-from", "none"});
  BOOST_TEST(missing.status == 2);
  BOOST_TEST(contains(missing.err, "--files-from: cannot read none"), missing.err);
  BOOST_TEST(contains(sources.index({"--files-from", "."}).err, "--files-from: cannot read ."));
  BOOST_TEST(contains(run({"/bin/bash", "-c", "indexer --files-from - b.txt </"}).err,
                      "--files-from: cannot read -"));
  // Nothing that was found is not the same as nothing that was said.
  const Ran empty = sources.index({"--files-from", "-"}, "\n");
  BOOST_TEST(empty.status == 2);
  BOOST_TEST(contains(empty.err, "--files-from: - names no source"), empty.err);
}

BOOST_AUTO_TEST_CASE(the_summary_counts_what_was_skipped_by_its_reason) {
  const Sources sources;
  const Ran text = sources.index({"."});
  BOOST_TEST(text.status == 1);
  BOOST_TEST(contains(text.err, "2 articles added, 2 skipped (binary file: 2) in "), text.err);
  const Ran quiet = sources.index({".", "--reread", "--quiet", "--summary", "json"});
  BOOST_TEST(contains(quiet.err, "c.txt: skipped: binary file"), quiet.err);
  BOOST_TEST(!contains(quiet.err, "replaced"), quiet.err);
  const json summary = json::parse(quiet.out);
  BOOST_TEST(summary.at("replaced") == 0);
  BOOST_TEST(summary.at("unchanged") == 2);
  BOOST_TEST(summary.at("skipped") == 2);
  BOOST_TEST(summary.at("reasons").at("binary file") == 2);
}

BOOST_AUTO_TEST_CASE(each_file_is_told_on_request_and_what_is_excluded_never) {
  const Sources sources;
  const Ran ran = sources.index({".", "--verbose", "--exclude", "[cd].txt", "--exclude", "*.bak"});
  BOOST_TEST(ran.status == 0, ran.err);
  BOOST_TEST(contains(ran.err, "in/a.jsonl: 1 article\n"), ran.err);
  BOOST_TEST(!contains(ran.err, "c.txt"), ran.err);
}

}  // namespace kwic::test
