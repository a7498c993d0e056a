#include "query/leaf_reader.h"

#include "analysis/folding.h"
#include "analysis/languages.h"
#include "query/clause_list.h"
#include "text/host.h"
#include "text/utf8.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;

std::string at(std::size_t position) {
  return " at " + std::to_string(position);
}

bool is_letter_or_digit(std::string_view text, std::size_t offset) {
  return offset < text.size() && u_isalnum(static_cast<UChar32>(decode_utf8(text, offset).code_point)) != 0;
}

/// True for the last byte of a word, a pattern, a quotation or a group.
bool ends_operand(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code >= 0x80 || std::isalnum(code) != 0 ||
         std::string_view(")\"*?").find(byte) != std::string_view::npos;
}

/// A `?` with no letter behind it ends a question.
std::string_view without_question_marks(std::string_view word) {
  while (word.ends_with('?')) word.remove_suffix(1);
  return word;
}

/// True for a word with `*`, or with a `?` before a letter; addresses of the web may hold both.
bool is_pattern(std::string_view word) {
  word = without_question_marks(word);
  if (word.find_first_of("*?") == std::string_view::npos) return false;
  if (word.find("://") != std::string_view::npos) return false;
  for (std::size_t i = 0; i < word.size(); i += decode_utf8(word, i).length) {
    if (is_letter_or_digit(word, i)) return true;
  }
  return false;
}

bool is_lone_star(std::string_view word) {
  return !word.empty() && word.find_first_not_of('*') == std::string_view::npos;
}

QueryWord pattern_word(std::string_view text, std::size_t position) {
  QueryWord word;
  word.text = without_question_marks(text);
  word.position = position;
  word.form = QueryWord::Form::wildcards;
  word.finds_stop_words = true;
  return word;
}

Query bare_word(QueryWord word) {
  const std::size_t position = word.position;
  const std::size_t end = position + word.text.size();
  return {.kind = Kind::word, .words = {std::move(word)}, .position = position, .end = end};
}

std::string site_of(std::string_view text) {
  const std::string_view host = host_of(text);
  return fold(host.empty() ? text.substr(0, text.find('/')) : host);
}

bool is_filter(const QueryField* field) {
  return field != nullptr && field->kind != QueryField::Kind::words;
}

}  // namespace

void QueryWarnings::add(std::size_t position, std::string message) {
  if (warnings_.size() == most_warnings) message = "more is odd in this query than is told here";
  if (warnings_.size() <= most_warnings) warnings_.push_back({position, std::move(message)});
}

std::vector<Warning> QueryWarnings::in_order() && {
  std::ranges::stable_sort(warnings_, {}, &Warning::position);
  return std::move(warnings_);
}

Operand LeafReader::word(const Lexeme& lexeme, const QueryField* field) {
  if (is_filter(field)) return filter(lexeme, *field);
  note_unknown_field(lexeme);
  note_stray_suffix(lexeme.text, lexeme.text_start);
  if (is_lone_star(lexeme.text)) {
    if (field != nullptr)
      warnings_.add(lexeme.text_start,
                    "the *" + at(lexeme.text_start) + " is no word: taken as every article");
    Query everything{.position = lexeme.start, .end = lexeme.end};
    apply_suffixes(lexeme, everything);
    return {{std::move(everything)}};
  }
  if (is_pattern(lexeme.text)) return pattern(lexeme, field);
  Operand operand;
  for (Query& query : words(lexeme.text, lexeme.text_start)) {
    operand.queries.push_back(leaf(std::move(query), lexeme, field));
  }
  return operand;
}

std::vector<Query> LeafReader::words(std::string_view piece, std::size_t start) {
  std::vector<Query> queries;
  for (QueryWord& word : read(start, piece.size())) queries.push_back(bare_word(std::move(word)));
  return queries;
}

Operand LeafReader::pattern(const Lexeme& lexeme, const QueryField* field) {
  if (room_for(1, lexeme.start) == 0) return {};
  Query query{.kind = Kind::word, .words = {pattern_word(lexeme.text, lexeme.text_start)}};
  return {{leaf(std::move(query), lexeme, field)}};
}

