#pragma once
/// How wide text is on a terminal.

#include <cstddef>
#include <string_view>

namespace kwic {

/// Columns of one character: 2 for wide ones (UAX #11 and emoji), 0 for marks and joiners, else 1.
[[nodiscard]] std::size_t columns(char32_t code_point);

/// Columns of a text.
[[nodiscard]] std::size_t columns(std::string_view text);

}  // namespace kwic
