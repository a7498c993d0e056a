#pragma once
/// Decides whether an article matches a query and says which words did it: one piece of code decides and
/// marks.

#include "match/occurrences.h"
#include "query/query.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace kwic {

/// A stretch of a field that the match used.
struct Mark {
  Field field = Field::text;
  std::size_t start = 0;  ///< bytes of the field, [start, end)
  std::size_t end = 0;
  std::size_t leaf = 0;  ///< number of the word or phrase of the query, from 0
};

/// A query made ready to be held against many articles. Thread-safe once made.
class Matcher {
public:
  explicit Matcher(const Query& query);

  /// False if the article certainly does not match. Of words with inflections the signature knows nothing:
  /// about them the proposing query is right.
  [[nodiscard]] bool may_match(const WordSignature& signature) const;

  /// The marks of an article that matches, by field and place; nothing if it does not match.
  /// `analyzer` must be for the article's language.
  [[nodiscard]] std::optional<std::vector<Mark>> match(const Article& article, Analyzer& analyzer) const;

private:
  struct Word {
    std::size_t number;              ///< in words_
    std::vector<std::size_t> parts;  ///< likewise
  };
  struct Node {
    Query::Kind kind = Query::Kind::everything;
    Form form = Form::inflected;
    std::size_t leaf = 0;
    std::vector<Word> words;
    std::vector<Node> children;
  };
  using Found = std::vector<Occurrences>;
  enum class Verdict { no, maybe, yes };

  [[nodiscard]] Node compile(const Query& query);
  [[nodiscard]] Word compile(const QueryWord& word, Form form);
  [[nodiscard]] static Occurrences places(const Node& leaf, const Found& found);
  [[nodiscard]] static Occurrences places(const Word& word, const Found& found);
  [[nodiscard]] static Verdict by_signature(const Node& node, const Found& found);
  [[nodiscard]] static bool by_text(const Node& node, const Found& found, std::vector<Mark>& marks);

  WordList words_;
  std::size_t leaves_ = 0;
  Node root_;
};

}  // namespace kwic
