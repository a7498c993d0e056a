#pragma once
/// Articles into an index: the second half of the indexer.

#include <kwic/article.h>
#include <kwic/article_source.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace kwic {

struct IndexWriterOptions {
  /// Language of the articles that do not say theirs and whose text does not show it: an ISO 639 code.
  std::string default_language = "en";
};

struct IndexSummary {
  std::size_t added = 0;     ///< articles that the index did not have
  std::size_t replaced = 0;  ///< articles that it had from the same place
  std::size_t articles = 0;  ///< articles in the index now
};

/// Adds articles to an index, or replaces them by those of the same id that come from the same path.
///
/// Everything happens at commit(), at once: until then, and for ever if it is not reached, the index is what
/// it was. A new index is built in batches beside its place and moved there whole; an existing one is changed
/// in one transaction. Searchers go on undisturbed. One writer an index: a second one, in any process, gets
/// Error (locked). Not thread-safe.
class IndexWriter {
public:
  /// Creates the directory of the index if it is not there. Throws Error: invalid_argument (the directory
  /// holds other files, or the language is none), locked, wrong_version, corrupt or not_writable.
  explicit IndexWriter(const std::filesystem::path& index, const IndexWriterOptions& options = {});
  ~IndexWriter();
  IndexWriter(const IndexWriter&) = delete;
  IndexWriter& operator=(const IndexWriter&) = delete;

  /// Takes an article in. Returns why not, if not: its id has been seen in this run, or the index has it from
  /// another path. Throws Error, after which the writer can only be destroyed.
  [[nodiscard]] std::optional<Notice> add(Article article);

  /// Publishes what was added. Call it once, last. Throws Error, and then the index is what it was before.
  IndexSummary commit();

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace kwic
