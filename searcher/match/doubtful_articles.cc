#include "match/doubtful_articles.h"

#include <string>

namespace kwic {

DoubtfulArticles::DoubtfulArticles(const Query& leaf, const Xapian::Database& database)
    : among_(database.get_lastdocid() + std::size_t{1}) {
  for_each_leaf(leaf, [&](const Query& each) {
    for (const QueryWord& word : each.words) add(word, database);
  });
}

void DoubtfulArticles::add(const QueryWord& word, const Xapian::Database& database) {
  for (const QueryWord& part : word.parts) add(part, database);
  all_ = all_ || !word.doubts;
  if (all_) return;
  for (const std::string& term : *word.doubts) {
    for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) among_[*at] = true;
  }
}

}  // namespace kwic
