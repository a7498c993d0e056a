#pragma once
/// Counts the matching articles by what their metadata say.

#include <kwic/searcher.h>

#include <xapian.h>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// Looks at every match, as Xapian finds them.
class FacetCounter : public Xapian::MatchSpy {
public:
  explicit FacetCounter(const std::vector<FacetField>& fields);

  void operator()(const Xapian::Document& document, double weight) override;

  /// Forgets what was counted.
  void start_over();

  /// The counts, most frequent first, equal ones by value.
  [[nodiscard]] std::vector<Facet> facets() const;

private:
  struct Tally {
    FacetField field;
    std::map<std::string, std::size_t, std::less<>> counts;

    void add(std::string_view value);
  };
  std::vector<Tally> tallies_;
};

}  // namespace kwic
