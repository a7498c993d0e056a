#include "text/utf8.h"

#include <algorithm>

namespace kwic {
namespace {

constexpr char32_t replacement = 0xFFFD;

unsigned char byte_at(std::string_view text, std::size_t offset) {
  return offset < text.size() ? static_cast<unsigned char>(text[offset]) : 0;
}

bool is_trail(unsigned char byte) {
  return (byte & 0xC0) == 0x80;
}

/// The bounds of the second byte differ for some lead bytes: they keep out overlong forms, surrogates and
/// what lies above U+10FFFF.
bool is_second_byte(unsigned char lead, unsigned char byte) {
  switch (lead) {
    case 0xE0:
      return byte >= 0xA0 && byte <= 0xBF;
    case 0xED:
      return byte >= 0x80 && byte <= 0x9F;
    case 0xF0:
      return byte >= 0x90 && byte <= 0xBF;
    case 0xF4:
      return byte >= 0x80 && byte <= 0x8F;
    default:
      return is_trail(byte);
  }
}

std::size_t sequence_length(unsigned char lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 1;
}

}  // namespace

DecodedChar decode_utf8(std::string_view text, std::size_t offset) noexcept {
  const unsigned char lead = byte_at(text, offset);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = sequence_length(lead);
  if (length == 1 || !is_second_byte(lead, byte_at(text, offset + 1))) return {replacement, 1};
  char32_t code_point = lead & (0x7FU >> length);
  code_point = (code_point << 6) | (byte_at(text, offset + 1) & 0x3FU);
  for (std::size_t i = 2; i < length; ++i) {
    const unsigned char byte = byte_at(text, offset + i);
    if (!is_trail(byte)) return {replacement, i};
    code_point = (code_point << 6) | (byte & 0x3FU);
  }
  return {code_point, length};
}

void append_utf8(std::string& text, char32_t code_point) {
  const auto tail = [&](unsigned shift) {
    text.push_back(static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)));
  };
  if (code_point < 0x80) {
    text.push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    text.push_back(static_cast<char>(0xC0U | (code_point >> 6)));
    tail(0);
  } else if (code_point < 0x10000) {
    text.push_back(static_cast<char>(0xE0U | (code_point >> 12)));
    tail(6);
    tail(0);
  } else {
    text.push_back(static_cast<char>(0xF0U | (code_point >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool is_valid_utf8(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size();) {
    if (is_ascii(text[i])) {
      ++i;
      continue;
    }
    const DecodedChar c = decode_utf8(text, i);
    // U+FFFD written in the text is three bytes that decode to themselves.
    if (c.code_point == replacement && text.substr(i, 3) != "\xEF\xBF\xBD") return false;
    i += c.length;
  }
  return true;
}

std::string repair_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string repaired;
  repaired.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const DecodedChar c = decode_utf8(text, i);
    append_utf8(repaired, c.code_point);
    i += c.length;
  }
  return repaired;
}

std::size_t char_border_before(std::string_view text, std::size_t offset) noexcept {
  if (offset >= text.size()) return text.size();
  for (std::size_t back = 0; back <= 3 && back <= offset; ++back) {
    if (is_trail(byte_at(text, offset - back))) continue;
    return decode_utf8(text, offset - back).length > back ? offset - back : offset;
  }
  return offset;
}

bool is_ascii(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return is_ascii(c); });
}

}  // namespace kwic
