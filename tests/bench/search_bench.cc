// What a search costs in one process: kwic, stock Xapian and SQLite FTS5 on the same articles and queries.
//   search_bench SOURCE WORK [ROW]   asks those of WORK/kwic, WORK/xapian and WORK/fts5.db that are there for
//                                    words of SOURCE. Of the kinds of queries only those that begin with ROW.
// Each kind of query goes to a process that has just opened the index; what is measured is the second round,
// and of kwic, which remembers more of the first than the others do, the first one as well. Prints a line a
// kind and engine, with tabs: both names, and mean, median and 99th percentile in milliseconds.
#include "bench/peers.h"
#include "bench/queries.h"

#include <kwic/searcher.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace kwic::bench;

/// A query in the language of an engine.
using Form = std::function<std::string(const Words&)>;

/// One kind of query; a form is empty where an engine has none.
struct Row {
  std::string name;
  bool snippets = false;
  Form kwic;
  Form xapian;
  Form fts5;
};

Form joined_by(const char* between) {
  return [=](const Words& words) { return joined(words, between); };
}

std::vector<Row> all_rows() {
  const auto quoted = [](const Words& words) { return '"' + joined(words, " ") + '"'; };
  const auto exact = [](const Words& words) { return '=' + words.front(); };
  const auto beginning = [](const Words& words) { return words.front().substr(0, 4) + '*'; };
  const auto near = [](const Words& words) { return "NEAR(" + joined(words, " ") + ", 5)"; };
  return {{"words", false, joined_by(" "), joined_by(" "), joined_by(" OR ")},
          {"words, with snippets", true, joined_by(" "), joined_by(" "), joined_by(" OR ")},
          {"phrases of two", false, quoted, quoted, quoted},
          {"phrases, with snippets", true, quoted, quoted, quoted},
          {"NEAR/5", false, joined_by(" NEAR/5 "), joined_by(" NEAR/5 "), near},
          {"exact words", false, exact, nullptr, nullptr},
          {"wildcards", false, beginning, beginning, beginning}};
}

class Kwic {
public:
  explicit Kwic(const fs::path& index) : searcher_(index) {}

  std::size_t search(const std::string& query, bool snippets) {
    kwic::SearchOptions options;
    options.limit = hits;
    options.highlights = snippets;
    return searcher_.search(query, options).total.value;
  }

private:
  kwic::Searcher searcher_;
};

/// Asks them all, and prints what that took.
template <typename Engine>
void ask(Engine& engine, const std::vector<std::string>& queries, const Row& row, const std::string& name,
         bool prints) {
  std::vector<double> times;
  for (const std::string& query : queries) {
    const auto started = std::chrono::steady_clock::now();
    (void)engine.search(query, row.snippets);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
    times.push_back(took.count());
  }
  if (!prints) return;
  double sum = 0;
  for (const double time : times) sum += time;
  std::ranges::sort(times);
  std::printf("%s\t%s\t%.3f\t%.3f\t%.3f\n", row.name.c_str(), name.c_str(),
              sum / static_cast<double>(times.size()), times[times.size() / 2],
              times[times.size() * 99 / 100]);
  (void)std::fflush(stdout);
}

template <typename Engine>
void measure(const char* name, const fs::path& index, Form Row::*form_of, const Queries& queries,
             const std::string& wanted) {
  if (!fs::exists(index)) return;
  for (const Row& row : all_rows()) {
    const Form& form = row.*form_of;
    if (!form || !row.name.starts_with(wanted)) continue;
    std::vector<std::string> asked;
    for (const Words& words : row.name.starts_with("words") ? queries.words : queries.pairs)
      asked.push_back(form(words));
    Engine engine(index);
    ask(engine, asked, row, name + std::string(", first time"), std::is_same_v<Engine, Kwic>);
    ask(engine, asked, row, name, true);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3 && argc != 4) throw std::runtime_error("usage: search_bench SOURCE WORK [ROW]");
  const fs::path work = argv[2];
  const std::string wanted = argc == 4 ? argv[3] : "";
  const Queries queries = draw_queries(argv[1]);
  measure<Kwic>("kwic", work / "kwic", &Row::kwic, queries, wanted);
  measure<StockXapian>("stock Xapian", work / "xapian", &Row::xapian, queries, wanted);
  measure<CountingXapian>("stock Xapian, counting", work / "xapian", &Row::xapian, queries, wanted);
  measure<Fts5>("SQLite FTS5", work / "fts5.db", &Row::fts5, queries, wanted);
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
} catch (const Xapian::Error& error) {
  std::cerr << error.get_description() << '\n';
  return 1;
}
