#pragma once
/// Where in a long text the words of a query are likely to stand: told by its signature, so that only those
/// passages need be unpacked and analyzed.

#include "index/word_signature.h"
#include "match/matcher.h"
#include "query/query.h"

#include <kwic/searcher.h>

#include <cstddef>
#include <optional>
#include <vector>

namespace kwic {

/// A query made ready to be looked for in the signatures of long articles. Not thread-safe.
class LikelyPassages {
public:
  /// `query`: see expanded_for_signatures(). `leaf_weights`: by Query::leaf.
  LikelyPassages(const Query& query, std::vector<double> leaf_weights);

  /// Passages with different words of the query first, and rare ones before frequent ones: rising, disjoint,
  /// from the beginning of a word to that of another, each reaching `reach` bytes beyond the places that it
  /// was taken for. They are few, however long the text is; none if the query stands in other fields only.
  /// Nothing if a signature cannot tell. `signature` must be wide, and of a text of `size` bytes.
  [[nodiscard]] std::optional<std::vector<Range>> in(const WordSignature& signature, std::size_t size,
                                                     std::size_t reach);

private:
  Matcher matcher_;
  std::vector<double> weights_;
  FoundWords found_;  ///< memory to work in
};

}  // namespace kwic
