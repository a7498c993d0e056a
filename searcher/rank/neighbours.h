#pragma once
/// Words that stand side by side in a query should stand side by side in the article: told by its signature.

#include "index/word_signature.h"
#include "query/lexicon.h"
#include "query/query.h"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace kwic {

/// The pairs of neighbouring words of a query, with all their inflections in the index.
class Neighbours {
public:
  struct Pair {
    std::string first;
    std::string second;
    double weight = 0;  ///< what the two words tell together
  };

  /// Throws Xapian's exceptions.
  Neighbours(const Lexicon& lexicon, const Query& query);

  [[nodiscard]] const std::vector<Pair>& pairs() const noexcept { return pairs_; }

  /// How often each pair stands together in an article, in either order with one word between at most. Words
  /// that share a hash with another are now and then taken for it.
  [[nodiscard]] std::vector<std::size_t> counts(const WordSignature& signature) const;

  /// What a pair adds to a score: a share of its weight that grows with the count, never all of it (the
  /// saturation of BM25, as in Metzler and Croft 2005, "A Markov Random Field Model for Term Dependencies").
  [[nodiscard]] double score(std::size_t pair, std::size_t count) const;

private:
  /// Which words of the query a hash may be.
  struct Hashes {
    std::bitset<65536> low;  ///< the lower half of those that occur: most hashes end here
    std::unordered_multimap<std::uint32_t, std::size_t> words;
  };

  struct Place {
    std::uint32_t position;
    std::size_t word;
  };

  void add_words(const Query& query, const std::vector<double>& weights);
  void add_pair(const Query& left, const Query& right, const std::vector<double>& weights);
  [[nodiscard]] std::size_t number_of(const QueryWord& word);
  void count(const Place& place, const std::vector<Place>& before, std::vector<std::size_t>& counts) const;
  [[nodiscard]] static std::vector<std::string> stems_of_most(const QueryWord& word, const Lexicon& lexicon);
  void add_forms(const Lexicon& lexicon);

  std::vector<Pair> pairs_;
  std::vector<std::pair<std::size_t, std::size_t>> numbers_;  ///< of the words of each pair
  std::vector<const QueryWord*> words_;
  Hashes narrow_;
  Hashes wide_;
};

}  // namespace kwic
