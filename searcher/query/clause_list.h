#pragma once
/// What stands side by side in a query, without operators between, becomes one tree.

#include "query/query.h"

#include <kwic/searcher.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kwic {

/// True for a group of nothing but what is required by what it is: filters, fields and NEARs.
[[nodiscard]] bool requires_itself(const Query& clause);

/// Joins trees under one node; a single one stays what it is, and lists of the same kind become one.
[[nodiscard]] Query combined(Query::Kind kind, std::vector<Query> children);

/// Whatever it is in an article's language, it is wanted.
void find_as_stop_word(QueryWord& word);

/// The word, and no other form of it.
void make_exact(QueryWord& word);

/// The phrase of some words, exactly as they are.
[[nodiscard]] Query phrase_of(std::vector<QueryWord> words);

/// Collects clauses by what they ask for. Words are optional and rank; with MatchMode::all, and where the
/// clause itself says so, they are required. Stop words do not rank: when there is nothing else, they are
/// what is asked for, as a phrase, which is how "to be or not to be" is meant.
class ClauseList {
public:
  enum class Demand { optional, required, excluded };

  void add(Query clause, Demand demand);

  /// A phrase in quotation marks is required; but in prose the marks are a manner of speaking, and there its
  /// `words` rank like those around it.
  void add_quotation(Query phrase, std::vector<Query> words);

  [[nodiscard]] bool empty() const noexcept {
    return optional_.empty() && required_.empty() && excluded_.empty();
  }

  struct Tree {
    std::optional<Query> query;
    std::optional<Query> otherwise = {};     ///< of stop words that were taken as a phrase: their words
    std::vector<std::size_t> loosened = {};  ///< positions of the quotations that were taken as words
  };
  [[nodiscard]] Tree tree(MatchMode match) &&;

private:
  struct Quotation {
    std::size_t in_required;
    std::size_t in_optional;  ///< place of its words
    std::vector<Query> words;
  };

  [[nodiscard]] bool is_prose() const;
  [[nodiscard]] std::vector<std::size_t> loosen_quotations();
  [[nodiscard]] Tree wanted(MatchMode match);
  [[nodiscard]] Tree ranked(MatchMode match);
  [[nodiscard]] Tree stop_words();
  [[nodiscard]] bool only_stop_words() const;
  [[nodiscard]] std::vector<Query> without_stop_words(bool with_acronym);

  std::vector<Query> optional_;
  std::vector<Query> required_;
  std::vector<Query> excluded_;
  std::vector<Quotation> quotations_;
};

}  // namespace kwic
