#pragma once
/// What the engines are asked: words and pairs of words that stand in the articles.

#include <string>
#include <vector>

namespace kwic::bench {

using Words = std::vector<std::string>;

inline constexpr std::size_t query_count = 500;

struct Queries {
  std::vector<Words> words;  ///< one to four of an article, anywhere in it
  std::vector<Words> pairs;  ///< two that follow each other in an article
};

/// The same for the same articles.
[[nodiscard]] Queries draw_queries(const std::string& source);

[[nodiscard]] std::string joined(const Words& words, const std::string& between);

}  // namespace kwic::bench
