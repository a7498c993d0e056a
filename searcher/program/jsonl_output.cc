#include "program/output.h"
#include "text/utf8.h"
#include "text/visible.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <cstdio>

namespace kwic::program {
namespace {

using json = nlohmann::ordered_json;

/// Raised whenever a program that reads the lines would have to change.
constexpr int schema_version = 1;

/// One line. Control and bidi characters, which JSON allows but a terminal obeys, are written as escapes.
std::string line(const json& object) {
  const std::string dumped = object.dump(-1, ' ', false, json::error_handler_t::replace);
  std::string safe;
  safe.reserve(dumped.size() + 1);
  for (std::size_t i = 0; i < dumped.size();) {
    const auto [c, length] = decode_utf8(dumped, i);
    if (is_unsafe(c)) {
      std::array<char, 8> escape{};
      (void)std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
      safe += escape.data();
    } else {
      safe.append(dumped, i, length);
    }
    i += length;
  }
  return safe + '\n';
}

json or_null(const std::string& text) {
  return text.empty() ? json() : json(text);
}

json ranges(const std::vector<Range>& ranges) {
  json list = json::array();
  for (const Range& range : ranges) list.push_back({range.start, range.end});
  return list;
}

json snippets(const std::vector<Snippet>& snippets) {
  json list = json::array();
  for (const Snippet& snippet : snippets) {
    list.push_back({{"text", snippet.text},
                    {"start", snippet.start},
                    {"end", snippet.end},
                    {"line", snippet.line},
                    {"highlights", ranges(snippet.highlights)}});
  }
  return list;
}

json object(const Hit& hit) {
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

json summary(const SearchResult& result, std::string_view query) {
  json warnings = json::array();
  for (const Warning& warning : result.warnings) {
    warnings.push_back({{"position", warning.position}, {"message", warning.message}});
  }
  return {{"type", "summary"},
          {"schema", schema_version},
          {"query", query},
          {"total", {{"value", result.total.value}, {"exact", result.total.exact}}},
          {"warnings", std::move(warnings)},
          {"suggestion", nullptr},
          {"took_ms", std::round(result.took_ms * 1000) / 1000}};
}

}  // namespace

std::string render_jsonl(const SearchResult& result, std::string_view query) {
  std::string out;
  for (const Hit& hit : result.hits) out += line(object(hit));
  return out + line(summary(result, query));
}

}  // namespace kwic::program
