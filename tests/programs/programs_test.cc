/// What a user does with `indexer` and `searcher`, from outside: files in, ranked and highlighted hits out.

#include "support/gzipped.h"
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Words = std::vector<std::string>;

/// The same, where anything but complete success ends the test.
void must_index(const fs::path& index, const Words& sources, const RunOptions& options = {}) {
  const Ran ran = run_indexer(index, sources, options);
  BOOST_REQUIRE_MESSAGE(ran.status == 0, "indexer ended with " << ran.status << ": " << ran.err);
}

struct Answer {  // NOLINT(bugprone-exception-escape): json only asserts when it is moved
  int status = -1;
  std::vector<json> hits;
  json summary;

  [[nodiscard]] Words ids() const {
    Words ids;
    for (const json& hit : hits) ids.push_back(hit.at("id").get<std::string>());
    return ids;
  }
};

/// What `searcher --format jsonl` says; every line must be JSON, and the last one the summary.
Answer ask(const fs::path& index, const Words& words, const RunOptions& options = {}) {
  Words arguments = {"--format", "jsonl"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  const Ran ran = run_searcher(index, arguments, options);
  Answer answer;
  answer.status = ran.status;
  for (const std::string& line : lines_of(ran.out)) answer.hits.push_back(json::parse(line));
  BOOST_REQUIRE_MESSAGE(!answer.hits.empty(), "no line from searcher: " << ran.err);
  answer.summary = answer.hits.back();
  answer.hits.pop_back();
  BOOST_TEST(answer.summary.at("type") == "summary");
  for (const json& hit : answer.hits) BOOST_TEST(hit.at("type") == "hit");
  return answer;
}

bool is_space(char c) {
  return std::string_view(" \t\r\n\f\v").find(c) != std::string_view::npos;
}

/// Each run of white space as one space, none at the ends.
std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool on_border(const std::string& text, std::size_t at) {
  return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U);
}

/// The highlighted words; checks that the ranges rise, do not touch each other and cut no character in two.
Words highlighted(const std::string& text, const json& ranges) {
  Words words;
  std::size_t last = 0;
  for (const json& range : ranges) {
    BOOST_REQUIRE(range.is_array() && range.size() == 2);
    const auto start = range[0].get<std::size_t>();
    const auto end = range[1].get<std::size_t>();
    BOOST_REQUIRE_LT(start, end);
    BOOST_REQUIRE_LE(end, text.size());
    BOOST_TEST(start >= last);
    BOOST_TEST(on_border(text, start));
    BOOST_TEST(on_border(text, end));
    words.push_back(text.substr(start, end - start));
    last = end;
  }
  return words;
}

/// The snippets of a hit, held against the file that the article was read from as it is.
void check_snippets(const json& hit, const std::string& file) {
  std::size_t last_end = 0;
  for (const json& snippet : hit.at("snippets")) {
    const auto text = snippet.at("text").get<std::string>();
    const auto start = snippet.at("start").get<std::size_t>();
    const auto end = snippet.at("end").get<std::size_t>();
    BOOST_REQUIRE_LT(start, end);
    BOOST_REQUIRE_LE(end, file.size());
    BOOST_TEST(start >= last_end);
    BOOST_TEST(text == folded(std::string_view(file).substr(start, end - start)));
    const auto line = 1 + std::count(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(start), '\n');
    BOOST_TEST(snippet.at("line").get<long>() == line);
    last_end = end;
  }
}

std::string article(const std::string& id, const std::string& title, const std::string& text) {
  return json({{"id", id}, {"title", title}, {"text", text}}).dump() + '\n';
}

const std::string corpus = std::string(KWIC_SOURCE_DIR) + "/corpus/articles";

/// Three birds and a fish: small enough to know every answer by heart.
const std::string birds =
    article("heron", "The grey heron", "A heron waits in shallow water. It catches fish.") +
    article("osprey", "Ospreys", "The osprey dives for fishes, feet first, into deep water.") +
    article("wren", "A small bird", "The wren sings under the hedge and eats spiders.") +
    article("pike", "The pike", "A fish that waits. Water that is shallow suits it.");

/// An index of the source documents; `index` is empty, after a message, where they are not there.
struct SourceDocuments {
  SourceDocuments() {
    const fs::path shared = shared_file("articles");
    if (shared.empty()) return;
    folder = fs::canonical(shared);
    index = (place / "index").string();
    must_index(index, {folder.string()});
  }

  [[nodiscard]] std::string path(const std::string& number) const {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().filename().string().starts_with(number)) return entry.path().string();
    }
    return {};
  }

  /// The hit that was read from the document of this number.
  [[nodiscard]] json hit(const Answer& answer, const std::string& number) const {
    for (const json& hit : answer.hits) {
      if (hit.at("path") == path(number)) return hit;
    }
    BOOST_FAIL("no hit in document " << number);
    return {};
  }

  TemporaryDirectory place;
  fs::path folder;
  std::string index;
};

