#pragma once
/// The articles that match, as Xapian proposes and scores them and the matcher decides.

#include "match/leaf_source.h"
#include "query/lexicon.h"
#include "query/propose.h"
#include "query/query.h"
#include "rank/facets.h"
#include "rank/order.h"
#include "rank/ranking_memory.h"
#include "rank/word_scores.h"

#include <kwic/searcher.h>

#include <xapian.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace kwic {

/// How much each word or phrase of a query tells, by its number (Query::leaf): how rare it is, a phrase the
/// sum of its words.
[[nodiscard]] std::vector<double> leaf_weights(const Lexicon& lexicon, const Query& query);

class Candidates {
public:
  /// Everything given must outlive the object.
  Candidates(const Xapian::Database& database, const Lexicon& lexicon, const Query& query,
             const ArticleTexts& texts, RankingMemory& memory, const SearchOptions& options);

  /// The first `count`, in the order that the options ask for; equal ones by date, newest first, then by id,
  /// so that the order does not depend on how the index was built. Throws Xapian's exceptions.
  [[nodiscard]] Proposed first(std::size_t count);

private:
  void propose_by_xapian(const Query& query);
  void look_at(std::size_t bytes);
  void scale(Proposed& proposed) const;
  void sort_by(SortOrder order);
  [[nodiscard]] Xapian::MSet found(std::size_t count, FacetCounter& facets);
  [[nodiscard]] Proposed propose_first(std::size_t count);
  [[nodiscard]] bool are_borne_out(std::span<const Candidate> candidates) const;
  [[nodiscard]] bool is_borne_out(Xapian::docid document) const;

  const Xapian::Database& database_;
  const ArticleTexts& texts_;
  const SearchOptions& options_;
  std::optional<WordScores> words_;  ///< in place of all below
  Proposal proposal_;
  bool is_decided_by_one_check_ = false;  ///< what it believes by mistake, the total has too many
  Xapian::doccount articles_;
  std::unique_ptr<Xapian::KeyMaker> key_;
  Xapian::Enquire enquire_;
};

}  // namespace kwic
