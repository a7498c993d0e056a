#include "rank/neighbours.h"

#include "rank/candidates.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace kwic {
namespace {

/// Chosen on four collections (tests/relevance/README.md).
constexpr double share_of_weight = 0.4;
constexpr std::uint32_t window = 2;

constexpr std::size_t most_pairs = 64;

/// Of a compound, the part that faces the neighbour.
const QueryWord& first_part(const QueryWord& word) {
  return word.parts.empty() ? word : word.parts.front();
}

const QueryWord& last_part(const QueryWord& word) {
  return word.parts.empty() ? word : word.parts.back();
}

bool is_bare_word(const Query& query) {
  return query.kind == Query::Kind::word && !query.field && !query.words.front().stop;
}

bool stand_side_by_side(Query::Kind kind) {
  return kind == Query::Kind::any || kind == Query::Kind::all;
}

}  // namespace

Neighbours::Neighbours(const Lexicon& lexicon, const Query& query) {
  if (query.children.empty()) return;
  add_words(query, leaf_weights(lexicon, query));
  if (!pairs_.empty()) add_forms(lexicon);
}

/// What is excluded says nothing about the articles that are wanted.
void Neighbours::add_words(const Query& query, const std::vector<double>& weights) {
  const std::size_t wanted = query.kind == Query::Kind::without ? 1 : query.children.size();
  for (std::size_t i = 0; i < wanted; ++i) {
    const Query& child = query.children[i];
    add_words(child, weights);
    if (i + 1 < wanted && stand_side_by_side(query.kind)) add_pair(child, query.children[i + 1], weights);
  }
}

void Neighbours::add_pair(const Query& left, const Query& right, const std::vector<double>& weights) {
  if (!is_bare_word(left) || !is_bare_word(right) || pairs_.size() == most_pairs) return;
  const QueryWord& before = last_part(left.words.front());
  const QueryWord& after = first_part(right.words.front());
  if (counted_stems(before) == counted_stems(after)) return;
  const std::pair<std::size_t, std::size_t> numbers = std::minmax({number_of(before), number_of(after)});
  if (std::ranges::find(numbers_, numbers) != numbers_.end()) return;
  numbers_.push_back(numbers);
  pairs_.push_back({left.words.front().text, right.words.front().text,
                    weights[left.leaf] * left.weight + weights[right.leaf] * right.weight});
}

/// A word that the query repeats has one number.
std::size_t Neighbours::number_of(const QueryWord& word) {
  const auto is_word = [&](const QueryWord* each) { return counted_stems(*each) == counted_stems(word); };
  const auto found = std::ranges::find_if(words_, is_word);
  if (found != words_.end()) return static_cast<std::size_t>(found - words_.begin());
  words_.push_back(&word);
  return words_.size() - 1;
}

/// Signatures do not tell the language: of stems that count in some only, those that count in most articles.
std::vector<std::string> Neighbours::stems_of_most(const QueryWord& word, const Lexicon& lexicon) {
  const auto counts_in = [&](const std::string& stem) {
    const std::set<std::string>* const languages = languages_of(word, stem);
    return languages == nullptr ? lexicon.articles() : lexicon.articles_in(*languages);
  };
  Xapian::doccount most = 0;
  for (const std::string& stem : word.stems) most = std::max(most, counts_in(stem));
  std::vector<std::string> stems;
  std::ranges::copy_if(word.stems, std::back_inserter(stems),
                       [&](const std::string& stem) { return counts_in(stem) == most; });
  return stems;
}

void Neighbours::add_forms(const Lexicon& lexicon) {
  const auto add = [&](Hashes& to, const std::string& form, std::size_t word, bool wide) {
    const std::uint32_t hash = WordSignature::hash(form, wide);
    to.low.set(hash & 0xFFFFU);
    to.words.emplace(hash, word);
  };
  for (std::size_t word = 0; word < words_.size(); ++word) {
    for (const std::string& stem : stems_of_most(*words_[word], lexicon)) {
      for (const std::string& form : lexicon.forms_of(stem)) {
        add(narrow_, form, word, false);
        add(wide_, form, word, true);
      }
    }
  }
  words_.clear();  // they point into the query
}

std::vector<std::size_t> Neighbours::counts(const WordSignature& signature) const {
  std::vector<std::size_t> counts(pairs_.size());
  std::vector<Place> recent;  // within the window
  const Hashes& hashes = signature.is_wide() ? wide_ : narrow_;
  signature.for_each_hash([&](std::uint32_t position, std::uint32_t hash) {
    if (!hashes.low.test(hash & 0xFFFFU)) return;
    std::erase_if(recent, [&](const Place& place) { return place.position + window < position; });
    const auto [first, last] = hashes.words.equal_range(hash);
    for (auto each = first; each != last; ++each) {
      count({position, each->second}, recent, counts);
      recent.push_back({position, each->second});
    }
  });
  return counts;
}

void Neighbours::count(const Place& place, const std::vector<Place>& before,
                       std::vector<std::size_t>& counts) const {
  for (const Place& other : before) {
    if (other.position == place.position) continue;
    const auto pair = std::ranges::find(numbers_, std::pair(std::minmax({other.word, place.word})));
    if (pair != numbers_.end()) ++counts[static_cast<std::size_t>(pair - numbers_.begin())];
  }
}

double Neighbours::score(std::size_t pair, std::size_t count) const {
  const auto often = static_cast<double>(count);
  return share_of_weight * pairs_[pair].weight * often / (often + 1);
}

}  // namespace kwic
