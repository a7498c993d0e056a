#include "rank/facets.h"

#include "index/schema.h"

#include <algorithm>

namespace kwic {
namespace {

/// Where the values of a field stand, what parts several of them, and how much of each counts.
struct Source {
  Xapian::valueno slot;
  std::string_view separator;
  std::size_t length;
};

Source source_of(FacetField field) {
  constexpr std::size_t whole = std::string::npos;
  switch (field) {
    case FacetField::author:
      return {schema::slot::author, "; ", whole};
    case FacetField::year:
      return {schema::slot::date, "", 4};
    case FacetField::language:
      return {schema::slot::language, "", whole};
    case FacetField::keyword:
      break;
  }
  return {schema::slot::keywords, "\n", whole};
}

template <typename Visit>
void for_each_value(std::string_view values, const Source& source, const Visit& visit) {
  while (!values.empty()) {
    const std::size_t end = source.separator.empty() ? std::string::npos : values.find(source.separator);
    visit(values.substr(0, std::min(end, source.length)));
    if (end == std::string_view::npos) return;
    values.remove_prefix(end + source.separator.size());
  }
}

}  // namespace

FacetCounter::FacetCounter(const std::vector<FacetField>& fields) {
  for (const FacetField field : fields) tallies_.push_back({field, {}});
}

void FacetCounter::operator()(const Xapian::Document& document, double /*weight*/) {
  for (Tally& tally : tallies_) {
    const Source source = source_of(tally.field);
    for_each_value(document.get_value(source.slot), source, [&](std::string_view value) {
      const auto found = tally.counts.find(value);
      if (found != tally.counts.end()) {
        ++found->second;
      } else {
        tally.counts.emplace(value, 1);
      }
    });
  }
}

void FacetCounter::start_over() {
  for (Tally& tally : tallies_) tally.counts.clear();
}

std::vector<Facet> FacetCounter::facets() const {
  std::vector<Facet> facets;
  for (const Tally& tally : tallies_) {
    Facet facet{tally.field, {}};
    for (const auto& [value, count] : tally.counts) facet.counts.push_back({value, count});
    std::ranges::stable_sort(facet.counts, std::ranges::greater(), &FacetCount::count);
    facets.push_back(std::move(facet));
  }
  return facets;
}

}  // namespace kwic
