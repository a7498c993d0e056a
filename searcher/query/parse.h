#pragma once
/// The text of a query becomes a tree. Every text is a query: parsing is linear and cannot fail, and what it
/// has to repair becomes a warning.

#include "query/query.h"
#include "query/word_reader.h"

#include <kwic/searcher.h>

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace kwic {

/// Limits of a query. Beyond the first it is refused, beyond the others it is repaired.
inline constexpr std::size_t longest_query = std::size_t{16} * 1024;  ///< bytes
inline constexpr std::size_t most_query_words = 1024;
inline constexpr std::size_t deepest_group = 64;   ///< parentheses within each other
inline constexpr std::size_t widest_window = 64;   ///< of NEAR and ADJ, in words
inline constexpr std::size_t longest_chain = 12;   ///< of words and phrases joined by NEAR and ADJ
inline constexpr std::size_t default_window = 10;  ///< of those without a number
inline constexpr std::size_t most_edits = 2;       ///< of a spelling
inline constexpr double highest_weight = 100;

struct QuerySyntax {
  bool plain = false;  ///< words only, whatever signs there are
  MatchMode match = MatchMode::any;
  std::chrono::year_month_day today = local_day();  ///< for dates such as "yesterday"
};

struct ParsedQuery {
  std::optional<Query> query;      ///< nothing if the text holds no word; its leaves are numbered
  std::optional<Query> otherwise;  ///< what to search for if `query` has no hit; usually nothing
  std::vector<Warning> warnings;   ///< by position
};

[[nodiscard]] ParsedQuery parse_query(std::string_view text, const QuerySyntax& syntax, WordReader& reader);

}  // namespace kwic
