// A query on the first line, a title on the second, any bytes as the text: highlights and snippets keep their
// contract.
#include "snippet/snippets.h"

#include "fuzz/target.h"
#include "query/parse.h"
#include "text/utf8.h"

#include <algorithm>
#include <string>
#include <vector>

namespace kwic::fuzz {
namespace {

std::string without_space(std::string_view text) {
  std::string bare(text);
  std::erase_if(bare, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
  return bare;
}

void require_laws(const Snippet& snippet, const std::string& text, const std::vector<Range>& marked) {
  require_range(text, snippet.start, snippet.end);
  const std::string_view source = std::string_view(text).substr(snippet.start, snippet.end - snippet.start);
  require(without_space(snippet.text) == without_space(source), "a snippet has the bytes of the text", text);
  std::size_t before = 0;
  for (const Range& range : snippet.highlights) {
    require_range(snippet.text, range.start, range.end);
    require(before <= range.start && range.start < range.end, "highlights rise", text);
    before = range.end;
    const std::string word =
        without_space(std::string_view(snippet.text).substr(range.start, range.end - range.start));
    // A phrase may be longer than there is room for.
    const bool may_be_cut = range.start == 0 || range.end == snippet.text.size();
    const bool known = std::ranges::any_of(marked, [&](const Range& mark) {
      const std::string whole =
          without_space(std::string_view(text).substr(mark.start, mark.end - mark.start));
      return may_be_cut ? whole.find(word) != std::string::npos : whole == word;
    });
    require(known, "a highlight is a mark of the matcher", word);
  }
}

}  // namespace
}  // namespace kwic::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwic;
  static WordReader reader({{"en", 1.0}});
  static Analyzer analyzer(find_language("en"));
  static Borders borders;
  fuzz::Input input(data, size);
  const SnippetLimits limits{1 + input.choice(4), 10 + 40 * std::size_t{input.choice(6)}};
  const ParsedQuery parsed = parse_query(input.line(), {}, reader);
  Article article;
  article.language = "en";
  article.title = repair_utf8(input.line());
  article.text = repair_utf8(input.rest());
  std::vector<Mark> marks;
  std::size_t leaves = 0;
  if (parsed.query) {
    Query query = *parsed.query;
    leaves = number_leaves(query);
    marks = Matcher(query).match(article, analyzer).value_or(std::vector<Mark>{});
  }
  std::erase_if(marks, [](const Mark& mark) { return mark.field != Field::text; });
  const std::vector<Range> marked = highlight_ranges(marks);
  for (const Range& range : marked) fuzz::require_range(article.text, range.start, range.end);
  const auto no_line = [](std::size_t) { return std::size_t{0}; };
  const auto snippets =
      make_snippets(article, marks, std::vector<double>(leaves, 1.0), limits, borders, no_line);
  fuzz::require(snippets.size() <= limits.count, "no more snippets than asked for", article.text);
  std::size_t before = 0;
  for (const Snippet& snippet : snippets) {
    fuzz::require(before <= snippet.start && snippet.start < snippet.end, "snippets rise", article.text);
    before = snippet.end;
    fuzz::require_laws(snippet, article.text, marked);
  }
  return 0;
}
