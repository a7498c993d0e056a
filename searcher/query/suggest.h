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

/// Whether a query has hits.
using HasHits = std::function<bool(const std::string& query)>;

/// The query `text`, which was read as `query`, with each word that no article has (in its field, if it names
/// one) replaced by the nearest word that some has: by Damerau's distance on folded forms, then by frequency.
/// Empty if there is nothing to replace, or nothing that `has_hits` accepts. Throws Xapian's exceptions.
[[nodiscard]] std::string suggestion(std::string_view text, const Query& query, const Lexicon& lexicon,
                                     WordReader& reader, const HasHits& has_hits);

}  // namespace kwic
