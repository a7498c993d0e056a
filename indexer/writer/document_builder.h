#pragma once
/// An article becomes a Xapian document: the terms, values and data of the schema.

#include "analysis/analyzer.h"
#include "index/vocabulary.h"

#include <kwic/article.h>

#include <xapian.h>

#include <map>
#include <set>
#include <string>

namespace kwic {

class DocumentBuilder {
public:
  /// Articles whose language nothing tells are taken to be in `default_language`.
  explicit DocumentBuilder(const std::string& default_language);

  /// Fills in the article's language. Every term is within Xapian's limits.
  [[nodiscard]] Xapian::Document build(Article article);

  /// The languages of all articles so far.
  [[nodiscard]] const std::set<std::string>& languages() const noexcept { return languages_; }

  /// The words of all articles so far, for the vocabulary.
  [[nodiscard]] NewForms& new_forms() noexcept { return new_forms_; }

private:
  [[nodiscard]] std::string language_of(const Article& article) const;
  [[nodiscard]] Analyzer& analyzer_for(const std::string& code);

  std::string default_language_;
  std::set<std::string> languages_;
  std::map<std::string, Analyzer> analyzers_;
  NewForms new_forms_;
};

}  // namespace kwic
