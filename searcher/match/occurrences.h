#pragma once
/// Where the words of a query stand in an article: in its signature, fast and perhaps mistaken, or in its
/// text.

#include "analysis/analyzer.h"
#include "index/article_fields.h"
#include "index/word_signature.h"
#include "query/query.h"

#include <kwic/article.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kwic {

/// One place where a word, a compound or a phrase stands.
struct Occurrence {
  std::uint32_t first = 0;  ///< positions [first, last] of the article
  std::uint32_t last = 0;
  Field field = Field::text;  ///< with the bytes [start, end) of it; meaningless in a signature
  std::size_t start = 0;
  std::size_t end = 0;
};

using Occurrences = std::vector<Occurrence>;  ///< rising by `first`

/// Whether a word stands for all its inflections or for itself only.
enum class Form { inflected, exact };

/// All words that a query holds, the parts of compounds included, numbered in the order in which they are
/// added.
class WordList {
public:
  /// Returns the number.
  std::size_t add(const QueryWord& word, Form form);

  /// Where each word stands in the article itself.
  [[nodiscard]] std::vector<Occurrences> find(const Article& article, Analyzer& analyzer) const;

  /// Where each exact word may stand by the signature, at least; words with inflections get none, as the
  /// signature does not know them.
  [[nodiscard]] std::vector<Occurrences> find(const WordSignature& signature) const;

private:
  using Numbers = std::map<std::string, std::vector<std::size_t>, std::less<>>;

  Numbers by_surface_;    ///< words in exact form
  Numbers by_stem_;       ///< words with inflections, where they are no stop words
  Numbers by_stop_stem_;  ///< those of them that are asked for as stop words too
  std::size_t size_ = 0;
};

/// The places where one of each list follows the one before directly.
[[nodiscard]] Occurrences in_sequence(const std::vector<Occurrences>& lists);

/// The places of both lists, equal ones once.
[[nodiscard]] Occurrences united(Occurrences left, const Occurrences& right);

}  // namespace kwic
