#include "query/parse.h"

#include "query/clause_list.h"
#include "query/leaf_reader.h"
#include "query/lexer.h"
#include "text/utf8.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;
using Part = std::optional<Query>;

/// "AND at 7"
std::string place(const Lexeme& lexeme) {
  return std::string(lexeme.text) + " at " + std::to_string(lexeme.start);
}

class Parser {
public:
  Parser(std::string_view text, const QuerySyntax& syntax, WordReader& reader)
      : match_(syntax.match), leaves_(text, syntax, reader, warnings_), lexer_(text), next_(lexer_.next()) {}

  ParsedQuery parse() {
    ParsedQuery parsed;
    parsed.query = alternatives();
    if (whole_is_one_list_) parsed.otherwise = std::move(otherwise_);
    if (parsed.query && parsed.otherwise) {
      warnings_.add(0, "the query has stop words only: searched for as a phrase");
    }
    parsed.warnings = std::move(warnings_).in_order();
    return parsed;
  }

private:
  void warn(const Lexeme& at, const std::string& repair) { warnings_.add(at.start, place(at) + repair); }

  Lexeme take() { return std::exchange(next_, lexer_.next()); }

  Part alternatives() { return joined(Kind::any, Lexeme::Kind::alternative, &Parser::exclusives); }
  Part exclusives() { return joined(Kind::odd, Lexeme::Kind::exclusive, &Parser::conjunction); }
  Part conjunction() { return joined(Kind::all, Lexeme::Kind::conjunction, &Parser::list); }

  Part joined(Kind kind, Lexeme::Kind sign, Part (Parser::*operand)()) {
    std::vector<Query> operands;
    if (Part left = (this->*operand)()) operands.push_back(std::move(*left));
    while (next_.kind == sign) {
      whole_is_one_list_ = false;
      tell_of_lone_plus(sign);
      const Lexeme lexeme = take();
      Part right = (this->*operand)();
      tell_of_lone_plus(sign);
      if (!right) warn(lexeme, " has nothing behind it: left out");
      if (right) operands.push_back(std::move(*right));
    }
    if (operands.empty()) return std::nullopt;
    return combined(kind, std::move(operands));
  }

  /// What is the only word beside an OR cannot be required as well.
  void tell_of_lone_plus(Lexeme::Kind sign) {
    const bool alternative = sign == Lexeme::Kind::alternative || sign == Lexeme::Kind::exclusive;
    if (alternative && lone_plus_) warn(*lone_plus_, " says nothing beside OR and XOR: left out");
    if (alternative) lone_plus_.reset();
  }

  Part list() {
    ClauseList clauses;
    bool some = false;
    const Lexeme first = next_;
    std::size_t count = 0;
    while (!ends_list()) {
      if (next_.kind == Lexeme::Kind::close) {
        skip_close();
        continue;
      }
      if (is_binary(next_.kind)) {
        if (some && next_.kind != Lexeme::Kind::near) break;
        warn(next_, " has nothing before it: taken as a word");
        next_.kind = Lexeme::Kind::word;
      }
      add_clause(clauses);
      some = true;
      ++count;
    }
    lone_plus_.reset();
    if (count == 1 && first.kind == Lexeme::Kind::plus) lone_plus_ = first;
    ClauseList::Tree tree = std::move(clauses).tree(filter_field() ? MatchMode::any : match_);
    for (const std::size_t position : tree.loosened) {
      warnings_.add(position, "the quotation at " + std::to_string(position) +
                                  " in so long a text is taken as words: a + before it requires it");
    }
    otherwise_ = std::move(tree.otherwise);
    if (depth_ > 0) whole_is_one_list_ = false;
    return std::move(tree.query);
  }

  [[nodiscard]] bool ends_list() const {
    const bool closes = next_.kind == Lexeme::Kind::close && depth_ > 0 && ignored_ == 0;
    return next_.kind == Lexeme::Kind::end || closes;
  }

  void skip_close() {
    if (ignored_ > 0) {
      --ignored_;
    } else {
      warn(next_, " closes nothing: left out");
    }
    take();
  }

  [[nodiscard]] bool filter_field() const {
    return field_ != nullptr && field_->kind != QueryField::Kind::words;
  }

  void add_clause(ClauseList& clauses) {
    const Lexeme first = next_;
    const auto [demand, told] = take_demand();
    if (told &&
        (next_.kind == Lexeme::Kind::end || next_.kind == Lexeme::Kind::close || is_binary(next_.kind))) {
      return warn(first, " has nothing behind it: left out");
    }
    const bool quoted = next_.kind == Lexeme::Kind::quotation;  // which tells of itself
    Operand operand = near();
    if (operand.queries.empty()) {
      if (told && !quoted) warn(first, " has no word behind it: left out");
      return;
    }
    if (!told && !operand.quoted.empty()) {
      return clauses.add_quotation(std::move(operand.queries.front()), std::move(operand.quoted));
    }
    if (!told && !operand.required) {
      for (Query& query : operand.queries) clauses.add(std::move(query), ClauseList::Demand::optional);
      return;
    }
    for (Query& query : operand.queries) {
      for_each_leaf(query, [](Query& leaf) { std::ranges::for_each(leaf.words, find_as_stop_word); });
    }
    clauses.add(combined(Kind::all, std::move(operand.queries)),
                told ? demand : ClauseList::Demand::required);
  }

