/// What the programs make of input that is wrong, odd or hostile: one clear line, the right exit status, and
/// every good article beside it is indexed.

#include "index/index_directory.h"
#include "index/manifest.h"
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using nlohmann::json;
using Words = std::vector<std::string>;

RunOptions nobody_reads() {
  RunOptions options;
  options.close_output_early = true;
  return options;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The first thing in the text that a terminal would obey; empty if there is none. Line ends are no such
/// thing.
std::string obeyed(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7F) return "control character " + std::to_string(byte);
    const auto next = [&](std::size_t n) {
      return i + n < text.size() ? static_cast<unsigned char>(text[i + n]) : static_cast<unsigned char>(0);
    };
    if (byte == 0xC2 && next(1) >= 0x80 && next(1) <= 0x9F)
      return "C1 control character " + std::to_string(next(1));
    if (byte == 0xE2 && next(1) == 0x80 && next(2) >= 0xA8 && next(2) <= 0xAE)
      return "separator or bidi override";
    if (byte == 0xE2 && next(1) == 0x81 && next(2) >= 0xA6 && next(2) <= 0xA9) return "bidi isolate";
  }
  try {
    (void)json(std::string(text)).dump();
  } catch (const json::exception&) {
    return "bytes that are not UTF-8";
  }
  return {};
}

/// The text without the escapes that the program itself uses for colours.
std::string without_colours(std::string text) {
  for (const std::string_view escape : {"\033[0m", "\033[1m", "\033[2m", "\033[1;31m"}) {
    for (std::size_t at = text.find(escape); at != std::string::npos; at = text.find(escape, at)) {
      text.erase(at, escape.size());
    }
  }
  return text;
}

/// Expects an end with `status`, and one clear line on stderr that holds every one of `parts`.
void expect_one_line(const Ran& ran, int status, const Words& parts = {}) {
  BOOST_TEST_CONTEXT("stderr: " << ran.err) {
    BOOST_TEST(ran.status == status);
    BOOST_TEST(lines_of(ran.err).size() == 1U);
    BOOST_TEST((ran.err.starts_with("indexer: ") || ran.err.starts_with("searcher: ")));
    BOOST_TEST(ran.err.ends_with('\n'));
    BOOST_TEST(obeyed(ran.err) == "");
    for (const std::string& part : parts) BOOST_TEST(contains(ran.err, part), "names " << part);
  }
}

/// As expect_one_line(), of the one line among several that names `source`.
void expect_line_about(const Ran& ran, const std::string& source, const std::string& reason) {
  std::size_t found = 0;
  for (const std::string& line : lines_of(ran.err)) {
    if (!contains(line, source)) continue;
    ++found;
    BOOST_TEST(contains(line, reason), line << " should say: " << reason);
  }
  BOOST_TEST(found == 1U, "one line about " << source << " in:\n" << ran.err);
}

std::string article(const std::string& id, const std::string& title, const std::string& text) {
  return json({{"id", id}, {"title", title}, {"text", text}}).dump() + '\n';
}

/// A small index of walruses in a place of its own.
struct SmallIndex {
  SmallIndex() {
    const Ran ran = run_indexer(index, {"-"},
                                with_input(article("w1", "A walrus", "The walrus sleeps on ice.") +
                                           article("w2", "Tusks", "A walrus has tusks.")));
    BOOST_REQUIRE_MESSAGE(ran.status == 0, ran.err);
  }

  [[nodiscard]] Ran search(const Words& words, const RunOptions& options = {}) const {
    return run_searcher(index, words, options);
  }

  TemporaryDirectory place;
  fs::path index = place / "index";
};

