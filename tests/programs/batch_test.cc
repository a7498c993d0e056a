// Many queries in one process, and the runs that evaluation tools read.
#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

using Words = std::vector<std::string>;

class Birds {
public:
  Birds() {
    place_.write("in/birds.jsonl",
                 R"({"id": "a heron", "title": "Heron", "text": "The heron waits."}
{"id": "b", "title": "Birds", "text": "A heron and a stork."}
{"id": "c", "title": "Stork", "text": "The stork comes back."}
)");
    const Ran ran = run({"indexer", "--quiet", "--index", index(), (place_ / "in").string()});
    BOOST_REQUIRE_MESSAGE(ran.status == 0, ran.err);
  }

  [[nodiscard]] Ran ask(const Words& options, const std::string& input = {}) const {
    Words arguments = {"searcher", "--index", index()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    RunOptions run_options;
    run_options.input = input;
    return run(arguments, run_options);
  }

  [[nodiscard]] std::string file(const std::string& text) const {
    return place_.write("queries", text).string();
  }

private:
  [[nodiscard]] std::string index() const { return (place_ / "index").string(); }

  TemporaryDirectory place_;
};

std::vector<nlohmann::json> objects(const std::string& lines) {
  std::vector<nlohmann::json> all;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) all.push_back(nlohmann::json::parse(line));
  return all;
}

BOOST_AUTO_TEST_CASE(a_batch_answers_its_lines_in_order_each_under_its_id) {
  const Ran ran =
      Birds().ask({"--batch", "-", "--format", "jsonl"}, "first\therons\n\nzeppelin\r\nlast\tstork");
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(ran.err == "");
  Words told;
  for (const auto& object : objects(ran.out)) {
    told.push_back(object.at("type") == "hit" ? object.at("id") : object.at("query_id"));
  }
  BOOST_TEST(told == (Words{"a heron", "b", "first", "3", "c", "b", "last"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_run_has_six_columns_whatever_the_ids_are) {
  const Birds birds;
  const Ran ran = birds.ask({"--batch", birds.file("q 1\theron?\n2\tnothing\n"), "--format=trec", "--plain"});
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(ran.err == "");
  std::istringstream in(ran.out);
  Words rows;
  for (std::string query, zero, id, rank, score, tag; in >> query >> zero >> id >> rank >> score >> tag;) {
    BOOST_TEST(std::stod(score) > 0);
    rows.push_back(query + ' ' + zero + ' ' + id + ' ' + rank + ' ' + tag);
  }
  BOOST_TEST(rows == (Words{"q%201 Q0 a%20heron 1 kwic", "q%201 Q0 b 2 kwic"}),
             boost::test_tools::per_element());
  BOOST_TEST(birds.ask({"heron", "-ftrec", "-n", "1"}).out.starts_with("1 Q0 a%20heron 1 "));
}

BOOST_AUTO_TEST_CASE(a_query_that_is_refused_stops_no_other_and_is_answered_too) {
  const std::string input = std::string(20'000, 'x') + "\nstork\n";
  const Ran ran = Birds().ask({"--batch=-", "--format", "jsonl", "--limit", "1"}, input);
  BOOST_TEST(ran.status == 2);
  BOOST_TEST(ran.err.starts_with("searcher: query 1: the query has 20000 bytes"));
  const auto answers = objects(ran.out);
  BOOST_REQUIRE(answers.size() == 3);
  BOOST_TEST(answers[0].at("query_id") == "1");
  BOOST_TEST(answers[0].at("error").get<std::string>().starts_with("the query has 20000 bytes"));
  BOOST_TEST(answers[0].at("total").is_null());
  BOOST_TEST(answers[1].at("id") == "c");
}

BOOST_AUTO_TEST_CASE(a_batch_for_people_says_which_query_is_which) {
  const Ran ran = Birds().ask({"--batch", "-"}, "herons\nzeppelin\n");
  BOOST_TEST(ran.out.find("[1] herons\n\n1. Heron\n") == 0);
  BOOST_TEST(ran.out.find("[2] zeppelin\n") != std::string::npos);
  BOOST_TEST(ran.err == "searcher: query 2: no article matches: no article has zeppelin\n");
}

BOOST_AUTO_TEST_CASE(a_batch_that_cannot_be_read_or_asks_beside_a_query_is_an_error) {
  const Birds birds;
  BOOST_TEST(birds.ask({"--batch", "/nowhere/queries"}).status == 2);
  BOOST_TEST(birds.ask({"--batch", "/"}).status == 2);
  BOOST_TEST(birds.ask({"--batch", "-", "heron"}).status == 2);
  BOOST_TEST(birds.ask({"--batch", "/dev/null"}).status == 1);
}

BOOST_AUTO_TEST_CASE(options_that_take_a_name_leave_the_query_alone) {
  const Ran ran = Birds().ask({"--facet", "language", "--sort", "-date", "--explain", "heron"});
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(ran.out.find("language\n   2 articles  en\n") != std::string::npos, ran.out);
  BOOST_TEST(Birds().ask({"--why-not", "c", "heron"}).out == "c: it does not have heron\n");
  BOOST_TEST(Birds().ask({"--similar", "nothing"}).status == 2);
}

}  // namespace
}  // namespace kwic::test
