#pragma once
/// Looking after an index: is it sound, what is in it, make it smaller, get everything out again.

#include <kwic/article.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kwic {

/// What is wrong with an index, one line each; nothing if it is sound: the sums of its files, what Xapian
/// itself checks (in a child process, as that may crash on damage), and a sample of articles that are read
/// and looked up. Throws Error: not_found, locked if a writer commits all the time, and others if it cannot
/// be begun with.
[[nodiscard]] std::vector<std::string> check_index(const std::filesystem::path& index);

struct IndexStatistics {
  std::size_t articles = 0;
  std::size_t terms = 0;                            ///< distinct ones, filters included
  std::uint64_t text_bytes = 0;                     ///< of titles and texts
  std::map<std::string, std::size_t> languages;     ///< articles by ISO 639 code
  std::map<std::string, std::uint64_t> file_bytes;  ///< of the database, by their names
  std::string settings;                             ///< versions, and the stemmer of each language
};

/// Reads all articles. Throws Error.
[[nodiscard]] IndexStatistics index_statistics(const std::filesystem::path& index);

/// Writes the index anew without the free space that updates leave. Searchers go on undisturbed. Throws
/// Error, and then the index is what it was.
void compact_index(const std::filesystem::path& index, std::chrono::milliseconds wait = {});

/// Everything that is stored, article by article, in the order in which the index holds them.
class StoredArticles {
public:
  /// Throws Error.
  explicit StoredArticles(const std::filesystem::path& index);
  ~StoredArticles();
  StoredArticles(const StoredArticles&) = delete;
  StoredArticles& operator=(const StoredArticles&) = delete;

  /// The next article; nothing after the last. Throws Error.
  [[nodiscard]] std::optional<Article> next();

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace kwic
