#pragma once
/// The articles that the index holds while a commit is prepared, and what is to become of them.

#include "index/open_index.h"
#include "index/stored_article.h"

#include <kwic/article.h>

#include <xapian.h>

#include <string_view>
#include <vector>

namespace kwic {

/// Documents are told by their numbers in the current generation; 0 is none. Throws Xapian's exceptions.
class CurrentArticles {
public:
  CurrentArticles() = default;
  explicit CurrentArticles(const OpenIndex& opened);

  /// The article with this id, whether it is to be removed or not.
  [[nodiscard]] Xapian::docid find(std::string_view id) const;
  /// All of it is read.
  [[nodiscard]] PartialArticle article(Xapian::docid document) const;

  /// It was met again, and stays or is replaced.
  void touch(Xapian::docid document);

  /// Notes that it is to be removed; false if it was met.
  bool remove(Xapian::docid document);
  /// The same for all articles of a file that were not met.
  void remove_untouched(std::string_view path);
  [[nodiscard]] bool has_untouched(std::string_view path) const;

  [[nodiscard]] bool is_removed(Xapian::docid document) const { return removed_[document]; }
  [[nodiscard]] std::vector<Xapian::docid> removed() const;

private:
  Xapian::Database database_;
  DocumentFile stored_;
  ArticleUnpacker unpacker_;
  std::vector<bool> touched_ = {false};
  std::vector<bool> removed_ = {false};
};

}  // namespace kwic
