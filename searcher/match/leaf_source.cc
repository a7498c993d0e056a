#include "match/leaf_source.h"

#include "index/schema.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace kwic {
namespace {

/// Some forty short articles, in a millisecond or two.
constexpr std::size_t bytes_looked_at = std::size_t{32} << 10U;

class LeafSource : public Xapian::PostingSource {
public:
  explicit LeafSource(std::shared_ptr<LeafCheck> check) : check_(std::move(check)) {}

  void init(const Xapian::Database& database) override {
    articles_ = database.get_doccount();
    last_ = database.get_lastdocid();
    document_ = 0;
  }

  [[nodiscard]] Xapian::doccount get_termfreq_min() const override { return 0; }
  /// The most there can be, so that terms beside it are looked up first.
  [[nodiscard]] Xapian::doccount get_termfreq_est() const override { return articles_; }
  [[nodiscard]] Xapian::doccount get_termfreq_max() const override { return articles_; }

  [[nodiscard]] Xapian::docid get_docid() const override { return document_; }
  [[nodiscard]] bool at_end() const override { return document_ == behind_all; }

  void next(double min_weight) override { skip_to(document_ + 1, min_weight); }

  void skip_to(Xapian::docid document, double /*min_wt*/) override {
    while (document <= last_ && !accepts(document)) ++document;
    document_ = document <= last_ ? document : behind_all;
  }

  bool check(Xapian::docid document, double /*min_wt*/) override {
    document_ = document;
    return accepts(document);
  }

  [[nodiscard]] std::string get_description() const override { return "LeafSource"; }

private:
  static constexpr Xapian::docid behind_all = std::numeric_limits<Xapian::docid>::max();

  struct Answer {
    Xapian::docid document;
    bool accepted;
  };

  bool accepts(Xapian::docid document) {
    if (const std::optional<bool> answer = known(document)) return *answer && !check_->has_rejected(document);
    const bool accepted = check_->accepts(document);
    if (answers_.empty() || answers_.back().document < document) answers_.push_back({document, accepted});
    return accepted;
  }

  /// What was decided before: ties and mistaken signatures have Xapian go through a query more than once.
  [[nodiscard]] std::optional<bool> known(Xapian::docid document) const {
    if (answers_.empty() || answers_.back().document < document) return std::nullopt;
    const auto answer = std::ranges::lower_bound(answers_, document, {}, &Answer::document);
    if (answer == answers_.end() || answer->document != document) return std::nullopt;
    return answer->accepted;
  }

  std::shared_ptr<LeafCheck> check_;
  std::vector<Answer> answers_;  ///< rising
  Xapian::doccount articles_ = 0;
  Xapian::docid last_ = 0;
  Xapian::docid document_ = 0;  ///< where it stands
};

}  // namespace

std::string_view ArticleTexts::stored(Xapian::docid document) const {
  return articles_.of(document);
}

WordSignature ArticleTexts::signature(Xapian::docid document) const {
  return WordSignature(signatures_.of(document));
}

std::optional<std::vector<Mark>> ArticleTexts::match(const Matcher& matcher, const Article& article,
                                                     const std::vector<Range>& passages) const {
  return matcher.match(article, passages, analyzer_(article.language));
}

std::optional<std::vector<Mark>> ArticleTexts::match(const Matcher& matcher, const Article& article) const {
  return matcher.match(article, analyzer_(article.language));
}

std::vector<bool> ArticleTexts::matching_nodes(const Matcher& matcher, const Article& article) const {
  return matcher.matching_nodes(article, analyzer_(article.language));
}

LeafCheck::LeafCheck(const Query& leaf, bool surely, const ArticleTexts& texts)
    : matcher_(leaf), texts_(texts), doubtful_(leaf, texts.database()) {
  const bool few = !doubtful_.are_all();
  bytes_left_ = few || surely ? bytes_looked_at : 0;
}

bool LeafCheck::accepts(Xapian::docid document) {
  if (!matcher_.may_match(texts_.signature(document), found_) || rejected_.contains(document)) return false;
  const bool sure = is_sure(document);
  if (!sure && bytes_left_ > 0 && !is_borne_out(document)) return false;
  ++accepted_;
  if (seen_.contains(document)) return true;
  if (sure) return true;
  ++believed_;
  exact_ = false;
  return true;
}

bool LeafCheck::is_borne_out(Xapian::docid document) {
  if (is_sure(document)) return true;
  const Article article = texts_.article(document);
  bytes_left_ -= std::min(bytes_left_, article.text.size() + 1);
  const bool found = texts_.match(matcher_, article).has_value();
  (found ? seen_ : rejected_).insert(document);
  return found;
}

Xapian::Query leaf_source(std::shared_ptr<LeafCheck> check) {
  auto* const source = new LeafSource(std::move(check));
  return Xapian::Query(source->release());
}

}  // namespace kwic
