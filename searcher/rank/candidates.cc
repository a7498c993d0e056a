#include "rank/candidates.h"

#include "index/schema.h"
#include "rank/bm25.h"

#include <algorithm>
#include <utility>

namespace kwic {
namespace {

/// Up to so many matches are counted exactly. Where signatures decide, as many are checked on the text.
constexpr std::size_t counted_exactly = 1000;
constexpr std::size_t decided_for_count = 100;

/// Behind every value, so that articles without one come last.
constexpr const char* last = "\xff";

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
  return rareness(frequency, database.get_doccount());
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
                       const ArticleTexts& texts, const SearchOptions& options)
    : matcher_(matcher),
      texts_(texts),
      options_(options),
      proposal_(propose(query, database, texts)),
      articles_(database.get_doccount()),
      enquire_(database) {
  enquire_.set_query(proposal_.query);
  enquire_.set_weighting_scheme(bm25());
  sort_by(options.sort);
}

void Candidates::sort_by(SortOrder order) {
  auto key = std::make_unique<Xapian::MultiValueKeyMaker>();
  if (order == SortOrder::title) key->add_value(schema::slot::title, false, last);
  if (order == SortOrder::oldest) {
    key->add_value(schema::slot::date, false, last);
  } else {
    key->add_value(schema::slot::date, true);
  }
  key->add_value(schema::slot::id);
  key_ = std::move(key);
  if (order == SortOrder::relevance) {
    enquire_.set_sort_by_relevance_then_key(key_.get(), false);
  } else {
    enquire_.set_sort_by_key_then_relevance(key_.get(), false);
  }
}

/// Where signatures decide, Xapian cannot estimate how many match: all are counted.
Proposed Candidates::propose_first(std::size_t count) {
  const bool count_all = !proposal_.checks.empty() || !options_.facets.empty();
  const auto wanted = static_cast<Xapian::doccount>(count);
  const auto counted = static_cast<Xapian::doccount>(std::max(count, counted_exactly));
  FacetCounter facets(options_.facets);
  enquire_.clear_matchspies();
  if (!options_.facets.empty()) enquire_.add_matchspy(&facets);
  const Xapian::MSet found = enquire_.get_mset(0, wanted, count_all ? articles_ : counted);
  enquire_.clear_matchspies();
  Proposed proposed;
  for (Xapian::MSetIterator item = found.begin(); item != found.end(); ++item) {
    proposed.candidates.push_back({*item, item.get_weight()});
  }
  proposed.facets = facets.facets();
  proposed.total = {found.get_matches_estimated(),
                    found.get_matches_lower_bound() == found.get_matches_upper_bound()};
  return proposed;
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

bool Candidates::are_borne_out(const std::vector<Candidate>& candidates) {
  return std::ranges::count_if(candidates,
                               [&](const Candidate& each) { return !is_borne_out(each.document); }) == 0;
}

/// What a check has learnt from the text changes scores and counts: then everything is proposed anew.
Proposed Candidates::first(std::size_t count) {
  const bool to_check = !proposal_.checks.empty();
  const std::size_t looked_at = to_check ? std::max(count, decided_for_count) : count;
  for (;;) {
    Proposed proposed = propose_first(looked_at);
    if (to_check && !are_borne_out(proposed.candidates)) continue;
    if (to_check && proposed.candidates.size() == looked_at) proposed.total.exact = false;
    proposed.candidates.resize(std::min(proposed.candidates.size(), count));
    return proposed;
  }
}

}  // namespace kwic
