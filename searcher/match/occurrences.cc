#include "match/occurrences.h"

#include <algorithm>
#include <tuple>
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
  if (!std::ranges::is_sorted(occurrences, before)) std::ranges::sort(occurrences, before);
  occurrences.erase(std::unique(occurrences.begin(), occurrences.end(), same_place), occurrences.end());
}

/// The fields of a signature by its borders: title, author, keywords, text.
Field field_behind(std::uint32_t border, std::uint32_t borders) {
  if (border == borders) return Field::text;
  return border == 0 ? Field::title : border == 1 ? Field::author : Field::keyword;
}

bool within(const Occurrence& left, const Occurrence& right, const Gap& gap) {
  if (left.border != right.border) return false;
  if (left.last < right.first) return right.first - left.last <= gap.words;
  return !gap.ordered && right.last < left.first && left.first - right.last <= gap.words;
}

std::uint32_t longest(const Occurrences& list) {
  std::uint32_t most = 0;
  for (const Occurrence& place : list) most = std::max(most, place.last - place.first);
  return most;
}

/// Keeps of `list` what stands within the gap of some place of `others`; `related(other, own)` decides.
template <typename Related>
void keep_related(Occurrences& list, const Occurrences& others, const Gap& gap, const Related& related) {
  const auto reach = static_cast<std::uint32_t>(gap.words) + longest(others);
  std::erase_if(list, [&](const Occurrence& own) {
    const std::uint32_t lowest = own.first > reach ? own.first - reach : 0;
    auto other = std::ranges::lower_bound(others, lowest, {}, &Occurrence::first);
    for (; other != others.end() && other->first <= own.last + reach; ++other) {
      if (related(*other, own)) return false;
    }
    return true;
  });
}

Article without_text(const Article& article) {
  return {.title = article.title, .author = article.author, .keywords = article.keywords};
}

}  // namespace

std::size_t WordList::add(const QueryWord& word) {
  const Key key{word.form, word.surfaces, counted_stems(word), word.finds_stop_words, word.expanded};
  if (const auto [known, is_new] = numbers_.emplace(key, size_); !is_new) return known->second;
  const bool inflected = word.form == QueryWord::Form::inflected;
  for (const std::string& form : inflected ? word.stems : word.surfaces) {
    if (!form.empty()) first_bytes_.set(static_cast<unsigned char>(form.front()));
    if (!inflected) {
      by_surface_[form].push_back(size_);
      continue;
    }
    const std::set<std::string>* const languages = languages_of(word, form);
    const Stemmed stemmed{size_, languages == nullptr ? std::set<std::string>() : *languages};
    by_stem_[form].push_back(stemmed);
    if (word.finds_stop_words) by_stop_stem_[form].push_back(stemmed);
  }
  if (!inflected || word.expanded) {
    for (const std::string& surface : word.surfaces) in_signature_[surface].push_back(size_);
  }
  return size_++;
}

void WordList::finish() {
  numbers_.clear();
  for (Hashes* const hashes : {&narrow_, &wide_}) {
    for (const auto& [surface, numbers] : in_signature_) {
      const std::uint32_t hash = WordSignature::hash(surface, hashes == &wide_);
      hashes->low.set(hash & 0xFFFFU);
      for (const std::size_t number : numbers) hashes->numbers.emplace_back(hash, number);
    }
    std::ranges::sort(hashes->numbers);
  }
}

template <typename Note>
void WordList::Hashes::look_up(std::uint32_t hash, const Note& note) const {
  auto entry = std::ranges::lower_bound(numbers, std::make_pair(hash, std::size_t{0}));
  for (; entry != numbers.end() && entry->first == hash; ++entry) note(entry->second);
}

