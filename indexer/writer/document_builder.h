#pragma once
/// An article becomes a Xapian document, the terms and values of the schema, a word signature and a packed
/// article.

#include "analysis/analyzer.h"
#include "index/stored_article.h"
#include "index/vocabulary.h"
#include "writer/prepared_batch.h"
#include "writer/stem_counts.h"

#include <kwic/article.h>

#include <xapian.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kwic {

/// Not thread-safe: one object a thread.
class DocumentBuilder {
public:
  /// Articles whose language nothing tells are taken to be in `default_language`.
  /// Packs them with `dictionary`.
  explicit DocumentBuilder(const std::string& default_language, std::string_view dictionary = {});

  /// Fills in the article's language and the number of its words. Every term is within Xapian's limits.
  [[nodiscard]] BuiltDocument build(Article& article);

  /// The code of the language that the article will be analyzed in, and how it is known.
  [[nodiscard]] std::pair<std::string, LanguageOrigin> language_of(const Article& article) const;

  /// True if that is the language of `old`, an article of the same text that was analyzed before: to detect
  /// it again takes longer than all else about an article that stays as it is.
  [[nodiscard]] bool has_language_of(const Article& article, const Article& old,
                                     LanguageOrigin old_origin) const;

  /// Forgets the words that analysis remembers, if they take more bytes than that.
  void forget_above(std::size_t bytes);

  /// The words that no call before gave, for the vocabulary.
  [[nodiscard]] std::vector<WordForm> take_new_forms();

private:
  /// What reads the articles of one language, and what it met.
  struct Reader {
    Analyzer analyzer;
    NewForms forms = {};
  };

  [[nodiscard]] Reader& reader_for(const std::string& code);

  std::string default_language_;
  std::map<std::string, Reader> readers_;
  std::vector<WordForm> forms_;  ///< of readers that were forgotten
  StemCounts stems_;
  ArticlePacker packer_;
};

}  // namespace kwic