/// How many articles the index gives for the words.
std::size_t hits(const fs::path& index, const Words& words) {
  Words arguments = {"--format", "jsonl", "--limit", "1000", "--"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  const Ran ran = run_searcher(index, arguments);
  return ran.out.empty() ? 0 : lines_of(ran.out).size() - 1;
}

void write_metadata(const fs::path& index, const std::string& value) {
  Xapian::WritableDatabase database((index / "generation-1").string(), Xapian::DB_OPEN);
  database.set_metadata("kwic", value);
  database.commit();
  Manifest::write(index / "generation-1", database.get_revision());
}

std::string read_metadata(const fs::path& index) {
  return Xapian::Database((index / "generation-1").string()).get_metadata("kwic");
}

BOOST_AUTO_TEST_CASE(an_index_that_is_not_there_is_named) {
  const TemporaryDirectory place;
  expect_one_line(run_searcher(place / "nowhere", {"walrus"}), 2,
                  {(place / "nowhere").string(), "no such index", "indexer"});
  BOOST_TEST(!fs::exists(place / "nowhere"));
  // Nothing named it: the message tells where it was looked for.
  expect_one_line(run({"searcher", "walrus"}, in_environment({{"XDG_DATA_HOME", (place / "data").string()}})),
                  2, {(place / "data/kwic").string()});
}

BOOST_AUTO_TEST_CASE(what_is_not_an_index_is_named) {
  const TemporaryDirectory place;
  fs::create_directory(place / "folder");
  place.write("folder/file.txt", "no index");
  expect_one_line(run_searcher(place / "folder", {"walrus"}), 2,
                  {(place / "folder").string(), "not an index"});
  expect_one_line(run_searcher(place / "folder/file.txt", {"walrus"}), 2, {"file.txt", "not an index"});
  expect_one_line(run_indexer(place / "folder/file.txt", {(place / "folder").string()}), 2, {"file.txt"});
  place.write("stub/XAPIANDB", "this is no stub\n");
  expect_one_line(run_searcher(place / "stub", {"walrus"}), 2, {(place / "stub").string()});
  { const Xapian::WritableDatabase foreign((place / "xapian").string(), Xapian::DB_CREATE); }
  expect_one_line(run_searcher(place / "xapian", {"walrus"}), 2,
                  {(place / "xapian").string(), "not an index"});
}

BOOST_AUTO_TEST_CASE(an_empty_name_of_an_index_is_told_as_such) {
  const TemporaryDirectory place;
  const Ran ran = run({"searcher", "--index", "", "walrus"}, in_folder(place.path()));
  expect_one_line(ran, 2);
  BOOST_TEST(!contains(ran.err, ": :"), ran.err);
}

BOOST_AUTO_TEST_CASE(sources_that_give_nothing_are_named_and_leave_no_index) {
  const TemporaryDirectory place;
  fs::create_directory(place / "empty");
  place.write("image/picture.png", "\x89PNG\r\n\x1A\n\0\0\0"s);
  for (const char* const source : {"nowhere", "empty", "image"}) {
    const Ran ran = run_indexer(place / "index", {(place / source).string()});
    expect_one_line(ran, 2, {(place / source).string()});
    BOOST_TEST(!fs::exists(place / "index"));
  }
  expect_one_line(run({"indexer", "--index", (place / "index").string()}), 2, {"nothing to index"});
  expect_one_line(run_indexer(place / "index", {"-"}), 2);
}

BOOST_AUTO_TEST_CASE(a_folder_without_permission_is_named) {
  if (::geteuid() == 0) {
    BOOST_TEST_MESSAGE("skipped: root may read anything");
    return;
  }
  const TemporaryDirectory place;
  place.write("in/closed/hidden.txt", "nobody reads this");
  place.write("in/good.txt", "A line about a friendly walrus\n\nIt sleeps.\n");
  fs::permissions(place / "in/closed", fs::perms::none);
  const Ran ran = run_indexer(place / "index", {(place / "in").string()});
  fs::permissions(place / "in/closed", fs::perms::owner_all);
  BOOST_TEST(ran.status == 1);
  expect_line_about(ran, (place / "in/closed").string(), "no permission");
  BOOST_TEST(hits(place / "index", {"walrus"}) == 1U);
}

BOOST_AUTO_TEST_CASE(bad_files_are_named_and_the_good_ones_beside_them_are_indexed) {
  const TemporaryDirectory place;
  place.write("in/a-good.txt", "A line about a friendly walrus\n\nIt sleeps.\n");
  place.write("in/binary.txt",
              "\x7F"
              "ELF\0\1\2\3 walrus \0\0\0"s);
  place.write("in/program",
              "\x7F"
              "ELF\0\1\2\3 walrus \0\0\0"s);
  place.write("in/cut.txt.gz", "\x1F\x8B\x08\0\0\0\0\0\0\3 walrus"s);
  place.write("in/empty.txt", "");
  place.write("in/latin1.txt",
              "D\xE9j\xE0 vu au caf\xE9 avec un gar\xE7on\n\nUn walrus na\xEF"
              "f mange des cr\xEApes.\n");
  place.write("in/lines.jsonl", article("one", "One", "walrus one") + "{\"id\":\"two\",\"text\":\"walrus\n" +
                                    "[\"walrus\"]\n" + article("four", "Four", "walrus four"));
  fs::create_symlink("nowhere", place / "in/dangling.txt");
  fs::create_symlink(".", place / "in/loop");
  place.write("in/z-good.md", "---\ntitle: Last walrus\n---\n\nIt sleeps too.\n");
  const Ran ran = run_indexer(place / "index", {(place / "in").string()});
  BOOST_TEST(ran.status == 1);
  BOOST_TEST(obeyed(ran.err) == "");
  expect_line_about(ran, "in/binary.txt", "skipped: binary file");
  expect_line_about(ran, "in/program", "skipped: binary file");
  expect_line_about(ran, "in/cut.txt.gz", "skipped: ");
  expect_line_about(ran, "in/empty.txt", "skipped: ");
  expect_line_about(ran, "in/latin1.txt", "read as windows-1252");
  expect_line_about(ran, "in/lines.jsonl#2", "skipped: not valid JSON");
  expect_line_about(ran, "in/lines.jsonl#3", "skipped: ");
  expect_line_about(ran, "in/dangling.txt", "skipped: ");
  BOOST_TEST(contains(ran.err, "5 articles added"), ran.err);
  BOOST_TEST(hits(place / "index", {"walrus"}) == 5U);
  BOOST_TEST(hits(place / "index", {"garçon"}) == 1U);
  BOOST_TEST(hits(place / "index", {"\"mange des crêpes\""}) == 1U);
}

BOOST_AUTO_TEST_CASE(broken_lines_on_standard_input_are_numbered) {
  const TemporaryDirectory place;
  const Ran ran =
      run_indexer(place / "index", {"-"},
                  with_input(article("a", "A", "walrus") + "nonsense\n" + article("b", "B", "walrus")));
  BOOST_TEST(ran.status == 1);
  expect_line_about(ran, "-#2", "not valid JSON");
  BOOST_TEST(hits(place / "index", {"walrus"}) == 2U);
}

BOOST_AUTO_TEST_CASE(a_missing_source_does_not_keep_the_others_out) {
  const TemporaryDirectory place;
  const std::string good = place.write("good.txt", "A line about a friendly walrus\n").string();
  const Ran ran = run_indexer(place / "index", {(place / "nowhere").string(), good});
  BOOST_TEST(ran.status == 1);
  expect_line_about(ran, (place / "nowhere").string(), "no such file or folder");
  BOOST_TEST(hits(place / "index", {"walrus"}) == 1U);
}

BOOST_AUTO_TEST_CASE(a_query_without_a_word_finds_nothing_and_says_so) {
  const SmallIndex small;
  for (const char* const query : {"...", "-", "+", "- +", " ", "", "\u2014 \u2026", "?!"}) {
    BOOST_TEST_CONTEXT(query) {
      const Ran ran = small.search({"--", query});
      expect_one_line(ran, 1, {"no word"});
      BOOST_TEST(ran.out.empty());
    }
  }
  // Debatable: two warnings are true here, but one thing is wrong.
  for (const char* const query : {"--", "\"\"", "+\"\"", "-\"...\""}) {
    BOOST_TEST_CONTEXT(query) {
      expect_one_line(small.search({"--", query}), 1, {"no word"});
    }
  }
}

BOOST_AUTO_TEST_CASE(no_query_at_all_is_an_error) {
  const SmallIndex small;
  expect_one_line(small.search({}), 2, {"no query", "--help"});
  expect_one_line(small.search({"--"}), 2, {"no query"});
  expect_one_line(run({"searcher"}), 2, {"no query"});
}

BOOST_AUTO_TEST_CASE(no_hit_is_told_on_stderr_only) {
  const SmallIndex small;
  const Ran ran = small.search({"unicorn"});
  expect_one_line(ran, 1, {"no article matches"});
  BOOST_TEST(ran.out.empty());
}

BOOST_AUTO_TEST_CASE(an_unknown_option_is_named) {
  const SmallIndex small;
  expect_one_line(small.search({"--bogus", "walrus"}), 2, {"--bogus"});
  expect_one_line(small.search({"--limits", "3", "walrus"}), 2, {"--limits"});
  expect_one_line(run({"indexer", "--bogus", "x"}), 2, {"--bogus", "--help"});
  expect_one_line(small.search({"--format", "yaml", "walrus"}), 2, {"yaml", "text", "jsonl"});
  expect_one_line(small.search({"--color", "sometimes", "walrus"}), 2,
                  {"sometimes", "auto", "always", "never"});
  expect_one_line(small.search({"--sort", "size", "walrus"}), 2, {"size", "date", "title", "--help"});
  expect_one_line(small.search({"--facet", "size", "walrus"}), 2, {"size", "author", "keyword", "--help"});
  BOOST_TEST(!contains(small.search({"--colour", "never", "walrus"}).err, "quotes"));
  expect_one_line(run({"searcher", "walrus", "--index"}), 2, {"--index"});
}

BOOST_AUTO_TEST_CASE(a_word_left_out_teaches_quotes_and_the_double_dash) {
  const SmallIndex small;
  for (const Words& words : std::vector<Words>{{"walrus", "-syria"}, {"-syria"}, {"walrus", "-\"on ice\""}}) {
    const Ran ran = small.search(words);
    expect_one_line(ran, 2, {words.back(), "quotes", "--"});
    BOOST_TEST(contains(ran.err, "'iran -syria'"), ran.err);
    BOOST_TEST(contains(ran.err, "searcher -- iran -syria"), ran.err);
  }
  for (const Words& words : std::vector<Words>{{"--", "walrus", "-tusks"}, {"walrus -tusks"}}) {
    const Ran ran = small.search(words);
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(ran.err.empty());
    BOOST_TEST(contains(ran.out, "A walrus"));
    BOOST_TEST(!contains(ran.out, "Tusks"));
  }
}

BOOST_AUTO_TEST_CASE(a_word_left_out_is_never_taken_for_short_options) {
  const SmallIndex small;
  // Debatable how far to go, but -h, -i, -n and -f swallow what follows them: this printed the help, with
  // status 0.
  for (const char* const word : {"-hamas", "-iran", "-nuclear", "-fish"}) {
    BOOST_TEST_CONTEXT(word) {
      const Ran ran = small.search({"walrus", word});
      expect_one_line(ran, 2, {"searcher -- iran -syria"});
      BOOST_TEST(ran.out.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(nobody_reading_is_a_quiet_end) {
  const SmallIndex small;
  for (const char* const format : {"text", "jsonl"}) {
    const Ran found = small.search({"--format", format, "walrus"}, nobody_reads());
    BOOST_TEST(found.status == 0);
    BOOST_TEST(found.err == "");
  }
  const Ran none = small.search({"--format", "jsonl", "unicorn"}, nobody_reads());
  BOOST_TEST(none.status == 1);
  BOOST_TEST(none.err == "");
  const Ran help = run({"searcher", "--help"}, nobody_reads());
  BOOST_TEST(help.status == 0);
  BOOST_TEST(help.err == "");
}

BOOST_AUTO_TEST_CASE(a_full_disk_below_standard_output_is_an_error) {
  if (!fs::exists("/dev/full")) {
    BOOST_TEST_MESSAGE("skipped: no /dev/full");
    return;
  }
  const SmallIndex small;
  const auto to_full = [&](const std::string& command) {
    return run({"/bin/sh", "-c", command + " >/dev/full", "sh", small.index.string()});
  };
  expect_one_line(to_full("exec searcher --index \"$1\" walrus"), 2, {"standard output"});
  expect_one_line(to_full("exec searcher --index \"$1\" --format jsonl walrus"), 2, {"standard output"});
  expect_one_line(to_full("exec searcher --help"), 2, {"standard output"});
  expect_one_line(to_full("exec searcher --version"), 2, {"standard output"});
}

BOOST_AUTO_TEST_CASE(a_query_of_twenty_kib_is_refused) {
  const SmallIndex small;
  expect_one_line(small.search({std::string(20'480, 'a')}), 2, {"20480", "16384"});
  // Below the limit it is one long word that no article has.
  BOOST_TEST(small.search({std::string(16'384, 'a')}).status == 1);
}

BOOST_AUTO_TEST_CASE(words_beyond_the_limit_are_left_out_with_a_warning) {
  const SmallIndex small;
  std::string many = "walrus";
  for (int i = 0; i < 2000; ++i) many += " x" + std::to_string(i);
  const Ran ran = small.search({many});
  expect_one_line(ran, 0, {"1024"});
  BOOST_TEST(contains(ran.out, "2 articles"), ran.out);
  // However the words are written, the first ones count.
  expect_one_line(small.search({"--plain", many}), 0, {"1024"});
  std::string joined = many;
  std::ranges::replace(joined, ' ', '/');
  expect_one_line(small.search({joined}), 0, {"1024"});
}

BOOST_AUTO_TEST_CASE(limits_and_offsets_out_of_range_are_refused) {
  const SmallIndex small;
  expect_one_line(small.search({"--limit", "10001", "walrus"}), 2, {"limit", "10000"});
  expect_one_line(small.search({"--offset", "9995", "walrus"}), 2, {"offset", "10000"});
  expect_one_line(small.search({"--offset", "10001", "--limit", "0", "walrus"}), 2, {"offset", "10000"});
  expect_one_line(small.search({"--limit", "18446744073709551615", "--offset", "2", "walrus"}), 2, {"limit"});
  for (const char* const number : {"-1", "abc", "1.5", "", "99999999999999999999999", "3x"}) {
    for (const char* const option : {"--limit", "--offset", "--snippets"}) {
      BOOST_TEST_CONTEXT(option << ' ' << number) {
        const Ran ran = small.search({option, number, "walrus"});
        expect_one_line(ran, 2, {option});
        BOOST_TEST(!contains(ran.err, "beyond hit"), "a number that is none is told as such");
        BOOST_TEST(ran.out.empty());
      }
    }
  }
  BOOST_TEST(small.search({"--limit", "10000", "walrus"}).status == 0);
  for (const char* const days : {"-3", "soon", "1e9", ""})
    expect_one_line(small.search({"--newest", days, "walrus"}), 2, {"--newest", "number of days"});
  for (const char* const option : {"--threads", "--wait", "--memory", "--progress"})
    for (const char* const number : {"-1", "many", "1.5"})
      expect_one_line(run_indexer(small.index, {option, number, "-"}), 2, {option, number});
}

BOOST_AUTO_TEST_CASE(a_limit_of_nothing_shows_nothing_and_still_counts) {
  const SmallIndex small;
  const Ran ran = small.search({"--limit", "0", "--format", "jsonl", "walrus"});
  // Debatable: 0, because articles match, or 1, because no hit is shown.
  BOOST_TEST((ran.status == 0 || ran.status == 1));
  BOOST_REQUIRE_EQUAL(lines_of(ran.out).size(), 1U);
  BOOST_TEST(json::parse(ran.out).at("total").at("value") == 2);
  BOOST_TEST(!contains(small.search({"--limit", "0", "walrus"}).err, "no article matches"));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf_8_in_a_query_are_no_obstacle) {
  const SmallIndex small;
  for (const std::string query : {"\xFF\xFE walrus", "walrus \x80", "walrus \xF0\x9F", "\xC0\x80 walrus"}) {
    const Ran text = small.search({query});
    BOOST_TEST(text.status == 0);
    BOOST_TEST(obeyed(text.out + text.err) == "");
    const Ran lines = small.search({"--format", "jsonl", query});
    BOOST_TEST(lines.status == 0);
    BOOST_REQUIRE_EQUAL(lines_of(lines.out).size(), 3U);
    for (const std::string& line : lines_of(lines.out)) BOOST_TEST(json::accept(line), line);
  }
}

BOOST_AUTO_TEST_CASE(odd_quotes_and_signs_are_repaired) {
  const SmallIndex small;
  const Ran open = small.search({"\"walrus sleeps"});
  expect_one_line(open, 0, {"quotation mark", "never closed"});
  BOOST_TEST(contains(open.out, "A walrus"));
  BOOST_TEST(!contains(open.out, "Tusks"));
  for (const char* const query :
       {"walrus -", "- walrus", "+ walrus", "walrus +", "walrus - tusks", "++walrus"}) {
    BOOST_TEST_CONTEXT(query) {
      BOOST_TEST(small.search({"--", query}).status == 0);
    }
  }
  for (const char* const query : {"walrus \"\"", "walrus +\"\"", "walrus -\"\""}) {
    BOOST_TEST_CONTEXT(query) {
      expect_one_line(small.search({"--", query}), 0, {"no word"});
    }
  }
}

/// Everything that a terminal might obey: CSI, OSC, a bell, C1's CSI, bidi overrides and isolates, DEL,
/// separators.
const std::string hostile =
    "\033[2J\033[35m\033]0;owned\007\033]8;;http://"
    "evil.example\033\\\u009B31m\u0085\u202E\u2066\x7F\u2028\b\r";

BOOST_AUTO_TEST_CASE(nothing_hostile_in_an_article_reaches_the_terminal) {
  const TemporaryDirectory place;
  json evil = {
      {"id", "id " + hostile},
      {"title", "A walrus " + hostile + " title"},
      {"author", "Mal " + hostile},
      {"date", "2024-01-02" + hostile},
      {"language", "en" + hostile},
      {"url", "http://example.org/" + hostile},
      {"keywords", {"key" + hostile}},
      {"text", "Calm. A walrus " + hostile + " walrus" + hostile + ". And more " + hostile + " walrus."}};
  const Ran built = run_indexer(place / "index", {"-"}, with_input(evil.dump() + '\n'));
  BOOST_TEST(built.status == 0);
  BOOST_TEST(obeyed(built.err) == "");
  for (const char* const colour : {"always", "never"}) {
    const Ran ran = run_searcher(place / "index", {"--color", colour, "walrus"});
    BOOST_TEST(ran.status == 0);
    BOOST_TEST(obeyed(without_colours(ran.out)) == "", ran.out);
    BOOST_TEST(obeyed(ran.err) == "");
  }
  const Ran lines = run_searcher(place / "index", {"--format", "jsonl", "walrus"});
  BOOST_REQUIRE_EQUAL(lines_of(lines.out).size(), 2U);
  for (const std::string& line : lines_of(lines.out)) BOOST_TEST(json::accept(line), line);
  // JSON is read by programs: the id comes back as it was given.
  BOOST_TEST(json::parse(lines_of(lines.out)[0]).at("id") == evil.at("id"));
}

BOOST_AUTO_TEST_CASE(nothing_hostile_in_a_file_or_its_name_reaches_the_terminal) {
  const TemporaryDirectory place;
  std::string name = hostile + '\n';
  std::ranges::replace(name, '/', '_');
  const fs::path folder = place / ("in" + name);
  fs::create_directory(folder);
  const auto write = [&](const std::string& file, const std::string& bytes) {
    std::ofstream(folder / file, std::ios::binary) << bytes;
  };
  write("text" + name + ".txt",
        "A walrus in a strange file" + hostile + "\n\nIt is a walrus " + hostile + ".\n");
  write("page" + name + ".html",
        "<title>walrus" + hostile + "</title><p>walrus &#27;[2J &#x9b;1m &#x202e; walrus");
  write("mark" + name + ".md",
        "---\ntitle: \"walrus \\e[2J \\x9b\"\nauthor: \"\\a\"\n---\n\nA walrus " + hostile);
  write("bin" + name + ".txt", "\0\1\2walrus\0\0"s);
  write("latin\xFF\xFE.txt", "A walrus in a file with a name that is not UTF-8\n");
  write("bad" + name + ".jsonl", R"({"id":")" + hostile + "\n");
  const Ran built = run_indexer(place / "index", {folder.string()});
  BOOST_TEST(built.status == 1);
  BOOST_TEST(obeyed(built.err) == "", built.err);
  const Ran ran = run_searcher(place / "index", {"--color", "always", "walrus"});
  BOOST_TEST(ran.status == 0);
  BOOST_TEST(contains(ran.out, "4 articles"), ran.out);
  BOOST_TEST(obeyed(without_colours(ran.out)) == "", ran.out);
  const Ran lines = run_searcher(place / "index", {"--format", "jsonl", "walrus"});
  BOOST_TEST(lines_of(lines.out).size() == 5U);
  for (const std::string& line : lines_of(lines.out)) BOOST_TEST(json::accept(line), line);
  expect_one_line(run_searcher(folder, {"walrus"}), 2, {"not an index"});
  expect_one_line(run_indexer(folder, {"-"}, with_input(article("a", "A", "walrus"))), 2, {"other files"});
}

BOOST_AUTO_TEST_CASE(nothing_hostile_on_the_command_line_reaches_the_terminal) {
  const SmallIndex small;
  for (const std::string& query : {"\"walrus " + hostile, hostile, "+" + hostile, "walrus -\"" + hostile}) {
    for (const char* const format : {"text", "jsonl"}) {
      const Ran ran = small.search({"--color", "always", "--format", format, "--", query});
      BOOST_TEST(ran.status < 2);
      BOOST_TEST(obeyed(ran.err) == "", ran.err);
      if (format == "jsonl"s) {
        for (const std::string& line : lines_of(ran.out)) BOOST_TEST(json::accept(line), line);
        BOOST_TEST(json::parse(lines_of(ran.out).back()).at("query") == query);
      } else {
        BOOST_TEST(obeyed(without_colours(ran.out)) == "", ran.out);
      }
    }
  }
  expect_one_line(small.search({"--" + hostile}), 2);
  expect_one_line(small.search({"-x" + hostile}), 2);
  expect_one_line(small.search({"--format", hostile, "walrus"}), 2, {"--format"});
  expect_one_line(small.search({"--limit", hostile, "walrus"}), 2, {"--limit"});
  expect_one_line(small.search({"--limit", "1\n2", "walrus"}), 2, {"--limit"});
  expect_one_line(run_searcher("/nowhere/" + hostile, {"walrus"}), 2, {"no such index"});
  expect_one_line(run({"indexer", "--" + hostile}), 2);
  expect_one_line(run_indexer(small.place / "other", {"/nowhere/" + hostile}), 2, {"no such file"});
}

BOOST_AUTO_TEST_CASE(a_second_writer_is_sent_away_and_searching_goes_on) {
  const SmallIndex small;
  const RunOptions more = with_input(article("w3", "Late", "A late walrus."));
  {
    const WriterLock lock(small.index);
    expect_one_line(run_indexer(small.index, {"-"}, more), 2,
                    {small.index.string(), "being written", "try again"});
    BOOST_TEST(small.search({"walrus"}).status == 0);
  }
  BOOST_TEST(hits(small.index, {"walrus"}) == 2U);
  BOOST_TEST(run_indexer(small.index, {"-"}, more).status == 0);
  BOOST_TEST(hits(small.index, {"walrus"}) == 3U);
}

BOOST_AUTO_TEST_CASE(a_folder_with_other_files_is_no_place_for_an_index) {
  const TemporaryDirectory place;
  const RunOptions input = with_input(article("w", "W", "walrus"));
  place.write("photos/one.jpg", "precious");
  expect_one_line(run_indexer(place / "photos", {"-"}, input), 2,
                  {(place / "photos").string(), "other files"});
  BOOST_TEST(lines_of((read_file(place / "photos/one.jpg"))) == Words{"precious"});
  BOOST_TEST(std::distance(fs::directory_iterator(place / "photos"), {}) == 1);

  // A file that happens to be called lock makes no index of somebody's folder.
  place.write("project/lock", "somebody else's");
  place.write("project/building/plan.txt", "precious");
  place.write("project/generation-2/plan.txt", "precious");
  expect_one_line(run_indexer(place / "project", {"-"}, input), 2, {(place / "project").string()});
  BOOST_TEST(fs::exists(place / "project/building/plan.txt"));
  BOOST_TEST(fs::exists(place / "project/generation-2/plan.txt"));
  BOOST_TEST(read_file(place / "project/lock") == "somebody else's");

  // Nor does the stub of another program's database.
  place.write("omega/XAPIANDB", "auto /var/lib/other/database\n");
  expect_one_line(run_indexer(place / "omega", {"-"}, input), 2, {(place / "omega").string()});
  BOOST_TEST(read_file(place / "omega/XAPIANDB") == "auto /var/lib/other/database\n");
}

BOOST_AUTO_TEST_CASE(an_unreadable_stub_costs_no_articles) {
  const SmallIndex small;
  std::ofstream(small.index / "XAPIANDB") << "garbage\n";
  expect_one_line(small.search({"walrus"}), 2, {small.index.string()});
  const Ran ran = run_indexer(small.index, {"-"}, with_input(article("w3", "Late", "A late walrus.")));
  expect_one_line(ran, 2, {small.index.string()});
  std::ofstream(small.index / "XAPIANDB") << "auto generation-1\n";
  BOOST_TEST(hits(small.index, {"walrus"}) == 2U);
}

BOOST_AUTO_TEST_CASE(a_damaged_index_is_reported_or_answers_right) {
  const TemporaryDirectory place;
  std::string input;
  for (int i = 0; i < 300; ++i) {
    input += article(
        "w" + std::to_string(i), "Walrus " + std::to_string(i),
        "The walrus number " + std::to_string(i) + " sleeps on ice floe " + std::to_string(i * i) + ".");
  }
  BOOST_REQUIRE(run_indexer(place / "index", {"-"}, with_input(input)).status == 0);
  const Ran whole = run_searcher(place / "index", {"--limit", "50", "walrus", "floe"});
  BOOST_REQUIRE_EQUAL(whole.status, 0);
  for (const char* const table : {"postlist.glass", "articles", "termlist.glass", "iamglass"}) {
    for (const char* const damage : {"half", "nothing", "removed", "zeros"}) {
      BOOST_TEST_CONTEXT(table << ": " << damage) {
        const fs::path copy = place / "copy";
        fs::remove_all(copy);
        fs::copy(place / "index", copy, fs::copy_options::recursive);
        const fs::path file = copy / "generation-1" / table;
        const auto size = fs::file_size(file);
        if (damage == "removed"s) {
          fs::remove(file);
        } else if (damage == "zeros"s) {
          std::ofstream(file, std::ios::binary) << std::string(size, '\0');
        } else {
          fs::resize_file(file, damage == "half"s ? size / 2 : 0);
        }
        const Ran ran = run_searcher(copy, {"--limit", "50", "walrus", "floe"});
        if (ran.status == 0) {
          BOOST_TEST(ran.out == whole.out);
          continue;
        }
        // It names the index and says what to do.
        expect_one_line(ran, 2, {copy.string(), "anew"});
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_added_to_an_index_that_has_lost_its_articles) {
  const SmallIndex small;
  fs::remove(small.index / "generation-1/articles");
  const Ran ran = run_indexer(small.index, {"-"}, with_input(article("w3", "Late", "A late walrus.")));
  expect_one_line(ran, 2, {small.index.string()});
}

BOOST_AUTO_TEST_CASE(an_index_of_another_format_is_refused_by_both_programs) {
  const RunOptions input = with_input(article("w3", "Late", "A late walrus."));
  const auto expect_refused = [&](const json& changes, const std::string& advice) {
    const SmallIndex small;
    json settings = json::parse(read_metadata(small.index));
    settings.update(changes);
    write_metadata(small.index, settings.dump());
    BOOST_TEST_CONTEXT(changes) {
      expect_one_line(small.search({"walrus"}), 2, {small.index.string(), advice});
      expect_one_line(run_indexer(small.index, {"-"}, input), 2, {small.index.string(), advice});
    }
  };
  expect_refused({{"format", 99}}, "update kwic");
  expect_refused({{"analyzer", 99}}, "update kwic");
  expect_refused({{"format", 0}}, "build the index anew");
  expect_refused({{"format", "one"}}, "build");
  const SmallIndex small;
  write_metadata(small.index, "{\"form");
  expect_one_line(small.search({"walrus"}), 2, {small.index.string(), "damaged"});
  write_metadata(small.index, "");
  expect_one_line(small.search({"walrus"}), 2, {small.index.string(), "not an index"});
}

BOOST_AUTO_TEST_CASE(an_index_of_another_icu_answers_with_a_warning) {
  const SmallIndex small;
  json settings = json::parse(read_metadata(small.index));
  settings["icu"] = "1.0";
  write_metadata(small.index, settings.dump());
  const Ran ran = small.search({"walrus"});
  expect_one_line(ran, 0, {"warning", "ICU 1.0"});
  BOOST_TEST(contains(ran.out, "2 articles"));
}

BOOST_AUTO_TEST_CASE(leftovers_of_a_killed_build_are_cleaned_by_the_next_run) {
  const SmallIndex small;
  const auto leave = [&](const fs::path& index) {
    fs::create_directories(index / "building/segment-1");
    std::ofstream(index / "building/segment-1/iamglass") << "half";
    fs::create_directories(index / "generation-99");
    std::ofstream(index / "generation-99/postlist.glass") << "old";
  };
  leave(small.index);
  BOOST_TEST(small.search({"walrus"}).status == 0);
  BOOST_TEST(run_indexer(small.index, {"-"}, with_input(article("w3", "Late", "A late walrus."))).status ==
             0);
  BOOST_TEST(!fs::exists(small.index / "building"));
  BOOST_TEST(!fs::exists(small.index / "generation-99"));
  BOOST_TEST(hits(small.index, {"walrus"}) == 3U);

  // Killed in its very first run: a lock and a half build are no index yet, and no obstacle.
  const fs::path first = small.place / "first";
  leave(first);
  fs::remove_all(first / "generation-99");
  std::ofstream(first / "lock") << "process 1 since long ago\n";
  expect_one_line(run_searcher(first, {"walrus"}), 2, {"not an index yet", "run it again"});
  BOOST_TEST(run_indexer(first, {"-"}, with_input(article("w", "W", "A walrus."))).status == 0);
  BOOST_TEST(!fs::exists(first / "building"));
  BOOST_TEST(hits(first, {"walrus"}) == 1U);
}

}  // namespace
}  // namespace kwic::test
