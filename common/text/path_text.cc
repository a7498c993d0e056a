#include "text/utf8.h"

#include <kwic/path_text.h>

#include <charconv>

namespace kwic {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

void append_escaped(std::string& text, char byte) {
  const auto value = static_cast<unsigned char>(byte);
  text += {'%', digits[value >> 4U], digits[value & 15U]};
}

/// The byte that the two digits stand for.
char byte_of(std::string_view two_digits) {
  unsigned value = 0;
  (void)std::from_chars(two_digits.data(), two_digits.data() + two_digits.size(), value, 16);
  return static_cast<char>(value);
}

}  // namespace

std::string path_as_text(std::string_view path) {
  if (is_valid_utf8(path)) return std::string(path);
  std::string text = "/";
  for (std::size_t at = 0; at < path.size();) {
    const std::string_view character = path.substr(at, decode_utf8(path, at).length);
    if (is_valid_utf8(character) && character != "%") {
      text += character;
    } else {
      for (const char byte : character) append_escaped(text, byte);
    }
    at += character.size();
  }
  return text;
}

std::string path_of_text(std::string_view text) {
  if (!text.starts_with("//")) return std::string(text);
  std::string path;
  for (std::size_t at = 1; at < text.size(); ++at) {
    const bool is_escape = text[at] == '%' && at + 2 < text.size();
    path += is_escape ? byte_of(text.substr(at + 1, 2)) : text[at];
    if (is_escape) at += 2;
  }
  return path;
}

}  // namespace kwic
