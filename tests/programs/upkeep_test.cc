// What the programs tell of an index as a whole, and what a search tells programs beside its hits.
#include "support/index_content.h"
#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

class Birds {
public:
  Birds() {
    place_.write(
        "in/birds.jsonl",
        R"({"id": "a", "title": "Heron", "author": "Ann", "date": "2020-01-02", "text": "The heron waits. The heron waits."}
{"id": "b", "title": "Stork", "keywords": ["bird", "nest"], "text": "A stork and a heron."}
)");
    const Ran ran = run_indexer(index(), {"-q", source()});
    BOOST_REQUIRE_MESSAGE(ran.status == 0, ran.err);
  }

  [[nodiscard]] std::filesystem::path index() const { return place_ / "index"; }
  [[nodiscard]] std::string source() const { return (place_ / "in").string(); }
  [[nodiscard]] const TemporaryDirectory& place() const { return place_; }

  [[nodiscard]] std::vector<json> ask(Words words) const {
    words.insert(words.end(), {"--format", "jsonl"});
    const Ran ran = run_searcher(index(), words);
    BOOST_TEST(ran.err == "");
    std::vector<json> objects;
    for (const std::string& line : lines_of(ran.out)) objects.push_back(json::parse(line));
    return objects;
  }

private:
  TemporaryDirectory place_;
};

BOOST_AUTO_TEST_CASE(looking_after_an_index_is_asked_for_alone) {
  const Birds birds;
  for (const std::string upkeep : {"--check", "--stats", "--compact", "--export"}) {
    for (const Words& update : {Words{"--delete", "a"}, Words{"--dry-run"}, Words{"--files-from", "-"},
                                Words{"--watch"}, Words{birds.source()}}) {
      Words words = update;
      words.push_back(upkeep);
      const Ran ran = run_indexer(birds.index(), words);
      BOOST_TEST(ran.status == 2, upkeep << ' ' << update.front());
      BOOST_TEST(ran.err.find("are asked for alone") != std::string::npos, ran.err);
    }
  }
}

/// The files of the index would take the number of standard input, and be read as queries.
BOOST_AUTO_TEST_CASE(a_closed_standard_stream_is_told_and_never_taken_for_another) {
  const Birds birds;
  const auto run_in_shell = [&](const std::string& command) {
    return run({"/bin/bash", "-c", command, birds.index().string(), birds.source()});
  };
  for (const std::string command :
       {"searcher -i $0 --batch - --count <&-", "searcher -i $0 --tokens - <&-", "indexer -i $0 - <&-",
        "searcher -i $0 heron >&-", "indexer -i $0 --export >&-"}) {
    const Ran ran = run_in_shell(command);
    BOOST_TEST(ran.out == "", command);
    BOOST_TEST(ran.err.find("standard ") != std::string::npos, command << ran.err);
    BOOST_TEST(ran.status != 0, command);
  }
  BOOST_TEST(run_in_shell("searcher -i $0 --count heron 2>&- <&-").out == "2\n");
  BOOST_TEST(run_in_shell("indexer -i $0 --reread -v $1 >&- 2>&- <&-").status == 0);
  BOOST_TEST(run_in_shell("indexer -i $0 --check").status == 0);
}

BOOST_AUTO_TEST_CASE(a_dry_run_tells_what_would_be_read_and_removed_and_does_nothing) {
  const Birds birds;
  const auto before = content(birds.index());
  std::filesystem::rename(birds.place() / "in/birds.jsonl", birds.place() / "in/moved.jsonl");
  (void)birds.place().write("in/new.txt", "A gull alone.");
  const Ran ran = run_indexer(birds.index(), {"--dry-run", birds.source()});
  BOOST_TEST(ran.status == 0);
  const std::string in = birds.source() + '/';
  BOOST_TEST(lines_of(ran.out) == (Words{"read " + in + "moved.jsonl", "read " + in + "new.txt",
                                         "moved " + in + "birds.jsonl to " + in + "moved.jsonl",
                                         "remove " + in + "birds.jsonl"}),
             boost::test_tools::per_element());
  BOOST_TEST(ran.err == "indexer: 2 files to read, 0 files unchanged, 1 file gone; nothing was done\n");
  BOOST_TEST((content(birds.index()) == before));
}

BOOST_AUTO_TEST_CASE(statistics_count_articles_languages_and_the_bytes_of_every_file) {
  const Birds birds;
  const Ran ran = run_indexer(birds.index(), {"--stats"});
  BOOST_TEST(ran.status == 0);
  for (const char* const part :
       {"articles              2 articles\n", "languages\n  en                  2 articles\n",
        "postlist.glass", "articles", "termlist.glass", "\"format\":"}) {
    BOOST_TEST(ran.out.find(part) != std::string::npos, part << " is not in " << ran.out);
  }
}

BOOST_AUTO_TEST_CASE(what_is_exported_makes_the_same_articles_again) {
  const Birds birds;
  const Ran exported = run_indexer(birds.index(), {"--export"});
  BOOST_TEST(exported.status == 0);
  const auto again = birds.place() / "again";
  BOOST_TEST(run_indexer(again, {"-q", "-"}, with_input(exported.out)).status == 0);
  for (const char* const id : {"a", "b"}) {
    json first = json::parse(run_searcher(birds.index(), {"--show", id, "--format", "jsonl"}).out);
    json second = json::parse(run_searcher(again, {"--show", id, "--format", "jsonl"}).out);
    first.erase("path");
    second.erase("path");
    BOOST_TEST(first == second);
  }
}

