#pragma once
/// Reads the articles of hits with the marks of the query, of long ones no more than is likely to be shown.

#include "index/stored_article.h"
#include "match/leaf_source.h"
#include "match/matcher.h"
#include "match/passages.h"
#include "query/lexicon.h"
#include "query/query.h"
#include "query/word_reader.h"

#include <xapian.h>

#include <cstddef>
#include <optional>
#include <vector>

namespace kwic {

/// Of one query; what it is made with must outlive it. Not thread-safe. All functions throw Error (corrupt)
/// and Xapian's exceptions.
class HitTexts {
public:
  /// `leaf_weights`: by Query::leaf. `columns`: of the longest snippet that will be made.
  HitTexts(const ArticleTexts& texts, const Query& query, const Matcher& matcher, const Lexicon& lexicon,
           WordReader& reader, const std::vector<double>& leaf_weights, std::size_t columns);

  struct HitText {
    PartialArticle article;
    std::vector<Mark> marks;
  };

  /// The article with all its marks.
  [[nodiscard]] HitText whole(Xapian::docid document) const;

  /// The same, but of a long text only some passages with marks, as far as there are any, and what
  /// make_snippets() needs beside them.
  [[nodiscard]] HitText passages(Xapian::docid document);

private:
  [[nodiscard]] std::optional<std::vector<Range>> likely_passages(Xapian::docid document, std::size_t size);
  [[nodiscard]] std::vector<Mark> all_marks(const Article& article) const;

  const ArticleTexts& texts_;
  const Query& query_;
  const Matcher& matcher_;
  const Lexicon& lexicon_;
  WordReader& reader_;
  const std::vector<double>& leaf_weights_;
  std::size_t reach_;
  std::optional<LikelyPassages> likely_;  ///< once a long text is met
};

}  // namespace kwic
