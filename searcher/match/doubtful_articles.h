#pragma once
/// The articles in which a word that is not asked for may look, to signatures, like one that is.

#include "query/query.h"

#include <xapian.h>

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <string>
#include <vector>

namespace kwic {

class DoubtfulArticles {
public:
  /// Of all words of a leaf. Throws Xapian's exceptions.
  DoubtfulArticles(const Query& leaf, const Xapian::Database& database);

  /// True if an article with hashes of 16 bits is one; false also means that one with 32 bits is none.
  [[nodiscard]] bool contain_narrow(Xapian::docid document) const {
    return all_ || (marked_[document % marks] && std::ranges::binary_search(narrow_, document));
  }

  /// True if an article with hashes of 32 bits is one.
  [[nodiscard]] bool contain_wide(Xapian::docid document) const {
    return all_ || std::ranges::binary_search(wide_, document);
  }

  /// True if any article may be one: the leaf's words are mistakable for too many others.
  [[nodiscard]] bool are_all() const noexcept { return all_; }

private:
  void add(const QueryWord& word, const Xapian::Database& database, Xapian::doccount& postings_left);
  void add(const std::vector<std::string>& terms, const Xapian::Database& database,
           Xapian::doccount& postings_left, std::vector<Xapian::docid>& documents);

  static constexpr std::size_t marks = 32'768;

  bool all_ = false;
  std::bitset<marks> marked_;          ///< by numbers of narrow ones: most articles are not looked for
  std::vector<Xapian::docid> narrow_;  ///< rising
  std::vector<Xapian::docid> wide_;    ///< rising
};

}  // namespace kwic
