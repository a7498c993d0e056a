#pragma once
/// Folding and stemming cost far more than looking up what they gave for the same bytes before.

#include "analysis/languages.h"
#include "analysis/word_table.h"

#include <xapian.h>

#include <cstdint>
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

  /// The same for the first `size` bytes of `text`, with less work where more text follows them.
  [[nodiscard]] WordTable::Found stemmed(std::string_view text, std::size_t size) {
    const WordTable::Found known = stemmed_.find(text, size);
    return known.word != nullptr ? known : new_stemmed(text.substr(0, size));
  }

  /// The same, taken as it is: folded, but not stemmed and never a stop word.
  [[nodiscard]] const Word& literal(std::string_view written);

  /// To be called between two compounds: drops numbers and overlong words, of which few come again, and
  /// everything once the cache has grown past its limit, some 30 MB.
  void forget_if_full() {
    if (full_) forget();
  }

  [[nodiscard]] const Language& language() const noexcept { return language_; }

  /// How many words it remembers; each takes some 240 bytes.
  [[nodiscard]] std::size_t size() const noexcept { return stemmed_.size() + literal_.size(); }

private:
  const Word& keep_for_now(Word word);
  WordTable::Found new_stemmed(std::string_view written);
  WordTable::Found add(WordTable& table, std::string_view written, Word word);
  void forget();
  [[nodiscard]] Word analyze(std::string_view written) const;
  [[nodiscard]] std::string stem_of(const std::string& form) const;
  [[nodiscard]] std::string folded(std::string_view written) const;

  Language language_;
  Xapian::Stem stemmer_;
  WordTable stemmed_;
  WordTable literal_;
  std::deque<Word> for_now_;
  bool full_ = false;              ///< there is something to forget
  std::uint32_t next_number_ = 1;  ///< 0 once there is none left
};

}  // namespace kwic
