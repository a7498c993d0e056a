#pragma once
/// Threads that turn batches of articles into documents, each with analyzers of its own.

#include "writer/prepared_batch.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace kwic {

struct AnalysisPoolOptions {
  std::size_t threads = 1;
  std::size_t cache_bytes = std::size_t{64} << 20U;  ///< for the words that each thread remembers
  std::string default_language;
  std::string dictionary;  ///< of stored articles
};

class AnalysisPool {
public:
  /// Gives each batch to `take` in parts, in the thread that analyzes it. Parts of other batches may come in
  /// between, but those of one follow each other.
  using Take = std::function<void(PreparedBatch)>;

  AnalysisPool(AnalysisPoolOptions options, Take take);
  /// Ends the threads after the batches that they are at.
  ~AnalysisPool();
  AnalysisPool(const AnalysisPool&) = delete;
  AnalysisPool& operator=(const AnalysisPool&) = delete;

  /// Waits until no more batches are waiting than there are threads. Throws what a thread has thrown.
  void submit(Batch batch);

  /// Waits until every batch is taken. Throws what a thread has thrown.
  void finish();

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace kwic
