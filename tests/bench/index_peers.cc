// What kwic is measured beside needs: the same articles in other indexes, and what to ask them.
//   index_peers files SOURCE FOLDER                one text file an article: the title, an empty line, the
//                                                  text; prints the bytes of all
//   index_peers queries SOURCE FOLDER              words.txt and pairs.txt, a query a line
//   index_peers fts5|fts5-optimized SOURCE FILE    SQLite FTS5; optimized: in one segment, as queries like it
//   index_peers fts5-update SOURCE FILE            SOURCE has every hundredth article, as the update does
//   index_peers xapian|xapian-update SOURCE FOLDER stock Xapian
#include "bench/bench_articles.h"
#include "bench/peers.h"
#include "bench/queries.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

namespace {

namespace fs = std::filesystem;
using namespace kwic::bench;

void write_files(const std::string& source, const std::string& folder) {
  constexpr std::size_t files_in_folder = 1000;
  std::size_t count = 0;
  std::size_t bytes = 0;
  for_each_article(source, [&](const kwic::Article& article) {
    const std::size_t number = count++;
    const fs::path place = fs::path(folder) / std::to_string(number / files_in_folder);
    if (number % files_in_folder == 0) fs::create_directories(place);
    if (article.title.empty() && article.text.empty()) return;
    std::ofstream(place / (std::to_string(number) + ".txt")) << article.title << "\n\n" << article.text;
    bytes += article.title.size() + article.text.size();
  });
  std::cout << bytes << '\n';
}

void write_queries(const std::string& source, const std::string& folder) {
  const Queries queries = draw_queries(source);
  std::ofstream words(fs::path(folder) / "words.txt");
  for (const Words& query : queries.words) words << joined(query, " ") << '\n';
  std::ofstream pairs(fs::path(folder) / "pairs.txt");
  for (const Words& query : queries.pairs) pairs << joined(query, " ") << '\n';
}

void write_optimized(const std::string& source, const std::string& file) {
  Fts5 database(file);
  database.build(source);
  database.optimize();
}

}  // namespace

int main(int count, char** arguments) {
  using Make = void (*)(const std::string&, const std::string&);
  const std::map<std::string, Make> makers = {
      {"files", write_files},
      {"queries", write_queries},
      {"fts5", [](const std::string& source, const std::string& file) { Fts5(file).build(source); }},
      {"fts5-optimized", write_optimized},
      {"fts5-update", [](const std::string& source, const std::string& file) { Fts5(file).update(source); }},
      {"xapian",
       [](const std::string& source, const std::string& folder) { StockXapian::build(source, folder); }},
      {"xapian-update",
       [](const std::string& source, const std::string& folder) { StockXapian::update(source, folder); }}};
  const auto maker = count == 4 ? makers.find(arguments[1]) : makers.end();
  if (maker == makers.end()) {
    std::cerr << "usage: index_peers WHAT SOURCE TARGET, where WHAT is one of";
    for (const auto& [name, make] : makers) std::cerr << ' ' << name;
    std::cerr << '\n';
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
