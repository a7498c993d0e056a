#include "support/safe_output.h"

#include "text/utf8.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

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

/// What precedes `separator`, which goes as well; all if there is none.
std::string_view take_until(std::string_view& text, char separator) {
  const std::string_view taken = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(text.size(), taken.size() + 1));
  return taken;
}

bool is_own_attribute(std::string_view name, std::string_view value) {
  if (value.find_first_of("<>\"") != std::string_view::npos) return false;
  if (name == "href")
    return value.starts_with("http://") || value.starts_with("https://") || value.starts_with("file://");
  return name == "charset" || name == "dir" || name == "lang" || name == "value";
}

/// Of the elements and attributes that kwic's pages have; `tag` is without the brackets.
bool is_own_tag(std::string_view tag) {
  constexpr std::array elements = {"html"sv, "head"sv, "meta"sv, "title"sv, "body"sv, "h1"sv,  "h2"sv,
                                   "p"sv,    "ol"sv,   "li"sv,   "a"sv,     "span"sv, "mark"sv};
  if (tag == "!DOCTYPE html") return true;
  const bool closes = tag.starts_with('/');
  if (closes) tag.remove_prefix(1);
  const std::string_view name = take_until(tag, ' ');
  if (std::ranges::find(elements, name) == elements.end() || (closes && !tag.empty())) return false;
  while (!tag.empty()) {
    const std::string_view attribute = take_until(tag, '=');
    if (!tag.starts_with('"')) return false;
    tag.remove_prefix(1);
    if (tag.find('"') == std::string_view::npos || !is_own_attribute(attribute, take_until(tag, '"')))
      return false;
    if (tag.starts_with(' ')) tag.remove_prefix(1);
  }
  return true;
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
  for (std::size_t at = page.find_first_of("<>"); at != std::string_view::npos;
       at = page.find_first_of("<>", at)) {
    const std::size_t end = page.find('>', at);
    if (page[at] == '>' || end == std::string_view::npos) return false;
    if (!is_own_tag(page.substr(at + 1, end - at - 1))) return false;
    at = end + 1;
  }
  return true;
}

}  // namespace kwic::test
