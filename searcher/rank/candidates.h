#pragma once
/// The articles that match, as Xapian proposes and scores them and the matcher decides.

#include "match/leaf_source.h"
#include "match/matcher.h"
#include "query/propose.h"
#include "query/query.h"
#include "rank/facets.h"

#include <kwic/searcher.h>

#include <xapian.h>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace kwic {

struct Candidate {
  Xapian::docid document = 0;
  double score = 0;                        ///< rounded, see bm25.h
  std::vector<Xapian::docid> copies = {};  ///< near-duplicates that it stands for
};

/// The total order of hits: by rounded score, then by date, newest first, then by id. The first `count` are
/// in order afterwards; those behind them only by score.
void put_in_order(const Xapian::Database& database, std::span<Candidate> candidates, std::size_t count);

struct Proposed {
  std::vector<Candidate> candidates;
  Total total;
  std::vector<Facet> facets;
};

/// How much each word or phrase of a query tells, by its number (Query::leaf): how rare it is, a phrase the
/// sum of its words.
[[nodiscard]] std::vector<double> leaf_weights(const Xapian::Database& database, const Query& query);

class Candidates {
public:
  /// Everything given must outlive the object.
  Candidates(const Xapian::Database& database, const Query& query, const Matcher& matcher,
             const ArticleTexts& texts, const SearchOptions& options);

  /// The first `count`, in the order that the options ask for; equal ones by date, newest first, then by id,
  /// so that the order does not depend on how the index was built. Throws Xapian's exceptions.
  [[nodiscard]] Proposed first(std::size_t count);

private:
  void sort_by(SortOrder order);
  [[nodiscard]] Xapian::MSet found(std::size_t count, FacetCounter& facets);
  [[nodiscard]] Proposed propose_first(std::size_t count);
  [[nodiscard]] bool are_borne_out(std::span<const Candidate> candidates);
  [[nodiscard]] bool is_borne_out(Xapian::docid document);

  const Xapian::Database& database_;
  const Matcher& matcher_;
  const ArticleTexts& texts_;
  const SearchOptions& options_;
  Proposal proposal_;
  Xapian::doccount articles_;
  std::unique_ptr<Xapian::KeyMaker> key_;
  Xapian::Enquire enquire_;
};

}  // namespace kwic
