#pragma once
/// Articles into an index: the second half of the indexer.

#include <kwic/article.h>
#include <kwic/article_source.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kwic {

struct IndexWriterOptions {
  /// Language of the articles that do not say theirs and whose text does not show it: an ISO 639 code.
  std::string default_language = "en";
  /// How many threads analyze articles; 0: one for each core. The index does not depend on it.
  std::size_t threads = 0;
  /// About so much memory is used, in bytes; the largest article may add some ten times its size.
  std::size_t memory = std::size_t{512} << 20U;
  /// Bytes of text that a thread takes at once. Larger batches make smaller indexes, smaller ones keep more
  /// threads busy to the end. Changes of up to 4 times as much are made in one transaction.
  std::size_t batch_bytes = std::size_t{2} << 20U;
  /// How long to wait for another process that writes to the index.
  std::chrono::milliseconds wait{0};
};

struct IndexSummary {
  std::size_t added = 0;      ///< articles that the index did not have
  std::size_t replaced = 0;   ///< articles that it had with another content
  std::size_t unchanged = 0;  ///< articles that it had just so
  std::size_t removed = 0;
  std::size_t articles = 0;  ///< articles in the index now
};

/// Adds articles to an index, replaces and removes them.
///
/// Everything happens at commit(), at once: until then, and for ever if it is not reached, the index is what
/// it was. What is more than a small change to it is built in batches beside it and moved to its place whole;
/// a small one is one transaction. Searchers go on undisturbed. When a process is ended while it builds, the
/// next one that adds the same articles in the same order continues where it was. One writer an index: a
/// second one, in any process, gets Error (locked). Not thread-safe, but it uses threads.
class IndexWriter {
public:
  /// Creates the directory of the index if it is not there. Throws Error: invalid_argument (the directory
  /// holds other files, or the language is none), locked, wrong_version, corrupt or not_writable.
  explicit IndexWriter(const std::filesystem::path& index, const IndexWriterOptions& options = {});
  ~IndexWriter();
  IndexWriter(const IndexWriter&) = delete;
  IndexWriter& operator=(const IndexWriter&) = delete;

  /// Takes an article in. Returns why not, if not: its id has been seen in this run, or the index has it from
  /// another path that was not released. Throws Error, after which the writer can only be destroyed.
  [[nodiscard]] std::optional<Notice> add(Article article);

  /// Removes an article; false if the index does not have it. One that was added in this run stays.
  bool remove(std::string_view id);

  /// Removes the articles of a file (Article::path) that were not added again in this run.
  void remove_unseen(std::string_view path);

  /// True if there are any.
  [[nodiscard]] bool has_unseen(std::string_view path) const;

  /// Lets articles of other files take the ids of this file's articles: it is going to be read again, or is
  /// gone.
  void release(std::string_view path);

  /// Notes that the caller keeps in the index and that take effect with the articles: by keys of up to 200
  /// bytes, those that begin with `first`. An empty value removes one.
  [[nodiscard]] std::map<std::string, std::string> records(std::string_view first) const;
  void set_record(std::string_view key, std::string value);

  /// Publishes what was added and removed. Call it once, last. Throws Error, and then the index is what it
  /// was before.
  IndexSummary commit();

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace kwic
