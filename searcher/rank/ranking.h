#pragma once
/// From Xapian's order to the final one: neighbouring words, age, copies.

#include "match/leaf_source.h"
#include "query/query.h"
#include "rank/candidates.h"
#include "rank/neighbours.h"

#include <kwic/searcher.h>

#include <xapian.h>

#include <cstddef>
#include <vector>

namespace kwic {

class Ranking {
public:
  /// Everything given must outlive the object. Throws Xapian's exceptions, as all below.
  Ranking(const Xapian::Database& database, const Lexicon& lexicon, const Query& query,
          const ArticleTexts& texts, const SearchOptions& options);

  /// The hits from options.offset on, options.limit of them at most.
  [[nodiscard]] Proposed page(Candidates& candidates) const;

  /// What its neighbouring words add to the score of an article.
  [[nodiscard]] std::vector<PairScore> pairs(Xapian::docid document) const;

  /// What its age leaves of its score.
  [[nodiscard]] double recency(Xapian::docid document) const;

private:
  [[nodiscard]] std::size_t candidates_needed() const;
  [[nodiscard]] double bonus(Xapian::docid document) const;
  void reorder(std::vector<Candidate>& candidates) const;
  void fold_copies(Proposed& page) const;
  [[nodiscard]] std::string value(Xapian::docid document, Xapian::valueno slot) const;

  const Xapian::Database& database_;
  const ArticleTexts& texts_;
  const SearchOptions& options_;
  Neighbours neighbours_;
  double today_;
};

}  // namespace kwic
