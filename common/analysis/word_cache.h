#pragma once
/// Folding and stemming cost far more than looking up what they gave for the same bytes before.

#include "analysis/languages.h"

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// What analysis makes of the bytes of one word.
struct Word {
  bool stop = false;       ///< a stop word of the language
  std::string surface;     ///< folded, without marks
  std::string stem;        ///< of the folded word with its marks, which are taken off afterwards
  std::string other_stem;  ///< of the surface, where it differs from `stem`; else empty
};

/// Words by the bytes that they are written with: a hash table with open addressing, as every word of every
/// text is looked up here. References stay valid until clear().
class WordTable {
public:
  WordTable();

  /// The word, or null.
  [[nodiscard]] const Word* find(std::string_view written) const noexcept;

  /// Adds a word that is not there yet.
  const Word& add(std::string_view written, Word word);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// How many bytes the words are written with, all together.
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
  void clear();

private:
  struct Entry {
    std::string written;
    Word word;
  };
  struct Slot {
    std::uint64_t hash = 0;
    const Entry* entry = nullptr;
  };

  [[nodiscard]] static bool is_written_so(const Entry& entry, std::string_view written) noexcept;
  [[nodiscard]] std::size_t place(std::string_view written, std::uint64_t hash) const noexcept;
  void grow();

  std::vector<Slot> slots_;  ///< a power of two of them, at most half taken
  std::deque<Entry> entries_;
  std::size_t size_ = 0;
  std::size_t bytes_ = 0;
};

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
