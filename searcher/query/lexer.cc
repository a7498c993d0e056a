#include "query/lexer.h"

#include "text/utf8.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace kwic {
namespace {

using Kind = Lexeme::Kind;

/// The bytes of the white space at `offset`, of any script; 0 if there is none.
std::size_t space_length(std::string_view text, std::size_t offset) {
  const auto [c, length] = decode_utf8(text, offset);
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0 ? length : 0;
}

/// The bytes of the quotation mark at `offset`, of any common form; 0 if there is none.
std::size_t quote_length(std::string_view text, std::size_t offset) {
  for (const std::string_view quote :
       {"\"", "\u201C", "\u201D", "\u201E", "\u00AB", "\u00BB", "\u300C", "\u300D", "\uFF02"}) {
    if (text.substr(offset, quote.size()) == quote) return quote.size();
  }
  return 0;
}

bool ends_word(std::string_view text, std::size_t offset) {
  return offset >= text.size() || text[offset] == '(' || text[offset] == ')' ||
         space_length(text, offset) > 0 || quote_length(text, offset) > 0;
}

std::size_t end_of_word(std::string_view text, std::size_t offset) {
  while (!ends_word(text, offset)) offset += decode_utf8(text, offset).length;
  return offset;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/// False if the words that are no operators have capitals and no other letters with case.
bool finds_operators(std::string_view text) {
  bool capitals = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::max(end_of_word(text, i), i + decode_utf8(text, i).length);
    const bool is_operator = operator_kind(text.substr(i, end - i)) != Kind::word;
    for (; i < end; i += decode_utf8(text, i).length) {
      const auto c = static_cast<UChar32>(decode_utf8(text, i).code_point);
      if (u_islower(c) != 0) return true;
      capitals = capitals || (!is_operator && u_isupper(c) != 0);
    }
  }
  return !capitals;
}

/// Takes `sign` and the run of what `accepts` behind it off the end of `text`, if `least` bytes stay; returns
/// whether it did.
template <typename Accepts>
bool take_suffix(std::string_view& text, char sign, std::size_t least, Accepts accepts,
                 std::string_view& behind) {
  std::size_t start = text.size();
  while (start > 0 && accepts(text[start - 1])) --start;
  if (start < least + 1 || text[start - 1] != sign) return false;
  behind = text.substr(start);
  text = text.substr(0, start - 1);
  return true;
}

/// Takes ^2 and ~1 off the end of a word that has `least` bytes or more before them.
void split_suffixes(Lexeme& lexeme, std::size_t least) {
  const std::string_view whole = lexeme.text;
  const auto in_number = [](char c) { return is_digit(c) || c == '.'; };
  const bool weighted = take_suffix(lexeme.text, '^', least, in_number, lexeme.weight);
  if (weighted && lexeme.weight.empty()) lexeme.text = whole;
  lexeme.similar = take_suffix(lexeme.text, '~', least, is_digit, lexeme.edits);
}

}  // namespace

Lexeme::Kind operator_kind(std::string_view word) noexcept {
  struct Operator {
    std::string_view name;
    Kind kind;
  };
  constexpr std::array<Operator, 6> operators{{{"AND", Kind::conjunction},
                                               {"OR", Kind::alternative},
                                               {"XOR", Kind::exclusive},
                                               {"NOT", Kind::excluding},
                                               {"NEAR", Kind::near},
                                               {"ADJ", Kind::near}}};
  const std::string_view name = word.substr(0, word.find('/'));
  const auto* const found = std::ranges::find(operators, name, &Operator::name);
  if (found == operators.end() || (name != word && found->kind != Kind::near)) return Kind::word;
  return found->kind;
}

Lexer::Lexer(std::string_view text) : text_(text), knows_operators_(finds_operators(text)) {}

void Lexer::skip_space() {
  while (at_ < text_.size() && space_length(text_, at_) > 0) at_ += space_length(text_, at_);
}

