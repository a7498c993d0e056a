#include "writer/current_articles.h"

#include "index/schema.h"

#include <algorithm>

namespace kwic {

CurrentArticles::CurrentArticles(const OpenIndex& opened)
    : database_(opened.database),
      stored_(opened.articles),
      unpacker_(database_.get_metadata(schema::dictionary_key)),
      touched_(database_.get_lastdocid() + 1),
      removed_(database_.get_lastdocid() + 1) {}

Xapian::docid CurrentArticles::find(std::string_view id) const {
  const std::string term = schema::make_term(schema::prefix::id, id);
  const auto found = database_.postlist_begin(term);
  return found == database_.postlist_end(term) ? 0 : *found;
}

PartialArticle CurrentArticles::article(Xapian::docid document) const {
  PartialArticle article(stored_.of(document), unpacker_);
  article.read_all();
  return article;
}

void CurrentArticles::touch(Xapian::docid document) {
  touched_[document] = true;
  removed_[document] = false;
}

bool CurrentArticles::remove(Xapian::docid document) {
  if (touched_[document]) return false;
  removed_[document] = true;
  return true;
}

void CurrentArticles::remove_untouched(std::string_view path) {
  const std::string term = schema::make_term(schema::prefix::path, path);
  for (auto at = database_.postlist_begin(term); at != database_.postlist_end(term); ++at) {
    (void)remove(*at);
  }
}

bool CurrentArticles::has_untouched(std::string_view path) const {
  const std::string term = schema::make_term(schema::prefix::path, path);
  return std::any_of(database_.postlist_begin(term), database_.postlist_end(term),
                     [&](Xapian::docid document) { return !touched_[document] && !removed_[document]; });
}

std::vector<Xapian::docid> CurrentArticles::removed() const {
  std::vector<Xapian::docid> documents;
  for (Xapian::docid document = 1; document < removed_.size(); ++document) {
    if (removed_[document]) documents.push_back(document);
  }
  return documents;
}

}  // namespace kwic
