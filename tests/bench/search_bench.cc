// What a search costs: kwic beside stock Xapian (TermGenerator, QueryParser, MSet::snippet) and SQLite FTS5
// (bm25, snippet) on the same articles and queries, in one process.
//   search_bench SOURCE WORK [ROW]   reads the articles of SOURCE; indexes are made in WORK, or found there.
//                                    Of the kinds of queries only those that begin with ROW
#include <kwic/article_source.h>
#include <kwic/index_writer.h>
#include <kwic/searcher.h>

#include <sqlite3.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr std::size_t query_count = 500;
constexpr std::size_t warm_up = 50;  ///< queries asked before those that are measured
constexpr std::size_t hits = 10;

template <typename Visit>
void for_each_article(const std::string& source, const Visit& visit) {
  kwic::ArticleSource articles({source});
  while (std::optional<kwic::SourceItem> item = articles.next()) {
    if (auto* const article = std::get_if<kwic::Article>(&*item)) visit(*article);
  }
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The words that stand by themselves between white space, in lower case: every engine has them as they are.
/// What is not one (numbers, compounds, words with punctuation) leaves an empty place.
Words words_of(const std::string& text) {
  Words words;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) {
    const bool plain = std::ranges::all_of(word, is_letter);
    std::ranges::transform(word, word.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    words.push_back(plain ? word : "");
  }
  return words;
}

struct Queries {
  std::vector<Words> words;  ///< one to four of an article, anywhere in it
  std::vector<Words> pairs;  ///< two that follow each other in an article
};

/// The same for the same articles.
Queries draw_queries(const std::string& source) {
  std::vector<std::string> texts;
  for_each_article(source, [&](const kwic::Article& article) {
    if (texts.size() < 20'000) texts.push_back(article.text);
  });
  std::mt19937 random(1);
  const auto below = [&](std::size_t limit) { return random() % std::max<std::size_t>(limit, 1); };
  Queries queries;
  while (queries.words.size() < query_count) {
    const Words all = words_of(texts[below(texts.size())]);
    if (all.size() < 20) continue;
    Words query;
    const std::size_t length = 1 + below(4);
    while (query.size() < length) {
      const std::string& word = all[below(all.size())];
      query.push_back(word.size() < 3 ? "market" : word);
    }
    const std::size_t at = below(all.size() - 1);
    if (all[at].empty() || all[at + 1].empty()) continue;
    queries.words.push_back(query);
    queries.pairs.push_back({all[at], all[at + 1]});
  }
  return queries;
}

/// One kind of query in the language of each engine; empty where an engine has none.
struct Row {
  std::string name;
  bool snippets = false;
  std::function<std::string(const Words&)> kwic;
  std::function<std::string(const Words&)> xapian;
  std::function<std::string(const Words&)> fts5;
};

std::string joined(const Words& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string quoted(const Words& words) {
  return '"' + joined(words, " ") + '"';
}

class Kwic {
public:
  Kwic(const std::string& source, const fs::path& index) {
    if (!fs::exists(index)) build(source, index);
    searcher_ = std::make_unique<kwic::Searcher>(index);
  }

  std::size_t search(const std::string& query, bool snippets) {
    kwic::SearchOptions options;
    options.limit = hits;
    options.highlights = snippets;
    return searcher_->search(query, options).total.value;
  }

private:
  static void build(const std::string& source, const fs::path& index) {
    kwic::IndexWriter writer(index);
    for_each_article(source, [&](const kwic::Article& article) { (void)writer.add(article); });
    (void)writer.commit();
  }

  std::unique_ptr<kwic::Searcher> searcher_;
};

class StockXapian {
public:
  StockXapian(const std::string& source, const fs::path& index) {
    if (!fs::exists(index)) build(source, index);
    database_ = Xapian::Database(index.string());
    parser_.set_stemmer(stemmer_);
    parser_.set_database(database_);
    parser_.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
  }

  std::size_t search(const std::string& query, bool snippets) {
    Xapian::Enquire enquire(database_);
    enquire.set_query(
        parser_.parse_query(query, Xapian::QueryParser::FLAG_DEFAULT | Xapian::QueryParser::FLAG_WILDCARD));
    const Xapian::MSet found =
        enquire.get_mset(0, hits, snippets || query.front() != '"' ? 0 : database_.get_doccount());
    std::size_t bytes = 0;
    for (auto hit = found.begin(); hit != found.end(); ++hit) {
      const std::string text = hit.get_document().get_data();
      bytes += snippets ? found.snippet(text, 500, stemmer_).size() : 1;
    }
    return bytes;
  }

private:
  void build(const std::string& source, const fs::path& index) const {
    Xapian::WritableDatabase database(index.string(), Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
    Xapian::TermGenerator generator;
    generator.set_stemmer(stemmer_);
    for_each_article(source, [&](const kwic::Article& article) {
      Xapian::Document document;
      generator.set_document(document);
      generator.index_text(article.title);
      generator.increase_termpos();
      generator.index_text(article.text);
      document.set_data(article.text);
      database.add_document(document);
    });
    database.commit();
  }

  Xapian::Stem stemmer_{"english"};
  Xapian::Database database_;
  Xapian::QueryParser parser_;
};

class Fts5 {
public:
  Fts5(const std::string& source, const fs::path& file) {
    const bool exists = fs::exists(file);
    check(sqlite3_open(file.c_str(), &database_));
    if (!exists) build(source);
    prepare("SELECT rowid FROM a WHERE a MATCH ? ORDER BY rank LIMIT 10", &plain_);
    prepare(
        "SELECT rowid, title, snippet(a, 1, '[', ']', '...', 30) FROM a WHERE a MATCH ? ORDER BY rank LIMIT "
        "10",
        &marked_);
  }
  ~Fts5() {
    sqlite3_finalize(plain_);
    sqlite3_finalize(marked_);
    sqlite3_close(database_);
  }
  Fts5(const Fts5&) = delete;
  Fts5& operator=(const Fts5&) = delete;

  std::size_t search(const std::string& query, bool snippets) {
    sqlite3_stmt* const statement = snippets ? marked_ : plain_;
    sqlite3_reset(statement);
    check(sqlite3_bind_text(statement, 1, query.data(), static_cast<int>(query.size()), SQLITE_TRANSIENT));
    std::size_t count = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) ++count;
    return count;
  }

private:
  void check(int result) const {
    if (result != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
  }
  void run(const char* statement) const {
    check(sqlite3_exec(database_, statement, nullptr, nullptr, nullptr));
  }
  void prepare(const char* text, sqlite3_stmt** statement) const {
    check(sqlite3_prepare_v2(database_, text, -1, statement, nullptr));
  }

  void build(const std::string& source) const {
    run("CREATE VIRTUAL TABLE a USING fts5(title, text, tokenize = 'porter unicode61'); BEGIN");
    sqlite3_stmt* insert = nullptr;
    prepare("INSERT INTO a VALUES (?, ?)", &insert);
    for_each_article(source, [&](const kwic::Article& article) {
      sqlite3_reset(insert);
      sqlite3_bind_text(insert, 1, article.title.data(), static_cast<int>(article.title.size()),
                        SQLITE_TRANSIENT);
      sqlite3_bind_text(insert, 2, article.text.data(), static_cast<int>(article.text.size()),
                        SQLITE_TRANSIENT);
      if (sqlite3_step(insert) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database_));
    });
    sqlite3_finalize(insert);
    run("INSERT INTO a(a) VALUES ('optimize'); COMMIT");
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* plain_ = nullptr;
  sqlite3_stmt* marked_ = nullptr;
};

template <typename Engine>
std::string measured(Engine& engine, const std::function<std::string(const Words&)>& form,
                     const std::vector<Words>& queries, bool snippets) {
  if (!form) return "                        -";
  for (std::size_t i = 0; i < warm_up; ++i) (void)engine.search(form(queries[i]), snippets);
  std::vector<double> times;
  for (const Words& words : queries) {
    const std::string query = form(words);
    const auto started = std::chrono::steady_clock::now();
    (void)engine.search(query, snippets);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
    times.push_back(took.count());
  }
  double sum = 0;
  for (const double time : times) sum += time;
  std::ranges::sort(times);
  char text[64];
  (void)std::snprintf(text, sizeof text, "%8.3f %8.3f %8.3f", sum / static_cast<double>(times.size()),
                      times[times.size() / 2], times[times.size() * 99 / 100]);
  return text;
}

void compare(const std::string& source, const fs::path& work, const std::string& wanted) {
  const auto joined_by = [](const char* between) {
    return [=](const Words& words) { return joined(words, between); };
  };
  const auto first = [](const char* before, const char* after) {
    return [=](const Words& words) { return before + words.front() + after; };
  };
  const auto beginning = [](const Words& words) { return words.front().substr(0, 4) + '*'; };
  const std::vector<Row> rows = {
      {"words", false, joined_by(" "), joined_by(" "), joined_by(" OR ")},
      {"words, with snippets", true, joined_by(" "), joined_by(" "), joined_by(" OR ")},
      {"phrases of two", false, quoted, quoted, quoted},
      {"phrases, with snippets", true, quoted, quoted, quoted},
      {"NEAR/5", false, joined_by(" NEAR/5 "), joined_by(" NEAR/5 "),
       [](const Words& words) { return "NEAR(" + joined(words, " ") + ", 5)"; }},
      {"exact words", false, first("=", ""), nullptr, nullptr},
      {"wildcards", false, beginning, beginning, beginning}};
  const Queries queries = draw_queries(source);
  Kwic kwic(source, work / "kwic");
  StockXapian xapian(source, work / "xapian");
  Fts5 fts5(source, work / "fts5.db");
  std::printf("%zu queries a row; milliseconds: mean, median, 99th percentile\n%-24s %26s %26s %26s\n",
              query_count, "", "kwic", "stock Xapian", "FTS5");
  for (const Row& row : rows) {
    if (!row.name.starts_with(wanted)) continue;
    const std::vector<Words>& asked = row.name.starts_with("words") ? queries.words : queries.pairs;
    std::printf("%-24s %s %s %s\n", row.name.c_str(), measured(kwic, row.kwic, asked, row.snippets).c_str(),
                measured(xapian, row.xapian, asked, row.snippets).c_str(),
                measured(fts5, row.fts5, asked, row.snippets).c_str());
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3 && argc != 4) throw std::runtime_error("usage: search_bench SOURCE WORK [ROW]");
  fs::create_directories(argv[2]);
  compare(argv[1], argv[2], argc == 4 ? argv[3] : "");
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
} catch (const Xapian::Error& error) {
  std::cerr << error.get_description() << '\n';
  return 1;
}
