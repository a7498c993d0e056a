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

struct IndexCheck {
  std::vector<std::string> problems;  ///< what is wrong with it, one line each; none: it is sound
  /// False after an update that was ended, until the next one: there are no sums to go by, and only what
  /// Xapian sees of damage is found.
  bool summed = true;
};

/// Holds the files of an index against their sums, lets Xapian check them (in a child process, as that may
/// crash on damage, and where they may be opened for writing, which it wants), and reads and looks up a
/// sample of articles (in another). Writers at work are no matter. Throws Error: not_found, not_readable
/// where it cannot be done, or locked if a writer is at work for as long as it checks. Not for a process
/// whose other threads are at work: what a child allocates, they may hold the lock for.
[[nodiscard]] IndexCheck check_index(const std::filesystem::path& index);

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
