#include "rank/ranking.h"

#include "index/schema.h"
#include "rank/bm25.h"
#include "rank/copies.h"
#include "rank/recency.h"

#include <algorithm>
#include <utility>

namespace kwic {
namespace {

/// Constants, so that every page of a query is cut from the same order.
constexpr std::size_t reranked_by_neighbours = 50;
constexpr std::size_t reranked_by_age = 1000;
constexpr std::size_t searched_for_copies = 1000;

}  // namespace

Ranking::Ranking(const Xapian::Database& database, const Lexicon& lexicon, const Query& query,
                 const ArticleTexts& texts, const SearchOptions& options)
    : database_(database), texts_(texts), options_(options), neighbours_(lexicon, query), today_(today()) {}

std::size_t Ranking::candidates_needed() const {
  std::size_t count = options_.offset + options_.limit;
  if (options_.group) count += searched_for_copies;
  if (options_.sort != SortOrder::relevance || count == 0) return count;
  if (options_.half_life > 0) count = std::max(count, reranked_by_age);
  if (!neighbours_.pairs().empty()) count = std::max(count, reranked_by_neighbours);
  return count;
}

Proposed Ranking::page(Candidates& candidates) const {
  Proposed page = candidates.first(candidates_needed());
  std::vector<Candidate>& all = page.candidates;
  if (options_.sort == SortOrder::relevance) reorder(all);
  if (options_.group) fold_copies(page);
  const std::size_t end = std::min(all.size(), options_.offset + options_.limit);
  const std::size_t start = std::min(options_.offset, end);
  all.resize(end);
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(start));
  return page;
}

/// What is added or taken away reorders the first candidates among themselves; nobody else passes them.
void Ranking::reorder(std::vector<Candidate>& candidates) const {
  const auto first = [&](std::size_t count) {
    return candidates.begin() + static_cast<std::ptrdiff_t>(std::min(count, candidates.size()));
  };
  if (!neighbours_.pairs().empty()) {
    for (auto each = candidates.begin(); each != first(reranked_by_neighbours); ++each) {
      each->score += bonus(each->document);
      each->has_bonus = true;
    }
  }
  if (options_.half_life > 0) {
    for (Candidate& candidate : candidates) candidate.score *= recency(candidate.document);
  }
  const auto end = first(options_.half_life > 0 ? reranked_by_age : reranked_by_neighbours);
  for (Candidate& candidate : candidates) candidate.score = rounded(candidate.score);
  const std::size_t shown = options_.group ? candidates.size() : options_.offset + options_.limit;
  put_in_order(database_, {candidates.begin(), end}, shown);
}

double Ranking::bonus(Xapian::docid document) const {
  double sum = 0;
  for (const PairScore& pair : pairs(document)) sum += pair.score;
  return sum;
}

std::vector<PairScore> Ranking::pairs(Xapian::docid document) const {
  std::vector<PairScore> pairs;
  if (neighbours_.pairs().empty()) return pairs;
  const std::vector<std::size_t> counts = neighbours_.counts(texts_.signature(document));
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const Neighbours::Pair& pair = neighbours_.pairs()[i];
    pairs.push_back({pair.first, pair.second, counts[i], neighbours_.score(i, counts[i])});
  }
  return pairs;
}

double Ranking::recency(Xapian::docid document) const {
  if (options_.sort != SortOrder::relevance) return 1;
  return kwic::recency(value(document, schema::slot::date), options_.half_life, today_);
}

void Ranking::fold_copies(Proposed& page) const {
  std::vector<Candidate>& candidates = page.candidates;
  const std::size_t count = std::min(candidates.size(), searched_for_copies);
  std::vector<WordSignature> signatures;
  signatures.reserve(count);
  for (std::size_t i = 0; i < count; ++i) signatures.push_back(texts_.signature(candidates[i].document));
  const std::vector<std::size_t> first = first_copies(signatures);
  for (std::size_t i = 0; i < count; ++i) {
    if (first[i] != i) page.copies[candidates[first[i]].document].push_back(candidates[i].document);
  }
  std::vector<Candidate> kept;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i >= count || first[i] == i) kept.push_back(candidates[i]);
  }
  page.total.value -= std::min(page.total.value, candidates.size() - kept.size());
  candidates = std::move(kept);
}

std::string Ranking::value(Xapian::docid document, Xapian::valueno slot) const {
  return database_.get_document(document, Xapian::DOC_ASSUME_VALID).get_value(slot);
}

}  // namespace kwic
