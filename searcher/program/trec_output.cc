// Runs as the tools of the Text REtrieval Conference read them.
#include "program/output.h"
#include "text/utf8.h"
#include "text/visible.h"

#include <array>
#include <cstdio>

namespace kwic::program {
namespace {

/// What would part the column, or what a terminal obeys, as %XX.
std::string column(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, length] = decode_utf8(text, i);
    const std::string_view bytes = text.substr(i, length);
    i += length;
    if (c != U' ' && !is_unsafe(c) && is_valid_utf8(bytes)) {
      out += bytes;
      continue;
    }
    for (const char byte : bytes) {
      std::array<char, 4> escape{};
      (void)std::snprintf(escape.data(), escape.size(), "%%%02X", static_cast<unsigned char>(byte));
      out += escape.data();
    }
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
