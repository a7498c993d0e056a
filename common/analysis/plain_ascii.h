#pragma once
/// The segments that most English text is made of, found without reading the rules of word boundaries.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kwic {

/// What an ASCII character can be at the start of a segment, by UAX #29 as ICU tailors it.
enum class AsciiClass : std::uint8_t {
  complicated,  ///< not ASCII, or it may join what follows: the rules must tell
  word,         ///< letters and digits
  lone,         ///< a segment by itself, unless something that is not ASCII follows
  space,        ///< the same, unless another space follows
};

constexpr AsciiClass ascii_class(unsigned char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return AsciiClass::word;
  if (c == ' ') return AsciiClass::space;
  return c >= 0x80 || c == '_' || c == '@' || c == '\r' ? AsciiClass::complicated : AsciiClass::lone;
}

inline constexpr auto ascii_classes = [] {
  std::array<AsciiClass, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = ascii_class(static_cast<unsigned char>(i));
  return table;
}();

/// True for the characters that join letters or digits when more of them follow at once.
constexpr bool may_join(char c) {
  return c == '.' || c == ',' || c == ';' || c == '\'';
}

/// The end of the segment that starts at `start`, or `start` where only the rules can tell. `is_word` says
/// what it is.
inline std::size_t plain_segment_end(std::string_view text, std::size_t start, bool& is_word) {
  const auto class_at = [&](std::size_t offset) {
    return ascii_classes[static_cast<unsigned char>(text[offset])];
  };
  const AsciiClass first = class_at(start);
  std::size_t end = start + 1;
  is_word = first == AsciiClass::word;
  if (is_word) {
    while (end < text.size() && class_at(end) == AsciiClass::word) ++end;
    if (end == text.size()) return end;
    if (class_at(end) == AsciiClass::complicated) return start;
    if (!may_join(text[end]) || end + 1 == text.size()) return end;
    const AsciiClass behind = class_at(end + 1);
    return behind == AsciiClass::lone || behind == AsciiClass::space ? end : start;
  }
  if (first == AsciiClass::complicated) return start;
  if (end == text.size()) return end;
  const auto next = static_cast<unsigned char>(text[end]);
  const bool joined = next >= 0x80 || (first == AsciiClass::space && next == ' ');
  return joined ? start : end;
}

}  // namespace kwic