  /// Signs before a clause; the last of + and - counts, and NOT turns it.
  std::pair<ClauseList::Demand, bool> take_demand() {
    bool told = false;
    bool turned = false;
    bool excluded = false;
    std::optional<Lexeme> sign;
    for (;; take()) {
      if (next_.kind == Lexeme::Kind::plus || next_.kind == Lexeme::Kind::minus) {
        if (sign) warn(*sign, " has another sign behind it: left out");
        sign = next_;
      }
      if (next_.kind == Lexeme::Kind::excluding)
        turned = !turned;
      else if (next_.kind == Lexeme::Kind::minus)
        excluded = true;
      else if (next_.kind == Lexeme::Kind::plus)
        excluded = false;
      else
        break;
      told = true;
    }
    return {excluded != turned ? ClauseList::Demand::excluded : ClauseList::Demand::required, told};
  }

  /// Operands of NEAR and ADJ, or one without.
  Operand near() {
    Operand left = primary();
    if (next_.kind != Lexeme::Kind::near) return left;
    Query chain{.kind = Kind::near};
    std::vector<Query> loose;  // what cannot stand in a chain
    add_to_chain(std::move(left), chain, loose);
    while (next_.kind == Lexeme::Kind::near) {
      const Lexeme sign = take();
      Operand right = primary();
      if (right.queries.empty()) {
        warn(sign, " has nothing behind it: left out");
        continue;
      }
      if (chain.children.size() == longest_chain) {
        std::ranges::move(right.queries, std::back_inserter(loose));
        warn(sign, " joins more than " + std::to_string(longest_chain) + " words and phrases: taken as AND");
      } else if (add_to_chain(std::move(right), chain, loose) && chain.children.size() > 1) {
        chain.gaps.push_back(gap(sign));
      } else {
        warn(sign, " joins words and phrases only: taken as AND");
      }
    }
    return {as_list(std::move(chain), std::move(loose)), true};
  }

  static std::vector<Query> as_list(Query chain, std::vector<Query> loose) {
    if (chain.children.size() == 1) loose.push_back(std::move(chain.children.front()));
    if (chain.children.size() > 1) {
      for (Query& child : chain.children) std::ranges::for_each(child.words, find_as_stop_word);
      loose.push_back(std::move(chain));
    }
    std::vector<Query> one;
    if (!loose.empty()) one.push_back(combined(Kind::all, std::move(loose)));
    return one;
  }

  /// False if the operand is neither a word nor a phrase.
  static bool add_to_chain(Operand operand, Query& chain, std::vector<Query>& loose) {
    const auto is_leaf = [](const Query& query) { return !query.words.empty(); };
    if (operand.queries.empty()) return true;
    if (!std::ranges::all_of(operand.queries, is_leaf)) {
      std::ranges::move(operand.queries, std::back_inserter(loose));
      return false;
    }
    Query whole = std::move(operand.queries.front());
    for (std::size_t i = 1; i < operand.queries.size(); ++i) {
      whole.kind = Kind::phrase;
      whole.words.push_back(std::move(operand.queries[i].words.front()));
    }
    chain.children.push_back(std::move(whole));
    return true;
  }

  Gap gap(const Lexeme& sign) {
    const bool ordered = sign.text.starts_with("ADJ");
    const bool has_slash = sign.text.find('/') != std::string_view::npos;
    if (!has_slash) return {default_window, ordered};
    const bool is_number =
        !sign.distance.empty() && sign.distance.find_first_not_of("0123456789") == std::string_view::npos;
    const unsigned long told =
        is_number ? std::strtoul(std::string(sign.distance).c_str(), nullptr, 10) : default_window;
    const std::size_t words = std::clamp<std::size_t>(told, 1, widest_window);
    if (std::to_string(words) != sign.distance) {
      warn(sign, " needs a number from 1 to " + std::to_string(widest_window) + ": taken as /" +
                     std::to_string(words));
    }
    return {words, ordered};
  }

  Operand primary() {
    switch (next_.kind) {
      case Lexeme::Kind::field:
        return field();
      case Lexeme::Kind::open:
        return group();
      case Lexeme::Kind::quotation:
        return leaves_.quotation(take(), field_);
      case Lexeme::Kind::equal:
        return exact();
      case Lexeme::Kind::word:
        return word();
      default:
        return {};
    }
  }

  Operand word() {
    if (!lexer_.knows_operators() && operator_kind(next_.text) != Lexeme::Kind::word &&
        !std::exchange(told_of_capitals_, true)) {
      warn(next_, " taken as a word: the query is all in capitals");
    }
    return leaves_.word(take(), field_);
  }

