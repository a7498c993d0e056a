#pragma once
/// Where the words of a query stand in an article: in its signature, fast and perhaps mistaken, or in its
/// text.

#include "analysis/analyzer.h"
#include "index/article_fields.h"
#include "index/word_signature.h"
#include "match/quick_look.h"
#include "query/query.h"

#include <kwic/article.h>
#include <kwic/searcher.h>

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace kwic {

/// One place where a word, a compound or a phrase stands.
struct Occurrence {
  std::uint32_t first = 0;  ///< positions [first, last] of the article
  std::uint32_t last = 0;
  std::uint32_t border = 0;  ///< how many borders between fields stand before it
  Field field = Field::text;
  std::size_t start = 0;  ///< bytes [start, end) of the field; meaningless in a signature
  std::size_t end = 0;
};

using Occurrences = std::vector<Occurrence>;  ///< rising by `first`, then `last`

/// Where each word of a WordList stands in a signature. One object serves many signatures, as their number
/// makes memory for each too dear.
struct FoundWords {
  std::vector<Occurrences> words;
  std::vector<std::uint32_t> borders;  ///< positions between fields
  QuickLook::Places quick;
};

/// All words that a query holds, the parts of compounds included, numbered in the order in which they are
/// added.
class WordList {
public:
  /// Returns the number; a word that stands for the same has the same. Words with inflections are found in
  /// signatures only if they are expanded.
  std::size_t add(const QueryWord& word);

  /// To be called once, after the last word.
  void finish();

  /// Where each word stands in the article itself. Of its text only the `passages` are looked at, each as if
  /// it were a field of its own.
  [[nodiscard]] std::vector<Occurrences> find(const Article& article, const std::vector<Range>& passages,
                                              Analyzer& analyzer) const;

  /// Where each word may stand by the signature, at least: put into `found` in place of what it held.
  void find(const WordSignature& signature, FoundWords& found) const;

private:
  using Numbers = std::map<std::string, std::vector<std::size_t>, std::less<>>;

  /// A word that has a stem, and in which languages: see QueryWord::only_in; none: in all.
  struct Stemmed {
    std::size_t number;
    std::set<std::string> only_in;
  };
  using Stems = std::map<std::string, std::vector<Stemmed>, std::less<>>;

  /// What the words are in signatures whose hashes are of one width: a filter that most hashes do not pass,
  /// and the hashes in order, each with the number of its word.
  struct Hashes {
    std::bitset<std::size_t{1} << 16> low;  ///< the lower halves of those that occur
    std::vector<std::pair<std::uint32_t, std::size_t>> numbers;

    [[nodiscard]] bool may_be(std::uint32_t hash) const { return low[hash & 0xFFFFU]; }

    template <typename Note>
    void look_up(std::uint32_t hash, const Note& note) const;
  };

  /// Equal for words that stand at the same places.
  using Key = std::tuple<QueryWord::Form, std::vector<std::string>, CountedStems, bool, bool>;

  std::map<Key, std::size_t> numbers_;  ///< until all are there
  std::bitset<256> first_bytes_;  ///< of the keys of the three that follow: most words of a text have another
  Numbers by_surface_;            ///< words that stand for themselves only
  Stems by_stem_;                 ///< words with inflections, where they are no stop words
  Stems by_stop_stem_;            ///< those of them that are asked for as stop words too
  Numbers in_signature_;
  Hashes narrow_;
  Hashes wide_;
  std::size_t size_ = 0;
};

/// The places where one of each list follows the one before directly.
[[nodiscard]] Occurrences in_sequence(const std::vector<const Occurrences*>& lists);

/// Keeps of each list the places from which a chain leads through all lists, each place as far from the one
/// before as its gap says and in the same field. All lists are empty if there is none.
void keep_chains(std::vector<Occurrences>& lists, const std::vector<Gap>& gaps);

/// True if there is a place of each list that makes such a chain of two.
[[nodiscard]] bool has_pair(const Occurrences& left, const Occurrences& right, const Gap& gap);

/// The places of both lists, equal ones once.
[[nodiscard]] Occurrences united(Occurrences left, const Occurrences& right);

}  // namespace kwic
