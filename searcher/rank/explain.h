#pragma once
/// Why a hit has its score, and an article its place: told by asking Xapian for each word alone.

#include "match/leaf_source.h"
#include "match/matcher.h"
#include "query/lexicon.h"
#include "query/query.h"
#include "rank/ranking.h"

#include <kwic/searcher.h>

#include <xapian.h>

#include <string>
#include <vector>

namespace kwic {

class Explainer {
public:
  /// Everything given must outlive the object.
  Explainer(const Xapian::Database& database, const Lexicon& lexicon, const Query& query,
            const ArticleTexts& texts, const Ranking& ranking)
      : database_(database),
        lexicon_(lexicon),
        query_(query),
        texts_(texts),
        ranking_(ranking),
        matcher_(query) {}

  /// `marks` are what the matcher found in the article: what it did not find has no part in the score.
  [[nodiscard]] Explanation explain(const Candidate& candidate, const std::vector<Mark>& marks) const;

private:
  struct Hit;

  void add_terms(const Query& query, double weight, const Hit& hit, std::size_t& node,
                 std::vector<TermScore>& terms) const;
  void add_leaf(const Query& leaf, double weight, const Hit& hit, std::vector<TermScore>& terms) const;
  [[nodiscard]] TermScore term(const QueryWord& word, const Hit& hit) const;
  [[nodiscard]] double score(const Xapian::Query& proposed, Xapian::docid document) const;

  const Xapian::Database& database_;
  const Lexicon& lexicon_;
  const Query& query_;
  const ArticleTexts& texts_;
  const Ranking& ranking_;
  Matcher matcher_;
};

/// The words, phrases and NEARs of the query that an article does not have, as they are written. Its leaves
/// must have their numbers.
[[nodiscard]] std::vector<std::string> lacking(const Query& query, const Article& article,
                                               const ArticleTexts& texts);

/// The part of the query that keeps an article out, which does not match it: "it does not have oman".
[[nodiscard]] std::string what_keeps_out(const Query& query, const Article& article,
                                         const ArticleTexts& texts);

}  // namespace kwic
