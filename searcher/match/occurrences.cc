#include "match/occurrences.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace kwic {
namespace {

bool before(const Occurrence& left, const Occurrence& right) {
  return std::tie(left.first, left.last) < std::tie(right.first, right.last);
}

bool same_place(const Occurrence& left, const Occurrence& right) {
  return left.first == right.first && left.last == right.last;
}

/// A word may be found by its stem and by its other stem, and by a part and a unit at the same place.
void tidy(Occurrences& occurrences) {
  std::ranges::sort(occurrences, before);
  occurrences.erase(std::unique(occurrences.begin(), occurrences.end(), same_place), occurrences.end());
}

}  // namespace

std::size_t WordList::add(const QueryWord& word, Form form) {
  const bool exact = form == Form::exact;
  for (const std::string& key : exact ? word.surfaces : word.stems) {
    (exact ? by_surface_ : by_stem_)[key].push_back(size_);
    if (!exact && word.finds_stop_words) by_stop_stem_[key].push_back(size_);
  }
  return size_++;
}

std::vector<Occurrences> WordList::find(const Article& article, Analyzer& analyzer) const {
  std::vector<Occurrences> found(size_);
  const auto note = [&](const Numbers& numbers, const std::string& form, const Occurrence& occurrence) {
    const auto entry = numbers.find(form);
    if (entry == numbers.end()) return;
    for (const std::size_t number : entry->second) found[number].push_back(occurrence);
  };
  const auto on_token = [&](Field field, const Token& token) {
    const Occurrence place{token.position, token.position + token.parts - 1, field, token.start, token.end};
    note(by_surface_, token.word->surface, place);
    const Numbers& by_stem = token.word->stop ? by_stop_stem_ : by_stem_;
    note(by_stem, token.word->stem, place);
    if (!token.word->other_stem.empty()) note(by_stem, token.word->other_stem, place);
  };
  for_each_token(article, analyzer, on_token, [](std::uint32_t) {});
  std::ranges::for_each(found, tidy);
  return found;
}

std::vector<Occurrences> WordList::find(const WordSignature& signature) const {
  std::vector<Occurrences> found(size_);
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> by_hash;
  for (const auto& [surface, numbers] : by_surface_) {
    auto& sharing = by_hash[signature.hash(surface)];
    sharing.insert(sharing.end(), numbers.begin(), numbers.end());
  }
  const auto note = [&](std::uint32_t hash, std::uint32_t position, std::uint32_t parts) {
    const auto entry = by_hash.find(hash);
    if (entry == by_hash.end()) return;
    for (const std::size_t number : entry->second) {
      found[number].push_back({position, position + parts - 1, Field::text, 0, 0});
    }
  };
  std::uint32_t position = 0;
  for (const std::uint32_t hash : signature.hashes()) note(hash, position++, 1);
  for (const WordSignature::Unit& unit : signature.units()) note(unit.hash, unit.position, unit.parts);
  std::ranges::for_each(found, tidy);
  return found;
}

Occurrences in_sequence(const std::vector<Occurrences>& lists) {
  if (lists.empty()) return {};
  Occurrences joined = lists.front();
  for (std::size_t i = 1; i < lists.size() && !joined.empty(); ++i) {
    Occurrences longer;
    for (const Occurrence& left : joined) {
      auto right = std::ranges::lower_bound(lists[i], left.last + 1, {}, &Occurrence::first);
      for (; right != lists[i].end() && right->first == left.last + 1; ++right) {
        longer.push_back({left.first, right->last, left.field, left.start, right->end});
      }
    }
    tidy(longer);
    joined = std::move(longer);
  }
  return joined;
}

Occurrences united(Occurrences left, const Occurrences& right) {
  left.insert(left.end(), right.begin(), right.end());
  tidy(left);
  return left;
}

}  // namespace kwic
