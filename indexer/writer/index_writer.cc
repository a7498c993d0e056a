#include "index/index_directory.h"
#include "index/manifest.h"
#include "index/open_index.h"
#include "index/schema.h"
#include "index/stored_article.h"
#include "index/xapian_errors.h"
#include "text/varint.h"
#include "text/visible.h"
#include "writer/analysis_pool.h"
#include "writer/current_articles.h"
#include "writer/destination.h"
#include "writer/document_builder.h"
#include "writer/ids_seen.h"

#include <kwic/error.h>
#include <kwic/index_writer.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

namespace kwic {
namespace {

namespace fs = std::filesystem;

/// What is more text than so many batches is no small change: merging it in is faster than a transaction.
constexpr std::size_t small_change_batches = 4;

/// What an article costs besides its text, so that batches of short ones do not grow long.
constexpr std::size_t article_bytes = 256;

/// A batch at work takes so many times its text: articles, the documents of one part of it, and Xapian's
/// tables.
constexpr std::size_t memory_of_text = 5;

IndexDirectory prepared(const fs::path& index) {
  if (index.empty()) throw Error(ErrorKind::invalid_argument, "no index is named: use --index DIR");
  IndexDirectory directory(index);
  with_translated_errors(index.string(), [&] { directory.prepare(); });
  return directory;
}

std::string source_of(const Article& article) {
  if (!article.source.empty()) return article.source;
  return article.path.empty() ? "standard input" : article.path;
}

/// For each thread one batch is at work and one waits; a quarter of the memory is for the words they
/// remember.
AnalysisPoolOptions pool_options(const IndexWriterOptions& options, std::string dictionary) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t affordable =
      std::max<std::size_t>(1, options.memory / 2 / (2 * memory_of_text * options.batch_bytes));
  const std::size_t threads = std::min(options.threads == 0 ? cores : options.threads, affordable);
  return {.threads = threads,
          .cache_bytes = options.memory / 4 / threads,
          .default_language = options.default_language,
          .dictionary = std::move(dictionary)};
}

/// Of everything that an article's document is made from and the recipe does not hold.
std::uint64_t fingerprint_of(const Article& article, Xapian::docid replaces) {
  std::string all = std::to_string(replaces);
  const auto add = [&](const std::string& field) {
    append_varint(all, field.size());
    all += field;
  };
  for (const auto field : {&Article::id, &Article::title, &Article::author, &Article::date,
                           &Article::language, &Article::url, &Article::path}) {
    add(article.*field);
  }
  append_varint(all, article.keywords.size());
  for (const std::string& keyword : article.keywords) add(keyword);
  return sum_of_text(all += article.text);
}

std::size_t size_of(const Article& article) {
  return article_bytes + article.title.size() + article.text.size();
}

}  // namespace

class IndexWriter::Work {
public:
  Work(const fs::path& index, const IndexWriterOptions& options)
      : options_(options),
        builder_(options.default_language),
        directory_(prepared(index)),
        lock_(directory_.path(), options.wait) {
    with_translated_errors(name(), [&] {
      directory_.adopt_finished();
      const std::string current = open_current();
      destination_ = std::make_unique<Destination>(
          directory_, IndexSettings::of_this_build().stored() + options.default_language + ' ' + current,
          small_change_batches * options.batch_bytes);
    });
  }

  std::optional<Notice> add(Article article) {
    return with_translated_errors(name(), [&]() -> std::optional<Notice> {
      const std::string source = source_of(article);
      if (const std::optional<std::string> where = seen_.find(article.id)) {
        return duplicate(source, article.id, *where);
      }
      const Xapian::docid there = articles_.find(article.id);
      if (there != 0) {
        const PartialArticle stored = articles_.article(there);
        const Article& old = stored.article();
        const bool is_free =
            old.path == article.path || articles_.is_removed(there) || released_.contains(old.path);
        if (!is_free) return duplicate(source, article.id, source_of(old));
        seen_.add(article.id, source);
        articles_.touch(there);
        if (same_content(stored, article)) {
          ++summary_.unchanged;
          return std::nullopt;
        }
      }
      seen_.add(article.id, source);
      accept(std::move(article), there);
      return std::nullopt;
    });
  }

  bool remove(std::string_view id) {
    return with_translated_errors(name(), [&] {
      const Xapian::docid document = articles_.find(id);
      return document != 0 && articles_.remove(document);
    });
  }

  void remove_unseen(std::string_view path) {
    with_translated_errors(name(), [&] { articles_.remove_untouched(path); });
  }

  [[nodiscard]] bool has_unseen(std::string_view path) const {
    return with_translated_errors(name(), [&] { return articles_.has_untouched(path); });
  }

  void release(std::string_view path) { released_.emplace(path); }

  [[nodiscard]] std::map<std::string, std::string> records(std::string_view first) const {
    return with_translated_errors(name(), [&] {
      std::map<std::string, std::string> found;
      const std::string start = std::string(schema::record_key) + std::string(first);
      for (auto key = current_.metadata_keys_begin(start); key != current_.metadata_keys_end(start); ++key) {
        found[(*key).substr(schema::record_key.size())] = current_.get_metadata(*key);
      }
      return found;
    });
  }

  void set_record(std::string_view key, std::string value) {
    changes_.records[std::string(schema::record_key) + std::string(key)] = std::move(value);
  }

