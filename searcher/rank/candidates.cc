#include "rank/candidates.h"

#include "index/schema.h"
#include "rank/bm25.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace kwic {
namespace {

/// When more candidates than these tie with the last one asked for, more are looked at, and at last Xapian
/// parts them.
constexpr std::size_t few_ties = 10;
constexpr std::size_t many_ties = 1000;

/// How much text is looked at for a count that is asked for: some 50 ms.
constexpr std::size_t bytes_looked_at_to_count = std::size_t{512} << 10U;

/// Behind every value, so that articles without one come last.
constexpr const char* behind_all = "\xff";

/// True if an article must have each word and phrase of the query.
bool requires_all_parts(const Query& query) {
  if (!query.words.empty() || query.kind == Query::Kind::near) return true;
  const bool joins = query.kind == Query::Kind::all || query.kind == Query::Kind::filter ||
                     query.kind == Query::Kind::everything;
  return joins && std::ranges::all_of(query.children, requires_all_parts);
}

double word_weight(const Lexicon& lexicon, const QueryWord& word) {
  if (word.stems.empty()) {  // a run of characters, which has parts only
    double sum = 0;
    for (const QueryWord& part : word.parts) sum += word_weight(lexicon, part);
    return sum;
  }
  Xapian::doccount most = lexicon.articles_with_stop_word(word);
  for (const std::string& stem : word.stems) {
    most = std::max(most, lexicon.articles_with(word, stem));
  }
  return rareness(most, lexicon.articles());
}

}  // namespace

std::vector<double> leaf_weights(const Lexicon& lexicon, const Query& query) {
  std::vector<double> weights;
  for_each_leaf(query, [&](const Query& leaf) {
    if (leaf.leaf < weights.size()) return;  // it was asked for before
    double sum = 0;
    for (const QueryWord& word : leaf.words) sum += word_weight(lexicon, word);
    weights.push_back(sum);
  });
  return weights;
}

Candidates::Candidates(const Xapian::Database& database, const Lexicon& lexicon, const Query& query,
                       const ArticleTexts& texts, RankingMemory& memory, const SearchOptions& options)
    : database_(database),
      texts_(texts),
      options_(options),
      articles_(database.get_doccount()),
      enquire_(database) {
  if (options.sort == SortOrder::relevance && options.facets.empty() && WordScores::can_rank(query)) {
    words_.emplace(database, lexicon, query, texts, memory);
  } else {
    propose_by_xapian(query);
  }
  if (options.limit == 0 || !options.facets.empty()) look_at(bytes_looked_at_to_count);
}

void Candidates::look_at(std::size_t bytes) {
  if (words_) return words_->look_at(bytes);
  for (const std::shared_ptr<LeafCheck>& check : proposal_.checks) {
    check->look_at(bytes / proposal_.checks.size());
  }
}

void Candidates::propose_by_xapian(const Query& query) {
  proposal_ = propose(query, database_, texts_);
  is_decided_by_one_check_ = proposal_.checks.size() == 1 && requires_all_parts(query);
  enquire_.set_query(proposal_.query);
  enquire_.set_weighting_scheme(bm25());
  sort_by(options_.sort);
}

void Candidates::sort_by(SortOrder order) {
  auto key = std::make_unique<Xapian::MultiValueKeyMaker>();
  if (order == SortOrder::title) key->add_value(schema::slot::title, false, behind_all);
  if (order == SortOrder::author) key->add_value(schema::slot::author, false, behind_all);
  if (order == SortOrder::longest) key->add_value(schema::slot::words, true);
  if (order == SortOrder::shortest) key->add_value(schema::slot::words);
  if (order == SortOrder::oldest) {
    key->add_value(schema::slot::date, false, behind_all);
  } else {
    key->add_value(schema::slot::date, true);
  }
  key->add_value(schema::slot::id);
  key_ = std::move(key);
  if (order == SortOrder::relevance) return;
  enquire_.set_sort_by_key_then_relevance(key_.get(), false);
}