BOOST_AUTO_TEST_CASE(the_source_documents_get_the_title_that_the_rule_finds) {
  const SourceDocuments documents;
  if (documents.index.empty()) return;
  const Answer answer = ask(documents.index, {"iran"});
  BOOST_REQUIRE_EQUAL(answer.hits.size(), 3U);

  // 000: the first line is a kicker with a date, the next one with words is the title.
  const Words first = lines_of(read_file(documents.path("000")));
  BOOST_TEST(documents.hit(answer, "000").at("title") == first.at(2));
  // 001: the line that stands there twice.
  const Words second = lines_of(read_file(documents.path("001")));
  BOOST_REQUIRE_EQUAL(second.at(2), second.at(4));
  BOOST_TEST(documents.hit(answer, "001").at("title") == second.at(2));
  // 004: no title; the first sentence.
  const std::string third = lines_of(read_file(documents.path("004"))).at(0);
  const auto title = documents.hit(answer, "004").at("title").get<std::string>();
  BOOST_TEST(third.starts_with(title));
  BOOST_TEST(title.size() <= 200U);
  BOOST_TEST(title.ends_with('.'));
  BOOST_TEST(third.at(title.size()) == ' ');
}

BOOST_AUTO_TEST_CASE(only_the_dated_source_document_has_a_date) {
  const SourceDocuments documents;
  if (documents.index.empty()) return;
  const Answer answer = ask(documents.index, {"iran"});
  BOOST_TEST(documents.hit(answer, "000").at("date") == "2024-03-20");
  BOOST_TEST(documents.hit(answer, "001").at("date").is_null());
  BOOST_TEST(documents.hit(answer, "004").at("date").is_null());
  for (const json& hit : answer.hits) {
    BOOST_TEST(hit.at("language") == "en");
    BOOST_TEST(hit.at("id") == hit.at("path"));
    BOOST_TEST(hit.at("url").is_null());
  }
}

BOOST_AUTO_TEST_CASE(the_source_documents_are_ranked_for_nuclear_talks_oman) {
  const SourceDocuments documents;
  if (documents.index.empty()) return;
  const Answer answer = ask(documents.index, {"nuclear", "talks", "oman"});
  BOOST_TEST(answer.status == 0);
  BOOST_REQUIRE_EQUAL(answer.hits.size(), 3U);
  BOOST_TEST(answer.summary.at("total").at("value") == 3);
  BOOST_TEST(answer.hits[0].at("path") == documents.path("000"));
  double last = 1e9;
  for (std::size_t i = 0; i < answer.hits.size(); ++i) {
    const json& hit = answer.hits[i];
    BOOST_TEST(hit.at("rank") == i + 1);
    BOOST_TEST(hit.at("score").get<double>() <= last);
    BOOST_TEST(hit.at("score").get<double>() > 0);
    BOOST_TEST(!hit.at("snippets").empty());
    last = hit.at("score").get<double>();
  }
}

