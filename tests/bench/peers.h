#pragma once
/// The libraries that kwic is measured beside, with the same articles in the settings that suit them: stems,
/// the text stored, snippets.

#include <sqlite3.h>
#include <xapian.h>

#include <filesystem>
#include <string>

namespace kwic::bench {

inline constexpr std::size_t hits = 10;  ///< that a search asks for

/// TermGenerator, QueryParser and MSet::snippet, as the documentation of Xapian shows them.
class StockXapian {
public:
  /// `counts`: the total is to be exact, as kwic's is; otherwise it is an estimate.
  explicit StockXapian(const std::filesystem::path& index, bool counts = false);

  static void build(const std::string& source, const std::filesystem::path& index);
  /// Replaces the changed articles by those of `source`, which has only them.
  static void update(const std::string& source, const std::filesystem::path& index);

  std::size_t search(const std::string& query, bool snippets);

private:
  Xapian::Database database_;
  Xapian::QueryParser parser_;
  bool counts_;
};

class CountingXapian : public StockXapian {
public:
  explicit CountingXapian(const std::filesystem::path& index) : StockXapian(index, true) {}
};

/// FTS5, porter unicode61, with bm25 and snippet().
class Fts5 {
public:
  explicit Fts5(const std::filesystem::path& file);
  ~Fts5();
  Fts5(const Fts5&) = delete;
  Fts5& operator=(const Fts5&) = delete;

  void build(const std::string& source);
  void update(const std::string& source);
  void optimize();

  std::size_t search(const std::string& query, bool snippets);

private:
  void check(int result) const;
  void run(const char* statement) const;
  void prepare(const char* text, sqlite3_stmt** statement) const;
  /// Writes row after row from the first on, `step` apart.
  void write(const std::string& source, std::size_t step);

  sqlite3* database_ = nullptr;
  sqlite3_stmt* plain_ = nullptr;
  sqlite3_stmt* marked_ = nullptr;
};

}  // namespace kwic::bench
