#pragma once
/// In how many articles words are, as far as terms tell.

#include "query/query.h"

#include <xapian.h>

#include <set>
#include <string>

namespace kwic {

/// How many articles have a stem, of a word that is no stop word in their language. Throws Xapian's
/// exceptions.
[[nodiscard]] Xapian::doccount stem_frequency(const Xapian::Database& database, const std::string& stem);

/// How many are in one of the languages, by their codes.
[[nodiscard]] Xapian::doccount language_frequency(const Xapian::Database& database,
                                                  const std::set<std::string>& languages);

/// How many may have the word as a stop word, which no term tells: all in the languages where it is one. None
/// if the query does not ask for it there.
[[nodiscard]] Xapian::doccount stop_frequency(const Xapian::Database& database, const QueryWord& word);

}  // namespace kwic
