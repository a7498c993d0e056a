#include "match/doubtful_articles.h"

#include <algorithm>

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
  for (std::vector<Xapian::docid>* const documents : {&narrow_, &wide_}) {
    std::ranges::sort(*documents);
    documents->erase(std::unique(documents->begin(), documents->end()), documents->end());
  }
  for (const Xapian::docid document : narrow_) marked_.set(document % marks);
}

void DoubtfulArticles::add(const QueryWord& word, const Xapian::Database& database,
                           Xapian::doccount& postings_left) {
  for (const QueryWord& part : word.parts) add(part, database, postings_left);
  all_ = all_ || !word.doubts;
  if (all_) return;
  add(word.doubts->narrow, database, postings_left, narrow_);
  add(word.doubts->wide, database, postings_left, wide_);
}

void DoubtfulArticles::add(const std::vector<std::string>& terms, const Xapian::Database& database,
                           Xapian::doccount& postings_left, std::vector<Xapian::docid>& documents) {
  for (const std::string& term : terms) {
    if (all_) return;
    postings_left -= std::min(postings_left, database.get_termfreq(term));
    all_ = postings_left == 0;
    documents.insert(documents.end(), database.postlist_begin(term), database.postlist_end(term));
  }
}

}  // namespace kwic
