// Searchers wait here between two calls.
#include <kwic/searcher_pool.h>

#include <mutex>
#include <utility>
#include <vector>

namespace kwic {

class SearcherPool::Work {
public:
  explicit Work(std::filesystem::path index) : index_(std::move(index)) { idle_.emplace_back(index_); }

  template <typename Call>
  auto with_searcher(Call call) {
    Lease lease(*this);
    return call(lease.searcher);
  }

private:
  /// A searcher taken out of the pool; it goes back whatever happens.
  struct Lease {
    explicit Lease(Work& work) : pool(work), searcher(work.take()) {}
    ~Lease() { pool.put_back(std::move(searcher)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    Work& pool;
    Searcher searcher;
  };

  Searcher take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        Searcher searcher = std::move(idle_.back());
        idle_.pop_back();
        return searcher;
      }
      // So that putting a searcher back cannot fail.
      idle_.reserve(++lent_most_);
    }
    return Searcher(index_);
  }

  void put_back(Searcher searcher) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(searcher));
  }

  std::filesystem::path index_;
  std::mutex mutex_;
  std::vector<Searcher> idle_;
  std::size_t lent_most_ = 1;
};

SearcherPool::SearcherPool(const std::filesystem::path& index) : work_(std::make_unique<Work>(index)) {}
SearcherPool::~SearcherPool() = default;

SearchResult SearcherPool::search(std::string_view query, const SearchOptions& options) {
  return work_->with_searcher([&](Searcher& searcher) { return searcher.search(query, options); });
}

std::optional<MarkedArticle> SearcherPool::article(std::string_view id, std::string_view query,
                                                   const SearchOptions& options) {
  return work_->with_searcher([&](Searcher& searcher) { return searcher.article(id, query, options); });
}

std::size_t SearcherPool::article_count() {
  return work_->with_searcher([](Searcher& searcher) { return searcher.article_count(); });
}

}  // namespace kwic
