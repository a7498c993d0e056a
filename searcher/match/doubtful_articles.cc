#include "match/doubtful_articles.h"

#include <string>

namespace kwic {

DoubtfulArticles::DoubtfulArticles(const Query& leaf, const Xapian::Database& database) {
  for_each_leaf(leaf, [&](const Query& each) {
    for (const QueryWord& word : each.words) add(word, database);
  });
  std::ranges::sort(among_);
  among_.erase(std::unique(among_.begin(), among_.end()), among_.end());
}

void DoubtfulArticles::add(const QueryWord& word, const Xapian::Database& database) {
  for (const QueryWord& part : word.parts) add(part, database);
  all_ = all_ || !word.doubts;
  if (all_) return;
  for (const std::string& term : *word.doubts) {
    among_.insert(among_.end(), database.postlist_begin(term), database.postlist_end(term));
  }
}

}  // namespace kwic
