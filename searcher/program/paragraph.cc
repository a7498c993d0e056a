// Breaks lines by UAX #14 and dresses them with SGR and OSC 8 escapes.
#include "program/paragraph.h"

#include "text/columns.h"
#include "text/utf8.h"
#include "text/visible.h"

#include <kwic/path_text.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace kwic::program {
namespace {

constexpr std::string_view first_strong_isolate = "\u2068";  // NOLINT(misc-misleading-bidirectional)
constexpr std::string_view pop_isolate = "\u2069";
constexpr std::string_view reset = "\033[0m";

/// On a terminal narrower than this, lines are not broken further.
constexpr std::size_t least_width = 20;

std::string_view escape(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::title:
      return "\033[1m";
    case Style::source:
      return "\033[2m";
    case Style::mark:
    case Style::title_mark:
      return "\033[1;31m";
  }
  return "";
}

/// Where a line may end, by UAX #14: rising, the last one the size of the text.
std::vector<std::size_t> break_opportunities(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> iterator(
      ubrk_open(UBRK_LINE, "", nullptr, 0, &status), ubrk_close);
  std::unique_ptr<UText, decltype(&utext_close)> utext(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), utext_close);
  ubrk_setUText(iterator.get(), utext.get(), &status);
  std::vector<std::size_t> places;
  if (U_FAILURE(status)) return {text.size()};
  ubrk_first(iterator.get());
  for (std::int32_t place = ubrk_next(iterator.get()); place != UBRK_DONE;
       place = ubrk_next(iterator.get())) {
    places.push_back(static_cast<std::size_t>(place));
  }
  if (places.empty() || places.back() != text.size()) places.push_back(text.size());
  return places;
}

std::size_t columns_without_end_space(std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ');
  return last == std::string_view::npos ? 0 : columns(text.substr(0, last + 1));
}

/// As many clusters as fit, at least one.
std::size_t forced_break(std::string_view text, std::size_t start, std::size_t room) {
  std::size_t end = start;
  while (end < text.size()) {
    const Cluster cluster = cluster_at(text, end);
    if (cluster.columns > room && end > start) break;
    room -= std::min(room, cluster.columns);
    end += cluster.length;
  }
  return end;
}

/// The lines of a text, `first_room` and then `room` columns wide, without the spaces at their ends.
std::vector<Range> broken(std::string_view text, std::size_t first_room, std::size_t room) {
  std::vector<Range> lines;
  std::size_t start = 0;
  std::size_t fits = 0;  // the line may end here
  const auto end_line = [&](std::size_t end) {
    lines.push_back({start, end});
    start = end;
  };
  for (const std::size_t place : break_opportunities(text)) {
    const auto left = [&] { return lines.empty() ? first_room : room; };
    if (columns_without_end_space(text.substr(start, place - start)) > left() && fits > start) end_line(fits);
    while (columns_without_end_space(text.substr(start, place - start)) > left()) {
      end_line(forced_break(text, start, left()));
    }
    fits = place;
  }
  if (start < text.size()) end_line(text.size());
  for (Range& line : lines) {
    while (line.end > line.start && text[line.end - 1] == ' ') --line.end;
  }
  return lines;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c > ' ' && c <= '~') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append("%").append(1, "0123456789ABCDEF"[byte >> 4U]).append(1, "0123456789ABCDEF"[byte & 15U]);
    }
  }
  return out;
}

/// Of a path also the signs that mean something in a URL.
std::string encoded_path(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c == '%' || c == '#' || c == '?') {
      out += c == '%' ? "%25" : c == '#' ? "%23" : "%3F";
    } else {
      out += c;
    }
  }
  return percent_encoded(out);
}

}  // namespace

void Paragraph::append(std::string_view visible_text, Style style, const std::string& link) {
  if (visible_text.empty()) return;
  text_ += visible_text;
  runs_.push_back({text_.size(), style, link});
}

void Paragraph::add(std::string_view text, Style style, const std::string& link) {
  append(visible(text), style, link);
}

void Paragraph::add(std::string_view text, const std::vector<Range>& highlights, Style style, Style mark) {
  std::size_t at = 0;
  for (const Range& highlight : highlights) {
    add(text.substr(at, highlight.start - at), style);
    add(text.substr(highlight.start, highlight.end - highlight.start), mark);
    at = highlight.end;
  }
  add(text.substr(at), style);
}

void Paragraph::open_isolate() {
  append(first_strong_isolate, Style::plain, {});
}

void Paragraph::close_isolate() {
  append(pop_isolate, Style::plain, {});
}

std::string Paragraph::render(const Look& look, std::size_t first_indent, std::size_t indent) const {
  if (look.width < least_width)
    return std::string(first_indent, ' ') + styled({0, text_.size()}, look) + '\n';
  std::string out;
  for (const Range& line : broken(text_, look.width - first_indent, look.width - indent)) {
    out += std::string(out.empty() ? first_indent : indent, ' ') + styled(line, look) + '\n';
  }
  return out;
}

std::string Paragraph::styled(Range line, const Look& look) const {
  std::string out;
  std::size_t at = line.start;
  for (const Run& run : runs_) {
    if (run.end <= at) continue;
    if (at >= line.end) break;
    const std::size_t end = std::min(run.end, line.end);
    const std::string_view piece = std::string_view(text_).substr(at, end - at);
    const std::string_view style = look.color ? escape(run.style) : "";
    const bool linked = look.links && !run.link.empty();
    if (linked) out += "\033]8;;" + run.link + "\033\\";
    out.append(style).append(piece).append(style.empty() ? "" : reset);
    if (linked) out += "\033]8;;\033\\";
    at = end;
  }
  return out;
}

std::vector<Range> highlights_within(const std::vector<Range>& highlights, Range line) {
  std::vector<Range> found;
  auto highlight = std::ranges::upper_bound(highlights, line.start, {}, &Range::end);
  for (; highlight != highlights.end() && highlight->start < line.end; ++highlight) {
    found.push_back({std::max(highlight->start, line.start) - line.start,
                     std::min(highlight->end, line.end) - line.start});
  }
  return found;
}

bool has_right_to_left(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, length] = decode_utf8(text, i);
    if (c >= 0x590) {
      const UCharDirection direction = u_charDirection(static_cast<UChar32>(c));
      if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) return true;
    }
    i += length;
  }
  return false;
}

std::string link_to(std::string_view path, std::string_view url) {
  if (path.empty())
    return url.starts_with("http://") || url.starts_with("https://") ? percent_encoded(url) : "";
  if (!path.starts_with('/')) return "";
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  return "file://" + percent_encoded(host.data()) + encoded_path(path_of_text(path));
}

}  // namespace kwic::program
