#pragma once
/// How an index was analyzed: written into it by the indexer, read back by the searcher, so that both do the
/// same.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

struct IndexSettings {
  std::uint64_t format = 0;    ///< schema::format_version
  std::uint64_t analyzer = 0;  ///< analyzer_version
  std::string xapian;          ///< stems may change with it
  std::string icu;             ///< word boundaries may change with it
  std::string unicode;         ///< likewise
  /// By the codes of all articles' languages, the stemmer and a fingerprint of its stems ("english 3f2a..."),
  /// which tells whether another Xapian gives the same ones.
  std::map<std::string, std::string> languages;

  /// The settings that this build of kwic writes for articles in these languages.
  [[nodiscard]] static IndexSettings of_this_build(const std::set<std::string>& languages = {});

  [[nodiscard]] std::string stored() const;

  /// Reads what stored() gave. Throws Error: not_found if `stored` is empty (the database is not an index of
  /// kwic), corrupt if it cannot be read, wrong_version if this build cannot search or update such an index,
  /// because it is of another format or because its words have other stems here.
  [[nodiscard]] static IndexSettings restore(std::string_view stored, const std::string& index);

  /// What may give other results than at the time of indexing, one line each; usually nothing.
  [[nodiscard]] std::vector<std::string> differences() const;
};

}  // namespace kwic
