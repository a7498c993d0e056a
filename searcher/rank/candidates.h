#pragma once
/// The articles that match, in their final order: Xapian proposes and scores, the matcher decides.

#include "analysis/analyzer.h"
#include "match/matcher.h"
#include "query/query.h"

#include <kwic/searcher.h>

#include <xapian.h>

#include <cstddef>
#include <functional>
#include <string>
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

/// How much each word or phrase of a query tells, by the number that the matcher gives it (Mark::leaf): the
/// logarithm of how rare it is (inverse document frequency), a phrase the sum of its words.
[[nodiscard]] std::vector<double> leaf_weights(const Xapian::Database& database, const Query& query);

class Candidates {
public:
  using AnalyzerFor = std::function<Analyzer&(const std::string& language)>;

  /// Everything given must outlive the object.
  Candidates(const Xapian::Database& database, const Query& query, const Matcher& matcher,
             AnalyzerFor analyzer);

  /// Ranked by score, then date (newest first), then in the order in which articles were added. Throws
  /// Xapian's exceptions.
  [[nodiscard]] Page page(std::size_t offset, std::size_t limit);

private:
  [[nodiscard]] Xapian::MSet propose_first(std::size_t count);
  [[nodiscard]] bool matches(Xapian::docid document) const;
  [[nodiscard]] Total total(const Xapian::MSet& proposed, std::size_t accepted, std::size_t looked_at,
                            bool all_proposed) const;

  const Xapian::Database& database_;
  const Matcher& matcher_;
  AnalyzerFor analyzer_;
  bool decided_by_matcher_;
  Xapian::Enquire enquire_;
};

}  // namespace kwic
