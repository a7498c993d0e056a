#include "query/word_reader.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace kwic {
namespace {

void add_form(std::vector<std::string>& forms, const std::string& form) {
  if (!form.empty() && std::ranges::find(forms, form) == forms.end()) forms.push_back(form);
}

void add_forms(QueryWord& to, const Word& word) {
  add_form(to.surfaces, word.surface);
  add_form(to.stems, word.stem);
  add_form(to.stems, word.other_stem);
}

void merge(QueryWord& into, const QueryWord& other) {
  for (const std::string& surface : other.surfaces) add_form(into.surfaces, surface);
  for (const std::string& stem : other.stems) add_form(into.stems, stem);
  for (std::size_t i = 0; i < into.parts.size(); ++i) merge(into.parts[i], other.parts[i]);
  into.stop = into.stop && other.stop;
}

QueryWord plain_word(std::string_view text, const Token& token) {
  QueryWord word;
  word.text = text.substr(token.start, token.end - token.start);
  add_forms(word, *token.word);
  word.stop = token.word->stop;
  return word;
}

/// A unit of one part is the part with a sign, or an acronym. The acronym that nobody can tell from the word in
/// capitals (see Token::ranks) asks for both.
QueryWord unit_word(std::string_view text, const Token& unit, std::vector<QueryWord> parts) {
  QueryWord word = plain_word(text, unit);
  word.stop = false;
  if (parts.size() > 1) {
    word.parts = std::move(parts);
  } else if (!unit.ranks) {
    merge(word, parts.front());
  }
  return word;
}


/// The words of one language: each part, or the unit in its place.
std::map<std::uint32_t, QueryWord> read_words(Analyzer& analyzer, std::string_view text) {
  std::map<std::uint32_t, QueryWord> words;
  std::optional<std::uint32_t> last_unit;
  analyzer.start(text);
  while (const Token* token = analyzer.next()) {
    if (token->kind == Token::Kind::part) {
      words.emplace(token->position, plain_word(text, *token));
      continue;
    }
    if (last_unit == token->position) continue;  // of "#US" the first unit, "#us"
    last_unit = token->position;
    std::vector<QueryWord> parts;
    for (std::uint32_t i = 0; i < token->parts; ++i) {
      parts.push_back(std::move(words.extract(token->position + i).mapped()));
    }
    words.emplace(token->position, unit_word(text, *token, std::move(parts)));
  }
  return words;
}

}  // namespace

WordReader::WordReader(const std::set<std::string>& languages) {
  for (const std::string& code : languages) analyzers_.emplace_back(find_language(code));
  if (analyzers_.empty()) analyzers_.emplace_back(find_language("en"));
}

std::vector<QueryWord> WordReader::read(std::string_view text) {
  std::map<std::uint32_t, QueryWord> words = read_words(analyzers_.front(), text);
  for (std::size_t i = 1; i < analyzers_.size(); ++i) {
    // Positions are the same in every language: where words begin and end does not depend on it.
    for (auto& [position, word] : read_words(analyzers_[i], text)) merge(words.at(position), word);
  }
  std::vector<QueryWord> in_order;
  in_order.reserve(words.size());
  for (auto& [position, word] : words) in_order.push_back(std::move(word));
  return in_order;
}

void add_acronym(QueryWord& word) {
  if (!word.stop || word.text.size() < 2 || word.text.size() > 3) return;
  std::string dotted;
  for (const char c : word.text) {
    if (c < 'a' || c > 'z') return;
    dotted.append({c, '.'});
  }
  add_form(word.surfaces, dotted);
  add_form(word.stems, dotted);
}

}  // namespace kwic
