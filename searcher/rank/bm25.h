#pragma once
/// How words are weighed: BM25 with one setting for every collection.

#include <xapian.h>

#include <cmath>

namespace kwic {

/// BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.4). k1 is larger
/// than the usual 1.2 because a word of the title counts schema::title_weight times;
/// tests/relevance/README.md has the trials.
inline constexpr double bm25_k1 = 2.0;
inline constexpr double bm25_b = 0.5;

inline Xapian::BM25Weight bm25() {
  constexpr double shortest = 0.5;  ///< articles below this share of the average length count as so long
  return {bm25_k1, 0, 1, bm25_b, shortest};
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

/// Scores are rounded so that the same ones compare equal however they were summed up.
inline double rounded(double score) {
  return std::round(score * 10'000) / 10'000;
}

}  // namespace kwic
