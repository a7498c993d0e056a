#include "match/quick_look.h"

#include <algorithm>

namespace kwic {
namespace {

bool is_in_signature(const QueryWord& word) {
  return (word.form != QueryWord::Form::inflected || word.expanded) && word.parts.empty();
}

bool is_lone_word(const Query& query) {
  return query.kind == Query::Kind::word && query.words.size() == 1 && !query.field;
}

struct Stretch {
  std::size_t first = 0;  ///< positions [first, last)
  std::size_t last = 0;
};

/// Where a field stands, by the borders behind the title, the author and each keyword.
Stretch stretch_of(Field field, const PositionSet& borders, std::size_t size) {
  std::vector<std::size_t> ends;
  for (std::size_t at = borders.first_of(0, size); at < size; at = borders.first_of(at + 1, size)) {
    ends.push_back(at);
  }
  switch (field) {
    case Field::title:
      return ends.empty() ? Stretch{} : Stretch{0, ends[0]};
    case Field::author:
      return ends.size() < 2 ? Stretch{} : Stretch{ends[0] + 1, ends[1]};
    case Field::keyword:
      return ends.size() < 2 ? Stretch{} : Stretch{ends[1] + 1, ends.back()};
    default:
      return {ends.empty() ? 0 : ends.back() + 1, size};
  }
}

}  // namespace

std::optional<QuickLook> QuickLook::of(const Query& query) {
  QuickLook look;
  if (query.kind == Query::Kind::near) {
    if (!std::ranges::all_of(query.children, [&](const Query& child) { return look.add(child); }))
      return std::nullopt;
    look.gaps_ = query.gaps;
    look.needs_borders_ = true;
  } else if (query.kind == Query::Kind::all) {
    const auto add_word = [&](const Query& child) { return is_lone_word(child) && look.add(child); };
    if (!std::ranges::all_of(query.children, add_word)) return std::nullopt;
    look.anywhere_ = true;
  } else if (query.words.empty() || !look.add(query)) {
    return std::nullopt;
  }
  std::vector<std::string> forms;
  for_each_leaf(query, [&](const Query& leaf) {
    for (const QueryWord& word : leaf.words) {
      forms.insert(forms.end(), word.surfaces.begin(), word.surfaces.end());
    }
  });
  look.all_words_.emplace(forms);
  return look;
}

/// False if it takes a closer look.
bool QuickLook::add(const Query& leaf) {
  if (leaf.words.empty() || !std::ranges::all_of(leaf.words, is_in_signature)) return false;
  operands_.push_back({words_.size(), leaf.words.size(), leaf.field});
  for (const QueryWord& word : leaf.words) words_.emplace_back(word.surfaces);
  needs_borders_ = needs_borders_ || leaf.field;
  return true;
}

/// Adds the places of units of one part. False if some are of several, in which the closer look finds its
/// way; where a lone word stands is all the same.
bool QuickLook::add_units(const WordSignature& signature, Places& places) const {
  bool simple = true;
  signature.for_each_unit([&](const WordSignature::Unit& unit) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (!words_[i].contain(unit.hash, signature.is_wide())) continue;
      places.words[i].insert(unit.position);
      simple = simple && (unit.parts == 1 || words_.size() == 1);
    }
  });
  return simple;
}

/// Where its last words stand.
PositionSet& QuickLook::find(const Operand& operand, std::size_t size, Places& places) const {
  for (std::size_t i = 1; i < operand.words; ++i) {
    const std::size_t word = operand.first_word + i;
    places.words[word].keep_behind(places.words[word - 1]);
  }
  PositionSet& last = places.words[operand.first_word + operand.words - 1];
  if (operand.field) {
    const Stretch stretch = stretch_of(*operand.field, places.borders, size);
    last.keep_within(stretch.first, stretch.last);
  }
  return last;
}

/// Whether an operand, whose last word stands at `place`, is as near to one of the operand before as the gap
/// says, and in the same field.
bool QuickLook::is_near(std::size_t operand, std::size_t place, const PositionSet& others,
                        const PositionSet& borders) const {
  const Gap& gap = gaps_[operand - 1];
  const std::size_t first = place + 1 - operands_[operand].words;
  const std::size_t earliest = first > gap.words ? first - gap.words : 0;
  for (std::size_t at = others.first_of(earliest, first); at < first; at = others.first_of(at + 1, first)) {
    if (borders.first_of(at, first) == first) return true;
  }
  if (gap.ordered) return false;
  const std::size_t nearest = place + operands_[operand - 1].words;  // where the other's last word can stand
  const std::size_t end = nearest + gap.words;
  const std::size_t at = others.first_of(nearest, end);
  return at < end && borders.first_of(place, at) == at;
}

QuickLook::Answer QuickLook::look_in(const WordSignature& signature, Places& places) const {
  const bool is_run = operands_.size() == 1 && !needs_borders_ && !anywhere_;
  const bool is_lone_word = is_run && words_.size() == 1;
  const bool is_pair = is_run && words_.size() == 2;
  if (is_lone_word && signature.has(words_.front())) return Answer::maybe;
  if (is_pair && signature.has_pair(words_.front(), words_.back())) return Answer::maybe;
  const bool has_unit = signature.has_unit(*all_words_);
  if (is_lone_word) return has_unit ? Answer::maybe : Answer::no;
  if (is_pair && !has_unit) return Answer::no;
  if (anywhere_) {
    const bool has_all =
        std::ranges::all_of(words_, [&](const SoughtHashes& word) { return signature.has(word); });
    if (has_all) return Answer::maybe;
    return has_unit ? Answer::unknown : Answer::no;
  }
  const std::size_t size = signature.size();
  places.words.resize(words_.size());
  for (const Operand& operand : operands_) {
    for (std::size_t i = 0; i < operand.words; ++i) {
      PositionSet& found = places.words[operand.first_word + i];
      signature.find(words_[operand.first_word + i], found);
      if (has_unit) continue;
      if (i > 0) found.keep_behind(places.words[operand.first_word + i - 1]);
      if (found.empty()) return Answer::no;
    }
  }
  if (has_unit && !add_units(signature, places)) return Answer::unknown;
  if (needs_borders_) signature.find(borders_, places.borders);
  const PositionSet* before = &find(operands_.front(), size, places);
  for (std::size_t i = 1; i < operands_.size() && !before->empty(); ++i) {
    PositionSet& own = find(operands_[i], size, places);
    own.keep_if([&](std::size_t place) { return is_near(i, place, *before, places.borders); });
    before = &own;
  }
  return before->empty() ? Answer::no : Answer::maybe;
}

}  // namespace kwic
