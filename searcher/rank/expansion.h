#pragma once
/// A query made from articles: the words that tell them apart.

#include "query/lexicon.h"
#include "query/query.h"
#include "query/word_reader.h"

#include <xapian.h>

#include <string>
#include <vector>

namespace kwic {

/// Pseudo relevance feedback: the query, and with less weight the words that its best hits share and few
/// others have (Rocchio's idea with BM25's weights). Words that the query requires stay required. Words are
/// looked for in articles of the languages that they were found in.
[[nodiscard]] Query expanded(const Xapian::Database& database, const Lexicon& lexicon,
                             const WordReader& words, const Query& query,
                             const std::vector<Xapian::docid>& best_hits);

/// So many of them.
inline constexpr std::size_t feedback_articles = 10;

/// The articles of its language that share the words that tell most about this one; not itself.
[[nodiscard]] Query similar_to(const Xapian::Database& database, const WordReader& words,
                               Xapian::docid document, const std::string& id);

}  // namespace kwic