/// What a pattern stands for is exact anyway.
Operand LeafReader::exact(const Lexeme& lexeme, const QueryField* field) {
  note_stray_suffix(lexeme.text, lexeme.text_start);
  if (is_pattern(lexeme.text)) return pattern(lexeme, field);
  std::vector<QueryWord> words = read(lexeme.text_start, lexeme.text.size());
  if (words.empty()) return {};
  std::ranges::for_each(words, make_exact);
  Query query{.kind = words.size() == 1 ? Kind::word : Kind::phrase, .words = std::move(words)};
  return {{leaf(std::move(query), lexeme, field)}};
}

Operand LeafReader::quotation(const Lexeme& lexeme, const QueryField* field) {
  if (!lexeme.closed) {
    warnings_.add(lexeme.start,
                  "the quotation mark" + at(lexeme.start) + " is never closed: taken as closed at the end");
  }
  if (is_filter(field)) return filter(lexeme, *field);
  std::vector<QueryWord> words = quoted_words(lexeme);
  if (words.empty()) {
    warnings_.add(lexeme.text_start, "no word" + at(lexeme.text_start) + ": left out");
    return {};
  }
  Operand operand{.required = true};
  for (const QueryWord& word : words) operand.quoted.push_back(bare_word(word));
  operand.queries.push_back(leaf(phrase_of(std::move(words)), lexeme, field));
  for (Query& query : operand.quoted) query.weight = operand.queries.front().weight;
  return operand;
}

std::vector<QueryWord> LeafReader::quoted_words(const Lexeme& lexeme) {
  std::vector<QueryWord> words;
  std::size_t read_to = lexeme.text_start;
  const std::size_t end = lexeme.text_start + lexeme.text.size();
  const auto read_until = [&](std::size_t stop) {
    for (QueryWord& word : read(read_to, stop - read_to)) words.push_back(std::move(word));
  };
  for (std::size_t i = lexeme.text_start; i < end;) {
    const std::size_t word_end = std::min(text_.find_first_of(" \t\n", i), end);
    const std::string_view word = text_.substr(i, word_end - i);
    note_sign_in_quotation(word, i);
    if (is_pattern(word) && room_for(1, i) == 1) {
      read_until(i);
      words.push_back(pattern_word(word, i));
      read_to = word_end;
    } else if (is_lone_star(word)) {
      warnings_.add(i, "the *" + at(i) + " is no word within quotation marks: left out");
    }
    i = word_end + 1;
  }
  read_until(end);
  return words;
}

/// What looks like a field and is none is read as text; addresses and times look a little like it too.
void LeafReader::note_unknown_field(const Lexeme& lexeme) {
  const std::size_t colon = lexeme.text.find(':');
  if (colon == std::string_view::npos || colon < 2) return;
  const std::string name(lexeme.text.substr(0, colon));
  const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  if (!std::ranges::all_of(name, is_letter)) return;
  if (find_query_field(name) != nullptr) {
    warnings_.add(lexeme.start, name + ":" + at(lexeme.start) + " has nothing behind it: taken as a word");
  } else if (is_letter_or_digit(lexeme.text, colon + 1)) {
    warnings_.add(lexeme.start, "no field is named " + name + at(lexeme.start) +
                                    ": taken as text (fields are " + query_field_names() + ")");
  }
}

/// What looks like a weight or a distance, and is none where it stands: oil^high, oil^2^3, "crude oil~", ^2.
void LeafReader::note_stray_suffix(std::string_view piece, std::size_t start) {
  for (std::size_t i = piece.find_first_of("^~"); i < piece.size(); i = piece.find_first_of("^~", i + 1)) {
    const std::size_t position = start + i;
    const bool is_behind = position > 0 && ends_operand(text_[position - 1]);
    const bool is_weight = piece[i] == '^';
    const bool has_number =
        i + 1 < piece.size() && std::isdigit(static_cast<unsigned char>(piece[i + 1])) != 0;
    if (!is_behind && !(is_weight && has_number)) continue;
    warnings_.add(
        position,
        is_weight ? "the ^" + at(position) + " is no weight, a number right behind a word: taken as text"
                  : "the ~" + at(position) + " is no distance, 1 or 2 right behind a word: taken as text");
    return;
  }
}

void LeafReader::note_sign_in_quotation(std::string_view word, std::size_t start) {
  if (word.size() < 2 || !word.ends_with('~')) return;
  const std::size_t position = start + word.size() - 1;
  warnings_.add(position, "the ~" + at(position) + " is no sign within quotation marks: left out");
}

