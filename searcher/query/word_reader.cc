#include "query/word_reader.h"

#include "text/utf8.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace kwic {
namespace {

constexpr double least_share = 0.01;

/// Stop words that are names of a country, a trade and an organization in capitals.
constexpr std::array<std::string_view, 3> like_acronyms = {"us", "it", "who"};

void add_form(std::vector<std::string>& forms, const std::string& form) {
  if (!form.empty() && std::ranges::find(forms, form) == forms.end()) forms.push_back(form);
}

void add_forms(QueryWord& to, const Word& word) {
  add_form(to.surfaces, word.surface);
  add_form(to.stems, word.stem);
  add_form(to.stems, word.other_stem);
}

bool is_among(const std::string& stem, const std::vector<std::string>& stems) {
  return std::ranges::find(stems, stem) != stems.end();
}

void merge(QueryWord& into, const QueryWord& other) {
  for (const std::string& surface : other.surfaces) add_form(into.surfaces, surface);
  for (const std::string& stem : other.stems) add_form(into.stems, stem);
  for (const auto& [stem, languages] : other.only_in)
    into.only_in[stem].insert(languages.begin(), languages.end());
  // Where words begin and end, and what is a compound, does not depend on the language.
  for (std::size_t i = 0; i < std::min(into.parts.size(), other.parts.size()); ++i) {
    merge(into.parts[i], other.parts[i]);
  }
  into.stop_in.insert(other.stop_in.begin(), other.stop_in.end());
  into.stop = into.stop && other.stop;
}

QueryWord plain_word(std::string_view text, const Token& token, const std::string& language) {
  QueryWord word;
  word.text = text.substr(token.start, token.end - token.start);
  word.position = token.start;
  add_forms(word, *token.word);
  for (const std::string& stem : word.stems) word.only_in[stem].insert(language);
  word.stop = token.word->stop;
  if (word.stop) word.stop_in.insert(language);
  return word;
}

/// A unit of one part is the part with a sign, or an acronym. The acronym that nobody can tell from the word
/// in capitals (see Token::ranks) asks for both.
QueryWord unit_word(std::string_view text, const Token& unit, const std::string& language,
                    std::vector<QueryWord> parts) {
  QueryWord word = plain_word(text, unit, language);
  word.stop = false;
  word.stop_in.clear();
  if (parts.size() > 1) {
    word.parts = std::move(parts);
    for (QueryWord& part : word.parts) part.finds_stop_words = true;
  } else if (!unit.ranks) {
    merge(word, parts.front());
  }
  return word;
}

bool is_single_ideograph(const QueryWord& word) {
  const auto [c, length] = decode_utf8(word.text + ' ', 0);
  return word.parts.empty() && length == word.text.size() &&
         u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC) != 0;
}

/// A single ideograph, or a run of them: parts without a joined form.
bool is_run(const QueryWord& word) {
  return is_single_ideograph(word) || (word.surfaces.empty() && !word.parts.empty());
}

void extend_run(QueryWord& run, QueryWord word) {
  if (run.parts.empty()) {
    QueryWord first = std::move(run);
    run = QueryWord{};
    run.text = first.text;
    run.position = first.position;
    run.parts.push_back(std::move(first));
  }
  run.text += word.text;
  run.parts.push_back(std::move(word));
}

}  // namespace

WordReader::WordReader(const LanguageShares& languages, HasStem has_stem) : has_stem_(std::move(has_stem)) {
  for (const auto& [code, share] : languages) {
    readers_.push_back({Analyzer(find_language(code)), share, share >= least_share});
  }
  if (readers_.empty()) readers_.push_back({Analyzer(find_language("en")), 1, true});
  std::ranges::stable_sort(readers_, std::ranges::greater(), &Reader::share);
}

/// Not to be asked of stop words, which are in no list of stems.
void WordReader::drop_missing_stems(std::vector<std::string>& stems, const Reader& reader) const {
  if (reader.matters || !has_stem_) return;
  std::erase_if(stems,
                [&](const std::string& stem) { return !has_stem_(reader.analyzer.language().code, stem); });
}

