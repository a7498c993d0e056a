#pragma once
/// Bytes of any encoding to UTF-8, so that nothing behind this header ever meets another one.

#include <optional>
#include <string>
#include <string_view>

namespace kwic {

struct Decoded {
  std::optional<std::string> text;  ///< nothing where the bytes are no text
  std::string remark;               ///< why there is none, or which encoding was read; empty for UTF-8
};

/// In this order: a byte order mark (UTF-8, -16, -32; dropped); UTF-8 that is valid, taken as it is, line
/// ends included; the declared encoding (HTML's <meta charset>); ICU's detector, where it is confident
/// enough. NUL bytes, or many control characters, make a binary file of it.
[[nodiscard]] Decoded to_utf8(std::string bytes, const std::string& declared = {});

[[nodiscard]] bool is_utf8(std::string_view bytes);

/// Judged by its first 8 KiB or less: NUL bytes without the mark of UTF-16 or UTF-32, or more than one
/// control character in twenty.
[[nodiscard]] bool looks_binary(std::string_view bytes);

}  // namespace kwic
