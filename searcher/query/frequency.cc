#include "query/frequency.h"

#include "index/schema.h"

namespace kwic {

Xapian::doccount stem_frequency(const Xapian::Database& database, const std::string& stem) {
  return database.get_termfreq(schema::make_term(schema::prefix::stem, stem));
}

Xapian::doccount language_frequency(const Xapian::Database& database,
                                    const std::set<std::string>& languages) {
  Xapian::doccount sum = 0;
  for (const std::string& code : languages) {
    sum += database.get_termfreq(schema::make_term(schema::prefix::language, code));
  }
  return sum;
}

Xapian::doccount stop_frequency(const Xapian::Database& database, const QueryWord& word) {
  return may_be_stop_word(word) ? language_frequency(database, word.stop_in) : 0;
}

}  // namespace kwic
