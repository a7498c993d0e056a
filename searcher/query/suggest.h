#pragma once
/// What a misspelt word may have been meant to be.

#include "query/lexicon.h"
#include "query/query.h"
#include "query/word_reader.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// What a suggestion is held against.
struct Suggesting {
  const Lexicon& lexicon;
  WordReader& reader;
  std::function<bool(const std::string& query)> has_hits;
  /// A folded form as some article writes it ("Rücktritt" of "rucktritt"); the form itself if that is
  /// unknown.
  std::function<std::string(const std::string& form)> as_written;
};

/// The query `text`, which was read as `query`, with each word that no article has (in its field, if it names
/// one) replaced by the nearest word that some has: by Damerau's distance on folded forms, then by frequency.
/// Where there is none, two words may have been run together. Empty if there is nothing to replace, or
/// nothing that has hits. Throws Xapian's exceptions.
[[nodiscard]] std::string suggestion(std::string_view text, const Query& query, const Suggesting& with);

}  // namespace kwic
