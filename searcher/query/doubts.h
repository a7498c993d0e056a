#pragma once
/// Which articles have a word that signatures may take for one of the query: only of these the text has to be
/// looked at.

#include "query/query.h"
#include "query/word_reader.h"

#include <xapian.h>

namespace kwic {

/// Notes with every word that signatures are asked for in what articles they may be mistaken about it (see
/// QueryWord::doubts). Throws Xapian's exceptions.
void note_doubts(Query& query, const Xapian::Database& database, WordReader& reader);

}  // namespace kwic
