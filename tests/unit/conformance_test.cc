/// What others publish to test with: Unicode's break tests, and the vocabularies of Snowball.
#include "analysis/folding.h"
#include "analysis/segmenter.h"
#include "analysis/word_cache.h"
#include "snippet/sentences.h"
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"
#include "text/utf8.h"

#include <boost/test/unit_test.hpp>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kwic::test {
namespace {

/// One line of a break test: "÷ 0061 × 0308 ÷".
struct BreakTest {
  std::string code_points;  ///< "0061 0308"
  std::string text;
  std::vector<std::size_t> borders;  ///< of bytes
};

BreakTest read_break_test(const std::string& line) {
  BreakTest test;
  std::istringstream fields(line.substr(0, line.find('\t')));
  for (std::string field; fields >> field;) {
    if (field == "\u00F7") {
      test.borders.push_back(test.text.size());
    } else if (field != "\u00D7") {
      test.code_points += (test.code_points.empty() ? "" : " ") + field;
      append_utf8(test.text, static_cast<char32_t>(std::stoul(field, nullptr, 16)));
    }
  }
  return test;
}

/// The tests of a file of Debian's unicode-data; none, after a message, where it is not there or of another
/// Unicode.
std::vector<BreakTest> break_tests(const std::string& name) {
  const std::filesystem::path path = "/usr/share/unicode/auxiliary/" + name + ".txt";
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || line != "# " + name + "-15.0.0.txt") {
    BOOST_TEST_MESSAGE("skipped: " << path.string() << (file ? " is of another version" : " is not there"));
    return {};
  }
  std::vector<BreakTest> tests;
  while (std::getline(file, line)) {
    if (!line.starts_with('#') && !line.empty()) tests.push_back(read_break_test(line));
  }
  return tests;
}

std::vector<std::size_t> word_borders(std::string_view text) {
  std::vector<std::size_t> borders{0};
  Segmenter segmenter;
  segmenter.reset(text);
  while (const auto segment = segmenter.next()) borders.push_back(segment->end);
  return borders;
}

/// CLDR's tailoring: a colon joins no letters. These are all the lines in which Unicode has it join them.
const std::set<std::string> colon_lines{
    "0061 003A 0041",           "0061 003A 0308 0041",      "0061 003A 05D0",
    "0061 003A 0308 05D0",      "0061 003A 0061 2060",      "0061 003A 0308 0061 2060",
    "0061 003A 0061 003A",      "0061 003A 0308 0061 003A", "0061 003A 0061 0027",
    "0061 003A 0308 0061 0027", "0061 003A 0061 0027 2060", "0061 003A 0308 0061 0027 2060",
    "0061 003A 0061 002C",      "0061 003A 0308 0061 002C", "0041 003A 0041",
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\v\f";
  const std::size_t start = text.find_first_not_of(spaces);
  return start == std::string_view::npos ? "" : text.substr(start, text.find_last_not_of(spaces) - start + 1);
}

/// The sentences of a line, without the white space around them; an array of strings like those of
/// sentences_found().
std::vector<std::string> expected_sentences(const BreakTest& test) {
  std::vector<std::string> sentences;
  for (std::size_t i = 1; i < test.borders.size(); ++i) {
    const std::size_t start = test.borders[i - 1];
    const auto sentence = trimmed(std::string_view(test.text).substr(start, test.borders[i] - start));
    if (!sentence.empty()) sentences.emplace_back(sentence);
  }
  return sentences;
}

std::vector<std::string> sentences_found(SentenceFinder& finder, const std::string& text) {
  std::vector<std::string> sentences;
  for (const Range range : finder.around(text, 0, ""))
    sentences.push_back(text.substr(range.start, range.end - range.start));
  return sentences;
}

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// The vocabularies, unpacked while the object lives.
class Vocabularies {
public:
  Vocabularies() {
    const auto archive = shared_file("conformance/snowball-2017-04.tar.gz");
    if (archive.empty()) return;
    const Ran tar =
        run({"/bin/tar", "xzf", archive.string(), "-C", files_.path().string(), "--strip-components=1"});
    BOOST_REQUIRE_MESSAGE(tar.status == 0, tar.err);
    are_there_ = true;
  }

  [[nodiscard]] bool are_there() const { return are_there_; }

  /// Every word of a language with its stem.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> of(const std::string& language) const {
    const std::vector<std::string> words = lines_of(files_ / language / "voc.txt");
    const std::vector<std::string> stems = lines_of(files_ / language / "output.txt");
    BOOST_REQUIRE_MESSAGE(words.size() == stems.size() && words.size() > 1000, language);
    std::vector<std::pair<std::string, std::string>> pairs;
    for (std::size_t i = 0; i < words.size(); ++i) pairs.emplace_back(words[i], stems[i]);
    return pairs;
  }

private:
  TemporaryDirectory files_;
  bool are_there_ = false;
};

