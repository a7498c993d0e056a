#pragma once
/// The segments that most text is made of, found without reading the rules of word boundaries.
///
/// A plain word consists of ASCII letters and digits and of letters that UTF-8 writes with two bytes (Latin,
/// Greek, Cyrillic, Armenian, Arabic), and a plain sign is one ASCII character that is no word; both end
/// where no rule could join what follows. Eight bytes are looked at together: SIMD within a register, see
/// Lamport, "Multiple byte processing with full-word instructions", CACM 18 (1975).

#include "analysis/eight_bytes.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kwic {

/// How many of eight bytes, from the first one on, are ASCII letters or digits.
constexpr std::size_t leading_alphanumerics(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t each = 0x0101010101010101U;
  constexpr std::uint64_t high = 0x80 * each;
  const std::uint64_t low = bytes & ~high;
  // A byte's high bit is set where it lies between the two characters; no sum carries into the next byte.
  const auto between = [](std::uint64_t value, unsigned char first, unsigned char last) {
    return (value + (0x80U - first) * each) & ~(value + (0x7FU - last) * each);
  };
  const std::uint64_t found = between(low | 0x20 * each, 'a', 'z') | between(low, '0', '9');
  return static_cast<std::size_t>(std::countr_zero(~(found & ~bytes) & high)) / 8;
}

/// What a byte can be at the start of a segment, and at the end of a word.
enum class PlainClass : std::uint8_t {
  complicated,  ///< not ASCII, or it joins what stands beside it: the rules must tell
  word,         ///< letters and digits
  lone,         ///< a segment by itself, unless something that is not ASCII follows
  joining,      ///< the same, but it joins letters or digits when more of them follow at once
  space,        ///< as `lone`, unless another space follows
};

constexpr PlainClass plain_class(unsigned char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return PlainClass::word;
  if (c == ' ') return PlainClass::space;
  if (c == '.' || c == ',' || c == ';' || c == '\'') return PlainClass::joining;
  return c >= 0x80 || c == '_' || c == '@' || c == '\r' ? PlainClass::complicated : PlainClass::lone;
}

inline constexpr auto plain_classes = [] {
  std::array<PlainClass, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = plain_class(static_cast<unsigned char>(i));
  return table;
}();

/// Finds plain segments in a text.
class PlainSegments {
public:
  /// True if the character at `offset` is a segment by itself and no word.
  [[nodiscard]] bool is_sign(std::string_view text, std::size_t offset) const noexcept {
    const PlainClass type = class_at(text, offset);
    if (type < PlainClass::lone) return false;
    if (offset + 1 == text.size()) return true;
    if (is_ascii_byte(text[offset + 1])) return type != PlainClass::space || text[offset + 1] != ' ';
    return is_letter(text, offset + 1);
  }

  /// The end of the word at `start`, or `start` where only the rules can tell.
  [[nodiscard]] std::size_t word_end(std::string_view text, std::size_t start) const noexcept {
    const std::size_t end = letters_end(text, start);
    if (end == start || end == text.size()) return end;
    switch (class_at(text, end)) {
      case PlainClass::lone:
      case PlainClass::space:
        return end;
      case PlainClass::joining: {
        if (end + 1 == text.size()) return end;
        const PlainClass behind = class_at(text, end + 1);
        return behind == PlainClass::lone || behind == PlainClass::space ? end : start;
      }
      default:
        return start;
    }
  }

private:
  /// Bit b of number i stands for the letter written with the bytes 110iiiii 10bbbbbb.
  using Letters = std::array<std::uint64_t, 32>;
  static const Letters& two_byte_letters();

  static PlainClass class_at(std::string_view text, std::size_t offset) noexcept {
    return plain_classes[static_cast<unsigned char>(text[offset])];
  }
  static bool is_ascii_byte(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }

  /// True for a letter of two bytes.
  [[nodiscard]] bool is_letter(std::string_view text, std::size_t offset) const noexcept {
    if (offset + 2 > text.size()) return false;
    const auto lead = static_cast<unsigned char>(text[offset]);
    const auto trail = static_cast<unsigned char>(text[offset + 1]);
    return (lead & 0xE0U) == 0xC0 && (trail & 0xC0U) == 0x80 &&
           ((*letters_)[lead & 0x1FU] >> (trail & 0x3FU) & 1U) != 0;
  }

  [[nodiscard]] std::size_t letters_end(std::string_view text, std::size_t offset) const noexcept {
    for (;;) {
      while (offset + 8 <= text.size()) {
        const std::size_t count = leading_alphanumerics(eight_bytes(text.data() + offset));
        offset += count;
        if (count < 8) break;
      }
      while (offset < text.size() && class_at(text, offset) == PlainClass::word) ++offset;
      if (!is_letter(text, offset)) return offset;
      do offset += 2;
      while (is_letter(text, offset));
      if (offset == text.size() || class_at(text, offset) != PlainClass::word) return offset;
    }
  }

  const Letters* letters_ = &two_byte_letters();
};

}  // namespace kwic