  Operand exact() {
    const Lexeme sign = take();
    while (next_.kind == Lexeme::Kind::equal) warn(take(), " repeats the one before: left out");
    Operand operand;
    if (next_.kind == Lexeme::Kind::quotation) {
      operand = leaves_.quotation(take(), field_);
      operand.quoted.clear();  // the sign tells that the marks are meant
      return operand;
    }
    if (next_.kind == Lexeme::Kind::word) operand = leaves_.exact(take(), field_);
    if (operand.queries.empty()) warn(sign, " has no word behind it: left out");
    return operand;
  }

  Operand field() {
    const Lexeme name = next_;
    const QueryField* const around = std::exchange(field_, name.field);
    if (around != nullptr && around != name.field)
      warn(name, " inside " + std::string(around->name) + ": counts, and not that");
    next_ = filter_field() ? lexer_.value() : lexer_.next();
    while (next_.kind == Lexeme::Kind::field) {
      warn(next_, " inside " + std::string(field_->name) + ": left out");
      take();
    }
    const bool is_filter = filter_field();
    Operand operand = primary();
    field_ = around;
    operand.quoted.clear();
    // What is no value of a filter is text like any other.
    operand.required = !is_filter || std::ranges::any_of(operand.queries, requires_itself);
    if (operand.queries.empty()) warn(name, " has no word behind it: left out");
    if (!operand.required) return operand;
    for (Query& query : operand.queries) query.position = std::min(query.position, name.start);
    return operand;
  }

  Operand group() {
    const Lexeme open = take();
    if (depth_ == deepest_group) {
      warn(open, " is deeper than " + std::to_string(deepest_group) + " parentheses: left out");
      ++ignored_;
      return {};
    }
    ++depth_;
    Part inside = alternatives();
    --depth_;
    whole_is_one_list_ = false;
    const bool is_closed = next_.kind == Lexeme::Kind::close;
    if (!is_closed) {
      warn(open, " is never closed: taken as closed at the end");
    } else if (!inside) {
      warn(open, " has no word inside: left out");
    }
    if (is_closed) {
      const Lexeme close = take();
      if (inside) leaves_.apply_suffixes(close, *inside);
    }
    if (!inside) return {};
    Operand operand{.required = requires_itself(*inside)};
    operand.queries.push_back(std::move(*inside));
    return operand;
  }

  QueryWarnings warnings_;
  MatchMode match_;
  LeafReader leaves_;
  Lexer lexer_;
  Lexeme next_;
  const QueryField* field_ = nullptr;  ///< what is being read belongs to it
  std::size_t depth_ = 0;
  std::size_t ignored_ = 0;  ///< parentheses that are open and too deep
  bool told_of_capitals_ = false;
  std::optional<Lexeme> lone_plus_;  ///< of the last list, if it had one clause
  bool whole_is_one_list_ = true;
  std::optional<Query> otherwise_;
};

/// Words only, whatever signs there are.
ParsedQuery parse_plain(std::string_view text, const QuerySyntax& syntax, WordReader& reader) {
  QueryWarnings warnings;
  LeafReader leaves(text, syntax, reader, warnings);
  ClauseList clauses;
  for (Query& query : leaves.words(text, 0)) clauses.add(std::move(query), ClauseList::Demand::optional);
  ClauseList::Tree tree = std::move(clauses).tree(syntax.match);
  return {std::move(tree.query), std::move(tree.otherwise), std::move(warnings).in_order()};
}

/// A few malformed characters stand between words; with more of them than a word or two would have, and more
/// than a share of all, it is a picture that was pasted, or text in another encoding: its words are chance.
constexpr std::size_t most_malformed = 16;
constexpr std::size_t smallest_share_of_no_text = 4;

/// What to say of a query that is no text in UTF-8; nothing if it is.
std::optional<Warning> no_text(std::string_view text) {
  std::size_t characters = 0;
  std::size_t malformed = 0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < text.size(); ++characters) {
    const std::size_t length = decode_utf8(text, i).length;
    if (!is_valid_utf8(text.substr(i, length)) && malformed++ == 0) first = i;
    i += length;
  }
  if (malformed <= most_malformed || malformed * smallest_share_of_no_text < characters) return std::nullopt;
  return Warning{first, "the query is no text: " + std::to_string(malformed) + " of its " +
                            std::to_string(characters) + " characters are not UTF-8, the first at " +
                            std::to_string(first) + "; nothing is searched for"};
}

/// One thing is wrong then, and so it is told in one line, with what was found first.
Warning no_word(const std::vector<Warning>& found) {
  Warning warning{0, "the query has no word: nothing to search for"};
  if (found.empty()) return warning;
  return {found.front().position, warning.message + "; " + found.front().message};
}

}  // namespace

ParsedQuery parse_query(std::string_view text, const QuerySyntax& syntax, WordReader& reader) {
  if (std::optional<Warning> warning = no_text(text)) return {{}, {}, {std::move(*warning)}};
  ParsedQuery parsed =
      syntax.plain ? parse_plain(text, syntax, reader) : Parser(text, syntax, reader).parse();
  if (parsed.query) number_leaves(*parsed.query);
  if (parsed.otherwise) number_leaves(*parsed.otherwise);
  if (!parsed.query) parsed.warnings = {no_word(parsed.warnings)};
  return parsed;
}

}  // namespace kwic
