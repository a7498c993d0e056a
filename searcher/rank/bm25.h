#pragma once
/// How words are weighed: BM25 with one setting for every collection.

#include <xapian.h>

#include <algorithm>
#include <cmath>

namespace kwic {

/// BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.4). k1 is larger
/// than the usual 1.2 because a word of the title counts schema::title_weight times;
/// tests/relevance/README.md has the trials.
inline constexpr double bm25_k1 = 2.0;
inline constexpr double bm25_b = 0.5;

/// Articles below this share of the average length count as so long.
inline constexpr double bm25_shortest = 0.5;

inline Xapian::BM25Weight bm25() {
  return {bm25_k1, 0, 1, bm25_b, bm25_shortest};
}

/// How much a word tells that `articles` of `all` have: BM25's logarithm, at least a little.
inline double rareness(double articles, double all) {
  return std::log((all + 1) / (articles + 0.5)) + 0.1;
}

/// What a word counts in an article that has it `frequency` times and is `length` times as long as the
/// average.
inline double saturated(double frequency, double length) {
  return frequency * (bm25_k1 + 1) / (frequency + bm25_k1 * (1 - bm25_b + bm25_b * length));
}

/// What Xapian's BM25Weight, as bm25() sets it, gives an article for a word that `articles` of `all` have.
class WordWeight {
public:
  WordWeight() = default;
  WordWeight(double articles, double all, double average_length, double factor)
      : share_of_length_(average_length > 0 ? 1 / average_length : 0) {
    const double odds = (all - articles + 0.5) / (articles + 0.5);
    weight_of_one_ = std::log(odds < 2 ? odds / 2 + 1 : odds) * (bm25_k1 + 1);
    add(factor);
  }

  /// The word counts so often more.
  void add(double factor) noexcept { weight_ += weight_of_one_ * factor; }

  [[nodiscard]] double score(double frequency, double length) const noexcept {
    const double relative = std::max(length * share_of_length_, bm25_shortest);
    return weight_ * frequency / (frequency + bm25_k1 * (1 - bm25_b + bm25_b * relative));
  }

private:
  double weight_of_one_ = 0;
  double weight_ = 0;
  double share_of_length_ = 0;
};

/// Scores are rounded so that the same ones compare equal however they were summed up.
inline double rounded(double score) {
  return std::round(score * 10'000) / 10'000;
}

}  // namespace kwic
