#pragma once
/// The words of a query become the forms that the index has of them: of a pattern all that match it, of a
/// word with inflections all that share its stem.

#include "query/lexicon.h"
#include "query/query.h"
#include "query/word_reader.h"

#include <kwic/searcher.h>

#include <cstddef>
#include <vector>

namespace kwic {

/// The patterns and spellings of a query stand for so many forms at most together, the most frequent ones of
/// each.
inline constexpr std::size_t most_forms = 1000;

/// A query has so many different patterns and spellings at most: each is held against the whole vocabulary.
inline constexpr std::size_t most_patterns = 16;

/// Fills in the forms and stems of patterns and spellings, and the forms of inflected words where signatures
/// are to be asked for them: in a NEAR, in a field, in a compound. Throws Xapian's exceptions.
void expand(Query& query, const Lexicon& lexicon, WordReader& reader, std::vector<Warning>& warnings);

/// The same query with the forms of all words that signatures could be asked for. Throws Xapian's exceptions.
[[nodiscard]] Query expanded_for_signatures(Query query, const Lexicon& lexicon, WordReader& reader);

/// Takes from the forms of patterns and spellings those of which a stem was taken away since, so that all who
/// look for the pattern look for the same. Throws Xapian's exceptions.
void drop_forms_without_stems(Query& query, const Lexicon& lexicon, WordReader& reader);

}  // namespace kwic
