#include "rank/facets.h"

#include "index/schema.h"

#include <algorithm>
#include <array>

namespace kwic {
namespace {

/// Where the values of a field that has a slot stand, what parts several of them, and how much of each
/// counts.
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
    default:
      return {schema::slot::keywords, "\n", whole};
  }
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

/// The text of the document's first term with a prefix; empty if it has none.
std::string first_term(const Xapian::Document& document, std::string_view prefix) {
  auto term = document.termlist_begin();
  term.skip_to(std::string(prefix));
  if (term == document.termlist_end()) return {};
  const std::string text = *term;
  return text.starts_with(prefix) ? text.substr(prefix.size()) : std::string();
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, std::max<std::size_t>(slash, 1));
}

/// As a query takes it: words:100..299
std::string range_of_words(const std::string& value) {
  constexpr std::array<unsigned, 7> starts{0, 100, 300, 1'000, 3'000, 10'000, 30'000};
  const double words = Xapian::sortable_unserialise(value);
  const auto* const next = std::ranges::upper_bound(starts, words);
  const std::string start = std::to_string(*(next - 1));
  return next == starts.end() ? start + ".." : start + ".." + std::to_string(*next - 1);
}

}  // namespace

FacetCounter::FacetCounter(const std::vector<FacetField>& fields) {
  for (const FacetField field : fields) tallies_.push_back({field, {}});
}

void FacetCounter::operator()(const Xapian::Document& document, double /*weight*/) {
  for (Tally& tally : tallies_) {
    switch (tally.field) {
      case FacetField::site:
        tally.add(first_term(document, schema::prefix::host));
        break;
      case FacetField::folder:
        tally.add(folder_of(first_term(document, schema::prefix::path)));
        break;
      case FacetField::words:
        tally.add(range_of_words(document.get_value(schema::slot::words)));
        break;
      default:
        const Source source = source_of(tally.field);
        for_each_value(document.get_value(source.slot), source,
                       [&](std::string_view value) { tally.add(value); });
    }
  }
}

void FacetCounter::Tally::add(std::string_view value) {
  if (value.empty()) return;
  const auto found = counts.find(value);
  if (found != counts.end()) {
    ++found->second;
  } else {
    counts.emplace(value, 1);
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