Lexeme Lexer::next() {
  skip_space();
  Lexeme lexeme;
  lexeme.start = lexeme.text_start = lexeme.end = at_;
  if (at_ == text_.size()) return lexeme;
  if (const std::size_t mark = quote_length(text_, at_); mark > 0) return quotation(mark);
  if (text_[at_] == '(' || text_[at_] == ')') {
    lexeme.kind = text_[at_] == '(' ? Kind::open : Kind::close;
    lexeme.text = text_.substr(at_, 1);
    lexeme.end = ++at_;
    if (lexeme.kind == Kind::close) take_suffixes(lexeme);
    return lexeme;
  }
  const Lexeme before_something = sign_or_field();
  return before_something.kind != Kind::end ? before_something : stretch();
}

Lexeme Lexer::value() {
  skip_space();
  if (ends_word(text_, at_)) return next();
  Lexeme lexeme;
  lexeme.kind = Kind::word;
  lexeme.start = lexeme.text_start = at_;
  lexeme.end = at_ = end_of_word(text_, at_);
  lexeme.text = text_.substr(lexeme.start, at_ - lexeme.start);
  return lexeme;
}

/// A sign, full-width or not, and a field count only right before something.
Lexeme Lexer::sign_or_field() {
  Lexeme lexeme;
  lexeme.start = lexeme.text_start = at_;
  const auto [c, length] = decode_utf8(text_, at_);
  std::size_t end = at_ + length;
  if (c == U'-' || c == 0xFF0D || c == 0x2212) lexeme.kind = Kind::minus;
  if (c == U'+' || c == 0xFF0B) lexeme.kind = Kind::plus;
  if (c == U'=' || c == 0xFF1D) lexeme.kind = Kind::equal;
  if (is_letter(text_[at_])) {
    while (end < text_.size() && is_letter(text_[end])) ++end;
    if (end == text_.size() || text_[end] != ':') return {};
    lexeme.field = find_query_field(text_.substr(at_, end - at_));
    if (lexeme.field != nullptr) lexeme.kind = Kind::field;
    ++end;
  }
  const bool before_something = end < text_.size() && space_length(text_, end) == 0 && text_[end] != ')';
  if (lexeme.kind == Kind::end || !before_something) return {};
  lexeme.text = text_.substr(at_, end - at_);
  lexeme.end = at_ = end;
  return lexeme;
}

Lexeme Lexer::quotation(std::size_t mark) {
  Lexeme lexeme;
  lexeme.kind = Kind::quotation;
  lexeme.start = at_;
  lexeme.text_start = at_ += mark;
  while (at_ < text_.size() && quote_length(text_, at_) == 0) ++at_;
  lexeme.text = text_.substr(lexeme.text_start, at_ - lexeme.text_start);
  lexeme.closed = at_ < text_.size();
  if (lexeme.closed) at_ += quote_length(text_, at_);
  lexeme.end = at_;
  take_suffixes(lexeme);
  return lexeme;
}

/// What follows a quotation or a parenthesis directly, if it is nothing but suffixes.
void Lexer::take_suffixes(Lexeme& lexeme) {
  if (at_ == text_.size() || (text_[at_] != '^' && text_[at_] != '~')) return;
  Lexeme suffixes;
  const std::size_t end = end_of_word(text_, at_);
  suffixes.text = text_.substr(at_, end - at_);
  split_suffixes(suffixes, 0);
  if (!suffixes.text.empty()) return;
  lexeme.weight = suffixes.weight;
  lexeme.similar = suffixes.similar;
  lexeme.edits = suffixes.edits;
  lexeme.end = at_ = end;
}

Lexeme Lexer::stretch() {
  Lexeme lexeme = value();
  if (const Kind kind = operator_kind(lexeme.text); kind != Kind::word && knows_operators_) {
    lexeme.kind = kind;
    lexeme.distance = lexeme.text.substr(std::min(lexeme.text.find('/'), lexeme.text.size() - 1) + 1);
    return lexeme;
  }
  split_suffixes(lexeme, 1);
  return lexeme;
}

}  // namespace kwic
