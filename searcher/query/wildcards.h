#pragma once
/// Patterns of words and paths: `*` stands for any characters, `?` for one.

#include <string_view>

namespace kwic {

/// True if all of `text` is as `pattern` says, character by character in UTF-8. Time grows with the product
/// of the lengths at worst, memory not at all.
[[nodiscard]] bool matches_wildcards(std::string_view pattern, std::string_view text) noexcept;

}  // namespace kwic
