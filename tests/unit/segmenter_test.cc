/// The segmenter finds the word boundaries that ICU finds, in everything there is to read here.
#include "analysis/segmenter.h"

#include "support/icu_words.h"
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

using namespace std::string_view_literals;

std::vector<Segment> cut_range(Segmenter& segmenter, std::string_view text, std::size_t start,
                               std::size_t end) {
  segmenter.reset(text, start, end);
  std::vector<Segment> segments;
  while (const auto segment = segmenter.next()) segments.push_back(*segment);
  return segments;
}

bool same(const Segment& a, const Segment& b) {
  return a.start == b.start && a.end == b.end && a.kind == b.kind;
}

/// Fails with the first place where the segmenter and ICU differ.
bool check_against_icu(const std::string& name, std::string_view text) {
  const std::string difference = difference_from_icu(text);
  BOOST_TEST(difference.empty(), name << ": " << difference);
  return difference.empty();
}

bool is_gapless(const std::vector<Segment>& segments, std::size_t start, std::size_t end) {
  for (const Segment& segment : segments) {
    if (segment.start != start || segment.end <= start) return false;
    start = segment.end;
  }
  return start == end;
}

/// At least one of every class of word break, of every script that has a dictionary, and of what is
/// malformed.
constexpr std::array alphabet{
    "a"sv,
    "B"sv,
    "\u00E9"sv,
    "\u0439"sv,
    "\u03C3"sv,
    "\u0627"sv,
    "\u0905"sv,
    "\u05D0"sv,
    "\u05E9"sv,
    "\uD55C"sv,
    "\u1112"sv,
    "\u1161"sv,
    "0"sv,
    "7"sv,
    "\u0663"sv,
    "\u0967"sv,
    "'"sv,
    "\""sv,
    "."sv,
    ","sv,
    ":"sv,
    ";"sv,
    "\u2019"sv,
    "\u2018"sv,
    "\u00B7"sv,
    "\u05F3"sv,
    "\u05F4"sv,
    "\u2024"sv,
    "\uFF0E"sv,
    "\uFF1A"sv,
    "\uFE55"sv,
    "\u066C"sv,
    "\u066B"sv,
    "\u037E"sv,
    "_"sv,
    "\u203F"sv,
    "\u202F"sv,
    "@"sv,
    "#"sv,
    "+"sv,
    "-"sv,
    "&"sv,
    "/"sv,
    "$"sv,
    " "sv,
    "\u3000"sv,
    "\u00A0"sv,
    "\u2009"sv,
    "\t"sv,
    "\n"sv,
    "\r"sv,
    "\v"sv,
    "\u0085"sv,
    "\u2028"sv,
    "\0"sv,
    "\x01"sv,
    "\u0301"sv,
    "\u0308"sv,
    "\u093F"sv,
    "\u00AD"sv,
    "\u200B"sv,
    "\u200C"sv,
    "\u200D"sv,
    "\u200E"sv,
    "\u2060"sv,
    "\uFEFF"sv,
    "\uFE0F"sv,
    "\u20E3"sv,
    "\U0001F3FD"sv,
    "\U0001F469"sv,
    "\U0001F680"sv,
    "\u2764"sv,
    "\u00A9"sv,
    "\u231A"sv,
    "\U0001F1EE"sv,
    "\U0001F1F7"sv,
    "\u4E2D"sv,
    "\u56FD"sv,
    "\u65E5"sv,
    "\u3042"sv,
    "\u306E"sv,
    "\u30AB"sv,
    "\u30BF"sv,
    "\u30FC"sv,
    "\uFF76"sv,
    "\uFF9E"sv,
    "\u3005"sv,
    "\u3031"sv,
    "\u3099"sv,
    "\u0E01"sv,
    "\u0E32"sv,
    "\u0E49"sv,
    "\u0E17"sv,
    "\u0EA5"sv,
    "\u0EB2"sv,
    "\u1781"sv,
    "\u17D2"sv,
    "\u1798"sv,
    "\u1019"sv,
    "\u103C"sv,
    "\u1014"sv,
    "\u1950"sv,
    "\u0F40"sv,
    "\u24B6"sv,
    "\u00BD"sv,
    "\u2163"sv,
    "\U00017000"sv,
    "\U00020000"sv,
    "\U0001D400"sv,
    "\uFFFD"sv,
    "\uE000"sv,
    "\x80"sv,
    "\xC3"sv,
    "\xE2\x82"sv,
    "\xF0\x9F\x98"sv,
    "\xED\xA0\x80"sv,
    "\xC0\xAF"sv,
    "\xF5"sv,
    "\xFF"sv,
};

std::string random_text(std::mt19937& random) {
  std::string text;
  for (auto length = 1 + random() % 30; length > 0; --length) {
    const auto piece = alphabet[random() % alphabet.size()];
    for (auto times = random() % 4 == 0 ? 2 : 1; times > 0; --times) text += piece;
  }
  return text;
}

std::string whole_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::string text;
  for (const auto& file : files) text += read_file(file);
  return text;
}

/// The texts of the first articles, as they are once JSON is read.
std::string reuters(const std::filesystem::path& archive, std::size_t wanted) {
  const std::unique_ptr<gzFile_s, decltype(&gzclose)> file(gzopen(archive.c_str(), "rb"), gzclose);
  std::vector<char> line(1 << 20);
  std::string text;
  while (text.size() < wanted && gzgets(file.get(), line.data(), static_cast<int>(line.size())) != nullptr) {
    text += nlohmann::json::parse(line.data()).at("text").get<std::string>();
  }
  return text;
}

