// Any bytes in all the fields of a hit, in every format: nothing reaches a terminal, a browser or a parser
// but as text.
#include "program/output.h"

#include "fuzz/target.h"
#include "support/safe_output.h"
#include "text/utf8.h"
#include "text/visible.h"

#include <nlohmann/json.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace kwic::fuzz {
namespace {

/// Every other run of up to four characters.
std::vector<Range> some_ranges(std::string_view text) {
  std::vector<Range> ranges;
  std::size_t start = 0;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    at += decode_utf8(text, at).length;
    if (++count % 4 != 0) continue;
    if (count % 8 == 0) ranges.push_back({start, at});
    start = at;
  }
  return ranges;
}

Hit hit_of(Input& input) {
  Hit hit;
  hit.rank = 1;
  hit.id = input.line();
  hit.title = input.line();
  hit.title_highlights = some_ranges(hit.title);
  hit.author = input.line();
  hit.date = input.line();
  hit.language = input.line();
  hit.path = input.line();
  hit.url = input.line();
  hit.copies = {hit.id};
  Snippet snippet;
  snippet.text = input.rest();
  snippet.highlights = some_ranges(snippet.text);
  hit.snippets = {snippet};
  return hit;
}

std::vector<nlohmann::json> lines_of_json(const std::string& text) {
  std::vector<nlohmann::json> objects;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    require(nlohmann::json::accept(line), "every line is JSON", line);
    objects.push_back(nlohmann::json::parse(line));
  }
  return objects;
}

/// What is not UTF-8 cannot stand there as it is.
void require_same(const nlohmann::json& told, const std::string& text) {
  const std::string read = told.is_null() ? "" : told.get<std::string>();
  require(read == text || !is_valid_utf8(text), "JSON says what the hit does", text);
}

void require_json(const std::string& text, const Hit& hit) {
  const std::vector<nlohmann::json> lines = lines_of_json(text);
  require(lines.size() == 2, "a hit and a summary", text);
  const nlohmann::json& told = lines.front();
  require_same(told.at("id"), hit.id);
  require_same(told.at("title"), hit.title);
  require_same(told.at("author"), hit.author);
  require_same(told.at("path"), hit.path);
  require_same(told.at("url"), hit.url);
  const nlohmann::json& snippet = told.at("snippets").at(0);
  require_same(snippet.at("text"), hit.snippets.front().text);
  require(snippet.at("highlights").size() == hit.snippets.front().highlights.size(), "with all highlights");
}

void render(const Hit& hit, const program::Writing& writing, std::string_view query) {
  SearchResult result;
  result.hits = {hit};
  result.total.value = 1;
  result.warnings = {{0, hit.title}};
  result.obstacles = {{0, hit.id, hit.title}};
  result.facets = {{FacetField::author, {{hit.author, 1}}}};
  result.suggestion = hit.title;
  for (const program::Format& format : program::formats()) {
    const std::string text = format.render({query, hit.id, 0, result}, writing);
    if (format.name == "jsonl") require_json(text, hit);
    if (format.name == "html") require(test::is_safe_html(text), "text makes no element", text);
    require(test::is_safe(test::without_own_escapes(text)), "terminals are safe", format.name);
  }
}

void render_article(const Hit& hit, const program::Look& look) {
  MarkedArticle shown;
  shown.article.id = hit.id;
  shown.article.title = hit.title;
  shown.article.author = hit.author;
  shown.article.path = hit.path;
  shown.article.url = hit.url;
  shown.article.keywords = {hit.language};
  shown.article.text = hit.snippets.front().text;
  shown.title_highlights = hit.title_highlights;
  shown.highlights = hit.snippets.front().highlights;
  require(test::is_safe(test::without_own_escapes(program::render_text(shown, look))), "terminals are safe");
  require(test::is_safe_html(program::render_html(shown)), "text makes no element");
  const std::vector<nlohmann::json> told = lines_of_json(program::render_jsonl(shown));
  require(told.size() == 1, "an article is a line");
  require_same(told.front().at("text"), shown.article.text);
}

}  // namespace
}  // namespace kwic::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwic;
  fuzz::Input input(data, size);
  program::Writing writing;
  writing.look.width = 20 * std::size_t{input.choice(4)};
  writing.look.color = writing.look.links = input.choice(2) == 1;
  writing.exact_paths = false;
  writing.hit_template = "{title}\\t{path} {snippets} {author}";
  // What else the template holds is its writer's own.
  const std::string wanted = visible(input.line());
  if (!wanted.empty() && program::template_problem(wanted).empty()) writing.hit_template = wanted;
  const std::string_view query = input.line();
  const Hit hit = fuzz::hit_of(input);
  fuzz::render(hit, writing, query);
  fuzz::render_article(hit, writing.look);
  return 0;
}
