#include "rank/candidates.h"

#include "index/schema.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kwic {
namespace {

/// BM25 (Robertson and Zaragoza 2009, section 3.4) with the parameters that served four test collections
/// best.
constexpr double bm25_k1 = 1.5;
constexpr double bm25_b = 0.65;

/// Up to so many matches are counted exactly. Where signatures decide, as many are checked on the text.
constexpr std::size_t counted_exactly = 1000;
constexpr std::size_t decided_for_count = 100;

double rounded(double score) {
  return std::round(score * 10'000) / 10'000;
}

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
  for_each_leaf(query, [&](const Query& leaf) {
    double sum = 0;
    for (const QueryWord& word : leaf.words) sum += word_weight(database, word);
    weights.push_back(sum);
  });
  return weights;
}

Candidates::Candidates(const Xapian::Database& database, const Query& query, const Matcher& matcher,
                       const ArticleTexts& texts)
    : matcher_(matcher),
      texts_(texts),
      proposal_(propose(query, database, texts)),
      articles_(database.get_doccount()),
      enquire_(database) {
  enquire_.set_query(proposal_.query);
  enquire_.set_sort_by_relevance_then_value(schema::slot::date, true);
  enquire_.set_weighting_scheme(Xapian::BM25Weight(bm25_k1, 0, 1, bm25_b, 0.5));
}

/// Where signatures decide, Xapian cannot estimate how many match: all are counted.
Xapian::MSet Candidates::propose_first(std::size_t count) {
  const auto wanted = static_cast<Xapian::doccount>(count);
  const auto counted = static_cast<Xapian::doccount>(std::max(count, counted_exactly));
  return enquire_.get_mset(0, wanted, proposal_.checks.empty() ? counted : articles_);
}

/// Whether the text bears out what the signature says of each leaf. What it does not is told to the checks.
bool Candidates::is_borne_out(Xapian::docid document) {
  const Article article = texts_.article(document);
  const std::vector<Mark> marks = texts_.match(matcher_, article).value_or(std::vector<Mark>{});
  const std::string signature = texts_.signature(document);
  bool borne_out = true;
  for (const std::shared_ptr<LeafCheck>& check : proposal_.checks) {
    if (std::ranges::find(marks, check->leaf(), &Mark::leaf) != marks.end()) continue;
    if (!check->accepts(document, signature) || texts_.match(check->matcher(), article)) continue;
    check->reject(document);
    borne_out = false;
  }
  return borne_out;
}

Candidates::Attempt Candidates::attempt(std::size_t offset, std::size_t limit) {
  const bool to_check = !proposal_.checks.empty();
  const std::size_t wanted = offset + limit;
  const std::size_t looked_at = to_check ? std::max(wanted, decided_for_count) : wanted;
  const Xapian::MSet proposed = propose_first(looked_at);
  Attempt attempt;
  std::size_t rank = 0;
  for (Xapian::MSetIterator item = proposed.begin(); item != proposed.end(); ++item, ++rank) {
    if (to_check && !is_borne_out(*item)) attempt.settled = false;
    if (rank >= offset && rank < wanted)
      attempt.page.candidates.push_back({*item, rounded(item.get_weight())});
  }
  const bool counted = proposed.get_matches_lower_bound() == proposed.get_matches_upper_bound();
  attempt.page.total = {proposed.get_matches_estimated(),
                        counted && (!to_check || proposed.size() < looked_at)};
  return attempt;
}

/// What a check has learnt from the text changes scores and counts: then everything is proposed anew.
Page Candidates::page(std::size_t offset, std::size_t limit) {
  for (;;) {
    Attempt result = attempt(offset, limit);
    if (result.settled) return std::move(result.page);
  }
}

}  // namespace kwic
