#pragma once
/// The articles in which a word that is not asked for may look, to signatures, like one that is.

#include "query/query.h"

#include <xapian.h>

#include <algorithm>
#include <vector>

namespace kwic {

class DoubtfulArticles {
public:
  /// Of all words of a leaf. Throws Xapian's exceptions.
  DoubtfulArticles(const Query& leaf, const Xapian::Database& database);

  [[nodiscard]] bool contains(Xapian::docid document) const {
    return all_ || std::ranges::binary_search(among_, document);
  }

  /// True if any article may be one: the leaf's words are mistakable for too many others.
  [[nodiscard]] bool are_all() const noexcept { return all_; }

private:
  void add(const QueryWord& word, const Xapian::Database& database, Xapian::doccount& postings_left);

  bool all_ = false;
  std::vector<Xapian::docid> among_;  ///< rising
};

}  // namespace kwic