Operand LeafReader::filter(const Lexeme& lexeme, const QueryField& field) {
  Query query{.kind = Kind::filter, .position = lexeme.start, .end = lexeme.end};
  query.filter.kind = field.kind;
  query.filter.value = lexeme.text;
  if (!lexeme.text.empty() && read_value(query.filter, lexeme)) return {{std::move(query)}};
  const std::string wanted =
      field.kind == QueryField::Kind::word_count ? "number of words" : std::string(field.name);
  Operand operand = word(lexeme, nullptr);
  if (operand.queries.empty()) return operand;  // which is told of
  warnings_.add(lexeme.start, '"' + std::string(lexeme.text) + '"' + at(lexeme.start) + " is no " + wanted +
                                  ": taken as text");
  return operand;
}

bool LeafReader::read_value(Filter& filter, const Lexeme& lexeme) {
  if (filter.kind == QueryField::Kind::date) {
    bool turned = false;
    const auto dates = read_dates(lexeme.text, syntax_.today, turned);
    if (dates) filter.dates = *dates;
    if (turned) {
      warnings_.add(lexeme.start,
                    "the dates" + at(lexeme.start) + " end before they begin: taken the other way round");
    }
    return dates.has_value();
  }
  if (filter.kind == QueryField::Kind::word_count) {
    bool turned = false;
    const auto numbers = read_numbers(lexeme.text, turned);
    if (numbers) filter.numbers = *numbers;
    if (turned) {
      warnings_.add(lexeme.start,
                    "the numbers" + at(lexeme.start) + " end before they begin: taken the other way round");
    }
    return numbers.has_value();
  }
  if (filter.kind == QueryField::Kind::site) filter.value = site_of(lexeme.text);
  if (filter.kind == QueryField::Kind::language) {
    filter.value = find_language(lexeme.text).code;
    return filter.value != "und" || lexeme.text == "und";
  }
  return true;
}

Query LeafReader::leaf(Query query, const Lexeme& lexeme, const QueryField* field) {
  query.position = lexeme.start;
  query.end = lexeme.end;
  if (field != nullptr) {
    query.field = field->part;
    std::ranges::for_each(query.words, find_as_stop_word);
  }
  apply_suffixes(lexeme, query);
  return query;
}

void LeafReader::apply_suffixes(const Lexeme& lexeme, Query& query) {
  if (!lexeme.weight.empty()) {
    const double told = std::strtod(std::string(lexeme.weight).c_str(), nullptr);
    query.weight = std::min(told, highest_weight);
    const std::size_t position = place_of(lexeme.weight);
    if (told > highest_weight) {
      warnings_.add(position, "the weight" + at(position) + " is more than 100: taken as 100");
    }
  }
  if (!lexeme.similar) return;
  const bool is_word = query.kind == Kind::word && query.words.front().form == QueryWord::Form::inflected;
  if (is_word) return make_similar(query.words.front(), lexeme);
  const std::size_t sign = place_of(lexeme.edits) - 1;
  warnings_.add(sign, "the ~" + at(sign) + " belongs to a single word only: left out");
}

void LeafReader::make_similar(QueryWord& word, const Lexeme& lexeme) {
  const unsigned long told =
      lexeme.edits.empty() ? 1 : std::strtoul(std::string(lexeme.edits).c_str(), nullptr, 10);
  word.distance = std::clamp<std::size_t>(told, 1, most_edits);
  word.form = QueryWord::Form::similar;
  word.parts.clear();
  word.stop = false;
  word.finds_stop_words = true;
  if (word.distance == told) return;
  const std::size_t sign = place_of(lexeme.edits) - 1;
  warnings_.add(sign, "the ~" + at(sign) + " takes 1 or 2: taken as " + std::to_string(word.distance));
}

std::vector<QueryWord> LeafReader::read(std::size_t start, std::size_t size) {
  std::vector<QueryWord> words = reader_.read(text_, start, start + size);
  words.resize(room_for(words.size(), start));
  return words;
}

/// Where a piece of the query stands in it.
std::size_t LeafReader::place_of(std::string_view piece) const {
  return static_cast<std::size_t>(piece.data() - text_.data());
}

/// For how many of `count` more words there is room.
std::size_t LeafReader::room_for(std::size_t count, std::size_t position) {
  const std::size_t room = std::min(count, most_query_words - words_);
  words_ += room;
  if (room < count && !std::exchange(full_, true)) {
    warnings_.add(position, "the query has more than " + std::to_string(most_query_words) +
                                " words: only the first ones are searched for");
  }
  return room;
}

}  // namespace kwic
