#pragma once
/// What a query asks for, as a tree: proposed to Xapian by propose.h, decided and highlighted by
/// match/matcher.h.

#include <set>
#include <string>
#include <vector>

namespace kwic {

/// A word as the query asks for it. A token of an article is this word if one of its forms is among these.
struct QueryWord {
  std::string text;                   ///< as written
  std::vector<std::string> surfaces;  ///< one or a few: languages may fold a word differently
  std::vector<std::string> stems;     ///< in the languages of the index
  std::vector<QueryWord> parts;  ///< of a compound, which is found as the phrase of its parts too; else empty
  std::set<std::string> stop_in;  ///< codes of the languages of the index in which it is a stop word
  bool stop = false;              ///< it is one in every language that matters
  bool finds_stop_words = false;  ///< ask for it where it is a stop word, too
};

struct Query {
  enum class Kind {
    everything,  ///< every article
    word,        ///< `word`, with its inflections
    phrase,      ///< `words`, exactly and in this order
    any,         ///< one of `children` or more; each that matches counts
    all,         ///< all of `children`
    prefer,      ///< the first of `children`; the others count where they match
    without,     ///< the first of `children`, but none of the others
  };
  Kind kind = Kind::everything;
  std::vector<QueryWord> words;  ///< one if `word`, in order if `phrase`
  std::vector<Query> children;
};

/// The tree in a printed form, for tests and explanations: `(prefer "maximum pressure" (any iran oman))`.
[[nodiscard]] std::string print(const Query& query);

}  // namespace kwic
