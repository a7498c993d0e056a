#include "index/vocabulary.h"

#include "index/schema.h"
#include "index/word_signature.h"
#include "text/utf8.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kwic {
namespace {

constexpr std::string_view form_kind = "F";
constexpr std::string_view stem_kind = "S";
constexpr std::string_view hash_kind = "H";
constexpr const char* beginning = "B";
constexpr std::size_t group_characters = 2;

/// Where to forget which forms are written, so that memory stays bounded: 8 bytes and a node each. What is
/// written twice is merged.
constexpr std::size_t most_met = std::size_t{1} << 20U;

std::string_view group_of(std::string_view form) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < group_characters && end < form.size(); ++i)
    end += decode_utf8(form, end).length;
  return form.substr(0, end);
}

std::string key(std::string_view kind, std::string_view text) {
  return schema::make_term(kind, text);
}

std::string hash_key(std::string_view form) {
  std::string name(hash_kind);
  const std::uint32_t hash = WordSignature::hash(form, false);
  for (const unsigned shift : {8U, 0U}) name.push_back(static_cast<char>((hash >> shift) & 0xFFU));
  return name;
}

}  // namespace

std::vector<std::string> Vocabulary::mistakable_for(std::string_view form) const {
  const std::string name = hash_key(form);
  std::vector<std::string> forms(database_.synonyms_begin(name), database_.synonyms_end(name));
  std::erase(forms, form);
  return forms;
}

std::vector<std::string> Vocabulary::forms_of(std::string_view stem) const {
  const std::string name = key(stem_kind, stem);
  std::vector<std::string> forms(database_.synonyms_begin(name), database_.synonyms_end(name));
  const auto place = std::ranges::lower_bound(forms, stem);
  if (place == forms.end() || *place != stem) forms.emplace(place, stem);
  return forms;
}

void Vocabulary::for_each_form(std::string_view first,
                               const std::function<bool(std::string_view)>& visit) const {
  const std::string groups = key(form_kind, group_of(first));
  for (auto group = database_.synonym_keys_begin(groups); group != database_.synonym_keys_end(groups);
       ++group) {
    const std::string name = *group;
    for (auto form = database_.synonyms_begin(name); form != database_.synonyms_end(name); ++form) {
      const std::string text = *form;
      if (text.starts_with(first) && !visit(text)) return;
    }
  }
}

void NewForms::note(const Word& word) {
  if (word.number != 0) {
    if (word.number >= noted_.size()) noted_.resize(2 * std::size_t{word.number});
    noted_[word.number] = true;
  }
  // Two words that differ share this hash rarely enough.
  const std::uint64_t hash = word.surface_hash + 31 * word.stem_hash + 961 * word.other_stem_hash;
  if (met_.size() >= most_met) met_.clear();
  if (!met_.insert(hash).second) return;
  fresh_.push_back({word.surface, word.stem});
  if (word.other_stem_hash != 0) fresh_.push_back({word.surface, word.other_stem});
}

void NewForms::take(std::vector<WordForm>& forms) {
  std::ranges::move(fresh_, std::back_inserter(forms));
  fresh_.clear();
}

void begin_vocabulary(Xapian::WritableDatabase& database) {
  database.add_synonym(beginning, beginning);
}

void write_forms(Xapian::WritableDatabase& database, const std::vector<WordForm>& forms) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const WordForm& word : forms) {
    const bool is_longer = word.form.size() > longest_form;
    entries.emplace_back(hash_key(word.form), is_longer ? longer_form : word.form);
    if (is_longer) continue;
    entries.emplace_back(key(form_kind, group_of(word.form)), word.form);
    if (word.form != word.stem) entries.emplace_back(key(stem_kind, word.stem), word.form);
  }
  // Xapian keeps the list of one key at hand, so the entries of a key come together.
  std::ranges::sort(entries);
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  std::string known_name;
  std::vector<std::string> known;
  for (const auto& [name, form] : entries) {
    if (name != known_name) known.assign(database.synonyms_begin(name), database.synonyms_end(name));
    known_name = name;
    if (!std::ranges::binary_search(known, form)) database.add_synonym(name, form);
  }
}

}  // namespace kwic
