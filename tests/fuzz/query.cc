// Any bytes as a query: it is parsed, the same twice, and what it finds in a small index obeys the laws of
// searcher.h.
#include "fuzz/target.h"
#include "query/parse.h"
#include "support/temporary_directory.h"
#include "text/utf8.h"

#include <kwic/index_writer.h>
#include <kwic/searcher.h>

#include <algorithm>
#include <string>
#include <vector>

namespace kwic::fuzz {
namespace {

std::vector<Article> articles() {
  return {
      {.id = "1",
       .title = "Talks in Oman",
       .author = "Ann Bell",
       .date = "2024-03-20",
       .language = "en",
       .keywords = {"diplomacy", "Iran"},
       .text = "The talks on a cease-fire in Oman went on. Nobody talked of U.S. sanctions."},
      {.id = "2",
       .title = "C++ and C#",
       .date = "2023",
       .language = "en",
       .url = "https://example.com/c",
       .text = "C++ is not C#, .NET is not net. A running resum\u00E9 of 3.14 and 1,000."},
      {.id = "3",
       .title = "Schutzmacht Schweiz",
       .author = "Jean Muster",
       .date = "2021-10",
       .language = "de",
       .text = "Die Stra\u00DFe nach Genf. Der Krieg war die Folge, und die Gespr\u00E4che liefen."},
      {.id = "4",
       .title = "\u6D3B\u5B57\u5370\u5237",
       .language = "zh",
       .text = "\u6C49\u5B57\u6570\u91CF\u591A\uFF0C\u5E38\u7528\u7684\u4E5F\u6709\u597D\u51E0\u5343\u4E2A"
               "\u3002"},
      {.id = "5",
       .title = "To be or not to be",
       .language = "en",
       .text = "to be or not to be that is the question"},
      {.id = "6",
       .title = "Les pourparlers",
       .date = "2024-01-15T10:00:00",
       .language = "fr",
       .text = "L\u2019Iran et l\u2019\u00C9tat. Les n\u00E9gociations d\u2019Oman."},
  };
}

class Index {
public:
  Index() {
    IndexWriter writer(place_ / "index");
    for (const Article& article : articles()) require(!writer.add(article), "the articles can be indexed");
    (void)writer.commit();
  }
  [[nodiscard]] std::filesystem::path path() const { return place_ / "index"; }

private:
  test::TemporaryDirectory place_;
};

Searcher& searcher() {
  static const Index index;
  static Searcher searcher(index.path());
  return searcher;
}

void require_highlights(const std::string& text, const std::vector<Range>& highlights) {
  std::size_t before = 0;
  for (const Range& range : highlights) {
    require_range(text, range.start, range.end);
    require(before <= range.start && range.start < range.end, "highlights rise", text);
    before = range.end;
  }
}

void require_laws(const SearchResult& result, std::string_view query) {
  require(result.total.value >= result.hits.size(), "the total counts the hits", query);
  for (const Warning& warning : result.warnings) {
    require(warning.position <= query.size(), "warnings stand in the query", query);
    require_message(warning.message);
  }
  for (const Obstacle& obstacle : result.obstacles) require_message(obstacle.message);
  double before = 1e9;
  for (const Hit& hit : result.hits) {
    require(hit.score >= 0 && hit.score <= before, "scores fall", query);
    before = hit.score;
    require_highlights(hit.title, hit.title_highlights);
    for (const Snippet& snippet : hit.snippets) require_highlights(snippet.text, snippet.highlights);
  }
}

std::vector<std::string> ids(const SearchResult& result) {
  std::vector<std::string> ids;
  for (const Hit& hit : result.hits) ids.push_back(hit.id);
  return ids;
}

std::string printed(std::string_view query, const SearchOptions& options) {
  static WordReader reader({{"en", 0.6}, {"de", 0.2}, {"zh", 0.2}});
  const ParsedQuery parsed = parse_query(query, {options.plain, options.match}, reader);
  return parsed.query ? print(*parsed.query) : "";
}

SearchOptions options_of(unsigned choice) {
  SearchOptions options;
  options.plain = (choice & 1U) != 0;
  options.match = (choice & 2U) != 0 ? MatchMode::all : MatchMode::any;
  options.explain = (choice & 4U) != 0;
  options.expand = options.group = (choice & 8U) != 0;
  return options;
}

}  // namespace
}  // namespace kwic::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwic;
  fuzz::Input input(data, size);
  const SearchOptions options = fuzz::options_of(input.choice(16));
  const std::string_view query = input.rest();
  if (query.size() > longest_query) return 0;
  const std::string tree = fuzz::printed(query, options);
  fuzz::require(tree == fuzz::printed(query, options), "equal queries have equal trees", query);
  (void)fuzz::printed(tree, {});  // A tree is a query, too, if an odd one.
  const SearchResult result = fuzz::searcher().search(query, options);
  fuzz::require_laws(result, query);
  fuzz::require(fuzz::ids(fuzz::searcher().search(query, options)) == fuzz::ids(result),
                "equal queries have equal hits", query);
  if (!result.suggestion.empty()) {
    fuzz::require(!fuzz::searcher().search(result.suggestion, options).hits.empty(), "suggestions have hits",
                  query);
  }
  return 0;
}
