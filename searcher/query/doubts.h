#pragma once
/// Which articles have a word that signatures may take for one of the query: only of these the text has to be
/// looked at.

#include "query/lexicon.h"
#include "query/query.h"
#include "query/word_reader.h"

namespace kwic {

/// Notes with every word that signatures are asked for in what articles they may be mistaken about it (see
/// QueryWord::doubts). Throws Xapian's exceptions.
void note_doubts(Query& query, const Lexicon& lexicon, WordReader& reader);

}  // namespace kwic
