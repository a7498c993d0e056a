#pragma once
/// Whether what a program writes can do harm where it is shown.

#include <string>
#include <string_view>

namespace kwic::test {

/// Without the escapes that the programs put there on purpose: styles, links to printable ASCII, isolates.
[[nodiscard]] std::string without_own_escapes(std::string text);

/// UTF-8 without anything that a terminal obeys but line ends and tabs.
[[nodiscard]] bool is_safe(std::string_view text);

/// A page of the elements and attributes that kwic's have, so that no text has become one, and no link runs a
/// script.
[[nodiscard]] bool is_safe_html(std::string_view page);

}  // namespace kwic::test
