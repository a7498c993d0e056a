#pragma once
/// What a query asks for, as a tree: proposed to Xapian by propose.h, decided and highlighted by
/// match/matcher.h.

#include "query/filter.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kwic {

/// A word as the query asks for it. A token of an article is this word if one of its forms is among these.
struct QueryWord {
  /// Which forms it stands for.
  enum class Form {
    inflected,  ///< all that have one of `stems`
    exact,      ///< `surfaces`
    wildcards,  ///< those of the index that match `text`, once expand() has put them into `surfaces`
    similar,    ///< likewise those that differ from `text` by up to `distance` edits
  };
  std::string text;          ///< as written, without signs
  std::size_t position = 0;  ///< byte of the query that the text begins at
  Form form = Form::inflected;
  std::size_t distance = 0;
  std::vector<std::string> surfaces;  ///< one or a few: languages may fold a word differently
  bool expanded = false;              ///< `surfaces` are all forms in the index that the word stands for
  std::vector<std::string> stems;     ///< in the languages of the index
  /// Of stems that count in the articles of some languages only, the codes of these: to another language that
  /// matters it is none of this word, and perhaps one of another word ("ira" is Iran's in Turkish).
  using OnlyIn = std::map<std::string, std::set<std::string>>;
  OnlyIn only_in;
  std::vector<std::string> sure_stems;  ///< of an expanded word: those that no other form in the index has
  std::vector<QueryWord> parts;  ///< of a compound, which is found as the phrase of its parts too; else empty
  std::set<std::string> stop_in;  ///< codes of the languages of the index in which it is a stop word
  bool stop = false;              ///< it is one in every language that matters
  bool finds_stop_words = false;  ///< ask for it where it is a stop word, too
  /// Terms of articles that have another word which signatures may take for this one.
  struct Doubts {
    std::vector<std::string> narrow;  ///< of all whose signature has hashes of 16 bits
    std::vector<std::string> wide;    ///< of all whose signature has hashes of 32 bits
  };
  std::optional<Doubts> doubts;  ///< nothing: it may be any article
};

/// The languages in which a stem of the word counts; null: in all.
[[nodiscard]] inline const std::set<std::string>* languages_of(const QueryWord& word,
                                                               const std::string& stem) {
  const auto languages = word.only_in.find(stem);
  return languages == word.only_in.end() ? nullptr : &languages->second;
}

/// True if a stem of the word counts in articles of a language.
[[nodiscard]] inline bool counts_in(const QueryWord& word, const std::string& stem,
                                    const std::string& language) {
  const std::set<std::string>* const languages = languages_of(word, stem);
  return languages == nullptr || languages->contains(language);
}

/// The stems of a word and where they count: equal for words that terms cannot tell apart.
using CountedStems = std::pair<std::vector<std::string>, QueryWord::OnlyIn>;
[[nodiscard]] inline CountedStems counted_stems(const QueryWord& word) {
  return {word.stems, word.only_in};
}

/// True if it is asked for in languages where it is a stop word: there no term tells of it.
[[nodiscard]] inline bool may_be_stop_word(const QueryWord& word) {
  return word.finds_stop_words && !word.stop_in.empty();
}

/// How far the second of two neighbouring operands of a NEAR may stand from the first: within `words`
/// positions, on either side or only behind it.
struct Gap {
  std::size_t words = 0;
  bool ordered = false;
};

struct Query {
  enum class Kind {
    everything,  ///< every article
    word,        ///< the one of `words`
    phrase,      ///< `words` in this order, one right after the other
    near,        ///< `children`, words and phrases: each as near to the one before as `gaps` says
    filter,      ///< articles that `filter` accepts
    any,         ///< one of `children` or more; each that matches counts
    all,         ///< all of `children`
    odd,         ///< an odd number of `children` (XOR)
    prefer,      ///< the first of `children`; the others count where they match
    without,     ///< the first of `children`, but none of the others
  };
  Kind kind = Kind::everything;
  std::vector<QueryWord> words = {};
  std::vector<Query> children = {};
  std::vector<Gap> gaps = {};       ///< one less than children
  std::optional<Field> field = {};  ///< of a word or phrase: nowhere else
  Filter filter = {};
  double weight = 1;         ///< its score counts so often
  std::size_t position = 0;  ///< bytes [position, end) of the query that it was read from
  std::size_t end = 0;
  std::size_t leaf = 0;  ///< number of a word or phrase, see number_leaves()
};

/// The tree in a printed form, for tests and explanations: `(prefer "maximum pressure" (any iran oman))`.
[[nodiscard]] std::string print(const Query& query);

/// Calls `visit(leaf)` for every word and phrase of the tree, in the order in which they are printed.
template <typename Tree, typename Visit>
void for_each_leaf(Tree& query, const Visit& visit) {
  if (!query.words.empty()) visit(query);
  for (auto& child : query.children) for_each_leaf(child, visit);
}

/// Gives the leaves their numbers, from 0 in the order in which they are printed; one that asks for the same
/// as one before has its number. Returns how many numbers there are.
std::size_t number_leaves(Query& query);

}  // namespace kwic
