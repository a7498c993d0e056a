#pragma once
/// The words of a piece of a query, analyzed for every language of the index.

#include "analysis/analyzer.h"
#include "query/query.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// The languages of an index by their codes, each with its share of the articles, from 0 to 1.
using LanguageShares = std::map<std::string, double>;

/// Not thread-safe.
class WordReader {
public:
  explicit WordReader(const LanguageShares& languages);

  /// The words of [start, end) of `text`, in order; compounds as one. Punctuation gives none. Acronyms are
  /// told by the text around. Neighbouring Chinese characters that the dictionary leaves single are one word,
  /// as a run copied from an article may begin and end inside its words. A stop word is one in every language
  /// that matters: one with a hundredth of the articles, so that a few articles whose language was mistaken
  /// do not make content words of "the" and "of".
  [[nodiscard]] std::vector<QueryWord> read(std::string_view text, std::size_t start, std::size_t end);

private:
  struct Reader {
    Analyzer analyzer;
    bool matters;
  };
  std::vector<Reader> readers_;  ///< one a language, at least one; those that matter first
};

/// Lets a stop word of two or three letters ask for the acronym that reads like it too: us for "U.S.".
void add_acronym(QueryWord& word);

}  // namespace kwic
