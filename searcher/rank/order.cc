#include "rank/order.h"

#include "index/schema.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace kwic {
namespace {

/// A value of the article at a place of a list.
struct Key {
  std::string value;
  std::size_t place = 0;
};

/// The values are read in the order in which they are stored.
std::vector<Key> keys_of(const Xapian::Database& database, Xapian::valueno slot,
                         std::span<Candidate> candidates) {
  if (!std::ranges::is_sorted(candidates, {}, &Candidate::document)) {
    std::ranges::sort(candidates, {}, &Candidate::document);
  }
  std::vector<Key> keys(candidates.size());
  auto value = database.valuestream_begin(slot);
  const auto end = database.valuestream_end(slot);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    keys[i].place = i;
    if (value != end) value.skip_to(candidates[i].document);
    if (value != end && value.get_docid() == candidates[i].document) keys[i].value = *value;
  }
  return keys;
}

/// Puts those first that come first by the slot's value, as many as `count` and those equal to the last of
/// them; `part(equals, count)` does the same for those of one value.
template <typename Compare, typename Part>
void put_first(const Xapian::Database& database, Xapian::valueno slot, std::span<Candidate> candidates,
               std::size_t count, const Compare& before, const Part& part) {
  std::vector<Key> keys = keys_of(database, slot, candidates);
  auto end = keys.end();
  if (count < keys.size()) {
    const auto last = keys.begin() + static_cast<std::ptrdiff_t>(count - 1);
    std::ranges::nth_element(keys, last, before, &Key::value);
    const std::string bound = last->value;
    end = std::partition(last, keys.end(), [&](const Key& key) { return !before(bound, key.value); });
  }
  std::ranges::sort(keys.begin(), end, before, &Key::value);
  std::vector<Candidate> ordered;
  ordered.reserve(candidates.size());
  for (const Key& key : keys) ordered.push_back(candidates[key.place]);
  std::ranges::copy(ordered, candidates.begin());
  for (auto first = keys.begin(); first < std::min(end, keys.begin() + static_cast<std::ptrdiff_t>(count));) {
    const auto last = std::find_if(first, end, [&](const Key& key) { return key.value != first->value; });
    const auto start = static_cast<std::size_t>(first - keys.begin());
    if (last - first > 1)
      part(candidates.subspan(start, static_cast<std::size_t>(last - first)), count - start);
    first = last;
  }
}

/// Newest first, then by id, as far as the first `count`.
void part_ties(const Xapian::Database& database, std::span<Candidate> equals, std::size_t count) {
  const auto by_id = [&](std::span<Candidate> of_one_date, std::size_t wanted) {
    put_first(database, schema::slot::id, of_one_date, wanted, std::ranges::less(), [](auto, auto) {});
  };
  put_first(database, schema::slot::date, equals, count, std::ranges::greater(), by_id);
}

}  // namespace

void put_in_order(const Xapian::Database& database, std::span<Candidate> candidates, std::size_t count) {
  if (count == 0 || candidates.empty()) return;
  const double first_score = candidates.front().score;
  if (std::ranges::all_of(candidates, [&](const Candidate& each) { return each.score == first_score; })) {
    return part_ties(database, candidates, std::min(count, candidates.size()));
  }
  const auto last = candidates.begin() + static_cast<std::ptrdiff_t>(std::min(count, candidates.size()) - 1);
  std::ranges::nth_element(candidates, last, std::ranges::greater(), &Candidate::score);
  const double least = last->score;
  const auto ties = std::partition(candidates.begin(), candidates.end(),
                                   [&](const Candidate& each) { return each.score > least; });
  const auto behind =
      std::partition(ties, candidates.end(), [&](const Candidate& each) { return each.score == least; });
  std::ranges::sort(candidates.begin(), ties, std::ranges::greater(), &Candidate::score);
  for (auto first = candidates.begin(); first != behind;) {
    const auto next = first == ties ? behind : std::find_if(first, ties, [&](const Candidate& each) {
      return each.score < first->score;
    });
    if (next - first > 1) part_ties(database, {first, next}, static_cast<std::size_t>(last + 1 - first));
    first = next;
  }
}

}  // namespace kwic
