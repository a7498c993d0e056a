#include "query/article_set.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace kwic {
namespace {

/// So many terms Xapian joins as fast.
constexpr std::size_t few_terms = 64;

class ArticleSet : public Xapian::PostingSource {
public:
  /// `articles` rise.
  explicit ArticleSet(std::vector<Xapian::docid> articles) : articles_(std::move(articles)) {}

  void init(const Xapian::Database& /*database*/) override { before_first_ = true; }

  [[nodiscard]] Xapian::doccount get_termfreq_min() const override { return count(); }
  [[nodiscard]] Xapian::doccount get_termfreq_est() const override { return count(); }
  [[nodiscard]] Xapian::doccount get_termfreq_max() const override { return count(); }

  [[nodiscard]] Xapian::docid get_docid() const override { return articles_[at_]; }
  [[nodiscard]] bool at_end() const override { return !before_first_ && at_ == articles_.size(); }

  void next(double /*min_weight*/) override {
    at_ = before_first_ ? 0 : at_ + 1;
    before_first_ = false;
  }

  void skip_to(Xapian::docid document, double /*min_weight*/) override {
    const std::size_t from = before_first_ ? 0 : at_;
    before_first_ = false;
    const auto first = articles_.begin() + static_cast<std::ptrdiff_t>(from);
    at_ = static_cast<std::size_t>(std::lower_bound(first, articles_.end(), document) - articles_.begin());
  }

  [[nodiscard]] std::string get_description() const override { return "ArticleSet"; }

private:
  [[nodiscard]] Xapian::doccount count() const { return static_cast<Xapian::doccount>(articles_.size()); }

  std::vector<Xapian::docid> articles_;
  std::size_t at_ = 0;
  bool before_first_ = true;
};

}  // namespace

Xapian::Query articles_with_any(const std::vector<std::string>& terms, const Xapian::Database& database) {
  if (terms.size() <= few_terms) return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
  std::vector<Xapian::docid> articles;
  for (const std::string& term : terms) {
    articles.insert(articles.end(), database.postlist_begin(term), database.postlist_end(term));
  }
  std::ranges::sort(articles);
  articles.erase(std::unique(articles.begin(), articles.end()), articles.end());
  auto* const source = new ArticleSet(std::move(articles));
  return Xapian::Query(source->release());
}

}  // namespace kwic
