#pragma once
/// Which articles are in some languages: stems of words may count in them only.

#include "rank/tally.h"

#include <xapian.h>

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace kwic {

/// Not thread-safe. Remembers what it was asked for, for as long as the index stays as it is.
class ArticleLanguages {
public:
  /// The numbers of the articles in one of the languages, by their codes. Throws Xapian's exceptions.
  [[nodiscard]] std::shared_ptr<const PlaceSet> articles_in(const std::set<std::string>& languages,
                                                            const Xapian::Database& database);

  void forget() { known_.clear(); }

private:
  /// A bit for each article and set of languages; an index of many languages has words with many sets.
  static constexpr std::size_t most_known = 64;

  std::map<std::set<std::string>, std::shared_ptr<const PlaceSet>> known_;
};

}  // namespace kwic
