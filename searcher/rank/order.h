#pragma once
/// Articles that match, in the order in which they are shown.

#include <kwic/searcher.h>

#include <xapian.h>

#include <cstddef>
#include <map>
#include <span>
#include <vector>

namespace kwic {

struct Candidate {
  Xapian::docid document = 0;
  double score = 0;        ///< rounded, see bm25.h
  bool has_bonus = false;  ///< what its neighbouring words add is in the score
};

struct Proposed {
  std::vector<Candidate> candidates;
  std::map<Xapian::docid, std::vector<Xapian::docid>>
      copies;  ///< near-duplicates that a candidate stands for
  Total total;
  std::vector<Facet> facets;
};

/// Up to so many matches are counted exactly: where signatures decide, they are checked on the text.
inline constexpr std::size_t counted_exactly = 100;

/// The same where terms and values tell all: it takes a millisecond or two.
inline constexpr std::size_t counted_by_terms = 10'000;

/// The total order of hits: by rounded score, then by date, newest first, then by id. The first `count` are
/// in order afterwards; the others stand behind them.
void put_in_order(const Xapian::Database& database, std::span<Candidate> candidates, std::size_t count);

}  // namespace kwic
