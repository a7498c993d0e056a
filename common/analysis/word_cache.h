#pragma once
/// Folding and stemming cost far more than looking up what they gave for the same bytes before.

#include "analysis/languages.h"

#include <xapian.h>

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace kwic {

/// What analysis makes of the bytes of one word.
struct Word {
  std::string surface;     ///< folded, without marks
  std::string stem;        ///< of the folded word with its marks, which are taken off afterwards
  std::string other_stem;  ///< of the surface, where it differs from `stem`; else empty
  bool stop = false;       ///< a stop word of the language
};

/// Analyzes the words of one language and remembers the most recent ones. Not thread-safe.
class WordCache {
public:
  explicit WordCache(const Language& language);

  /// The word written so. Valid until forget_if_full().
  [[nodiscard]] const Word& stemmed(std::string_view written);

  /// The same, taken as it is: folded, but not stemmed and never a stop word.
  [[nodiscard]] const Word& literal(std::string_view written);

  /// Drops everything once the cache has grown past its limit, some 10 MB.
  void forget_if_full();

  [[nodiscard]] const Language& language() const noexcept { return language_; }

private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Map = std::unordered_map<std::string, Word, Hash, std::equal_to<>>;

  [[nodiscard]] Word analyze(std::string_view written) const;
  [[nodiscard]] std::string folded(std::string_view written) const;

  Language language_;
  Xapian::Stem stemmer_;
  Map stemmed_;
  Map literal_;
};

}  // namespace kwic
