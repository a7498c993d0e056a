#pragma once
/// Searching one index from many threads.

#include <kwic/searcher.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace kwic {

/// As many Searchers of one index as threads use it at once. Thread-safe; calls do not wait for each other.
class SearcherPool {
public:
  /// Throws Error as Searcher does.
  explicit SearcherPool(const std::filesystem::path& index);
  ~SearcherPool();

  /// As the functions of Searcher.
  [[nodiscard]] SearchResult search(std::string_view query, const SearchOptions& options = {});
  [[nodiscard]] std::optional<MarkedArticle> article(std::string_view id, std::string_view query = {},
                                                     const SearchOptions& options = {});
  [[nodiscard]] std::size_t article_count();

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace kwic
