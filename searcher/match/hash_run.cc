#include "match/hash_run.h"

#include <algorithm>

namespace kwic {
namespace {

/// Of words with more forms every pair of forms would be too many.
constexpr std::size_t most_forms = 4;

bool is_in_signature(const QueryWord& word) {
  return (word.form != QueryWord::Form::inflected || word.expanded) && word.parts.empty();
}

bool is_few_forms(const QueryWord& word) {
  return is_in_signature(word) && word.surfaces.size() <= most_forms;
}

}  // namespace

std::optional<HashRun> HashRun::of(const Query& query) {
  if (query.words.size() == 1 && !query.field && is_in_signature(query.words.front()) &&
      !is_few_forms(query.words.front())) {
    return of_many_forms(query.words.front());
  }
  const bool somewhere = !query.field || query.field == Field::title;
  if (query.words.empty() || !somewhere || !std::ranges::all_of(query.words, is_few_forms))
    return std::nullopt;
  HashRun run;
  run.in_title_ = query.field.has_value();
  for (const QueryWord& word : query.words) {
    Hashes& narrow = run.narrow_.emplace_back();
    Hashes& wide = run.wide_.emplace_back();
    for (const std::string& surface : word.surfaces) {
      narrow.push_back(WordSignature::hash(surface, false));
      wide.push_back(WordSignature::hash(surface, true));
    }
  }
  return run;
}

HashRun HashRun::of_many_forms(const QueryWord& word) {
  HashRun run;
  run.many_.resize(std::size_t{1} << 16U);
  Hashes& wide = run.wide_.emplace_back();
  for (const std::string& surface : word.surfaces) {
    run.many_[WordSignature::hash(surface, false)] = true;
    wide.push_back(WordSignature::hash(surface, true));
  }
  std::ranges::sort(wide);
  return run;
}

/// Most articles have one of many forms, so that the first is found soon.
bool HashRun::has_any(const WordSignature& signature) const {
  const auto is_one = [&](std::uint32_t hash) {
    return signature.is_wide() ? std::ranges::binary_search(wide_.front(), hash) : many_[hash];
  };
  for (std::size_t i = 0; i < signature.size(); ++i) {
    if (is_one(signature.hash_at(i))) return true;
  }
  bool found = false;
  signature.for_each_unit([&](const WordSignature::Unit& unit) { found = found || is_one(unit.hash); });
  return found;
}

bool HashRun::stands_in(const WordSignature& signature, const std::vector<Hashes>& words) {
  const auto is_here = [&](std::uint32_t hash) { return signature.has(hash); };
  if (words.size() == 1) return std::ranges::any_of(words.front(), is_here);
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto follows = [&](std::uint32_t left) {
      return std::ranges::any_of(words[i],
                                 [&](std::uint32_t right) { return signature.has_pair(left, right); });
    };
    if (std::ranges::none_of(words[i - 1], follows)) return false;
  }
  return true;
}

HashRun::Answer HashRun::look_in(const WordSignature& signature) const {
  if (!many_.empty()) return has_any(signature) ? Answer::maybe : Answer::no;
  const std::vector<Hashes>& words = signature.is_wide() ? wide_ : narrow_;
  if (stands_in(in_title_ ? signature.first_field() : signature, words))
    return words.size() <= 2 ? Answer::maybe : Answer::unknown;
  const auto may_be_unit = [&](std::uint32_t hash) { return signature.may_have_unit(hash); };
  const bool has_unit = std::ranges::any_of(
      words, [&](const Hashes& hashes) { return std::ranges::any_of(hashes, may_be_unit); });
  return has_unit ? Answer::unknown : Answer::no;
}

}  // namespace kwic
