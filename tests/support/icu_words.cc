#include "support/icu_words.h"

#include "text/utf8.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <iomanip>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace kwic::test {
namespace {

template <typename Wanted>
bool holds(std::string_view text, Wanted wanted) {
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, length] = decode_utf8(text, i);
    if (wanted(static_cast<UChar32>(c), u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_WORD_BREAK)))
      return true;
    i += length;
  }
  return false;
}

/// "__", "_@_", and "@" joined to an emoji: whether that is a word does not matter.
bool is_connectors(std::string_view text) {
  const bool at_sign = text.find('@') != std::string_view::npos;
  return !holds(text, [&](UChar32 c, int property) {
    const bool joined_emoji = at_sign && u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
    return c != U'@' && !joined_emoji && property != U_WB_EXTENDNUMLET && property != U_WB_EXTEND &&
           property != U_WB_ZWJ && property != U_WB_FORMAT;
  });
}

Segment::Kind kind_of(std::int32_t status) {
  if (status >= UBRK_WORD_KANA) return Segment::Kind::ideographic;
  return status >= UBRK_WORD_NONE_LIMIT ? Segment::Kind::word : Segment::Kind::other;
}

std::vector<Segment> cut_by_icu(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> words(
      ubrk_open(UBRK_WORD, "", nullptr, 0, &status), ubrk_close);
  const std::unique_ptr<UText, decltype(&utext_close)> bytes(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), utext_close);
  ubrk_setUText(words.get(), bytes.get(), &status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU cannot cut words");
  std::vector<Segment> segments;
  std::size_t start = 0;
  for (std::int32_t next = ubrk_next(words.get()); next != UBRK_DONE; next = ubrk_next(words.get())) {
    const auto end = static_cast<std::size_t>(next);
    segments.push_back({start, end, kind_of(ubrk_getRuleStatus(words.get()))});
    start = end;
  }
  return segments;
}

/// The same line by line. By the rules a line end parts everything, but ICU's dictionary knows of what stood
/// before it: of "\u3031\n\u30FC\u4E00" it gives a last word that it parts where the line is alone.
std::vector<Segment> lines_cut_by_icu(std::string_view text) {
  std::vector<Segment> segments;
  for (std::size_t start = 0; start < text.size();) {
    std::size_t end = std::min(text.find_first_of("\r\n", start), text.size() - 1) + 1;
    if (text.substr(end - 1, 2) == "\r\n") ++end;
    for (const Segment& segment : cut_by_icu(text.substr(start, end - start))) {
      segments.push_back({start + segment.start, start + segment.end, segment.kind});
    }
    start = end;
  }
  return segments;
}

/// ICU calls some letters no word (a Korean syllable with a mark, a Japanese repeat mark by itself): these
/// must not be lost here.
bool agree(std::string_view text, const Segment& ours, const Segment& theirs) {
  if (ours.start != theirs.start || ours.end != theirs.end) return false;
  const std::string_view segment = text.substr(ours.start, ours.end - ours.start);
  if (is_connectors(segment)) return true;
  const bool letters = holds(segment, [](UChar32 c, int) {
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_ND_MASK | U_GC_NL_MASK)) != 0 &&
           u_hasBinaryProperty(c, UCHAR_GRAPHEME_EXTEND) == 0;
  });
  if (letters && theirs.kind == Segment::Kind::other) return ours.kind != Segment::Kind::other;
  const bool symbols = holds(segment, [](UChar32, int property) { return property == U_WB_ALETTER; });
  if (symbols && theirs.kind == Segment::Kind::other) return true;  // circled letters
  return ours.kind == theirs.kind;
}

std::string shown(std::string_view text, const Segment& segment) {
  std::ostringstream out;
  out << '[' << segment.start << ", " << segment.end << ") kind " << static_cast<int>(segment.kind) << ' '
      << test::shown(text.substr(segment.start, std::min<std::size_t>(segment.end - segment.start, 60)));
  return out.str();
}

std::string difference_of(std::string_view text, const std::vector<Segment>& ours,
                          const std::vector<Segment>& theirs) {
  const auto [our, their] = std::ranges::mismatch(
      ours, theirs, [&](const Segment& a, const Segment& b) { return agree(text, a, b); });
  if (our == ours.end() && their == theirs.end()) return {};
  const std::size_t place = our == ours.end() ? their->start : our->start;
  const std::size_t from = place - std::min<std::size_t>(place, 20);
  return "kwic " + (our == ours.end() ? "nothing" : shown(text, *our)) + "; ICU " +
         (their == theirs.end() ? "nothing" : shown(text, *their)) + "; around it " +
         test::shown(text.substr(from, 60));
}

}  // namespace

std::string shown(std::string_view text) {
  std::ostringstream out;
  out << '\'' << text << "' =" << std::hex << std::setfill('0');
  for (const char c : text) out << ' ' << std::setw(2) << static_cast<int>(static_cast<unsigned char>(c));
  return out.str();
}

std::vector<Segment> cut(std::string_view text) {
  Segmenter segmenter;
  segmenter.reset(text);
  std::vector<Segment> segments;
  while (const auto segment = segmenter.next()) segments.push_back(*segment);
  return segments;
}

std::string difference_from_icu(std::string_view text) {
  const std::vector<Segment> ours = cut(text);
  const std::string difference = difference_of(text, ours, cut_by_icu(text));
  return difference.empty() || difference_of(text, ours, lines_cut_by_icu(text)).empty() ? "" : difference;
}

}  // namespace kwic::test
