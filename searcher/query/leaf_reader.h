#pragma once
/// The leaves of a query's tree: words, phrases, patterns and filters, with what is attached to them.

#include "query/lexer.h"
#include "query/parse.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// So many repairs somebody may want to read; one warning more tells that there are others.
inline constexpr std::size_t most_warnings = 50;

/// What was repaired, up to most_warnings.
class QueryWarnings {
public:
  void add(std::size_t position, std::string message);
  [[nodiscard]] std::vector<Warning> in_order() &&;

private:
  std::vector<Warning> warnings_;
};

/// What stands at one place of the query: one tree, or the words of a stretch such as "oil/gas".
struct Operand {
  std::vector<Query> queries = {};
  bool required = false;           ///< by what it is, also without a plus
  std::vector<Query> quoted = {};  ///< of a quotation: its words, each for itself
};

class LeafReader {
public:
  /// What is given must outlive the object.
  LeafReader(std::string_view text, const QuerySyntax& syntax, WordReader& reader, QueryWarnings& warnings)
      : text_(text), syntax_(syntax), reader_(reader), warnings_(warnings) {}

  /// Bare words, a pattern, a filter's value, or `*`. `field` may be null.
  [[nodiscard]] Operand word(const Lexeme& lexeme, const QueryField* field);

  /// Words that stand for themselves only.
  [[nodiscard]] Operand exact(const Lexeme& lexeme, const QueryField* field);

  /// A phrase, which may hold patterns, or a filter's value.
  [[nodiscard]] Operand quotation(const Lexeme& lexeme, const QueryField* field);

  /// The words of a piece of the text, each a tree.
  [[nodiscard]] std::vector<Query> words(std::string_view piece, std::size_t start);

  /// Weight and spelling distance.
  void apply_suffixes(const Lexeme& lexeme, Query& query);

private:
  void note_unknown_field(const Lexeme& lexeme);
  void note_stray_suffix(std::string_view piece, std::size_t start);
  void note_sign_in_quotation(std::string_view word, std::size_t start);
  [[nodiscard]] Operand pattern(const Lexeme& lexeme, const QueryField* field);
  [[nodiscard]] Operand filter(const Lexeme& lexeme, const QueryField& field);
  [[nodiscard]] bool read_value(Filter& filter, const Lexeme& lexeme);
  [[nodiscard]] Query leaf(Query query, const Lexeme& lexeme, const QueryField* field);
  [[nodiscard]] std::vector<QueryWord> quoted_words(const Lexeme& lexeme);
  void make_similar(QueryWord& word, const Lexeme& lexeme);
  [[nodiscard]] std::vector<QueryWord> read(std::size_t start, std::size_t size);
  [[nodiscard]] std::size_t place_of(std::string_view piece) const;
  [[nodiscard]] std::size_t room_for(std::size_t count, std::size_t position);

  std::string_view text_;
  const QuerySyntax& syntax_;
  WordReader& reader_;
  QueryWarnings& warnings_;
  std::size_t words_ = 0;
  bool full_ = false;
};

}  // namespace kwic
