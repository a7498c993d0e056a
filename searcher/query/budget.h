#pragma once
/// No query may take long: what would have Xapian walk through too many postings is left out, and told.

#include "query/lexicon.h"
#include "query/query.h"

#include <kwic/searcher.h>

#include <cstddef>
#include <vector>

namespace kwic {

/// A search may walk through about so many postings (entries of a term's list of articles); some 0.1 s.
inline constexpr double most_postings = 1'000'000;

/// What is so odd that not all of it is told was hardly meant for a search, and gets less.
inline constexpr double most_postings_of_odd_queries = 100'000;

/// Takes from an expanded query what exceeds the budget, the rarest words staying; one part always stays.
/// Returns about how many postings the search will walk through. Throws Xapian's exceptions.
double keep_within_budget(Query& query, const Lexicon& lexicon, std::vector<Warning>& warnings,
                          double postings = most_postings);

}  // namespace kwic
