#include "index/open_index.h"
#include "index/schema.h"
#include "index/stored_article.h"
#include "index/xapian_errors.h"

#include <kwic/index_upkeep.h>

#include <xapian.h>

namespace kwic {

namespace fs = std::filesystem;

class StoredArticles::Work {
public:
  explicit Work(const fs::path& index)
      : name_(index.string()), opened_(with_translated_errors(name_, [&] { return open_index(index); })) {
    with_translated_errors(name_, [&] {
      unpacker_.emplace(opened_.database.get_metadata(schema::dictionary_key));
      at_ = opened_.database.postlist_begin("");
    });
  }

  std::optional<Article> next() {
    return with_translated_errors(name_, [&]() -> std::optional<Article> {
      if (at_ == opened_.database.postlist_end("")) return std::nullopt;
      Article article = unpacker_->unpack(opened_.articles.of(*at_));
      ++at_;
      return article;
    });
  }

private:
  std::string name_;
  OpenIndex opened_;
  std::optional<ArticleUnpacker> unpacker_;
  Xapian::PostingIterator at_;
};

StoredArticles::StoredArticles(const fs::path& index) : work_(std::make_unique<Work>(index)) {}
StoredArticles::~StoredArticles() = default;

std::optional<Article> StoredArticles::next() {
  return work_->next();
}

IndexStatistics index_statistics(const fs::path& index) {
  return with_translated_errors(index.string(), ErrorKind::not_readable, [&] {
    const OpenIndex opened = open_index(index);
    const Xapian::Database& database = opened.database;
    IndexStatistics statistics;
    statistics.articles = database.get_doccount();
    statistics.settings = database.get_metadata(schema::settings_key);
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) ++statistics.terms;
    const std::string language(schema::prefix::language);
    for (auto term = database.allterms_begin(language); term != database.allterms_end(language); ++term) {
      statistics.languages[(*term).substr(language.size())] = term.get_termfreq();
    }
    for (const fs::directory_entry& file : fs::directory_iterator(opened.generation)) {
      std::error_code replaced;  // by a writer, just now
      const std::uint64_t bytes = file.file_size(replaced);
      if (!replaced) statistics.file_bytes[file.path().filename().string()] = bytes;
    }
    StoredArticles articles(index);
    while (const std::optional<Article> article = articles.next()) {
      statistics.text_bytes += article->title.size() + article->text.size();
    }
    return statistics;
  });
}

}  // namespace kwic
