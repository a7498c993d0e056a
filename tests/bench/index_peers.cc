// What kwic's indexer is measured beside: the same articles into other indexes.
//   index_peers files SOURCE FOLDER          one text file an article, for omindex and recollindex; prints
//   the bytes of text index_peers fts5 SOURCE FILE             SQLite FTS5 (porter unicode61), text stored
//   index_peers termgenerator SOURCE FOLDER  stock Xapian::TermGenerator, flushing as it does by default
#include <kwic/article_source.h>

#include <sqlite3.h>
#include <xapian.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

namespace fs = std::filesystem;

template <typename Visit>
void for_each_article(const std::string& source, const Visit& visit) {
  kwic::ArticleSource articles({source});
  while (std::optional<kwic::SourceItem> item = articles.next()) {
    if (auto* const article = std::get_if<kwic::Article>(&*item)) visit(*article);
  }
}

void write_files(const std::string& source, const std::string& folder) {
  constexpr std::size_t files_in_folder = 1000;
  std::size_t count = 0;
  std::size_t bytes = 0;
  for_each_article(source, [&](const kwic::Article& article) {
    const fs::path place = fs::path(folder) / std::to_string(count / files_in_folder);
    if (count % files_in_folder == 0) fs::create_directories(place);
    std::ofstream(place / (std::to_string(count++) + ".txt")) << article.title << "\n\n" << article.text;
    bytes += article.title.size() + article.text.size();
  });
  std::cout << bytes << '\n';
}

class Sqlite {
public:
  explicit Sqlite(const std::string& file) {
    if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(database_));
  }
  ~Sqlite() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  void run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
  }
  void insert(const kwic::Article& article) {
    if (insert_ == nullptr && sqlite3_prepare_v2(database_, "INSERT INTO articles VALUES (?, ?, ?, ?, ?)", -1,
                                                 &insert_, nullptr) != SQLITE_OK) {
      fail();
    }
    int column = 0;
    for (const std::string* const field :
         {&article.id, &article.title, &article.author, &article.date, &article.text}) {
      sqlite3_bind_text(insert_, ++column, field->data(), static_cast<int>(field->size()), SQLITE_STATIC);
    }
    if (sqlite3_step(insert_) != SQLITE_DONE) fail();
    sqlite3_reset(insert_);
  }

private:
  [[noreturn]] void fail() { throw std::runtime_error(sqlite3_errmsg(database_)); }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

void write_fts5(const std::string& source, const std::string& file) {
  Sqlite database(file);
  database.run(
      "CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, title, author, date UNINDEXED, text, "
      "tokenize = 'porter unicode61')");
  database.run("BEGIN");
  for_each_article(source, [&](const kwic::Article& article) { database.insert(article); });
  database.run("COMMIT");
}

void write_with_term_generator(const std::string& source, const std::string& folder) {
  Xapian::WritableDatabase database(folder, Xapian::DB_CREATE_OR_OVERWRITE);
  Xapian::TermGenerator generator;
  generator.set_stemmer(Xapian::Stem("english"));
  for_each_article(source, [&](const kwic::Article& article) {
    Xapian::Document document;
    generator.set_document(document);
    generator.index_text(article.title);
    generator.increase_termpos();
    generator.index_text(article.text);
    document.add_boolean_term("Q" + article.id);
    document.set_data(article.title + '\n' + article.text);
    database.add_document(document);
  });
  database.commit();
}

}  // namespace

int main(int count, char** arguments) {
  using Make = void (*)(const std::string&, const std::string&);
  const std::map<std::string, Make> makers = {
      {"files", write_files}, {"fts5", write_fts5}, {"termgenerator", write_with_term_generator}};
  const auto maker = count == 4 ? makers.find(arguments[1]) : makers.end();
  if (maker == makers.end()) {
    std::cerr << "usage: index_peers files|fts5|termgenerator SOURCE TARGET\n";
    return 2;
  }
  try {
    maker->second(arguments[2], arguments[3]);
    return 0;
  } catch (const Xapian::Error& error) {
    std::cerr << error.get_description() << '\n';
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
