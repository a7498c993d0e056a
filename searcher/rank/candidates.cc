#include "rank/candidates.h"

#include "index/schema.h"
#include "index/stored_article.h"
#include "index/word_signature.h"
#include "query/propose.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kwic {
namespace {

/// BM25 (Robertson and Zaragoza 2009, section 3.4) with the parameters that served four test collections
/// best.
constexpr double bm25_k1 = 1.5;
constexpr double bm25_b = 0.65;

/// So many candidates at least are asked for at once when some of them may not match.
constexpr std::size_t decided_together = 200;

/// Up to so many matches are counted exactly, and up to so many of them are decided on the text.
constexpr std::size_t counted_exactly = 1000;
constexpr std::size_t decided_for_count = 100;

double rounded(double score) {
  return std::round(score * 10'000) / 10'000;
}

/// Rejects what the signature alone rules out.
class SignatureDecider : public Xapian::MatchDecider {
public:
  explicit SignatureDecider(const Matcher& matcher) : matcher_(matcher) {}

  bool operator()(const Xapian::Document& document) const override {
    return matcher_.may_match(WordSignature(document.get_value(schema::slot::signature)));
  }

private:
  const Matcher& matcher_;
};

double word_weight(const Xapian::Database& database, const QueryWord& word) {
  if (word.stems.empty()) {  // a run of characters, which has parts only
    double sum = 0;
    for (const QueryWord& part : word.parts) sum += word_weight(database, part);
    return sum;
  }
  Xapian::doccount frequency = 0;
  for (const std::string& stem : word.stems) {
    frequency = std::max(frequency, database.get_termfreq(schema::make_term(schema::prefix::stem, stem)));
    if (!word.finds_stop_words) continue;
    frequency =
        std::max(frequency, database.get_termfreq(schema::make_term(schema::prefix::stop_stem, stem)));
  }
  return std::log((static_cast<double>(database.get_doccount()) + 1) /
                  (static_cast<double>(frequency) + 0.5)) +
         0.1;
}

void add_leaf_weights(const Xapian::Database& database, const Query& query, std::vector<double>& weights) {
  if (!query.words.empty()) {
    double sum = 0;
    for (const QueryWord& word : query.words) sum += word_weight(database, word);
    weights.push_back(sum);
  }
  for (const Query& child : query.children) add_leaf_weights(database, child, weights);
}

}  // namespace

std::vector<double> leaf_weights(const Xapian::Database& database, const Query& query) {
  std::vector<double> weights;
  add_leaf_weights(database, query, weights);
  return weights;
}

Candidates::Candidates(const Xapian::Database& database, const Query& query, const Matcher& matcher,
                       AnalyzerFor analyzer)
    : database_(database),
      matcher_(matcher),
      analyzer_(std::move(analyzer)),
      decided_by_matcher_(needs_matcher(query)),
      enquire_(database) {
  enquire_.set_query(propose(query));
  enquire_.set_sort_by_relevance_then_value(schema::slot::date, true);
  enquire_.set_weighting_scheme(Xapian::BM25Weight(bm25_k1, 0, 1, bm25_b, 0.5));
}

Xapian::MSet Candidates::propose_first(std::size_t count) {
  const auto wanted = static_cast<Xapian::doccount>(count);
  const auto counted = static_cast<Xapian::doccount>(std::max(count, counted_exactly));
  if (!decided_by_matcher_) return enquire_.get_mset(0, wanted, counted);
  const SignatureDecider decider(matcher_);
  return enquire_.get_mset(0, wanted, counted, nullptr, &decider);
}

bool Candidates::matches(Xapian::docid document) const {
  if (!decided_by_matcher_) return true;
  const Article article = restore_article(database_.get_document(document).get_data());
  return matcher_.match(article, analyzer_(article.language)).has_value();
}

Page Candidates::page(std::size_t offset, std::size_t limit) {
  const std::size_t wanted = offset + limit;
  for (std::size_t window = decided_by_matcher_ ? std::max(wanted, decided_together) : wanted;; window *= 4) {
    const Xapian::MSet proposed = propose_first(window);
    Page page;
    std::size_t accepted = 0;
    std::size_t looked_at = 0;
    for (Xapian::MSetIterator item = proposed.begin(); item != proposed.end(); ++item) {
      const bool page_is_full = accepted >= wanted;
      if (page_is_full && (!decided_by_matcher_ || looked_at >= decided_for_count)) break;
      ++looked_at;
      if (!matches(*item)) continue;
      ++accepted;
      if (accepted > offset && !page_is_full) page.candidates.push_back({*item, rounded(item.get_weight())});
    }
    const bool all_proposed = proposed.size() < window;
    if (accepted < wanted && !all_proposed) continue;
    page.total = total(proposed, accepted, looked_at, all_proposed);
    return page;
  }
}

/// Of the candidates that were not decided on their text, as many are taken to match as of those that were.
Total Candidates::total(const Xapian::MSet& proposed, std::size_t accepted, std::size_t looked_at,
                        bool all_proposed) const {
  const bool counted = proposed.get_matches_lower_bound() == proposed.get_matches_upper_bound();
  if (!decided_by_matcher_) return {proposed.get_matches_estimated(), counted};
  if (all_proposed && looked_at == proposed.size()) return {accepted, true};
  const double share =
      static_cast<double>(accepted) / static_cast<double>(std::max<std::size_t>(looked_at, 1));
  const auto estimate = static_cast<std::size_t>(std::round(share * proposed.get_matches_estimated()));
  return {std::max(estimate, accepted), false};
}

}  // namespace kwic
