#include "bench/queries.h"

#include "bench/bench_articles.h"

#include <algorithm>
#include <random>
#include <sstream>

namespace kwic::bench {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The words that stand by themselves between white space, in lower case: every engine has them as they are.
/// What is not one (numbers, compounds, words with punctuation) leaves an empty place.
Words words_of(const std::string& text) {
  Words words;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) {
    const bool plain = std::ranges::all_of(word, is_letter);
    std::ranges::transform(word, word.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    words.push_back(plain ? word : "");
  }
  return words;
}

}  // namespace

Queries draw_queries(const std::string& source) {
  std::vector<std::string> texts;
  for_each_article(source, [&](const Article& article) {
    if (texts.size() < 20'000) texts.push_back(article.text);
  });
  std::mt19937 random(1);
  const auto below = [&](std::size_t limit) { return random() % std::max<std::size_t>(limit, 1); };
  Queries queries;
  while (queries.words.size() < query_count) {
    const Words all = words_of(texts[below(texts.size())]);
    if (all.size() < 20) continue;
    Words query;
    const std::size_t length = 1 + below(4);
    while (query.size() < length) {
      const std::string& word = all[below(all.size())];
      query.push_back(word.size() < 3 ? "market" : word);
    }
    const std::size_t at = below(all.size() - 1);
    if (all[at].empty() || all[at + 1].empty()) continue;
    queries.words.push_back(query);
    queries.pairs.push_back({all[at], all[at + 1]});
  }
  return queries;
}

std::string joined(const Words& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

}  // namespace kwic::bench
