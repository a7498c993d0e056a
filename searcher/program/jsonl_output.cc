#include "program/json_line.h"
#include "program/output.h"

#include <cmath>

namespace kwic::program {
namespace {

/// Raised whenever a program that reads the lines would have to change.
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
                    {"highlights", ranges(snippet.highlights)}});
  }
  return list;
}

Json object(const Hit& hit) {
  return {{"type", "hit"},
          {"rank", hit.rank},
          {"id", hit.id},
          {"score", hit.score},
          {"title", or_null(hit.title)},
          {"title_highlights", ranges(hit.title_highlights)},
          {"author", or_null(hit.author)},
          {"date", or_null(hit.date)},
          {"language", or_null(hit.language)},
          {"path", or_null(hit.path)},
          {"url", or_null(hit.url)},
          {"snippets", snippets(hit.snippets)}};
}

Json summary(const Answer& answer) {
  const SearchResult& result = answer.result;
  Json warnings = Json::array();
  for (const Warning& warning : result.warnings) {
    warnings.push_back({{"position", warning.position}, {"message", warning.message}});
  }
  Json object = {{"type", "summary"},
                 {"schema", schema_version},
                 {"query", answer.query},
                 {"total", {{"value", result.total.value}, {"exact", result.total.exact}}},
                 {"warnings", std::move(warnings)},
                 {"suggestion", nullptr},
                 {"took_ms", std::round(result.took_ms * 1000) / 1000}};
  if (!answer.query_id.empty()) object["query_id"] = answer.query_id;
  return object;
}

}  // namespace

std::string render_jsonl(const Answer& answer, bool /*color*/) {
  std::string out;
  for (const Hit& hit : answer.result.hits) out += json_line(object(hit));
  return out + json_line(summary(answer));
}

}  // namespace kwic::program
