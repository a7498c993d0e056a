#include "program/json_line.h"
#include "program/output.h"
#include "text/visible.h"

#include <array>
#include <string>

namespace kwic::program {
namespace {

/// The last column of the text form: what the token is, and what is special about it.
std::string kind(const AnalyzedToken& token) {
  std::string text = token.is_unit ? "unit" : "part";
  const auto add = [&](bool holds, std::string_view remark) {
    if (holds) text.append(", ").append(remark);
  };
  add(token.is_stop_word, "stop word");
  add(!token.ranks && !token.is_stop_word, "does not rank");
  add(!token.other_stem.empty(), "also " + visible(token.other_stem));
  return text;
}

std::string positions(const AnalyzedToken& token) {
  const std::string first = std::to_string(token.position);
  return token.parts == 1 ? first : first + '-' + std::to_string(token.position + token.parts - 1);
}

}  // namespace

std::string token_columns() {
  return "start\tend\tposition\ttext\tsurface\tstem\tlanguage\tkind\n";
}

std::string render_text(const AnalyzedToken& token, std::string_view written, std::string_view language) {
  std::string line = std::to_string(token.start) + '\t' + std::to_string(token.end) + '\t' + positions(token);
  for (const std::string_view column :
       {written, std::string_view(token.surface), std::string_view(token.stem), language}) {
    line += '\t' + visible(column);
  }
  return line + '\t' + kind(token) + '\n';
}

std::string render_jsonl(const AnalyzedToken& token, std::string_view written, std::string_view language) {
  return json_line({{"type", "token"},
                    {"kind", token.is_unit ? "unit" : "part"},
                    {"start", token.start},
                    {"end", token.end},
                    {"position", token.position},
                    {"parts", token.parts},
                    {"text", written},
                    {"surface", token.surface},
                    {"stem", token.stem},
                    {"other_stem", or_null(token.other_stem)},
                    {"stop_word", token.is_stop_word},
                    {"ranks", token.ranks},
                    {"language", language}});
}

}  // namespace kwic::program
