#include "index/schema.h"
#include "writer/generation.h"

namespace kwic {

void write_records(Xapian::WritableDatabase& database, const Changes& changes) {
  std::set<std::string> languages = changes.languages;
  const std::string before = database.get_metadata(schema::settings_key);
  std::optional<IndexSettings> old;
  if (!before.empty()) old = IndexSettings::restore(before, "the index");
  if (old) {
    for (const auto& [code, stemmer] : old->languages) {
      if (database.term_exists(schema::make_term(schema::prefix::language, code))) languages.insert(code);
    }
  }
  IndexSettings settings = IndexSettings::of_this_build(languages);
  if (old) {
    // Words of articles that stay were told apart by the ICU of that time.
    settings.icu = old->icu;
    settings.unicode = old->unicode;
  }
  database.set_metadata(schema::settings_key, settings.stored());
  if (!changes.dictionary.empty()) database.set_metadata(schema::dictionary_key, changes.dictionary);
  for (const auto& [key, value] : changes.records) database.set_metadata(key, value);
}

}  // namespace kwic
