#include "bench/peers.h"

#include "bench/bench_articles.h"

#include <stdexcept>

namespace kwic::bench {
namespace {

const Xapian::Stem& stemmer() {
  static const Xapian::Stem english("english");
  return english;
}

/// Writes document after document from the first on, `step` apart.
void write(const std::string& source, Xapian::WritableDatabase database, std::size_t step) {
  Xapian::TermGenerator generator;
  generator.set_stemmer(stemmer());
  Xapian::docid number = 1;
  for_each_article(source, [&](const Article& article) {
    Xapian::Document document;
    generator.set_document(document);
    generator.index_text(article.title);
    generator.increase_termpos();
    generator.index_text(article.text);
    document.set_data(article.text);
    database.replace_document(number, document);
    number += static_cast<Xapian::docid>(step);
  });
  database.commit();
}

void bind(sqlite3_stmt* statement, int column, const std::string& text) {
  sqlite3_bind_text(statement, column, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

}  // namespace

StockXapian::StockXapian(const std::filesystem::path& index, bool counts)
    : database_(index.string()), counts_(counts) {
  parser_.set_stemmer(stemmer());
  parser_.set_database(database_);
  parser_.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
}

void StockXapian::build(const std::string& source, const std::filesystem::path& index) {
  write(source, Xapian::WritableDatabase(index.string(), Xapian::DB_CREATE | Xapian::DB_NO_SYNC), 1);
}

void StockXapian::update(const std::string& source, const std::filesystem::path& index) {
  write(source, Xapian::WritableDatabase(index.string(), Xapian::DB_OPEN), changed_every);
}

std::size_t StockXapian::search(const std::string& query, bool snippets) {
  Xapian::Enquire enquire(database_);
  enquire.set_query(
      parser_.parse_query(query, Xapian::QueryParser::FLAG_DEFAULT | Xapian::QueryParser::FLAG_WILDCARD));
  const Xapian::MSet found = enquire.get_mset(0, hits, counts_ ? database_.get_doccount() : 0);
  std::size_t bytes = 0;
  for (auto hit = found.begin(); hit != found.end(); ++hit) {
    const std::string text = hit.get_document().get_data();
    bytes += snippets ? found.snippet(text, 500, stemmer()).size() : 1;
  }
  return bytes;
}

Fts5::Fts5(const std::filesystem::path& file) {
  check(sqlite3_open(file.c_str(), &database_));
}

Fts5::~Fts5() {
  sqlite3_finalize(plain_);
  sqlite3_finalize(marked_);
  sqlite3_close(database_);
}

void Fts5::build(const std::string& source) {
  run("CREATE VIRTUAL TABLE a USING fts5(title, text, tokenize = 'porter unicode61')");
  write(source, 1);
}

void Fts5::update(const std::string& source) {
  write(source, changed_every);
}

void Fts5::optimize() {
  run("INSERT INTO a(a) VALUES ('optimize')");
}

std::size_t Fts5::search(const std::string& query, bool snippets) {
  if (plain_ == nullptr) {
    prepare("SELECT rowid, title FROM a WHERE a MATCH ? ORDER BY rank LIMIT 10", &plain_);
    prepare(
        "SELECT rowid, title, snippet(a, 1, '[', ']', '...', 30) FROM a WHERE a MATCH ? ORDER BY rank LIMIT "
        "10",
        &marked_);
  }
  sqlite3_stmt* const statement = snippets ? marked_ : plain_;
  sqlite3_reset(statement);
  bind(statement, 1, query);
  std::size_t count = 0;
  while (sqlite3_step(statement) == SQLITE_ROW) ++count;
  return count;
}

void Fts5::write(const std::string& source, std::size_t step) {
  run("BEGIN");
  sqlite3_stmt* insert = nullptr;
  prepare("REPLACE INTO a(rowid, title, text) VALUES (?, ?, ?)", &insert);
  std::size_t row = 1;
  for_each_article(source, [&](const Article& article) {
    sqlite3_reset(insert);
    sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(row));
    bind(insert, 2, article.title);
    bind(insert, 3, article.text);
    if (sqlite3_step(insert) != SQLITE_DONE) check(SQLITE_ERROR);
    row += step;
  });
  sqlite3_finalize(insert);
  run("COMMIT");
}

void Fts5::check(int result) const {
  if (result != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
}

void Fts5::run(const char* statement) const {
  check(sqlite3_exec(database_, statement, nullptr, nullptr, nullptr));
}

void Fts5::prepare(const char* text, sqlite3_stmt** statement) const {
  check(sqlite3_prepare_v2(database_, text, -1, statement, nullptr));
}

}  // namespace kwic::bench
