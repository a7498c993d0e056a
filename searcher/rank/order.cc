#include "rank/order.h"

#include "index/schema.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace kwic {
namespace {

struct Keyed {
  std::string key;
  Candidate candidate;
};

/// Values are read in the order in which they are stored.
void read_keys(const Xapian::Database& database, Xapian::valueno slot, std::span<Keyed> keyed) {
  std::ranges::sort(keyed, {}, [](const Keyed& each) { return each.candidate.document; });
  auto value = database.valuestream_begin(slot);
  const auto end = database.valuestream_end(slot);
  for (Keyed& each : keyed) {
    each.key.clear();
    if (value == end) continue;
    value.skip_to(each.candidate.document);
    if (value != end && value.get_docid() == each.candidate.document) each.key = *value;
  }
}

void sort_by_id(const Xapian::Database& database, std::span<Keyed> keyed) {
  read_keys(database, schema::slot::id, keyed);
  std::ranges::sort(keyed, {}, &Keyed::key);
}

/// Newest first, then by id, as far as the first `count`.
void part_ties(const Xapian::Database& database, std::span<Candidate> equals, std::size_t count) {
  std::vector<Keyed> keyed;
  keyed.reserve(equals.size());
  for (Candidate& each : equals) keyed.push_back({{}, std::move(each)});
  read_keys(database, schema::slot::date, keyed);
  std::ranges::stable_sort(keyed, std::ranges::greater(), &Keyed::key);
  for (auto first = keyed.begin();
       first < keyed.end() && first < keyed.begin() + static_cast<std::ptrdiff_t>(count);) {
    const auto last =
        std::find_if(first, keyed.end(), [&](const Keyed& each) { return each.key != first->key; });
    if (last - first > 1) sort_by_id(database, {first, last});
    first = last;
  }
  std::ranges::transform(keyed, equals.begin(), [](Keyed& each) { return std::move(each.candidate); });
}

}  // namespace

void put_in_order(const Xapian::Database& database, std::span<Candidate> candidates, std::size_t count) {
  std::ranges::stable_sort(candidates, std::ranges::greater(), &Candidate::score);
  const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(std::min(count, candidates.size()));
  for (auto first = candidates.begin(); first < end;) {
    const auto last = std::find_if(first, candidates.end(),
                                   [&](const Candidate& each) { return each.score < first->score; });
    if (last - first > 1) part_ties(database, {first, last}, static_cast<std::size_t>(end - first));
    first = last;
  }
}

}  // namespace kwic
