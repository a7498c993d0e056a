#pragma once
/// The articles that match, in their final order: Xapian proposes and scores, the matcher decides.

#include "match/leaf_source.h"
#include "match/matcher.h"
#include "query/propose.h"
#include "query/query.h"

#include <kwic/searcher.h>

#include <xapian.h>

#include <cstddef>
#include <vector>

namespace kwic {

struct Candidate {
  Xapian::docid document = 0;
  double score = 0;  ///< rounded to four digits
};

struct Page {
  std::vector<Candidate> candidates;
  Total total;
};

/// How much each word or phrase of a query tells, by its number (Query::leaf): the
/// logarithm of how rare it is (inverse document frequency), a phrase the sum of its words.
[[nodiscard]] std::vector<double> leaf_weights(const Xapian::Database& database, const Query& query);

class Candidates {
public:
  /// Everything given must outlive the object.
  Candidates(const Xapian::Database& database, const Query& query, const Matcher& matcher,
             const ArticleTexts& texts);

  /// Ranked by score, then date (newest first), then in the order in which articles were added. Throws
  /// Xapian's exceptions.
  [[nodiscard]] Page page(std::size_t offset, std::size_t limit);

private:
  /// A page as far as the signatures tell, and whether the text contradicted none of them.
  struct Attempt {
    Page page;
    bool settled = true;
  };

  [[nodiscard]] Attempt attempt(std::size_t offset, std::size_t limit);
  [[nodiscard]] Xapian::MSet propose_first(std::size_t count);
  [[nodiscard]] bool is_borne_out(Xapian::docid document);

  const Matcher& matcher_;
  const ArticleTexts& texts_;
  Proposal proposal_;
  Xapian::doccount articles_;
  Xapian::Enquire enquire_;
};

}  // namespace kwic
