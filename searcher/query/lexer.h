#pragma once
/// Cuts the text of a query into words, quotations, operators and signs.

#include "query/query_fields.h"

#include <cstddef>
#include <string_view>

namespace kwic {

struct Lexeme {
  enum class Kind {
    end,
    word,       ///< anything up to white space, a quotation mark or a parenthesis
    quotation,  ///< `text` is what stands inside
    open,
    close,
    plus,
    minus,
    equal,
    field,        ///< the name of `field` and the colon, something right behind it
    excluding,    ///< NOT
    conjunction,  ///< AND
    alternative,  ///< OR
    exclusive,    ///< XOR
    near,         ///< NEAR and ADJ
  };
  Kind kind = Kind::end;
  std::size_t start = 0;  ///< bytes of the query, [start, end), suffixes included
  std::size_t end = 0;
  std::string_view text;  ///< without quotation marks and suffixes
  std::size_t text_start = 0;
  const QueryField* field = nullptr;
  std::string_view distance;  ///< of `near` what stands behind the slash; empty if there is none
  bool closed = true;         ///< of a quotation
  std::string_view weight;    ///< of a word, quotation or `close`: what stands behind ^
  bool similar = false;       ///< it has a ~, and this behind it
  std::string_view edits;
};

[[nodiscard]] constexpr bool is_binary(Lexeme::Kind kind) noexcept {
  return kind >= Lexeme::Kind::conjunction;
}

/// Operators are words in capitals. In a query whose letters are all capitals nobody can tell them from
/// words, and they are words.
class Lexer {
public:
  explicit Lexer(std::string_view text);

  [[nodiscard]] Lexeme next();

  /// The next lexeme where the value of a filter stands: signs are part of it.
  [[nodiscard]] Lexeme value();

  [[nodiscard]] bool knows_operators() const noexcept { return knows_operators_; }

private:
  void skip_space();
  [[nodiscard]] Lexeme quotation(std::size_t mark);
  [[nodiscard]] Lexeme stretch();
  [[nodiscard]] Lexeme sign_or_field();
  void take_suffixes(Lexeme& lexeme);

  std::string_view text_;
  std::size_t at_ = 0;
  bool knows_operators_;
};

/// What an operator's word means; `word` if it is none.
[[nodiscard]] Lexeme::Kind operator_kind(std::string_view word) noexcept;

}  // namespace kwic