  IndexSummary commit() {
    return with_translated_errors(name(), [&] {
      submit();
      if (pool_) pool_->finish();
      changes_.removed = articles_.removed();
      summary_.removed = changes_.removed.size();
      summary_.articles = is_needed() ? publish() : current_.get_doccount();
      return summary_;
    });
  }

private:
  [[nodiscard]] std::string name() const { return directory_.path().string(); }

  /// Opens the current generation, if there is one, and returns what tells it from others.
  std::string open_current() {
    if (!directory_.current()) return {};
    const OpenIndex opened = open_index(directory_.path());
    current_ = opened.database;
    const std::optional<Manifest> manifest = Manifest::load(opened.generation);
    summed_ = manifest && manifest->summed && manifest->revision == current_.get_revision();
    (void)IndexSettings::restore(current_.get_metadata(schema::settings_key), visible(name()));
    articles_ = CurrentArticles(opened);
    return opened.generation.filename().string() + ' ' + std::to_string(current_.get_revision());
  }

  static Notice duplicate(const std::string& source, const std::string& id, const std::string& elsewhere) {
    return {source, "id \"" + visible(id) + "\" is taken by an article from " + visible(elsewhere)};
  }

  [[nodiscard]] bool same_content(const PartialArticle& stored, const Article& article) const {
    const Article& old = stored.article();
    return old.text == article.text && old.title == article.title && old.author == article.author &&
           old.date == article.date && old.url == article.url && old.path == article.path &&
           old.keywords == article.keywords &&
           builder_.has_language_of(article, old, stored.language_origin());
  }

  void accept(Article article, Xapian::docid replaces) {
    ++(replaces == 0 ? summary_.added : summary_.replaced);
    if (replaces != 0) changes_.replaced.push_back(replaces);
    const std::uint64_t fingerprint = fingerprint_of(article, replaces);
    if (!pool_ && batch_.articles.empty() && destination_->has_next(fingerprint)) return;
    const std::size_t bytes = size_of(article);
    batch_.text_bytes += bytes;
    batch_.articles.push_back({std::move(article), bytes, replaces, fingerprint});
    if (batch_.text_bytes >= options_.batch_bytes) submit();
  }

  void start_pool() {
    batch_.number = destination_->first_batch();
    pool_ = std::make_unique<AnalysisPool>(pool_options(options_, dictionary()), [this](PreparedBatch batch) {
      {
        const std::lock_guard guard(languages_mutex_);
        changes_.languages.insert(batch.languages.begin(), batch.languages.end());
      }
      destination_->take(std::move(batch));
    });
  }

  /// An index keeps the dictionary that it was made with, which is made of the articles of its first batch.
  [[nodiscard]] std::string dictionary() {
    if (directory_.current()) return current_.get_metadata(schema::dictionary_key);
    if (const std::optional<std::string> kept = destination_->dictionary()) return *kept;
    std::vector<const Article*> articles;
    for (const AcceptedArticle& accepted : batch_.articles) articles.push_back(&accepted.article);
    std::string trained = train_dictionary(articles);
    destination_->keep_dictionary(trained);
    return trained;
  }

  void submit() {
    if (batch_.articles.empty()) return;
    if (!pool_) start_pool();
    const std::size_t next = batch_.number + 1;
    pool_->submit(std::exchange(batch_, Batch{.number = next, .text_bytes = 0, .articles = {}}));
  }

  /// Whether there is anything to write; an index that does not exist yet is made.
  [[nodiscard]] bool is_needed() const {
    return !directory_.current() || summary_.added + summary_.replaced + summary_.removed > 0 ||
           !changes_.records.empty() || !summed_;
  }

  std::size_t publish() {
    (void)destination_->first_batch();  // What an ended build had more than this one goes.
    const std::set<std::string> before = destination_->languages();
    changes_.languages.insert(before.begin(), before.end());
    changes_.dictionary = destination_->dictionary().value_or("");
    return destination_->publish(changes_);
  }

  IndexWriterOptions options_;
  DocumentBuilder builder_;  ///< for the language of articles; the threads have their own
  IndexDirectory directory_;
  WriterLock lock_;
  Xapian::Database current_;
  bool summed_ = true;  ///< its manifest is up to date
  CurrentArticles articles_;
  IdsSeen seen_;
  std::set<std::string, std::less<>> released_;  ///< paths
  IndexSummary summary_;
  Changes changes_;
  std::mutex languages_mutex_;  ///< guards changes_.languages while the pool works
  std::unique_ptr<Destination> destination_;
  Batch batch_;
  std::unique_ptr<AnalysisPool> pool_;  ///< last, so that its threads end first
};

IndexWriter::IndexWriter(const fs::path& index, const IndexWriterOptions& options)
    : work_(std::make_unique<Work>(index, options)) {}
IndexWriter::~IndexWriter() = default;

std::optional<Notice> IndexWriter::add(Article article) {
  return work_->add(std::move(article));
}
bool IndexWriter::remove(std::string_view id) {
  return work_->remove(id);
}
void IndexWriter::remove_unseen(std::string_view path) {
  work_->remove_unseen(path);
}
bool IndexWriter::has_unseen(std::string_view path) const {
  return work_->has_unseen(path);
}
void IndexWriter::release(std::string_view path) {
  work_->release(path);
}
std::map<std::string, std::string> IndexWriter::records(std::string_view first) const {
  return work_->records(first);
}
void IndexWriter::set_record(std::string_view key, std::string value) {
  work_->set_record(key, std::move(value));
}
IndexSummary IndexWriter::commit() {
  return work_->commit();
}

}  // namespace kwic
