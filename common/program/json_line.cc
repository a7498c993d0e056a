#include "program/json_line.h"

#include "text/utf8.h"
#include "text/visible.h"

#include <array>
#include <cstdio>

namespace kwic::program {

std::string json_line(const Json& object) {
  const std::string dumped = object.dump(-1, ' ', false, Json::error_handler_t::replace);
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

Json or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

}  // namespace kwic::program
