#include "program/json_line.h"
#include "program/output.h"

#include <cmath>

namespace kwic::program {
namespace {

/// Raised whenever a program that reads the lines would have to change. What stands in them is documented in
/// searcher/jsonl.md.
constexpr int schema_version = 1;

Json ranges(const std::vector<Range>& ranges) {
  Json list = Json::array();
  for (const Range& range : ranges) list.push_back({range.start, range.end});
  return list;
}

Json snippets(const std::vector<Snippet>& snippets) {
  Json list = Json::array();
  for (const Snippet& snippet : snippets) {
    list.push_back({{"text", snippet.text},
                    {"start", snippet.start},
                    {"end", snippet.end},
                    {"line", snippet.line},
                    {"highlights", ranges(snippet.highlights)},
                    {"cut_before", snippet.cut_before},
                    {"cut_after", snippet.cut_after}});
  }
  return list;
}

Json explanation(const Explanation& told) {
  Json terms = Json::array();
  for (const TermScore& term : told.terms) {
    terms.push_back({{"text", term.text},
                     {"part_of", or_null(term.part_of)},
                     {"score", term.score},
                     {"frequency", term.frequency},
                     {"articles", term.articles},
                     {"in_title", term.in_title}});
  }
  Json pairs = Json::array();
  for (const PairScore& pair : told.pairs) {
    pairs.push_back(
        {{"first", pair.first}, {"second", pair.second}, {"count", pair.count}, {"score", pair.score}});
  }
  return {{"terms", std::move(terms)},
          {"pairs", std::move(pairs)},
          {"recency", told.recency},
          {"length", told.length},
          {"average_length", told.average_length}};
}

Json facets(const std::vector<Facet>& facets) {
  Json all = Json::object();
  for (const Facet& facet : facets) {
    Json& counts = all[std::string(name_of(facet.field))] = Json::array();
    for (const FacetCount& count : facet.counts) counts.push_back({count.value, count.count});
  }
  return all;
}

/// What was asked for beyond the usual has keys of its own.
Json object(const Hit& hit) {
  Json object = {{"type", "hit"},
                 {"rank", hit.rank},
                 {"id", hit.id},
                 {"score", hit.score},
                 {"title", or_null(hit.title)},
                 {"title_highlights", ranges(hit.title_highlights)},
                 {"author", or_null(hit.author)},
                 {"author_highlights", ranges(hit.author_highlights)},
                 {"date", or_null(hit.date)},
                 {"language", or_null(hit.language)},
                 {"path", or_null(hit.path)},
                 {"url", or_null(hit.url)},
                 {"words", hit.words},
                 {"snippets", snippets(hit.snippets)}};
  if (!hit.copies.empty()) object["copies"] = hit.copies;
  if (hit.explanation) object["explanation"] = explanation(*hit.explanation);
  return object;
}

Json list(const std::vector<Warning>& warnings) {
  Json list = Json::array();
  for (const Warning& warning : warnings) {
    list.push_back({{"position", warning.position}, {"message", warning.message}});
  }
  return list;
}

Json total(const Total& total) {
  return {{"value", total.value}, {"exact", total.exact}};
}

Json summary(const Answer& answer) {
  const SearchResult& result = answer.result;
  Json obstacles = Json::array();
  for (const Obstacle& obstacle : result.obstacles) {
    obstacles.push_back(
        {{"position", obstacle.position}, {"part", obstacle.part}, {"message", obstacle.message}});
  }
  Json object = {{"type", "summary"},
                 {"schema", schema_version},
                 {"query", answer.query},
                 {"total", answer.error.empty() ? total(result.total) : Json()},
                 {"warnings", list(result.warnings)},
                 {"obstacles", std::move(obstacles)},
                 {"suggestion", or_null(result.suggestion)},
                 {"understood", or_null(result.understood)},
                 {"took_ms", std::round(result.took_ms * 1000) / 1000}};
  if (!answer.error.empty()) object["error"] = answer.error;
  if (!answer.query_id.empty()) object["query_id"] = answer.query_id;
  if (!result.facets.empty()) object["facets"] = facets(result.facets);
  return object;
}

}  // namespace

std::string render_jsonl(const Standing& standing, std::string_view id) {
  return json_line({{"type", "standing"},
                    {"id", id},
                    {"in_index", standing.in_index},
                    {"matches", standing.matches},
                    {"rank", standing.rank > 0 ? Json(standing.rank) : Json()},
                    {"score", standing.rank > 0 ? Json(standing.score) : Json()},
                    {"lacks", standing.lacks},
                    {"warnings", list(standing.warnings)},
                    {"reason", standing.reason}});
}

std::string render_jsonl(const MarkedArticle& shown) {
  const Article& article = shown.article;
  return json_line({{"type", "article"},
                    {"schema", schema_version},
                    {"id", article.id},
                    {"title", or_null(article.title)},
                    {"title_highlights", ranges(shown.title_highlights)},
                    {"author", or_null(article.author)},
                    {"author_highlights", ranges(shown.author_highlights)},
                    {"date", or_null(article.date)},
                    {"language", or_null(article.language)},
                    {"path", or_null(article.path)},
                    {"url", or_null(article.url)},
                    {"words", article.words},
                    {"keywords", article.keywords},
                    {"text", article.text},
                    {"highlights", ranges(shown.highlights)},
                    {"warnings", list(shown.warnings)}});
}

std::string render_jsonl(const Answer& answer, const Writing& /*writing*/) {
  std::string out;
  for (const Hit& hit : answer.result.hits) out += json_line(object(hit));
  return out + json_line(summary(answer));
}

}  // namespace kwic::program
