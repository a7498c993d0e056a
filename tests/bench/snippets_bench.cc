// What the snippets of ten hits cost, beside Xapian's own: snippets_bench INDEX QUERY
#include "index/open_index.h"
#include "index/schema.h"
#include "index/stored_article.h"

#include <kwic/searcher.h>

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using namespace kwic;

constexpr int repetitions = 31;

/// The median of the times of some runs, in milliseconds.
template <typename Work>
double milliseconds(Work work) {
  std::vector<double> times;
  for (int i = 0; i < repetitions; ++i) {
    const auto started = std::chrono::steady_clock::now();
    work();
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count());
  }
  std::ranges::nth_element(times, times.begin() + repetitions / 2);
  return times[repetitions / 2];
}

/// The ten hits' texts, and the query as Xapian's parser understands it.
class XapianSnippets {
public:
  XapianSnippets(const std::string& index, const std::string& query)
      : opened_(open_index(index)), enquire_(opened_.database) {
    Xapian::QueryParser parser;
    parser.set_stemmer(stemmer_);
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_ALL);
    parser.set_database(opened_.database);
    enquire_.set_query(
        parser.parse_query(query, Xapian::QueryParser::FLAG_DEFAULT, std::string(schema::prefix::stem)));
    hits_ = enquire_.get_mset(0, 10);
  }

  [[nodiscard]] std::size_t count() const { return hits_.size(); }

  std::size_t make() const {
    std::size_t bytes = 0;
    for (Xapian::MSetIterator hit = hits_.begin(); hit != hits_.end(); ++hit) {
      const Article article = unpacker_.unpack(opened_.articles.of(*hit));
      bytes += hits_.snippet(article.text, 180, stemmer_).size();
    }
    return bytes;
  }

private:
  OpenIndex opened_;
  ArticleUnpacker unpacker_{opened_.database.get_metadata(schema::dictionary_key)};
  Xapian::Enquire enquire_;
  Xapian::Stem stemmer_{"english"};
  Xapian::MSet hits_;
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    (void)std::fprintf(stderr, "usage: snippets_bench INDEX QUERY\n");
    return 2;
  }
  Searcher searcher(argv[1]);
  SearchOptions ranking_only;
  ranking_only.highlights = false;
  std::size_t hits = 0;
  const double ranking = milliseconds([&] { hits = searcher.search(argv[2], ranking_only).hits.size(); });
  const double with_snippets = milliseconds([&] { hits = searcher.search(argv[2]).hits.size(); });
  const XapianSnippets theirs(argv[1], argv[2]);
  std::size_t bytes = 0;
  const double xapian = milliseconds([&] { bytes += theirs.make(); });
  (void)std::printf(
      "%zu hits: ranking and reading %.2f ms, snippets %.2f ms more; MSet::snippet of %zu %.2f ms\n", hits,
      ranking, with_snippets - ranking, theirs.count(), xapian);
} catch (const std::exception& error) {
  (void)std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
