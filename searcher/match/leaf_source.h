#pragma once
/// Brings the matcher's word on single leaves into Xapian's query, so that every operator above a leaf, the
/// score and the count see only what is there.

#include "analysis/analyzer.h"
#include "index/signature_file.h"
#include "index/stored_article.h"
#include "index/word_signature.h"
#include "match/matcher.h"

#include <kwic/article.h>

#include <xapian.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kwic {

using AnalyzerFor = std::function<Analyzer&(const std::string& language)>;

/// The articles of an index by their numbers, to hold matchers against their text.
class ArticleTexts {
public:
  ArticleTexts(const Xapian::Database& database, const SignatureFile& signatures,
               const ArticleUnpacker& unpacker, AnalyzerFor analyzer)
      : database_(database), signatures_(signatures), unpacker_(unpacker), analyzer_(std::move(analyzer)) {}

  [[nodiscard]] Article article(Xapian::docid document) const;
  [[nodiscard]] WordSignature signature(Xapian::docid document) const;

  /// See Matcher::match.
  [[nodiscard]] std::optional<std::vector<Mark>> match(const Matcher& matcher, const Article& article) const;
  [[nodiscard]] std::optional<std::vector<Mark>> match(const Matcher& matcher, const Article& article,
                                                       const std::vector<Range>& passages) const;

private:
  const Xapian::Database& database_;
  const SignatureFile& signatures_;
  const ArticleUnpacker& unpacker_;
  AnalyzerFor analyzer_;
};

/// Whether articles have a word, phrase or NEAR of which Xapian's terms cannot tell it. The signature's "no"
/// is final, its "yes" is believed until the text says otherwise: reject() is for whoever has looked. Where a
/// mistaken "yes" would lose a hit that nobody could look at (behind NOT), it is checked on the text at once,
/// until `bytes_checked_at_once` of text have been read; from there on the signature is believed, which is
/// wrong once in some ten thousand articles.
class LeafCheck {
public:
  /// `texts` must outlive the object.
  LeafCheck(const Query& leaf, bool at_once, const ArticleTexts& texts);

  [[nodiscard]] bool accepts(Xapian::docid document);

  void reject(Xapian::docid document) { rejected_.insert(document); }

  [[nodiscard]] const Matcher& matcher() const noexcept { return matcher_; }
  [[nodiscard]] std::size_t leaf() const noexcept { return leaf_; }

private:
  static constexpr std::size_t bytes_checked_at_once = std::size_t{1} << 20;

  struct Answer {
    Xapian::docid document;
    bool accepted;
  };

  /// What was decided before: ties and mistaken signatures have Xapian go through a query more than once.
  [[nodiscard]] std::optional<bool> known(Xapian::docid document) const;
  [[nodiscard]] bool decide(Xapian::docid document);
  [[nodiscard]] bool is_in_text(Xapian::docid document);

  Matcher matcher_;
  std::size_t leaf_;
  const ArticleTexts& texts_;
  std::size_t bytes_left_;
  std::set<Xapian::docid> rejected_;
  std::vector<Answer> answers_;  ///< rising
  FoundWords found_;             ///< of the last signature
};

/// The articles that a check accepts, as a query. Cheap only beside terms that let few articles through.
[[nodiscard]] Xapian::Query leaf_source(std::shared_ptr<LeafCheck> check);

}  // namespace kwic
