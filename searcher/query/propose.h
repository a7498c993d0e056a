#pragma once
/// The query that Xapian ranks candidates by. It never misses a match; it may propose articles that the
/// matcher rejects.

#include "query/query.h"

#include <xapian.h>

namespace kwic {

[[nodiscard]] Xapian::Query propose(const Query& query);

/// True if the proposed query can find articles that do not match: phrases and compounds are to be decided.
[[nodiscard]] bool needs_matcher(const Query& query);

}  // namespace kwic
