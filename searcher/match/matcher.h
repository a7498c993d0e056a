#pragma once
/// Decides whether an article matches a query and says which words did it: one piece of code decides and
/// marks.

#include "match/occurrences.h"
#include "match/quick_look.h"
#include "query/query.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace kwic {

/// A stretch of a field that the match used.
struct Mark {
  Field field = Field::text;
  std::size_t start = 0;  ///< bytes of the field, [start, end)
  std::size_t end = 0;
  std::size_t leaf = 0;  ///< Query::leaf of the word or phrase
};

/// A position of the text that a match may use, by the signature.
struct LikelyPlace {
  std::uint32_t position = 0;
  std::size_t leaf = 0;  ///< as in Mark
};

/// A query made ready to be held against many articles. Thread-safe once made.
class Matcher {
public:
  /// The leaves of the query must have their numbers, see number_leaves().
  explicit Matcher(const Query& query);

  /// False if the article certainly does not match. Filters, and words with inflections that are not
  /// expanded, are unknown to signatures: about them the proposing query is right.
  /// `found` is memory to work in.
  [[nodiscard]] bool may_match(const WordSignature& signature, FoundWords& found) const;

  /// Where in the text marks may stand by the signature, at least, in the order of the tree; where signatures
  /// do not know all words of the query, nothing. `found` is memory to work in.
  [[nodiscard]] std::optional<std::vector<LikelyPlace>> likely_places(const WordSignature& signature,
                                                                      FoundWords& found) const;

  /// The marks of an article that matches, by field and place; nothing if it does not match.
  /// `analyzer` must be for the article's language.
  [[nodiscard]] std::optional<std::vector<Mark>> match(const Article& article, Analyzer& analyzer) const;

  /// The same of an article of whose text only some passages are looked at: what stands elsewhere is taken
  /// for absent.
  [[nodiscard]] std::optional<std::vector<Mark>> match(const Article& article,
                                                       const std::vector<Range>& passages,
                                                       Analyzer& analyzer) const;

  /// For each node of the query, in the order in which they are printed, whether the article matches it by
  /// itself.
  [[nodiscard]] std::vector<bool> matching_nodes(const Article& article, Analyzer& analyzer) const;

private:
  struct Word {
    std::size_t number;              ///< in words_
    std::vector<std::size_t> parts;  ///< likewise
    bool in_signature;               ///< signatures know it
  };
  struct Node {
    Query::Kind kind = Query::Kind::everything;
    std::size_t leaf = 0;
    std::optional<Field> field;
    std::vector<Word> words;
    std::vector<Node> children;
    std::vector<Gap> gaps;
    Filter filter;
  };
  using Found = std::vector<Occurrences>;
  using Leaves = std::vector<const Node*>;  ///< words, phrases and NEARs
  enum class Verdict { no, maybe, yes };
  struct Text;

  [[nodiscard]] Node compile(const Query& query);
  [[nodiscard]] Word compile(const QueryWord& word);
  [[nodiscard]] static Occurrences places(const Node& leaf, const Found& found);
  [[nodiscard]] static Occurrences places_of_compound(const Word& word, const Found& found);
  [[nodiscard]] static std::vector<Occurrences> chained(const Node& near, const Found& found);
  [[nodiscard]] static bool are_near(const Node& near, const Found& found);
  [[nodiscard]] static bool in_signature(const Node& node);
  static void add_likely(const Node& node, const Found& found, std::vector<LikelyPlace>& likely);
  [[nodiscard]] static Verdict by_signature(const Node& node, const Found& found);
  [[nodiscard]] static bool by_text(const Node& node, const Text& text, Leaves& matched);
  [[nodiscard]] static bool children_match(const Node& node, const Text& text, Leaves& matched);
  [[nodiscard]] static bool leaf_matches(const Node& node, const Found& found);
  static void add_matching(const Node& node, const Text& text, std::vector<bool>& matching);
  static void add_marks(const Node& node, const Found& found, std::vector<Mark>& marks);
  static void keep_different(Leaves& leaves);

  WordList words_;
  Node root_;
  std::optional<QuickLook> quick_look_;  ///< if the query is no more than that
};

}  // namespace kwic
