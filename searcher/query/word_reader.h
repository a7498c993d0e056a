#pragma once
/// The words of a piece of a query, analyzed for every language of the index.

#include "analysis/analyzer.h"
#include "analysis/word_cache.h"
#include "query/query.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// The languages of an index by their codes, each with its share of the articles, from 0 to 1.
using LanguageShares = std::map<std::string, double>;

/// Whether some article in a language may have a stem. Where few are in a language, often by mistake, their
/// stems would else be looked for in all the others: by Dutch rules "market" is a form of "mark".
using HasStem = std::function<bool(const std::string& language, const std::string& stem)>;

/// Not thread-safe.
class WordReader {
public:
  explicit WordReader(const LanguageShares& languages, HasStem has_stem = {});

  /// The words of [start, end) of `text`, in order; compounds as one. Punctuation gives none. Acronyms are
  /// told by the text around. Neighbouring Chinese characters that the dictionary leaves single are one word,
  /// as a run copied from an article may begin and end inside its words. A stop word is one in every language
  /// that matters: one with a hundredth of the articles, so that a few articles whose language was mistaken
  /// do not make content words of "the" and "of".
  [[nodiscard]] std::vector<QueryWord> read(std::string_view text, std::size_t start, std::size_t end);

  /// Every stem that a folded form of an article may have been indexed by.
  [[nodiscard]] std::vector<std::string> stems_of(const std::string& form);

  /// The languages of the index in which a folded form is a stop word, by their codes.
  [[nodiscard]] std::set<std::string> stop_word_in(const std::string& form);

  /// What tells of the articles of the index in which a folded form is another word than `word`.
  struct OtherWord {
    std::set<std::string> stems;      ///< which it has there
    std::set<std::string> languages;  ///< codes of those in which it is a stop word, so that no stem tells
  };
  [[nodiscard]] OtherWord other_word(const QueryWord& word, const std::string& form);

  /// A folded form in the language of most articles.
  struct StemmedWord {
    std::string stem;
    bool stop = false;
  };
  [[nodiscard]] StemmedWord main_word_of(const std::string& form);

  /// Leaves out of `only_in` what counts in every language that matters.
  void tidy_languages(QueryWord& word) const;

private:
  struct Reader {
    Analyzer analyzer;
    double share;
    bool matters;
  };
  [[nodiscard]] std::vector<WordCache>& stemmers();
  [[nodiscard]] std::map<std::uint32_t, QueryWord> read_words(Reader& reader, std::string_view text,
                                                              std::size_t start, std::size_t end) const;
  void drop_missing_stems(std::vector<std::string>& stems, const Reader& reader) const;

  HasStem has_stem_;
  std::vector<Reader> readers_;      ///< one a language, at least one; the most frequent first
  std::vector<WordCache> stemmers_;  ///< likewise; made when needed
};

/// Lets a stop word that reads like an acronym ask for that, too: us for "U.S.".
void add_acronym(QueryWord& word);

}  // namespace kwic
