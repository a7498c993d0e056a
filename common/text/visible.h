#pragma once
/// Text from articles, queries and file names, made safe for a terminal.

#include <string>
#include <string_view>

namespace kwic {

/// The same text, valid UTF-8 and without anything that a terminal obeys: control characters (C0, DEL, C1),
/// line and paragraph separators and the bidirectional overrides, embeddings and isolates become U+FFFD, line
/// ends and tabs a space.
[[nodiscard]] std::string visible(std::string_view text);

/// True for what visible() takes out.
[[nodiscard]] bool is_unsafe(char32_t code_point) noexcept;

}  // namespace kwic
