#pragma once
/// Folding and stemming cost far more than looking up what they gave for the same bytes before.

#include "analysis/languages.h"
#include "analysis/word_table.h"

#include <xapian.h>

#include <deque>
#include <string>
#include <string_view>

namespace kwic {

/// Analyzes the words of one language and remembers the most recent ones. Not thread-safe.
class WordCache {
public:
  explicit WordCache(const Language& language);

  /// The word written so. Valid until forget_if_full().
  [[nodiscard]] const Word& stemmed(std::string_view written);

  /// The same, taken as it is: folded, but not stemmed and never a stop word.
  [[nodiscard]] const Word& literal(std::string_view written);

  /// To be called between two compounds: drops the numbers, of which no two texts have the same, and
  /// everything once the cache has grown past its limit, some 30 MB.
  void forget_if_full() {
    if (!numbers_.empty()) numbers_.clear();
    if (full_) forget();
  }

  [[nodiscard]] const Language& language() const noexcept { return language_; }

private:
  const Word& add(WordTable& table, std::string_view written, Word word);
  void forget();
  [[nodiscard]] Word analyze(std::string_view written) const;
  [[nodiscard]] std::string folded(std::string_view written) const;

  Language language_;
  Xapian::Stem stemmer_;
  WordTable stemmed_;
  WordTable literal_;
  std::deque<Word> numbers_;
  bool full_ = false;
};

}  // namespace kwic
