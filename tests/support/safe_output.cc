#include "support/safe_output.h"

#include "text/utf8.h"

#include <unicode/uchar.h>

#include <algorithm>

namespace kwic::test {
namespace {

using namespace std::string_view_literals;

void erase_all(std::string& text, std::string_view piece) {
  for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at))
    text.erase(at, piece.size());
}

/// Up to the end of the escape that begins at `start`, if it is a link.
std::size_t link_size(std::string_view text, std::size_t start) {
  constexpr std::string_view opened = "\033]8;;";
  constexpr std::string_view closed = "\033\\";
  const std::size_t end = text.find(closed, start + opened.size());
  if (end == std::string_view::npos) return 0;
  const std::string_view target = text.substr(start + opened.size(), end - start - opened.size());
  const bool printable = std::ranges::all_of(target, [](char c) { return c > ' ' && c <= '~'; });
  return printable ? end + closed.size() - start : 0;
}

/// By Unicode's properties, not by kwic's own list.
bool is_obeyed(char32_t c) {
  const auto code_point = static_cast<UChar32>(c);
  const int category = u_charType(code_point);
  if (category == U_CONTROL_CHAR) return c != '\n' && c != '\t';
  if (category == U_LINE_SEPARATOR || category == U_PARAGRAPH_SEPARATOR) return true;
  const bool is_mark = c == 0x61C || c == 0x200E || c == 0x200F;  // They move no other letters.
  return u_hasBinaryProperty(code_point, UCHAR_BIDI_CONTROL) != 0 && !is_mark;
}

}  // namespace

std::string without_own_escapes(std::string text) {
  for (const std::string_view own : {"\033[1m"sv, "\033[2m"sv, "\033[1;31m"sv, "\033[0m"sv})
    erase_all(text, own);
  for (std::size_t at = text.find("\033]8;;"); at != std::string::npos; at = text.find("\033]8;;", at)) {
    const std::size_t size = link_size(text, at);
    if (size == 0) break;
    text.erase(at, size);
  }
  for (const std::string_view own : {"\u2068"sv, "\u2069"sv}) erase_all(text, own);
  return text;
}

bool is_safe(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, length] = decode_utf8(text, i);
    if (is_obeyed(c)) return false;
    i += length;
  }
  return is_valid_utf8(text);
}

bool is_safe_html(std::string_view page) {
  return page.find("<script") == std::string_view::npos &&
         std::ranges::count(page, '<') == std::ranges::count(page, '>');
}

}  // namespace kwic::test
