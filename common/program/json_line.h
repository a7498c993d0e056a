#pragma once
/// Objects as lines of JSON that are safe on a terminal too.

#include <nlohmann/json.hpp>

#include <string>

namespace kwic::program {

/// Keeps the order of its keys.
using Json = nlohmann::ordered_json;

/// One line. Control and bidi characters, which JSON allows but a terminal obeys, are written as escapes;
/// malformed UTF-8 becomes U+FFFD.
[[nodiscard]] std::string json_line(const Json& object);

/// What an article lacks is null.
[[nodiscard]] Json or_null(const std::string& text);

}  // namespace kwic::program
