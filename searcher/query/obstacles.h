#pragma once
/// Why a query has no hit.

#include "query/query.h"

#include <kwic/searcher.h>

#include <xapian.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace kwic {

/// How many articles a tree finds; nothing if so much was asked already that no more is looked up.
using Count = std::function<std::optional<Total>(const Query& query)>;

/// What keeps every article out of a query without hits, read from `text`: its parts that find nothing by
/// themselves, else those without which there would be hits. Throws Xapian's exceptions.
[[nodiscard]] std::vector<Obstacle> obstacles(std::string_view text, const Query& query,
                                              const Xapian::Database& database, const Count& count);

}  // namespace kwic
