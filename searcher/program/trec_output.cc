// Runs as the tools of the Text REtrieval Conference read them.
#include "program/output.h"

#include <array>
#include <cstdio>

namespace kwic::program {
namespace {

std::string column(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 32 && byte != 127) {
      out += c;
      continue;
    }
    std::array<char, 4> escape{};
    (void)std::snprintf(escape.data(), escape.size(), "%%%02X", static_cast<unsigned>(byte));
    out += escape.data();
  }
  return out;
}

std::string decimals(double score) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.4f", score);
  return text.data();
}

}  // namespace

std::string render_trec(const Answer& answer, const Writing& /*writing*/) {
  const std::string query = answer.query_id.empty() ? "1" : column(answer.query_id);
  std::string out;
  for (const Hit& hit : answer.result.hits) {
    out += query + " Q0 " + column(hit.id) + ' ' + std::to_string(hit.rank) + ' ' + decimals(hit.score) +
           " kwic\n";
  }
  return out;
}

}  // namespace kwic::program