/// The first `count` and all that tie with the last of them, whom the final order still has to part. (Xapian
/// could sort by date and id itself, but the keys of all candidates cost a third of the time.) Where
/// signatures decide, as many more as are checked for an exact count.
Xapian::MSet Candidates::found(std::size_t count, FacetCounter& facets) {
  const std::size_t least = proposal_.checks.empty() ? count : std::max(count, counted_exactly);
  const bool wants_count = options_.limit == 0 || !options_.facets.empty();
  const bool count_all = wants_count || !proposal_.checks.empty();
  const auto get = [&](std::size_t wanted) {
    facets.start_over();
    const auto most = static_cast<Xapian::doccount>(wanted);
    const auto counted = static_cast<Xapian::doccount>(std::max(wanted, counted_by_terms));
    return enquire_.get_mset(0, most, count_all ? articles_ : counted);
  };
  if (options_.sort != SortOrder::relevance) return get(least);
  enquire_.set_sort_by_relevance();
  for (const std::size_t ties : {few_ties, many_ties}) {
    const std::size_t wanted = std::max(count + ties, least);
    Xapian::MSet found = get(wanted);
    if (count == 0 || found.size() < wanted) return found;
    const double last = rounded(found[static_cast<Xapian::doccount>(count - 1)].get_weight());
    if (rounded(found.back().get_weight()) < last) return found;
    if (last == 0) break;  // all tie
  }
  enquire_.set_sort_by_relevance_then_key(key_.get(), false);
  return get(least);
}

/// Where signatures decide, Xapian cannot estimate how many match: all are counted.
Proposed Candidates::propose_first(std::size_t count) {
  FacetCounter facets(options_.facets);
  enquire_.clear_matchspies();
  if (!options_.facets.empty()) enquire_.add_matchspy(&facets);
  const Xapian::MSet found = this->found(count, facets);
  enquire_.clear_matchspies();
  Proposed proposed;
  std::vector<Candidate>& candidates = proposed.candidates;
  for (Xapian::MSetIterator item = found.begin(); item != found.end(); ++item) {
    candidates.push_back({.document = *item, .score = rounded(item.get_weight())});
  }
  if (options_.sort == SortOrder::relevance) put_in_order(database_, candidates, count);
  proposed.facets = facets.facets();
  proposed.total = {found.get_matches_estimated(),
                    found.get_matches_lower_bound() == found.get_matches_upper_bound()};
  return proposed;
}

/// Whether the text bears out what the signatures say that were only believed.
bool Candidates::is_borne_out(Xapian::docid document) const {
  return std::ranges::count_if(proposal_.checks, [&](const std::shared_ptr<LeafCheck>& check) {
           return check->accepts(document) && !check->is_borne_out(document);
         }) == 0;
}

bool Candidates::are_borne_out(std::span<const Candidate> candidates) const {
  return std::ranges::count_if(candidates,
                               [&](const Candidate& each) { return !is_borne_out(each.document); }) == 0;
}

/// Signatures are believed too often rather than too seldom.
void Candidates::scale(Proposed& proposed) const {
  if (!is_decided_by_one_check_) return;
  const double share = proposal_.checks.front()->likely_share();
  const auto scaled = [&](std::size_t count) {
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(count)));
  };
  proposed.total.value = std::max(proposed.candidates.size(), scaled(proposed.total.value));
  for (Facet& facet : proposed.facets) {
    for (FacetCount& each : facet.counts) each.count = scaled(each.count);
  }
}

/// What a check has learnt from the text changes scores and counts: then everything is proposed anew.
Proposed Candidates::first(std::size_t count) {
  if (words_) return words_->first(count);
  for (;;) {
    Proposed proposed = propose_first(count);
    std::vector<Candidate>& candidates = proposed.candidates;
    const bool believed = std::ranges::any_of(
        proposal_.checks, [](const std::shared_ptr<LeafCheck>& check) { return !check->is_exact(); });
    if (believed) {
      proposed.total.exact = proposed.total.value <= candidates.size();
      if (!proposed.total.exact) candidates.resize(std::min(candidates.size(), count));
      if (!are_borne_out(candidates)) continue;
      if (!proposed.total.exact) scale(proposed);
    }
    candidates.resize(std::min(candidates.size(), count));
    return proposed;
  }
}

}  // namespace kwic
