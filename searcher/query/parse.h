#pragma once
/// The text of a query becomes a tree. Every text is a query: parsing is linear and cannot fail.

#include "query/query.h"
#include "query/word_reader.h"

#include <kwic/searcher.h>

#include <optional>
#include <string_view>
#include <vector>

namespace kwic {

/// Limits of a query.
inline constexpr std::size_t longest_query = std::size_t{16} * 1024;  ///< bytes
inline constexpr std::size_t most_query_words = 1024;

struct ParsedQuery {
  std::optional<Query> query;      ///< nothing if the text holds no word
  std::optional<Query> otherwise;  ///< what to search for if `query` has no hit; usually nothing
  std::vector<Warning> warnings;
};

/// Reads words, quotations, + and -. With `plain`, words only.
[[nodiscard]] ParsedQuery parse_query(std::string_view text, bool plain, WordReader& reader);

}  // namespace kwic
