#pragma once
/// Brings the matcher's word on single leaves into Xapian's query, so that every operator above a leaf, the
/// score and the count see only what is there.

#include "analysis/analyzer.h"
#include "index/document_file.h"
#include "index/stored_article.h"
#include "index/word_signature.h"
#include "match/doubtful_articles.h"
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
  ArticleTexts(const Xapian::Database& database, const DocumentFile& signatures, const DocumentFile& articles,
               const ArticleUnpacker& unpacker, AnalyzerFor analyzer)
      : database_(database),
        signatures_(signatures),
        articles_(articles),
        unpacker_(unpacker),
        analyzer_(std::move(analyzer)) {}

  [[nodiscard]] const Xapian::Database& database() const noexcept { return database_; }
  [[nodiscard]] Article article(Xapian::docid document) const { return unpacker_.unpack(stored(document)); }
  [[nodiscard]] PartialArticle partial_article(Xapian::docid document) const {
    return {stored(document), unpacker_};
  }
  /// As it is packed.
  [[nodiscard]] std::size_t article_bytes(Xapian::docid document) const { return stored(document).size(); }
  [[nodiscard]] WordSignature signature(Xapian::docid document) const;
  void fetch_signature(Xapian::docid document) const { signatures_.fetch(document); }

  /// See Matcher::match.
  [[nodiscard]] std::optional<std::vector<Mark>> match(const Matcher& matcher, const Article& article) const;
  [[nodiscard]] std::optional<std::vector<Mark>> match(const Matcher& matcher, const Article& article,
                                                       const std::vector<Range>& passages) const;

  /// See Matcher::matching_nodes.
  [[nodiscard]] std::vector<bool> matching_nodes(const Matcher& matcher, const Article& article) const;

private:
  [[nodiscard]] std::string_view stored(Xapian::docid document) const;

  const Xapian::Database& database_;
  const DocumentFile& signatures_;
  const DocumentFile& articles_;
  const ArticleUnpacker& unpacker_;
  AnalyzerFor analyzer_;
};

/// Whether articles have a word, phrase or NEAR of which Xapian's terms cannot tell it. The signature's "no"
/// is final. Its "yes" is, too, except in doubtful articles: there the text is looked at, until so much of it
/// was read that the rest is believed. What is believed and shown has to be looked at by whoever shows it.
class LeafCheck {
public:
  /// `surely`: nobody can look at what the leaf takes away, so that texts are looked at even where all
  /// articles are doubtful. `texts` must outlive the object.
  LeafCheck(const Query& leaf, bool surely, const ArticleTexts& texts);

  [[nodiscard]] bool accepts(Xapian::docid document);

  /// Has more text looked at than is usual, so that a count becomes exact: up to so many bytes.
  void look_at(std::size_t bytes) noexcept { bytes_left_ = std::max(bytes_left_, bytes); }

  /// Says that accepts() will be asked for an article soon.
  void fetch(Xapian::docid document) const { texts_.fetch_signature(document); }

  /// False if an article was accepted only because it was believed.
  [[nodiscard]] bool is_exact() const noexcept { return exact_; }

  /// Of the articles that were believed, the share that have it, as far as texts were looked at.
  [[nodiscard]] double share_borne_out() const {
    const std::size_t looked_at = seen_.size() + rejected_.size();
    return looked_at == 0 ? 1 : static_cast<double>(seen_.size()) / static_cast<double>(looked_at);
  }

  /// Of all that were accepted, the share that have it: some were believed.
  [[nodiscard]] double likely_share() const {
    const auto all = static_cast<double>(accepted_);
    return accepted_ == 0 ? 1 : 1 - static_cast<double>(believed_) / all * (1 - share_borne_out());
  }

  /// False if it stays to be seen whether the text of an accepted article has the leaf.
  [[nodiscard]] bool is_sure(Xapian::docid document) const {
    const bool doubtful = doubtful_.contain_narrow(document) &&
                          (!texts_.signature(document).is_wide() || doubtful_.contain_wide(document));
    return !doubtful || seen_.contains(document);
  }

  /// Looks at the text of an article that was accepted. What it does not bear out is accepted no more.
  [[nodiscard]] bool is_borne_out(Xapian::docid document);

  /// True if its text was looked at and did not bear it out.
  [[nodiscard]] bool has_rejected(Xapian::docid document) const { return rejected_.contains(document); }

  /// Those whose text was looked at and did not bear it out, of `count` articles from the first on.
  [[nodiscard]] std::vector<Xapian::docid> rejected_among(Xapian::docid first, Xapian::docid count) const {
    return {rejected_.lower_bound(first), rejected_.lower_bound(first + count)};
  }

private:
  Matcher matcher_;
  const ArticleTexts& texts_;
  DoubtfulArticles doubtful_;
  std::size_t bytes_left_;  ///< of text to look at
  bool exact_ = true;
  std::size_t accepted_ = 0;      ///< answers of accepts()
  std::size_t believed_ = 0;      ///< among them
  std::set<Xapian::docid> seen_;  ///< borne out
  std::set<Xapian::docid> rejected_;
  FoundWords found_;  ///< of the last signature
};

/// The articles that a check accepts, as a query. Cheap only beside terms that let few articles through, and
/// right only beside terms: the signatures of articles that were removed may still be there.
[[nodiscard]] Xapian::Query leaf_source(std::shared_ptr<LeafCheck> check);

}  // namespace kwic