/// Those of Xapian whose vocabulary is in the archive. Arabic and Tamil are empty there, Greek is unknown to
/// Xapian.
constexpr std::array vocabularies{
    "danish",     "dutch",    "english", "finnish",         "french",  "german",    "german2",
    "hungarian",  "irish",    "italian", "kraaij_pohlmann", "lovins",  "norwegian", "porter",
    "portuguese", "romanian", "russian", "spanish",         "swedish", "turkish",
};

/// Words that Xapian 1.4.22 stems otherwise.
const std::set<std::string> portuguese_exceptions{
    "devolu\u00E7\u00E3o",  "evolu\u00E7\u00E3o",     "execu\u00E7\u00E3o",   "execu\u00E7\u00F5es",
    "introdu\u00E7\u00E3o", "reconstru\u00E7\u00E3o", "reprodu\u00E7\u00E3o", "resolu\u00E7\u00E3o",
    "revolu\u00E7\u00E3o",  "revolu\u00E7\u00F5es",
};

BOOST_AUTO_TEST_CASE(words_end_where_unicode_says_but_for_fifteen_colons) {
  const std::vector<BreakTest> tests = break_tests("WordBreakTest");
  if (tests.empty()) return;
  BOOST_TEST(tests.size() == 1823);
  std::set<std::string> different;
  for (const BreakTest& test : tests) {
    if (word_borders(test.text) != test.borders) different.insert(test.code_points);
  }
  BOOST_TEST(colon_lines.size() == 15);
  for (const std::string& line : colon_lines) BOOST_TEST(line.find("003A") != std::string::npos, line);
  BOOST_TEST(different == colon_lines, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(sentences_end_where_unicode_says) {
  const std::vector<BreakTest> tests = break_tests("SentenceBreakTest");
  SentenceFinder finder;
  std::size_t compared = 0;
  for (const BreakTest& test : tests) {
    if (test.text.find_first_of("\r\n") != std::string::npos)
      continue;  // line ends are read as paragraphs are
    ++compared;
    BOOST_TEST_CONTEXT(test.code_points) {
      BOOST_TEST(sentences_found(finder, test.text) == expected_sentences(test),
                 boost::test_tools::per_element());
    }
  }
  BOOST_TEST(compared > tests.size() / 2 - 1);
}

BOOST_AUTO_TEST_CASE(every_word_of_the_vocabularies_has_the_stem_that_snowball_gives_it) {
  const Vocabularies all;
  if (!all.are_there()) return;
  for (const std::string language : vocabularies) {
    const Xapian::Stem stem(language);
    std::set<std::string> different;
    for (const auto& [word, expected] : all.of(language)) {
      if (stem(word) != expected) different.insert(word);
    }
    BOOST_TEST_CONTEXT(language) {
      const bool exceptions = language == "portuguese";
      BOOST_TEST(different == (exceptions ? portuguese_exceptions : std::set<std::string>{}),
                 boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(plain_english_words_pass_through_the_cache_with_the_stem_of_snowball) {
  const Vocabularies all;
  if (!all.are_there()) return;
  WordCache words(find_language("en"));
  std::size_t compared = 0;
  for (const auto& [word, stem] : all.of("english")) {
    if (!is_ascii(word) || word.find('\'') != std::string::npos) continue;
    ++compared;
    const Word& analyzed = words.stemmed(word);
    if (analyzed.stem != stem || analyzed.surface != word || !analyzed.other_stem.empty()) {
      BOOST_ERROR(word << ": " << analyzed.surface << ", " << analyzed.stem << ", " << analyzed.other_stem);
    }
    words.forget_if_full();
  }
  BOOST_TEST(compared > 25'000);
}

/// The stem is taken before the marks are taken off; where the word without its marks has another, that is
/// there too.
BOOST_AUTO_TEST_CASE(accented_words_pass_through_the_cache_with_both_their_stems) {
  const Vocabularies all;
  if (!all.are_there()) return;
  const std::vector<std::pair<std::string, std::string>> languages{
      {"fr", "french"}, {"es", "spanish"}, {"hu", "hungarian"}, {"ru", "russian"}};
  for (const auto& [code, name] : languages) {
    WordCache words(find_language(code));
    const Xapian::Stem stemmer(name);
    for (const auto& [word, stem] : all.of(name)) {
      if (word.find('\'') != std::string::npos) continue;
      const Word& analyzed = words.stemmed(word);
      const std::string plain = strip_marks(stemmer(strip_marks(word)));
      const std::string& other = analyzed.other_stem.empty() ? analyzed.stem : analyzed.other_stem;
      if (analyzed.stem != strip_marks(stem) || other != plain) {
        BOOST_ERROR(code << ' ' << word << ": " << analyzed.stem << ", " << analyzed.other_stem);
      }
      words.forget_if_full();
    }
  }
}

}  // namespace
}  // namespace kwic::test