std::vector<Occurrences> WordList::find(const Article& article, const std::vector<Range>& passages,
                                        Analyzer& analyzer) const {
  std::vector<Occurrences> found(size_);
  std::uint32_t borders = 0;
  const auto may_be = [&](const std::string& form) {
    return !form.empty() && first_bytes_[static_cast<unsigned char>(form.front())];
  };
  const auto note_surface = [&](const std::string& form, const Occurrence& occurrence) {
    const auto entry = may_be(form) ? by_surface_.find(form) : by_surface_.end();
    if (entry == by_surface_.end()) return;
    for (const std::size_t number : entry->second) found[number].push_back(occurrence);
  };
  const std::string& language = analyzer.language().code;
  const auto note_stem = [&](const Stems& stems, const std::string& form, const Occurrence& occurrence) {
    const auto entry = may_be(form) ? stems.find(form) : stems.end();
    if (entry == stems.end()) return;
    for (const Stemmed& word : entry->second) {
      if (word.only_in.empty() || word.only_in.contains(language)) found[word.number].push_back(occurrence);
    }
  };
  const auto on_token = [&](Field field, const Token& token) {
    const Occurrence place{token.position, token.position + token.parts - 1, borders, field, token.start,
                           token.end};
    note_surface(token.word->surface, place);
    const Stems& by_stem = token.word->stop ? by_stop_stem_ : by_stem_;
    note_stem(by_stem, token.word->stem, place);
    note_stem(by_stem, token.word->other_stem, place);
  };
  std::uint32_t position = 0;
  const auto on_border = [&](std::uint32_t border) {
    ++borders;
    position = border + 1;
  };
  for_each_token(without_text(article), analyzer, on_token, on_border);
  for (const Range& passage : passages) {
    analyzer.start(article.text, passage.start, passage.end, position);
    while (const Token* token = analyzer.next()) on_token(Field::text, *token);
    on_border(analyzer.position());
  }
  std::ranges::for_each(found, tidy);
  return found;
}

void WordList::find(const WordSignature& signature, FoundWords& found) const {
  found.words.resize(size_);
  for (Occurrences& places : found.words) places.clear();
  found.borders.clear();
  const Hashes& hashes = signature.is_wide() ? wide_ : narrow_;
  const auto note = [&](std::uint32_t first, std::uint32_t last, std::uint32_t hash) {
    hashes.look_up(hash, [&](std::size_t number) { found.words[number].push_back({first, last}); });
  };
  signature.for_each_hash([&](std::uint32_t position, std::uint32_t hash) {
    if (hash == WordSignature::border) found.borders.push_back(position);
    if (hashes.may_be(hash)) note(position, position, hash);
  });
  signature.for_each_unit([&](const WordSignature::Unit& unit) {
    if (hashes.may_be(unit.hash)) note(unit.position, unit.position + unit.parts - 1, unit.hash);
  });
  const auto count = static_cast<std::uint32_t>(found.borders.size());
  for (Occurrences& places : found.words) {
    for (Occurrence& place : places) {
      const auto passed = std::ranges::lower_bound(found.borders, place.first) - found.borders.begin();
      place.border = static_cast<std::uint32_t>(passed);
      place.field = field_behind(place.border, count);
    }
    tidy(places);
  }
}

Occurrences in_sequence(const std::vector<const Occurrences*>& lists) {
  if (lists.empty()) return {};
  const Occurrences* joined = lists.front();
  Occurrences longer;
  for (std::size_t i = 1; i < lists.size(); ++i) {
    Occurrences longest_yet;
    for (const Occurrence& left : *joined) {
      auto right = std::ranges::lower_bound(*lists[i], left.last + 1, {}, &Occurrence::first);
      for (; right != lists[i]->end() && right->first == left.last + 1; ++right) {
        longest_yet.push_back({left.first, right->last, left.border, left.field, left.start, right->end});
      }
    }
    tidy(longest_yet);
    longer = std::move(longest_yet);
    joined = &longer;
    if (longer.empty()) break;
  }
  return *joined;
}

void keep_chains(std::vector<Occurrences>& lists, const std::vector<Gap>& gaps) {
  for (std::size_t i = 1; i < lists.size(); ++i) {
    const Gap& gap = gaps[i - 1];
    keep_related(lists[i], lists[i - 1], gap,
                 [&](const Occurrence& left, const Occurrence& own) { return within(left, own, gap); });
  }
  for (std::size_t i = lists.size() - 1; i > 0; --i) {
    const Gap& gap = gaps[i - 1];
    keep_related(lists[i - 1], lists[i], gap,
                 [&](const Occurrence& right, const Occurrence& own) { return within(own, right, gap); });
  }
}

bool has_pair(const Occurrences& left, const Occurrences& right, const Gap& gap) {
  const auto reach = static_cast<std::uint32_t>(gap.words) + longest(left);
  auto nearest = left.begin();
  return std::ranges::any_of(right, [&](const Occurrence& own) {
    while (nearest != left.end() && nearest->first + reach < own.first) ++nearest;
    for (auto other = nearest; other != left.end() && other->first <= own.last + reach; ++other) {
      if (within(*other, own, gap)) return true;
    }
    return false;
  });
}

Occurrences united(Occurrences left, const Occurrences& right) {
  left.insert(left.end(), right.begin(), right.end());
  tidy(left);
  return left;
}

}  // namespace kwic