BOOST_AUTO_TEST_CASE(the_sample_corpus_is_cut_as_icu_cuts_it) {
  const std::string text = whole_files(std::filesystem::path(KWIC_SOURCE_DIR) / "corpus/articles");
  BOOST_TEST(text.size() > 50'000);
  check_against_icu("corpus", text);
}

BOOST_AUTO_TEST_CASE(the_source_documents_and_the_naughty_strings_are_cut_as_icu_cuts_them) {
  if (const auto folder = shared_file("articles"); !folder.empty())
    check_against_icu("articles", whole_files(folder));
  if (const auto file = shared_file("conformance/blns.txt"); !file.empty())
    check_against_icu("blns", read_file(file));
}

BOOST_AUTO_TEST_CASE(newswire_is_cut_as_icu_cuts_it) {
  const auto archive = shared_file("corpora/reuters.jsonl.gz");
  if (!archive.empty()) check_against_icu("reuters", reuters(archive, 3'000'000));
}

BOOST_AUTO_TEST_CASE(documentation_in_thirteen_languages_is_cut_as_icu_cuts_it) {
  const TemporaryDirectory files;
  if (!unpack_documentation(files.path())) return;
  for (const std::string language : documentation_languages) {
    const std::string text = whole_files(files / language);
    BOOST_TEST(text.size() > 200'000, language);
    check_against_icu(language, std::string_view(text).substr(0, 150'000));
  }
}

BOOST_AUTO_TEST_CASE(random_strings_are_cut_as_icu_cuts_them) {
  std::mt19937 random(20240320);
  int failures = 0;
  for (int i = 0; i < 3000 && failures < 10; ++i) {
    if (!check_against_icu("string " + std::to_string(i), random_text(random))) ++failures;
  }
}

/// Pairs and triples are where the rules are, so every pair is tried.
BOOST_AUTO_TEST_CASE(every_pair_of_classes_between_letters_is_cut_as_icu_cuts_it) {
  std::string all;
  for (const auto first : alphabet) {
    for (const auto second : alphabet) {
      all.append("a").append(first).append(second).append("b ");
      all.append("\uB0AB").append(first).append(second).append("\uB0AB ");
      all.append("\U0001F1E6").append(first).append(second).append("\U0001F1E6 ");
      all.append("\u05D0").append(first).append(second).append("\u05D0 ");
      all.append("1").append(first).append(second).append("2\n");
    }
  }
  int failures = 0;
  std::size_t line = 0;
  for (std::size_t end = 0; (end = all.find('\n', line)) != std::string::npos && failures < 10;
       line = end + 1) {
    const std::string_view text = std::string_view(all).substr(line, end - line);
    if (!check_against_icu("pair at " + std::to_string(line), text)) ++failures;
  }
}

BOOST_AUTO_TEST_CASE(segments_follow_each_other_without_a_gap) {
  std::mt19937 random(7);
  Segmenter segmenter;
  for (int i = 0; i < 1000; ++i) {
    const std::string text = random_text(random);
    BOOST_TEST(is_gapless(cut_range(segmenter, text, 0, text.size()), 0, text.size()), shown(text));
  }
  BOOST_TEST(cut("").empty());
}

BOOST_AUTO_TEST_CASE(a_range_is_cut_as_if_nothing_stood_around_it) {
  std::mt19937 random(11);
  Segmenter segmenter;
  for (int i = 0; i < 2000; ++i) {
    const std::string text = random_text(random);
    const std::size_t start = random() % (text.size() + 1);
    const std::size_t end = start + random() % (text.size() - start + 1);
    const std::vector<Segment> inside = cut_range(segmenter, text, start, end);
    std::vector<Segment> alone = cut(std::string_view(text).substr(start, end - start));
    for (Segment& segment : alone) segment = {segment.start + start, segment.end + start, segment.kind};
    BOOST_TEST(std::ranges::equal(inside, alone, same), start << ".." << end << " of " << shown(text));
    BOOST_TEST(is_gapless(inside, start, end), start << ".." << end << " of " << shown(text));
  }
}

/// Each is longer than what is handed to the dictionaries at once, and no part of it is in their scripts.
BOOST_AUTO_TEST_CASE(what_is_long_stays_whole_before_a_dictionary_script) {
  const std::vector<std::pair<std::string_view, std::string>> rows{
      {"letters", std::string(150'000, 'a')},
      {"letters before Han", std::string(150'000, 'a') + "\u4E2D\u56FD"},
      {"letters before Kana", std::string(150'000, 'a') + "\u30AB\u30BF"},
      {"spaces before Han", std::string(150'000, ' ') + "\u4E2D\u56FD"},
  };
  for (const auto& [name, text] : rows) check_against_icu(std::string(name), text);
}

BOOST_AUTO_TEST_CASE(a_megabyte_without_a_space_is_cut_to_its_end) {
  const std::vector<std::pair<std::string_view, std::size_t>> rows{
      {"x", 1'000'000},        {"a-", 200'000},    {"1,", 200'000},    {"\u0301", 200'000},
      {"\U0001F1EE", 100'000}, {"\u4E2D", 50'000}, {"\u0E01", 50'000}, {"\xFF", 500'000},
  };
  for (const auto& [piece, times] : rows) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += piece;
    BOOST_TEST(is_gapless(cut(text), 0, text.size()), piece);
  }
}

}  // namespace
}  // namespace kwic::test
