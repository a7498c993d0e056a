#include "match/doubtful_articles.h"

#include <algorithm>
#include <string>

namespace kwic {
namespace {

/// Where more than one article in so many is doubtful, listing them takes longer than it saves.
constexpr Xapian::doccount largest_share = 8;
constexpr Xapian::doccount least_postings = 1000;

}  // namespace

DoubtfulArticles::DoubtfulArticles(const Query& leaf, const Xapian::Database& database) {
  Xapian::doccount postings_left = std::max(least_postings, database.get_doccount() / largest_share);
  for_each_leaf(leaf, [&](const Query& each) {
    for (const QueryWord& word : each.words) add(word, database, postings_left);
  });
  std::ranges::sort(among_);
  among_.erase(std::unique(among_.begin(), among_.end()), among_.end());
}

void DoubtfulArticles::add(const QueryWord& word, const Xapian::Database& database,
                           Xapian::doccount& postings_left) {
  for (const QueryWord& part : word.parts) add(part, database, postings_left);
  all_ = all_ || !word.doubts;
  if (all_) return;
  for (const std::string& term : *word.doubts) {
    postings_left -= std::min(postings_left, database.get_termfreq(term));
    all_ = postings_left == 0;
    if (all_) return;
    among_.insert(among_.end(), database.postlist_begin(term), database.postlist_end(term));
  }
}

}  // namespace kwic
