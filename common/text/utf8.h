#pragma once
/// Reading UTF-8 that may be malformed, byte offset by byte offset.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kwic {

struct DecodedChar {
  char32_t code_point;  ///< U+FFFD for malformed bytes
  std::size_t length;   ///< bytes that it takes, at least 1
};

/// The character at `offset`, which must be inside `text`. Malformed input yields U+FFFD for each maximal
/// subpart (The Unicode Standard, section 3.9, table 3-8), so that offsets always advance.
[[nodiscard]] DecodedChar decode_utf8(std::string_view text, std::size_t offset) noexcept;

/// Appends the UTF-8 form of a Unicode scalar value.
void append_utf8(std::string& text, char32_t code_point);

/// True if every byte belongs to a well-formed sequence.
[[nodiscard]] bool is_valid_utf8(std::string_view text) noexcept;

/// The text with U+FFFD in place of what is malformed.
[[nodiscard]] std::string repair_utf8(std::string_view text);

/// The largest character border that is at most `offset`; for malformed text, at most three bytes back.
[[nodiscard]] std::size_t char_border_before(std::string_view text, std::size_t offset) noexcept;

[[nodiscard]] constexpr bool is_ascii(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x80;
}

/// True if every byte is ASCII.
[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

}  // namespace kwic
