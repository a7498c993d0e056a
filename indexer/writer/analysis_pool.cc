#include "writer/analysis_pool.h"

#include "writer/document_builder.h"

#include <kwic/error.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace kwic {
namespace {

/// Documents are taken when they have so much text: few enough to be in the processor's cache when they are
/// written.
constexpr std::size_t bytes_in_part = std::size_t{32} << 10U;

/// Prepares a part of the articles from `next` on, and sets it behind them.
PreparedBatch prepared(Batch& batch, std::size_t& next, DocumentBuilder& builder) {
  PreparedBatch part{batch.number, false, 0, {}, {}, {}};
  for (; next < batch.articles.size() && part.text_bytes < bytes_in_part; ++next) {
    AcceptedArticle& accepted = batch.articles[next];
    part.text_bytes += accepted.text_bytes;
    part.documents.push_back({builder.build(accepted.article), accepted.replaces, accepted.fingerprint});
    part.languages.insert(accepted.article.language);
    accepted.article = {};  // Its text is in the document now.
  }
  part.ends = next == batch.articles.size();
  if (part.ends) part.forms = builder.take_new_forms();
  return part;
}

}  // namespace

class AnalysisPool::Work {
public:
  Work(AnalysisPoolOptions options, Take take) : options_(std::move(options)), take_(std::move(take)) {
    threads_.reserve(options_.threads);
    try {
      while (threads_.size() < options_.threads) threads_.emplace_back([this] { work(); });
    } catch (const std::system_error& error) {
      // Fewer will do.
      if (threads_.empty())
        throw Error(ErrorKind::internal,
                    "no thread can be started, for want of memory or of leave: " + error.code().message());
    } catch (const std::bad_alloc&) {
      if (threads_.empty()) throw;
    }
  }

  ~Work() {
    {
      const std::lock_guard guard(mutex_);
      ended_ = true;
      waiting_.clear();
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void submit(Batch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return failure_ || waiting_.size() < options_.threads; });
    throw_failure();
    waiting_.push_back(std::move(batch));
    changed_.notify_all();
  }

  void finish() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return failure_ || (waiting_.empty() && busy_ == 0); });
    throw_failure();
  }

private:
  void throw_failure() const {
    if (failure_) std::rethrow_exception(failure_);
  }

  void work() {
    try {
      DocumentBuilder builder(options_.default_language, options_.dictionary);
      while (std::optional<Batch> batch = next()) {
        for (std::size_t next = 0; next < batch->articles.size();) take_(prepared(*batch, next, builder));
        builder.forget_above(options_.cache_bytes);
        done();
      }
    } catch (...) {
      const std::lock_guard guard(mutex_);
      if (!failure_) failure_ = std::current_exception();
      ended_ = true;
      changed_.notify_all();
    }
  }

  std::optional<Batch> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (ended_) return std::nullopt;
    std::optional<Batch> batch = std::move(waiting_.front());
    waiting_.pop_front();
    ++busy_;
    changed_.notify_all();
    return batch;
  }

  void done() {
    const std::lock_guard guard(mutex_);
    --busy_;
    changed_.notify_all();
  }

  AnalysisPoolOptions options_;
  Take take_;
  std::mutex mutex_;  ///< guards what follows, up to the threads
  std::condition_variable changed_;
  std::deque<Batch> waiting_;
  std::size_t busy_ = 0;
  bool ended_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

AnalysisPool::AnalysisPool(AnalysisPoolOptions options, Take take)
    : work_(std::make_unique<Work>(std::move(options), std::move(take))) {}
AnalysisPool::~AnalysisPool() = default;

void AnalysisPool::submit(Batch batch) {
  work_->submit(std::move(batch));
}
void AnalysisPool::finish() {
  work_->finish();
}

}  // namespace kwic
