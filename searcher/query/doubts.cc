#include "query/doubts.h"

#include "index/schema.h"
#include "index/vocabulary.h"
#include "index/word_signature.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace kwic {
namespace {

/// Of more forms, looking up what else has their hashes takes longer than to look at the text of what is
/// shown.
constexpr std::size_t most_forms = 64;

class Doubts {
public:
  Doubts(const Lexicon& lexicon, WordReader& reader) : lexicon_(lexicon), reader_(reader) {}

  void note(QueryWord& word) {
    for (QueryWord& part : word.parts) note(part);
    narrow_.clear();
    wide_.clear();
    const bool in_signature = word.form != QueryWord::Form::inflected || word.expanded;
    if (!in_signature || word.surfaces.size() > most_forms) return;
    const bool told = std::ranges::all_of(word.surfaces, [&](const std::string& form) {
      if (word.form == QueryWord::Form::inflected) add_other_word(word, form);
      return add_mistakable(word, form);
    });
    if (told) word.doubts = {{narrow_.begin(), narrow_.end()}, {wide_.begin(), wide_.end()}};
  }

private:
  /// False if there is a form that nothing is known of.
  bool add_mistakable(const QueryWord& word, const std::string& form) {
    for (const std::string& other : lexicon_.mistakable_for(form)) {
      if (other == longer_form) return false;
      if (std::ranges::find(word.surfaces, other) != word.surfaces.end()) continue;
      const bool also_wide = WordSignature::hash(other, true) == WordSignature::hash(form, true);
      add_stems(reader_.stems_of(other), also_wide);
      add_languages(reader_.stop_word_in(other), also_wide);
    }
    return true;
  }

  /// One of the word's forms may be an inflection of another word in some language, and what is a stop word
  /// there may not be asked for.
  void add_other_word(const QueryWord& word, const std::string& form) {
    const WordReader::OtherWord other = reader_.other_word(word, form);
    add_stems(other.stems, true);
    add_languages(other.languages, true);
    if (!word.finds_stop_words) add_languages(reader_.stop_word_in(form), true);
  }

  template <typename Stems>
  void add_stems(const Stems& stems, bool also_wide) {
    for (const std::string& stem : stems) add(schema::make_term(schema::prefix::stem, stem), also_wide);
  }

  void add_languages(const std::set<std::string>& codes, bool also_wide) {
    for (const std::string& code : codes) add(schema::make_term(schema::prefix::language, code), also_wide);
  }

  void add(const std::string& term, bool also_wide) {
    narrow_.insert(term);
    if (also_wide) wide_.insert(term);
  }

  const Lexicon& lexicon_;
  WordReader& reader_;
  std::set<std::string> narrow_;  ///< terms of articles with signatures of that kind
  std::set<std::string> wide_;
};

}  // namespace

void note_doubts(Query& query, const Lexicon& lexicon, WordReader& reader) {
  Doubts doubts(lexicon, reader);
  for_each_leaf(query, [&](Query& leaf) {
    for (QueryWord& word : leaf.words) doubts.note(word);
  });
}

}  // namespace kwic
