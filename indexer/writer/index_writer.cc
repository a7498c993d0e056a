#include "index/index_directory.h"
#include "index/schema.h"
#include "index/stored_article.h"
#include "index/xapian_errors.h"
#include "writer/document_builder.h"
#include "writer/generation.h"

#include <kwic/error.h>
#include <kwic/index_writer.h>

#include <unordered_map>
#include <utility>

namespace kwic {
namespace {

namespace fs = std::filesystem;

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

}  // namespace

class IndexWriter::Work {
public:
  Work(const fs::path& index, const IndexWriterOptions& options)
      : directory_(prepared(index)), lock_(directory_.path()), builder_(options.default_language) {
    with_translated_errors(name(), [&] {
      directory_.adopt_finished();
      generation_ = directory_.current() ? make_transaction(directory_) : make_bulk_build(directory_);
    });
  }

  std::optional<Notice> add(Article article) {
    return with_translated_errors(name(), [&]() -> std::optional<Notice> {
      const std::string id_term = schema::make_term(schema::prefix::id, article.id);
      if (const auto seen = seen_.find(article.id); seen != seen_.end())
        return duplicate(article, seen->second);
      if (const std::optional<std::string> existing = generation_->existing(id_term)) {
        const Article there = restore_article(*existing);
        if (there.path != article.path) return duplicate(article, source_of(there));
        ++summary_.replaced;
      } else {
        ++summary_.added;
      }
      seen_.emplace(article.id, source_of(article));
      const std::size_t bytes = article.title.size() + article.text.size();
      generation_->put(id_term, builder_.build(std::move(article)), bytes);
      return std::nullopt;
    });
  }

  IndexSummary commit() {
    return with_translated_errors(name(), [&] {
      summary_.articles =
          generation_->publish(IndexSettings::of_this_build(builder_.languages()), builder_.new_forms());
      return summary_;
    });
  }

private:
  [[nodiscard]] std::string name() const { return directory_.path().string(); }

  static Notice duplicate(const Article& article, const std::string& elsewhere) {
    return {source_of(article),
            "id \"" + visible(article.id) + "\" is taken by an article from " + visible(elsewhere)};
  }

  IndexDirectory directory_;
  WriterLock lock_;
  DocumentBuilder builder_;
  std::unique_ptr<Generation> generation_;
  std::unordered_map<std::string, std::string> seen_;
  IndexSummary summary_;
};

IndexWriter::IndexWriter(const fs::path& index, const IndexWriterOptions& options)
    : work_(std::make_unique<Work>(index, options)) {}
IndexWriter::~IndexWriter() = default;

std::optional<Notice> IndexWriter::add(Article article) {
  return work_->add(std::move(article));
}
IndexSummary IndexWriter::commit() {
  return work_->commit();
}

}  // namespace kwic