BOOST_AUTO_TEST_CASE(an_index_is_checked_compacted_and_verified) {
  const Birds birds;
  const Ran checked = run_indexer(birds.index(), {"--check"});
  BOOST_TEST(checked.status == 0);
  BOOST_TEST(checked.err.find("sound") != std::string::npos);
  BOOST_TEST(run_indexer(birds.index(), {"-q", "--compact"}).status == 0);
  const Ran verified = run_searcher(birds.index(), {"--verify", "--count", "heron"});
  BOOST_TEST(verified.out == "2\n");
  BOOST_TEST(verified.status == 0);
}

BOOST_AUTO_TEST_CASE(json_lines_explain_a_score_as_the_sum_of_its_parts) {
  const Birds birds;
  const std::vector<json> objects = birds.ask({"--explain", "heron waits"});
  BOOST_REQUIRE(objects.size() == 3U);
  for (const json& hit : {objects[0], objects[1]}) {
    const json& told = hit["explanation"];
    double sum = 0;
    for (const json& term : told["terms"]) sum += term["score"].get<double>();
    for (const json& pair : told["pairs"]) sum += pair["score"].get<double>();
    BOOST_TEST(std::abs(sum * told["recency"].get<double>() - hit["score"].get<double>()) < 0.001);
  }
  BOOST_TEST(objects[0]["explanation"]["terms"][0]["in_title"] == true);
  BOOST_TEST(objects[0]["explanation"]["pairs"][0]["first"] == "heron");
}

BOOST_AUTO_TEST_CASE(json_lines_have_facets_and_tell_why_an_article_is_no_hit) {
  const Birds birds;
  const json facets = birds.ask({"--facet", "author", "--facet", "keyword", "heron"}).back()["facets"];
  BOOST_TEST(facets["author"] == json::parse(R"([["Ann", 1]])"));
  BOOST_TEST(facets["keyword"].size() == 2U);
  const json standing = birds.ask({"--why-not", "b", "+waits"}).front();
  BOOST_TEST(standing["type"] == "standing");
  BOOST_TEST(standing["in_index"] == true);
  BOOST_TEST(standing["matches"] == false);
  BOOST_TEST(standing["rank"].is_null());
  BOOST_TEST(standing["lacks"] == json::parse(R"(["waits"])"));
  BOOST_TEST(birds.ask({"--why-not", "a", "waits"}).front()["rank"] == 1);
  BOOST_TEST(birds.ask({"--why-not", "a", "(waits"}).front()["warnings"].size() == 1U);
}

BOOST_AUTO_TEST_CASE(options_that_contradict_each_other_are_refused) {
  const Birds birds;
  const std::vector<std::pair<Words, std::string>> rows = {
      {{"--count", "--list", "heron"}, "--list excludes --count"},
      {{"--count", "--format", "jsonl", "heron"}, "--count"},
      {{"--template", "{id}", "--count", "heron"}, "--template"},
      {{"--facet", "year", "--count", "heron"}, "--facet takes the format text or jsonl"},
      {{"--facet", "year", "--format", "tsv", "heron"}, "--facet takes the format text or jsonl"},
      {{"--explain", "--list", "heron"}, "--explain takes the format text or jsonl"},
      {{"--similar", "a", "heron"}, "a query beside --similar"},
      {{"--similar", "a", "--why-not", "b"}, "--similar"},
      {{"--show", "a", "--batch", "-"}, "--show"},
  };
  for (const auto& [words, problem] : rows) {
    const Ran ran = run_searcher(birds.index(), words);
    BOOST_TEST(ran.status == 2);
    BOOST_TEST(ran.out.empty());
    BOOST_TEST(lines_of(ran.err).size() == 1U);
    BOOST_TEST(ran.err.find(problem) != std::string::npos, ran.err);
  }
}

BOOST_AUTO_TEST_CASE(a_count_of_nothing_says_why_beside_the_number) {
  const Ran none = run_searcher(Birds().index(), {"--count", "zeppelin"});
  BOOST_TEST(none.out == "0\n");
  BOOST_TEST(none.err == "searcher: no article matches: no article has zeppelin\n");
  BOOST_TEST(run_searcher(Birds().index(), {"--count", "heron"}).err.empty());
}

BOOST_AUTO_TEST_CASE(what_is_repaired_is_told_beside_an_article_and_its_standing) {
  const Birds birds;
  for (const char* const option : {"--why-not", "--show"}) {
    const Ran ran = run_searcher(birds.index(), {option, "a", "(heron"});
    BOOST_TEST(ran.err == "searcher: warning: ( at 0 is never closed: taken as closed at the end\n", option);
  }
  const Ran refused = run_searcher(birds.index(), {"--strict", "--why-not", "a", "(heron"});
  BOOST_TEST(refused.status == 2);
}

}  // namespace
}  // namespace kwic::test
