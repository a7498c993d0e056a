#include "rank/candidates.h"

#include "index/schema.h"
#include "index/stored_article.h"
#include "index/word_signature.h"
#include "query/propose.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace kwic {
namespace {

/// BM25 (Robertson and Zaragoza 2009, section 3.4) with the parameters that served four test collections
/// best.
constexpr double bm25_k1 = 1.5;
constexpr double bm25_b = 0.65;

/// So many candidates at least are put in their final order, whatever the page; ties beyond them stay in the
/// order of the index.
constexpr std::size_t ordered_together = 200;

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
  Xapian::doccount frequency = 0;
  for (const std::string& stem : word.stems) {
    frequency = std::max(frequency, database.get_termfreq(schema::make_term(schema::prefix::stem, stem)));
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
  enquire_.set_weighting_scheme(Xapian::BM25Weight(bm25_k1, 0, 1, bm25_b, 0.5));
}

Xapian::MSet Candidates::propose_first(std::size_t count) {
  const auto wanted = static_cast<Xapian::doccount>(count);
  const auto counted = static_cast<Xapian::doccount>(std::max(count, counted_exactly));
  if (!decided_by_matcher_) return enquire_.get_mset(0, wanted, counted);
  const SignatureDecider decider(matcher_);
  return enquire_.get_mset(0, wanted, counted, nullptr, &decider);
}

/// The id is looked up only where score and date leave a tie.
std::vector<Candidate> Candidates::ordered(const Xapian::MSet& proposed) const {
  struct Entry {
    Candidate candidate;
    std::string date;
    std::string id;
  };
  std::vector<Entry> entries;
  std::map<std::pair<double, std::string>, int> ties;
  for (Xapian::MSetIterator item = proposed.begin(); item != proposed.end(); ++item) {
    Entry entry{{*item, rounded(item.get_weight())}, item.get_document().get_value(schema::slot::date), {}};
    ++ties[{entry.candidate.score, entry.date}];
    entries.push_back(std::move(entry));
  }
  for (Entry& entry : entries) {
    if (ties[{entry.candidate.score, entry.date}] < 2) continue;
    entry.id = restore_article(database_.get_document(entry.candidate.document).get_data()).id;
  }
  std::ranges::stable_sort(entries, [](const Entry& left, const Entry& right) {
    return std::tie(right.candidate.score, right.date, left.id) <
           std::tie(left.candidate.score, left.date, right.id);
  });
  std::vector<Candidate> candidates;
  candidates.reserve(entries.size());
  for (const Entry& entry : entries) candidates.push_back(entry.candidate);
  return candidates;
}

bool Candidates::matches(const Candidate& candidate) const {
  if (!decided_by_matcher_) return true;
  const Article article = restore_article(database_.get_document(candidate.document).get_data());
  return matcher_.match(article, analyzer_(article.language)).has_value();
}

Page Candidates::page(std::size_t offset, std::size_t limit) {
  for (std::size_t window = std::max(offset + limit, ordered_together);; window *= 4) {
    const Xapian::MSet proposed = propose_first(window);
    const std::vector<Candidate> candidates = ordered(proposed);
    Page page;
    std::size_t accepted = 0;
    std::size_t looked_at = 0;
    for (const Candidate& candidate : candidates) {
      const bool page_is_full = accepted >= offset + limit;
      if (page_is_full && (!decided_by_matcher_ || looked_at >= decided_for_count)) break;
      ++looked_at;
      if (!matches(candidate)) continue;
      ++accepted;
      if (accepted > offset && !page_is_full) page.candidates.push_back(candidate);
    }
    const bool all_proposed = proposed.size() < window;
    if (accepted < offset + limit && !all_proposed) continue;
    const std::size_t rejected = looked_at - accepted;
    const bool counted = proposed.get_matches_lower_bound() == proposed.get_matches_upper_bound();
    page.total.value = std::max<std::size_t>(proposed.get_matches_estimated() - rejected, accepted);
    page.total.exact = counted && (!decided_by_matcher_ || (all_proposed && looked_at == candidates.size()));
    return page;
  }
}

}  // namespace kwic
