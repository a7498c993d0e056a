/// The values of an article's fields, made alike for all formats.
#include "readers/fields.h"

#include "readers/dates.h"

#include <unicode/uloc.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace kwic {
namespace {

constexpr std::array<std::string_view, 3> wide_spaces = {"\u00A0", "\u3000", "\uFEFF"};

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::size_t leading_space(std::string_view text) {
  if (!text.empty() && is_space(text.front())) return 1;
  for (const auto space : wide_spaces)
    if (text.starts_with(space)) return space.size();
  return 0;
}

std::size_t trailing_space(std::string_view text) {
  if (!text.empty() && is_space(text.back())) return 1;
  for (const auto space : wide_spaces)
    if (text.ends_with(space)) return space.size();
  return 0;
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (const auto size = leading_space(text)) text.remove_prefix(size);
  while (const auto size = trailing_space(text)) text.remove_suffix(size);
  return text;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : trim(text)) {
    const bool space = static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
    if (!space)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string language_code(std::string_view tag) {
  const std::string lower = ascii_lower(trim(tag));
  const std::string primary = lower.substr(0, lower.find_first_of("-_"));
  if (primary.size() < 2 || primary.size() > 3) return {};
  if (!std::ranges::all_of(primary, [](char c) { return c >= 'a' && c <= 'z'; })) return {};
  std::array<char, ULOC_LANG_CAPACITY> code{};
  UErrorCode status = U_ZERO_ERROR;
  uloc_getLanguage(primary.c_str(), code.data(), static_cast<int32_t>(code.size()), &status);
  return U_SUCCESS(status) && code[2] == '\0' ? std::string(code.data()) : std::string();
}

std::vector<std::string> split_keywords(std::string_view list) {
  std::vector<std::string> keywords;
  while (!list.empty()) {
    const auto end = std::min(list.find_first_of(",;"), list.size());
    auto keyword = one_line(list.substr(0, end));
    if (!keyword.empty() && std::ranges::find(keywords, keyword) == keywords.end())
      keywords.push_back(std::move(keyword));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return keywords;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string joined;
  for (const auto& part : parts) {
    if (part.empty()) continue;
    if (!joined.empty()) joined += separator;
    joined += part;
  }
  return joined;
}

std::string_view cut_at_word(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  const auto space = text.rfind(' ', limit);
  if (space != std::string_view::npos && space > limit / 2) return trim(text.substr(0, space));
  while (limit > 0 && U8_IS_TRAIL(text[limit])) --limit;
  return text.substr(0, limit);
}

std::vector<SourceItem> take_date(Article& article, const std::vector<std::string>& candidates) {
  std::string unread;
  for (const auto& candidate : candidates) {
    if (trim(candidate).empty()) continue;
    if (auto date = parse_date(candidate)) {
      article.date = *date;
      return {};
    }
    if (unread.empty()) unread = one_line(candidate);
  }
  if (unread.empty()) return {};
  return {Notice{.source = {},
                 .message = "date not understood: " + std::string(cut_at_word(unread, 60)),
                 .skipped = false}};
}

}  // namespace kwic