/// The words of one language: each part, or the unit in its place. A unit of several parts holds them as they
/// are by then: of "US-led" the acronym is the first part.
std::map<std::uint32_t, QueryWord> WordReader::read_words(Reader& reader, std::string_view text,
                                                          std::size_t start, std::size_t end) const {
  Analyzer& analyzer = reader.analyzer;
  std::map<std::uint32_t, QueryWord> words;
  std::optional<std::uint32_t> last_unit;
  analyzer.start(text, start, end);
  while (const Token* token = analyzer.next()) {
    if (token->kind == Token::Kind::part) {
      QueryWord word = plain_word(text, *token, analyzer.language().code);
      if (!word.stop) drop_missing_stems(word.stems, reader);
      words.emplace(token->position, std::move(word));
      continue;
    }
    if (token->parts == 1 && last_unit == token->position) continue;  // of "#US" the first unit, "#us"
    last_unit = token->position;
    std::vector<QueryWord> parts;
    for (std::uint32_t i = 0; i < token->parts; ++i) {
      parts.push_back(std::move(words.at(token->position + i)));
      words.erase(token->position + i);
    }
    QueryWord unit = unit_word(text, *token, analyzer.language().code, std::move(parts));
    drop_missing_stems(unit.stems, reader);
    words.emplace(token->position, std::move(unit));
  }
  return words;
}

std::vector<WordCache>& WordReader::stemmers() {
  stemmers_.reserve(readers_.size());
  for (std::size_t i = stemmers_.size(); i < readers_.size(); ++i) {
    stemmers_.emplace_back(readers_[i].analyzer.language());
  }
  return stemmers_;
}

std::vector<std::string> WordReader::stems_of(const std::string& form) {
  std::vector<std::string> stems{form};  // of acronyms, and of words with signs
  for (std::size_t i = 0; i < stemmers().size(); ++i) {
    WordCache& stemmer = stemmers_[i];
    stemmer.forget_if_full();
    const Word& word = stemmer.stemmed(form);
    std::vector<std::string> of_language{word.stem, word.other_stem};
    if (!word.stop) drop_missing_stems(of_language, readers_[i]);
    for (const std::string& stem : of_language) add_form(stems, stem);
  }
  return stems;
}

std::set<std::string> WordReader::stop_word_in(const std::string& form) {
  std::set<std::string> languages;
  for (WordCache& stemmer : stemmers()) {
    stemmer.forget_if_full();
    if (stemmer.stemmed(form).stop) languages.insert(stemmer.language().code);
  }
  return languages;
}

WordReader::OtherWord WordReader::other_word(const QueryWord& word, const std::string& form) {
  OtherWord other;
  for (WordCache& stemmer : stemmers()) {
    stemmer.forget_if_full();
    const Word& there = stemmer.stemmed(form);
    const std::string& language = stemmer.language().code;
    const auto is_of_word = [&](const std::string& stem) {
      return is_among(stem, word.stems) && counts_in(word, stem, language);
    };
    if (is_of_word(there.stem) || is_of_word(there.other_stem)) continue;
    if (there.stop) other.languages.insert(language);
    for (const std::string& stem : {form, there.stem, there.other_stem}) {
      if (!stem.empty()) other.stems.insert(stem);
    }
  }
  return other;
}

WordReader::StemmedWord WordReader::main_word_of(const std::string& form) {
  WordCache& stemmer = stemmers().front();
  stemmer.forget_if_full();
  const Word& word = stemmer.stemmed(form);
  return {word.stem, word.stop};
}

void WordReader::tidy_languages(QueryWord& word) const {
  for (QueryWord& part : word.parts) tidy_languages(part);
  std::erase_if(word.only_in, [&](const auto& stem) {
    return !is_among(stem.first, word.stems) || std::ranges::all_of(readers_, [&](const Reader& reader) {
      return !reader.matters || stem.second.contains(reader.analyzer.language().code);
    });
  });
}

std::vector<QueryWord> WordReader::read(std::string_view text, std::size_t start, std::size_t end) {
  std::map<std::uint32_t, QueryWord> words = read_words(readers_.front(), text, start, end);
  for (std::size_t i = 1; i < readers_.size(); ++i) {
    // Positions are the same in every language: where words begin and end does not depend on it.
    for (auto& [position, word] : read_words(readers_[i], text, start, end)) {
      if (!readers_[i].matters) word.stop = true;  // has no say
      merge(words.at(position), word);
    }
  }
  std::vector<QueryWord> in_order;
  for (auto& [position, word] : words) {
    tidy_languages(word);
    if (!in_order.empty() && is_run(in_order.back()) && is_single_ideograph(word)) {
      extend_run(in_order.back(), std::move(word));
    } else {
      in_order.push_back(std::move(word));
    }
  }
  return in_order;
}

void add_acronym(QueryWord& word) {
  if (!word.stop || std::ranges::find(like_acronyms, word.text) == like_acronyms.end()) return;
  std::string dotted;
  for (const char c : word.text) dotted.append({c, '.'});
  add_form(word.surfaces, dotted);
  add_form(word.stems, dotted);
}

}  // namespace kwic