BOOST_AUTO_TEST_CASE(snippets_are_the_bytes_of_the_document_with_white_space_folded) {
  const SourceDocuments documents;
  if (documents.index.empty()) return;
  for (const char* const query : {"nuclear talks oman", "\"maximum pressure\"", "tehran american",
                                  "U.S. sanctions", "the", "saudi -qatar"}) {
    const Answer answer = ask(documents.index, {"--snippets", "9", "--", query});
    BOOST_TEST_CONTEXT(query) {
      BOOST_TEST(!answer.hits.empty());
      for (const json& hit : answer.hits) check_snippets(hit, read_file(hit.at("path").get<std::string>()));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_highlight_is_a_form_of_a_query_word) {
  const SourceDocuments documents;
  if (documents.index.empty()) return;
  const Answer answer = ask(documents.index, {"--snippets", "9", "nuclear", "talks", "oman"});
  std::set<std::string> seen;
  const auto check = [&](const std::string& text, const json& ranges) {
    for (const std::string& word : highlighted(text, ranges)) {
      const std::string form = lower(word);
      BOOST_TEST((form.starts_with("nuclear") || form.starts_with("talk") || form == "oman"), word);
      seen.insert(form.substr(0, 4));
    }
  };
  for (const json& hit : answer.hits) {
    check(hit.at("title").get<std::string>(), hit.at("title_highlights"));
    std::size_t marks = 0;
    for (const json& snippet : hit.at("snippets")) {
      check(snippet.at("text").get<std::string>(), snippet.at("highlights"));
      marks += snippet.at("highlights").size();
    }
    BOOST_TEST(marks > 0U);
  }
  BOOST_TEST(seen.size() == 3U);
}

BOOST_AUTO_TEST_CASE(nothing_of_a_source_document_is_lost) {
  const SourceDocuments documents;
  if (documents.index.empty()) return;
  // The debris above a title, the kicker, and a place where a space is missing.
  for (const auto& [number, query] : std::map<std::string, std::string>{
           {"001", "\"follow us on social\""}, {"000", "\"forever wars\""}, {"004", "\"Tehran.AMERICAN\""}}) {
    const Answer answer = ask(documents.index, {query});
    BOOST_TEST_CONTEXT(query) {
      (void)documents.hit(answer, number);
    }
  }
  for (const char* const number : {"000", "001", "004"}) {
    // A document is found by its last line of words.
    const std::string text = folded(read_file(documents.path(number)));
    const std::string tail = text.substr(text.find(' ', text.size() - 60) + 1);
    BOOST_TEST_CONTEXT(tail) {
      (void)documents.hit(ask(documents.index, {"--plain", "--", tail}), number);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_person_reads_title_date_source_and_snippets) {
  const SourceDocuments documents;
  if (documents.index.empty()) return;
  const Ran ran = run_searcher(documents.index, {"nuclear", "talks", "oman"});
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(ran.err.empty());
  const Words lines = lines_of(ran.out);
  BOOST_REQUIRE_GT(lines.size(), 4U);
  BOOST_TEST(lines[0] == "1. " + lines_of(read_file(documents.path("000"))).at(2));
  BOOST_TEST(lines[1].find("2024-03-20") != std::string::npos);
  BOOST_TEST(lines[1].find(fs::path(documents.path("000")).filename().string()) != std::string::npos);
  BOOST_TEST(lower(lines[2]).find("oman") != std::string::npos);
  BOOST_TEST(lines.back() == "3 articles");
  // From the folder of the documents the path is only the name.
  const Ran near = run_searcher(documents.index, {"nuclear"}, in_folder(documents.folder));
  BOOST_TEST(near.out.find(documents.folder.string()) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_file_of_the_sample_corpus_gives_its_articles) {
  const TemporaryDirectory place;
  const Ran ran = run_indexer(place / "index", {corpus});
  BOOST_TEST(ran.status == 0, ran.err);
  BOOST_TEST(ran.out.empty());
  std::map<std::string, std::size_t> expected;
  std::size_t articles = 0;
  for (const auto& entry : fs::recursive_directory_iterator(corpus)) {
    if (!entry.is_regular_file()) continue;
    const bool many = entry.path().extension() == ".jsonl";
    const std::size_t count = many ? lines_of(read_file(entry.path())).size() : 1;
    expected[fs::canonical(entry.path()).string()] = count;
    articles += count;
  }
  BOOST_TEST(articles >= 30U);
  std::map<std::string, std::size_t> found;
  std::set<std::string> languages;
  const Answer all = ask(place / "index", {"--limit", "1000", "--", "-wordthatnoarticlehas"});
  for (const json& hit : all.hits) {
    ++found[hit.at("path").get<std::string>()];
    languages.insert(hit.at("language").get<std::string>());
  }
  BOOST_TEST((found == expected));
  BOOST_TEST(all.hits.size() == articles);
  BOOST_TEST(all.summary.at("total").at("value") == articles);
  for (const char* const code : {"ar", "de", "en", "es", "fa", "fr", "hi", "ja", "ru", "th", "zh"}) {
    BOOST_TEST(languages.contains(code), code);
  }
}

BOOST_AUTO_TEST_CASE(pages_laid_together_are_one_long_page) {
  const TemporaryDirectory place;
  must_index(place / "index", {corpus});
  for (const char* const query : {"iran nuclear water", "-volcano", "\"of the\"", "history +the"}) {
    BOOST_TEST_CONTEXT(query) {
      const Answer whole = ask(place / "index", {"--limit", "100", "--", query});
      BOOST_REQUIRE_GT(whole.hits.size(), 5U);
      std::vector<json> pages;
      for (std::size_t offset = 0; offset < whole.hits.size(); offset += 7) {
        const Words page = {"--limit", "7", "--offset", std::to_string(offset), "--", query};
        const Answer part = ask(place / "index", page);
        BOOST_TEST(part.summary.at("total") == whole.summary.at("total"));
        pages.insert(pages.end(), part.hits.begin(), part.hits.end());
      }
      BOOST_TEST((pages == whole.hits));
      BOOST_TEST(whole.summary.at("total").at("value") == whole.hits.size());
      BOOST_TEST(whole.summary.at("total").at("exact") == true);
      std::set<std::string> ids;
      for (const std::string& id : whole.ids()) ids.insert(id);
      BOOST_TEST(ids.size() == whole.hits.size());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_page_behind_the_last_hit_is_empty_and_does_not_say_that_nothing_matches) {
  const TemporaryDirectory place;
  must_index(place / "index", {"-"}, with_input(birds));
  const Answer answer = ask(place / "index", {"--offset", "50", "water"});
  BOOST_TEST(answer.status == 1);
  BOOST_TEST(answer.hits.empty());
  BOOST_TEST(answer.summary.at("total").at("value") == 3);
  const Ran ran = run_searcher(place / "index", {"--offset", "50", "water"});
  BOOST_TEST(ran.status == 1);
  BOOST_TEST(ran.err.find("no article matches") == std::string::npos, ran.err);
}

BOOST_AUTO_TEST_CASE(words_find_inflections_and_phrases_find_themselves) {
  const TemporaryDirectory place;
  must_index(place / "index", {"-"}, with_input(birds));
  const auto ids = [&](const std::string& query) {
    const Words found = ask(place / "index", {"--", query}).ids();
    return std::set<std::string>(found.begin(), found.end());
  };
  const auto expect = [&](const std::string& query, const std::set<std::string>& expected) {
    BOOST_TEST(ids(query) == expected, boost::test_tools::per_element());
  };
  expect("fish", {"heron", "osprey", "pike"});
  expect("FISHING", {"heron", "osprey", "pike"});
  expect("\"shallow water\"", {"heron"});
  expect("\"water shallow\"", {});
  expect("\"fish\"", {"heron", "pike"});
  expect("\"fishes\"", {"osprey"});
  expect("\"Shallow WATER\"", {"heron"});
  expect("shallow water", {"heron", "osprey", "pike"});
  expect("water \"shallow water\"", {"heron"});
  expect("water -osprey", {"heron", "pike"});
  expect("water -\"shallow water\"", {"osprey", "pike"});
  expect("water +fish -heron", {"osprey", "pike"});
  expect("+water +spiders", {});
  expect("water spiders", {"heron", "osprey", "pike", "wren"});
  expect("+\"feet first\" spiders", {"osprey"});
  expect("-fish", {"wren"});
  expect("-fish -wren", {});
  expect("wrens", {"wren"});
  expect("unicorn", {});
}

BOOST_AUTO_TEST_CASE(arguments_are_one_query) {
  const TemporaryDirectory place;
  must_index(place / "index", {"-"}, with_input(birds));
  BOOST_TEST(ask(place / "index", {"heron", "water"}).ids() == ask(place / "index", {"heron water"}).ids());
  const Answer split = ask(place / "index", {"\"shallow", "water\""});
  BOOST_TEST(split.ids() == Words{"heron"});
  BOOST_TEST(split.summary.at("query") == "\"shallow water\"");
  BOOST_TEST(ask(place / "index", {"--plain", "\"water", "shallow\""}).hits.size() == 3U);
}

BOOST_AUTO_TEST_CASE(the_words_of_a_phrase_are_marked_nowhere_else) {
  const TemporaryDirectory place;
  must_index(place / "index", {"-"}, with_input(birds));
  const Answer answer = ask(place / "index", {"--", "\"shallow water\" -osprey"});
  BOOST_REQUIRE_EQUAL(answer.hits.size(), 1U);
  BOOST_TEST(answer.hits[0].at("title_highlights").empty());
  Words marks;
  for (const json& snippet : answer.hits[0].at("snippets")) {
    const Words words = highlighted(snippet.at("text").get<std::string>(), snippet.at("highlights"));
    marks.insert(marks.end(), words.begin(), words.end());
  }
  BOOST_TEST((marks == Words{"shallow water"} || marks == Words{"shallow", "water"}));
}

std::set<std::string> keys(const json& object) {
  std::set<std::string> names;
  for (const auto& item : object.items()) names.insert(item.key());
  return names;
}

BOOST_AUTO_TEST_CASE(json_lines_follow_the_schema) {
  const TemporaryDirectory place;
  const std::string full = json({{"id", "full"},
                                 {"title", "Tea in the hills"},
                                 {"author", {"Ada Moss", "Bo Reed"}},
                                 {"date", "2021-05-06"},
                                 {"language", "en"},
                                 {"url", "https://example.org/tea"},
                                 {"keywords", {"tea", "hills"}},
                                 {"text", "Pickers start early.\nThe tea is rolled by noon."}})
                               .dump();
  must_index(place / "index", {"-"}, with_input(full + "\n{\"text\":\"tea\"}\n"));
  const Answer answer = ask(place / "index", {"tea"});
  BOOST_TEST(answer.status == 0);
  BOOST_REQUIRE_EQUAL(answer.hits.size(), 2U);
  const std::set<std::string> hit_keys = {
      "type", "rank",     "id",   "score", "title", "title_highlights", "author", "author_highlights",
      "date", "language", "path", "url",   "words", "snippets"};
  const std::set<std::string> snippet_keys = {"text",       "start",      "end",      "line",
                                              "highlights", "cut_before", "cut_after"};
  const std::set<std::string> summary_keys = {"type",      "schema",     "query",      "total",  "warnings",
                                              "obstacles", "suggestion", "understood", "took_ms"};
  for (const json& hit : answer.hits) {
    BOOST_TEST((keys(hit) == hit_keys), hit);
    BOOST_TEST(hit.at("rank").is_number_unsigned());
    BOOST_TEST(hit.at("score").is_number_float());
    for (const json& snippet : hit.at("snippets")) {
      BOOST_TEST((keys(snippet) == snippet_keys), snippet);
      for (const char* const key : {"start", "end", "line"}) BOOST_TEST(snippet.at(key).is_number_unsigned());
    }
  }
  const bool full_first = answer.hits[0].at("id") == "full";
  const json& rich = answer.hits[full_first ? 0 : 1];
  const json& bare = answer.hits[full_first ? 1 : 0];
  BOOST_TEST(rich.at("title") == "Tea in the hills");
  BOOST_TEST(rich.at("title_highlights") == json::parse("[[0,3]]"));
  BOOST_TEST(rich.at("author") == "Ada Moss; Bo Reed");
  BOOST_TEST(rich.at("date") == "2021-05-06");
  BOOST_TEST(rich.at("url") == "https://example.org/tea");
  BOOST_TEST(rich.at("path").is_null());
  for (const char* const key : {"title", "author", "date", "path", "url"}) {
    BOOST_TEST(bare.at(key).is_null(), key);
  }
  BOOST_TEST(bare.at("title_highlights").empty());
  const json& summary = answer.summary;
  BOOST_TEST((keys(summary) == summary_keys), summary);
  BOOST_TEST(summary.at("schema") == 1);
  BOOST_TEST(summary.at("query") == "tea");
  BOOST_TEST(summary.at("total") == json::parse(R"({"value":2,"exact":true})"));
  BOOST_TEST(summary.at("warnings") == json::array());
  BOOST_TEST(summary.at("suggestion").is_null());
  BOOST_TEST(summary.at("took_ms").is_number());
  BOOST_TEST(summary.at("took_ms").get<double>() >= 0);
}

BOOST_AUTO_TEST_CASE(json_lines_say_nothing_but_json_even_without_hits) {
  const TemporaryDirectory place;
  must_index(place / "index", {"-"}, with_input(birds));
  const Answer none = ask(place / "index", {"unicorn"});
  BOOST_TEST(none.status == 1);
  BOOST_TEST(none.hits.empty());
  BOOST_TEST(none.summary.at("total").at("value") == 0);
  const Answer odd = ask(place / "index", {"\"heron"});
  BOOST_TEST(odd.status == 0);
  BOOST_REQUIRE_EQUAL(odd.summary.at("warnings").size(), 1U);
  BOOST_TEST(odd.summary.at("warnings")[0].at("position") == 0);
  BOOST_TEST(odd.summary.at("warnings")[0].at("message").is_string());
  BOOST_TEST(run_searcher(place / "index", {"--format", "jsonl", "\"heron"}).err.empty());
}

BOOST_AUTO_TEST_CASE(colour_marks_the_words_and_only_when_asked_for) {
  const TemporaryDirectory place;
  must_index(place / "index", {"-"}, with_input(birds));
  const auto out = [&](const Words& words, const RunOptions& options = {}) {
    return run_searcher(place / "index", words, options).out;
  };
  const std::string plain = out({"--color", "never", "heron"});
  BOOST_TEST(plain.find('\033') == std::string::npos);
  BOOST_TEST(out({"heron"}) == plain);
  BOOST_TEST(out({"--color=auto", "heron"}) == plain);
  BOOST_TEST(out({"--color=auto", "heron"}, in_environment({{"TERM", "xterm"}})) == plain);
  const std::string coloured = out({"--color", "always", "heron"});
  BOOST_TEST(coloured.find("A \033[1;31mheron\033[0m waits") != std::string::npos, coloured);
  // What is asked for on the command line stands above the environment.
  BOOST_TEST(out({"--color=always", "heron"}, in_environment({{"NO_COLOR", "1"}})) == coloured);
  std::string stripped;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\033') {
      i = coloured.find('m', i);
    } else {
      stripped += coloured[i];
    }
  }
  BOOST_TEST(stripped == plain);
  BOOST_TEST(out({"--color=always", "--format=jsonl", "heron"}).find('\033') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(colour_comes_by_itself_on_a_terminal) {
  if (!fs::exists("/usr/bin/script")) {
    BOOST_TEST_MESSAGE("skipped: no /usr/bin/script to make a terminal");
    return;
  }
  const TemporaryDirectory place;
  must_index(place / "index", {"-"}, with_input(birds));
  const std::string command = "searcher --index '" + (place / "index").string() + "' heron";
  const auto coloured = [&](const std::map<std::string, std::string>& environment,
                            const std::string& more = "") {
    const Ran ran =
        run({"/usr/bin/script", "-qec", command + more, "/dev/null"}, in_environment(environment));
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.out.find("heron") != std::string::npos);
    return ran.out.find('\033') != std::string::npos;
  };
  BOOST_TEST(coloured({{"TERM", "xterm"}}));
  BOOST_TEST(coloured({{"TERM", "xterm"}, {"NO_COLOR", ""}}));
  BOOST_TEST(!coloured({{"TERM", "xterm"}, {"NO_COLOR", "1"}}));
  BOOST_TEST(!coloured({{"TERM", "dumb"}}));
  BOOST_TEST(!coloured({{"TERM", "xterm"}}, " --color never"));
}

BOOST_AUTO_TEST_CASE(a_dash_reads_json_lines_from_standard_input) {
  const TemporaryDirectory place;
  const std::string input = birds + "{\"text\":\"A kestrel hovers.\"}\n";
  const Ran ran = run_indexer(place / "index", {"-"}, with_input(input));
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(ran.out.empty());
  BOOST_TEST(ran.err.find("5 articles added") != std::string::npos, ran.err);
  const Answer answer = ask(place / "index", {"kestrel"});
  BOOST_REQUIRE_EQUAL(answer.hits.size(), 1U);
  BOOST_TEST(answer.hits[0].at("id") == "-#5");
  BOOST_TEST(answer.hits[0].at("path").is_null());
}

BOOST_AUTO_TEST_CASE(compressed_files_are_read_directly) {
  const TemporaryDirectory place;
  const std::string lines = birds + "{\"text\":\"A kestrel hovers.\"}\n";
  const fs::path packed = place.write("in/birds.jsonl.gz", gzipped(lines));
  place.write("in/note.txt.gz", gzipped("Notes on a gentle corncrake\n\nIt rasps at night.\n"));
  must_index(place / "index", {(place / "in").string()});
  const Answer kestrel = ask(place / "index", {"kestrel"});
  BOOST_REQUIRE_EQUAL(kestrel.hits.size(), 1U);
  BOOST_TEST(kestrel.hits[0].at("id") == fs::canonical(packed).string() + "#5");
  const Answer crake = ask(place / "index", {"rasps"});
  BOOST_REQUIRE_EQUAL(crake.hits.size(), 1U);
  BOOST_TEST(crake.hits[0].at("title") == "Notes on a gentle corncrake");
  BOOST_TEST(ask(place / "index", {"heron"}).ids() == Words{"heron"});
}

BOOST_AUTO_TEST_CASE(a_file_indexed_again_replaces_what_it_held) {
  const TemporaryDirectory place;
  const fs::path note = place.write("note.txt", "A short note about otters\n\nOtters hold hands.\n");
  must_index(place / "index", {note.string()});
  BOOST_TEST(ask(place / "index", {"otter"}).hits.size() == 1U);
  place.write("note.txt", "A short note about badgers\n\nBadgers dig setts.\n");
  const Ran again = run_indexer(place / "index", {note.string()});
  BOOST_TEST(again.status == 0);
  BOOST_TEST(again.err.find("1 replaced") != std::string::npos, again.err);
  BOOST_TEST(ask(place / "index", {"otter"}).hits.empty());
  BOOST_TEST(ask(place / "index", {"badger"}).hits.size() == 1U);
  // By another way to the same file it is the same article still.
  const Ran nearby = run_indexer(place / "index", {"./note.txt"}, in_folder(place.path()));
  BOOST_TEST(nearby.status == 0);
  BOOST_TEST(ask(place / "index", {"badger"}).hits.size() == 1U);
  must_index(place / "index", {"-"}, with_input(birds));
  BOOST_TEST(ask(place / "index", {"badger"}).hits.size() == 1U);
  BOOST_TEST(ask(place / "index", {"heron"}).hits.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_same_id_from_two_files_is_reported_with_both_places) {
  const TemporaryDirectory place;
  const fs::path first =
      place.write("in/first.jsonl", article("twin", "First", "apple") + article("a", "A", "plum"));
  const fs::path second =
      place.write("in/second.jsonl", article("b", "B", "cherry") + article("twin", "Second", "pear"));
  for (const bool update : {false, true}) {
    const fs::path index = place / (update ? "two-runs" : "one-run");
    if (update) must_index(index, {first.string()});
    const Ran ran = run_indexer(index, update ? Words{second.string()} : Words{(place / "in").string()});
    BOOST_TEST_CONTEXT(ran.err) {
      BOOST_TEST(ran.status == 1);
      const std::string line = lines_of(ran.err).at(0);
      BOOST_TEST(line.find("twin") != std::string::npos);
      BOOST_TEST(line.find(first.filename().string()) != std::string::npos);
      // path#line, as article_source.h promises for JSON Lines
      BOOST_TEST(line.find(second.filename().string() + "#2") != std::string::npos);
    }
    BOOST_TEST(ask(index, {"apple"}).ids() == Words{"twin"});
    BOOST_TEST(ask(index, {"pear"}).hits.empty());
    BOOST_TEST(ask(index, {"plum", "cherry"}).hits.size() == 2U);
  }
}

BOOST_AUTO_TEST_CASE(the_same_id_twice_in_a_file_is_reported_with_its_line) {
  const TemporaryDirectory place;
  const fs::path file = place.write("in.jsonl", article("x", "One", "apple") + article("x", "Two", "pear"));
  const Ran ran = run_indexer(place / "index", {file.string()});
  BOOST_TEST(ran.status == 1);
  BOOST_TEST(ran.err.find("in.jsonl#2") != std::string::npos, ran.err);
  BOOST_TEST(ask(place / "index", {"apple", "pear"}).hits.size() == 1U);
}

BOOST_AUTO_TEST_CASE(fields_may_be_missing_null_a_string_or_a_list) {
  const TemporaryDirectory place;
  const fs::path file = place.write(
      "odd.jsonl",
      R"({"text":"quince without anything"})"
      "\n"
      R"({"id":null,"title":null,"author":null,"date":null,"language":null,"url":null,"keywords":null,"text":"quince null"})"
      "\n"
      R"({"id":["l"],"title":["Quince","list"],"author":["Ann","Ben"],"date":["2020-01-02"],"language":["en"],"url":["https://example.org/q"],"keywords":["fruit"],"text":["First part.","Second part."]})"
      "\n\n"
      R"({"id":7,"title":"Quince seven","keywords":"fruit","unknown":{"deep":[1,{"x":null}]}})"
      "\n"
      R"({"id":"crlf","title":"Quince with CRLF"})"
      "\r\n"
      R"({"id":"last","title":"Quince without a line end"})");
  const Ran ran = run_indexer(place / "index", {file.string()});
  BOOST_TEST(ran.status == 0, ran.err);
  const Answer answer = ask(place / "index", {"quince"});
  const Words ids = answer.ids();
  const std::string path = fs::canonical(file).string();
  const std::set<std::string> expected = {path + "#1", path + "#2", "l", "7", "crlf", "last"};
  BOOST_TEST(std::set<std::string>(ids.begin(), ids.end()) == expected, boost::test_tools::per_element());
  for (const json& hit : answer.hits) {
    BOOST_TEST(hit.at("path") == path);
    if (hit.at("id") != "l") continue;
    BOOST_TEST(hit.at("author") == "Ann; Ben");
    BOOST_TEST(hit.at("date") == "2020-01-02");
    BOOST_TEST(hit.at("url") == "https://example.org/q");
  }
  BOOST_TEST(ask(place / "index", {"\"second part\""}).ids() == Words{"l"});
}

BOOST_AUTO_TEST_CASE(version_names_what_it_is_built_on) {
  for (const char* const program : {"indexer", "searcher"}) {
    const Ran ran = run({program, "--version"});
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.err.empty());
    BOOST_TEST(lines_of(ran.out).size() == 1U);
    for (const char* const part : {"kwic ", "Xapian 1.", "ICU ", "index format "}) {
      BOOST_TEST(ran.out.find(part) != std::string::npos, part << " in " << ran.out);
    }
  }
}

BOOST_AUTO_TEST_CASE(help_fits_the_width_of_a_terminal_and_its_short_form_the_screen) {
  for (const std::string program : {"indexer", "searcher"}) {
    const Ran brief = run({program, "-h"});
    const Ran full = run({program, "--help"});
    BOOST_TEST(lines_of(brief.out).size() < 24U);
    for (const Ran& ran : {brief, full}) {
      BOOST_TEST(ran.status == 0);
      BOOST_TEST(ran.err.empty());
      for (const std::string& line : lines_of(ran.out)) BOOST_TEST(line.size() <= 80U, line);
      for (const char* const part : {"Usage: ", "--index DIR", "KWIC_INDEX", "--help ", "Exit status"})
        BOOST_TEST(ran.out.find(part) != std::string::npos, part);
      for (const char* const part : {"=[]", "Excludes", "Needs", " in ["})
        BOOST_TEST(ran.out.find(part) == std::string::npos, part);
    }
    BOOST_TEST(full.out.find("--version ") != std::string::npos);
  }
  BOOST_TEST(run({"searcher", "-h"}).out.find("--help-query") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_index_comes_from_the_option_the_environment_or_the_data_directory) {
  const TemporaryDirectory place;
  RunOptions data = in_environment({{"XDG_DATA_HOME", (place / "data").string()}});
  data.input = birds;
  BOOST_TEST(run({"indexer", "-"}, data).status == 0);
  BOOST_TEST(fs::exists(place / "data" / "kwic"));
  BOOST_TEST(run({"searcher", "heron"}, data).status == 0);

  const std::string home = (place / "home").string();
  RunOptions at_home = in_environment({{"HOME", home}});
  at_home.input = birds;
  BOOST_TEST(run({"indexer", "-"}, at_home).status == 0);
  BOOST_TEST(fs::exists(fs::path(home) / ".local/share/kwic"));
  BOOST_TEST(run({"searcher", "heron"}, at_home).status == 0);

  RunOptions named = data;
  named.environment["KWIC_INDEX"] = (place / "named").string();
  named.input = article("kiwi", "Kiwi", "A kiwi cannot fly.");
  BOOST_TEST(run({"indexer", "-"}, named).status == 0);
  BOOST_TEST(run({"searcher", "kiwi"}, named).status == 0);
  BOOST_TEST(run({"searcher", "heron"}, named).status == 1);
  BOOST_TEST(run({"searcher", "--index", (place / "data/kwic").string(), "heron"}, named).status == 0);
  named.environment["KWIC_INDEX"] = "";
  BOOST_TEST(run({"searcher", "heron"}, named).status == 0);
}

BOOST_AUTO_TEST_CASE(quiet_says_nothing_when_all_is_well) {
  const TemporaryDirectory place;
  for (const char* const flag : {"--quiet", "-q"}) {
    const Ran ran = run_indexer(place / "index", {flag, "-"}, with_input(birds));
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.out.empty());
    BOOST_TEST(ran.err.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_phrase_of_stop_words_is_found) {
  const TemporaryDirectory place;
  must_index(place / "index", {corpus});
  for (const char* const query :
       {"\"to be or not to be\"", "\"To Be, or Not to Be\"", "to be or not to be"}) {
    const Answer answer = ask(place / "index", {query});
    BOOST_TEST_CONTEXT(query) {
      BOOST_REQUIRE(!answer.hits.empty());
      BOOST_TEST(answer.ids()[0].ends_with("famous-lines-and-band-names.md"));
      // Debatable without quotes: each word is no stop word in some language of the corpus.
      if (query[0] != '"') continue;
      BOOST_TEST(answer.hits.size() == 1U);
      BOOST_TEST(answer.hits[0].at("title_highlights") == json::parse("[[0,18]]"));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_run_of_chinese_characters_finds_its_article) {
  const TemporaryDirectory place;
  must_index(place / "index", {corpus});
  const std::string file = read_file(corpus + "/technology/movable-type.zh.txt");
  const std::vector<std::string> lines = lines_of(file);
  const std::string text = *std::ranges::max_element(lines, {}, &std::string::size);
  std::size_t runs = 0;
  for (std::size_t start = 0; start + 90 < text.size() && runs < 12; start += 31, ++runs) {
    while (!on_border(text, start)) ++start;
    std::size_t end = start + 6 + 3 * runs;
    while (!on_border(text, end)) ++end;
    const std::string piece = text.substr(start, end - start);
    for (const std::string& query : {piece, '"' + piece + '"'}) {
      const Words ids = ask(place / "index", {"--", query}).ids();
      const bool found =
          std::ranges::any_of(ids, [](const auto& id) { return id.ends_with("movable-type.zh.txt"); });
      BOOST_TEST(found, query);
    }
  }
  BOOST_TEST(runs > 3U);
}

BOOST_AUTO_TEST_CASE(searching_needs_no_right_to_write) {
  if (::geteuid() == 0) {
    BOOST_TEST_MESSAGE("skipped: root may write anywhere");
    return;
  }
  const TemporaryDirectory place;
  must_index(place / "index", {"-"}, with_input(birds));
  const auto allow = [&](fs::perms write) {
    for (const auto& entry : fs::recursive_directory_iterator(place / "index")) {
      fs::permissions(entry.path(), (entry.is_directory() ? fs::perms::owner_exec : fs::perms::none) |
                                        fs::perms::owner_read | write);
    }
    fs::permissions(place / "index", fs::perms::owner_read | fs::perms::owner_exec | write);
  };
  allow(fs::perms::none);
  BOOST_TEST(run_searcher(place / "index", {"heron"}).status == 0);
  const Ran ran = run_indexer(place / "index", {"-"}, with_input(birds));
  BOOST_TEST(ran.status == 2);
  BOOST_TEST(lines_of(ran.err).size() == 1U, ran.err);
  allow(fs::perms::owner_write);
}

BOOST_AUTO_TEST_CASE(searching_changes_nothing_in_the_index) {
  const TemporaryDirectory place;
  must_index(place / "index", {"-"}, with_input(birds));
  const auto state = [&] {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(place / "index")) {
      files[entry.path().string()] = entry.is_directory() ? "" : read_file(entry.path());
    }
    return files;
  };
  const auto before = state();
  BOOST_TEST(run_searcher(place / "index", {"heron"}).status == 0);
  BOOST_TEST((state() == before));
}

BOOST_AUTO_TEST_CASE(an_index_can_be_copied_and_moved) {
  const TemporaryDirectory place;
  must_index(place / "index", {corpus});
  const auto answer = [&](const fs::path& index) {
    return ask(index, {"iran", "\"security council\"", "volcano"}).hits;
  };
  const std::vector<json> expected = answer(place / "index");
  BOOST_TEST(!expected.empty());
  fs::create_directories(place / "else where");
  fs::copy(place / "index", place / "else where" / "copy", fs::copy_options::recursive);
  BOOST_TEST((answer(place / "else where" / "copy") == expected));
  fs::rename(place / "index", place / "moved");
  BOOST_TEST((answer(place / "moved") == expected));
  RunOptions there = in_folder(place.path());
  there.input = birds;
  BOOST_TEST((ask("moved", {"iran", "\"security council\"", "volcano"}, there).hits == expected));
  BOOST_TEST(run_indexer("moved", {"-"}, there).status == 0);
  BOOST_TEST(ask(place / "moved", {"\"heron waits\""}).ids() == Words{"heron"});
}

BOOST_AUTO_TEST_CASE(the_same_sources_give_the_same_answers) {
  const TemporaryDirectory place;
  must_index(place / "built", {corpus});
  must_index(place / "updated", {corpus});
  must_index(place / "updated", {corpus});
  for (const char* const query : {"iran nuclear", "-volcano", "\"of the\"", "water oder agua"}) {
    const Words words = {"--limit", "100", "--", query};
    BOOST_TEST((ask(place / "built", words).hits == ask(place / "updated", words).hits), query);
  }
}

BOOST_AUTO_TEST_CASE(stock_xapian_tools_read_the_index) {
  const std::string delve = "/usr/bin/xapian-delve";
  if (!fs::exists(delve)) {
    BOOST_TEST_MESSAGE("skipped: no " << delve);
    return;
  }
  const TemporaryDirectory place;
  must_index(place / "index", {"-"}, with_input(birds));
  const Ran ran = run({delve, (place / "index").string()});
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(ran.out.find("number of documents = 4") != std::string::npos, ran.out);
  const Ran term = run({delve, "-t", "Zheron", (place / "index").string()});
  BOOST_TEST(term.out.find("termfreq 1") != std::string::npos, term.out);
}

BOOST_AUTO_TEST_CASE(the_articles_beside_the_index_are_indexed_and_its_own_files_are_not) {
  const TemporaryDirectory place;
  place.write("docs/one.txt", "Some words about a puffin\n\nPuffins burrow.\n");
  for (int run_number = 0; run_number < 2; ++run_number) {
    const Ran ran = run_indexer(place / "docs/idx", {(place / "docs").string()});
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(ask(place / "docs/idx", {"--", "-nothing"}).hits.size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(all_reuters_articles_are_indexed_and_found) {
  const fs::path reuters = shared_file("corpora/reuters.jsonl.gz");
  if (reuters.empty()) return;
  const TemporaryDirectory place;
  const Ran ran = run_indexer(place / "index", {reuters.string()});
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(lines_of(ran.err).size() == 1U, ran.err);
  BOOST_TEST(ran.err.find("21,578 articles added") != std::string::npos, ran.err);
  const Answer answer = ask(place / "index", {"--limit", "50", "crude", "oil", "\"saudi arabia\""});
  BOOST_TEST(answer.hits.size() == 50U);
  BOOST_TEST(answer.summary.at("total").at("value").get<std::size_t>() > 50U);
  for (const json& hit : answer.hits) {
    BOOST_TEST(hit.at("date").get<std::string>().starts_with("1987"));
    const json& title = hit.at("title");
    if (title.is_string()) (void)highlighted(title.get<std::string>(), hit.at("title_highlights"));
    for (const json& snippet : hit.at("snippets")) {
      (void)highlighted(snippet.at("text").get<std::string>(), snippet.at("highlights"));
    }
  }
  const Answer next =
      ask(place / "index", {"--limit", "10", "--offset", "40", "crude", "oil", "\"saudi arabia\""});
  BOOST_TEST((next.hits == std::vector<json>(answer.hits.begin() + 40, answer.hits.end())));
}

}  // namespace
}  // namespace kwic::test
