#include "rank/article_languages.h"

#include "index/schema.h"

#include <utility>

namespace kwic {

std::shared_ptr<const PlaceSet> ArticleLanguages::articles_in(const std::set<std::string>& languages,
                                                              const Xapian::Database& database) {
  if (const auto known = known_.find(languages); known != known_.end()) return known->second;
  PlaceSet articles(std::size_t{database.get_lastdocid()} + 1);
  for (const std::string& code : languages) {
    const std::string term = schema::make_term(schema::prefix::language, code);
    const auto end = database.postlist_end(term);
    for (auto posting = database.postlist_begin(term); posting != end; ++posting) articles.insert(*posting);
  }
  if (known_.size() == most_known) forget();
  return known_.emplace(languages, std::make_shared<const PlaceSet>(std::move(articles))).first->second;
}

}  // namespace kwic
