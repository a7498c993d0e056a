#pragma once
/// The words of a piece of a query, analyzed for every language of the index.

#include "analysis/analyzer.h"
#include "query/query.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// Not thread-safe.
class WordReader {
public:
  explicit WordReader(const std::set<std::string>& languages);

  /// The words of `text`, in order; compounds as one. Punctuation gives none.
  [[nodiscard]] std::vector<QueryWord> read(std::string_view text);

private:
  std::vector<Analyzer> analyzers_;  ///< one a language, at least one
};

/// Lets a stop word of two or three letters ask for the acronym that reads like it too: us for "U.S.".
void add_acronym(QueryWord& word);

}  // namespace kwic
