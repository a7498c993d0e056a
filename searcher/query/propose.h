#pragma once
/// The query that Xapian ranks candidates by: terms, and where terms do not tell enough, checks of the word
/// signatures. It never misses a match; what it proposes may yet turn out not to match on the text.

#include "match/leaf_source.h"
#include "query/lexicon.h"
#include "query/query.h"

#include <xapian.h>

#include <memory>
#include <vector>

namespace kwic {

struct Proposal {
  Xapian::Query query;
  std::vector<std::shared_ptr<LeafCheck>> checks;  ///< none: what is proposed matches
};

/// The words of a phrase or NEAR that are looked up, the rarest first: so few of many that signatures have
/// few enough articles to decide on.
[[nodiscard]] std::vector<const QueryWord*> words_looked_up(const Query& leaf, const Lexicon& lexicon);

/// What the terms of a word propose, whatever signatures say: of a compound, its stems or those of its parts.
[[nodiscard]] Xapian::Query propose_terms(const QueryWord& word);

/// Everything given must outlive the proposal.
[[nodiscard]] Proposal propose(const Query& query, const Xapian::Database& database,
                               const ArticleTexts& texts);

}  // namespace kwic
