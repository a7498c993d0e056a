#pragma once
/// Where in a long text the words of a query are likely to stand, found without analyzing it.

#include "query/query.h"

#include <kwic/searcher.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace kwic {

/// A text up to this many bytes is not worth the search for its passages.
inline constexpr std::size_t shortest_long_text = std::size_t{32} * 1024;

/// Passages with different words of the query first, and rare ones before frequent ones (`leaf_weights`, by
/// Query::leaf): rising, disjoint, between white space, each reaching `reach` bytes beyond the places that it
/// was taken for. Places are told by the beginnings of stems, so some may be missed, and some found that are
/// none: what matches is for the matcher to say. Time grows with the text, but by a nanosecond a byte; what
/// is found does not.
[[nodiscard]] std::vector<Range> likely_passages(std::string_view text, const Query& query,
                                                 const std::vector<double>& leaf_weights, std::size_t reach);

}  // namespace kwic
