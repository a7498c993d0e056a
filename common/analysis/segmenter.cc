#include "analysis/segmenter.h"

#include "text/utf8.h"

#include <kwic/error.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <string>

namespace kwic {
namespace {

using Class = WordBreakClass;

/// A stretch of dictionary script is handed to ICU with what follows it up to the next certain boundary
/// behind this many bytes: setting up the iterator costs as much as some hundred bytes of work.
constexpr std::size_t wanted_stretch = 512;
constexpr std::size_t longest_stretch = std::size_t{64} * 1024;

bool is_letter(Class type) {
  return type == Class::letter || type == Class::hebrew_letter;
}
bool is_hebrew(Class type) {
  return type == Class::hebrew_letter;
}
bool is_numeric(Class type) {
  return type == Class::numeric;
}
bool is_extender(Class type) {
  return type == Class::extend || type == Class::zwj || type == Class::format;
}
bool is_line_end(Class type) {
  return type == Class::cr || type == Class::lf || type == Class::newline;
}
bool is_word_like(Class type) {
  return is_letter(type) || is_numeric(type) || type == Class::hangul;
}

bool joins_letters(Class type) {
  return type == Class::mid_letter || type == Class::mid_num_let || type == Class::single_quote;
}
bool joins_numbers(Class type) {
  return type == Class::mid_num || type == Class::mid_num_let || type == Class::single_quote;
}

void check(UErrorCode status) {
  if (U_FAILURE(status)) throw Error(ErrorKind::internal, std::string("ICU: ") + u_errorName(status));
}

}  // namespace

/// ICU's word break iterator, made when the first stretch needs it: most texts never do.
class Segmenter::Dictionary {
public:
  Dictionary() {
    UErrorCode status = U_ZERO_ERROR;
    iterator_ = ubrk_open(UBRK_WORD, "", nullptr, 0, &status);
    check(status);
  }
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;
  ~Dictionary() {
    ubrk_close(iterator_);
    utext_close(text_);
  }

  /// The segments of `stretch`, last one first, with offsets counted from `base`.
  void cut(std::string_view stretch, std::size_t base, std::vector<Segment>& segments) {
    UErrorCode status = U_ZERO_ERROR;
    text_ = utext_openUTF8(text_, stretch.data(), static_cast<std::int64_t>(stretch.size()), &status);
    ubrk_setUText(iterator_, text_, &status);
    check(status);
    segments.clear();
    std::int32_t start = ubrk_first(iterator_);
    for (std::int32_t end = ubrk_next(iterator_); end != UBRK_DONE; end = ubrk_next(iterator_)) {
      segments.push_back(
          {base + static_cast<std::size_t>(start), base + static_cast<std::size_t>(end),
           kind(stretch.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)))});
      start = end;
    }
    std::ranges::reverse(segments);
  }

private:
  /// ICU calls a Korean syllable with a mark, and a repeat mark by itself, no word.
  static bool holds_letter(std::string_view segment) {
    for (std::size_t i = 0; i < segment.size();) {
      const DecodedChar c = decode_utf8(segment, i);
      const auto code = static_cast<UChar32>(c.code_point);
      const bool letter = (U_GET_GC_MASK(code) & (U_GC_L_MASK | U_GC_ND_MASK | U_GC_NL_MASK)) != 0;
      if (letter && u_hasBinaryProperty(code, UCHAR_GRAPHEME_EXTEND) == 0) return true;
      i += c.length;
    }
    return false;
  }

  [[nodiscard]] Segment::Kind kind(std::string_view segment) const {
    const std::int32_t status = ubrk_getRuleStatus(iterator_);
    if (status < UBRK_WORD_NONE_LIMIT)
      return holds_letter(segment) ? Segment::Kind::word : Segment::Kind::other;
    return status >= UBRK_WORD_KANA ? Segment::Kind::ideographic : Segment::Kind::word;
  }

  UBreakIterator* iterator_ = nullptr;
  UText* text_ = nullptr;
};

Segmenter::Segmenter() = default;
Segmenter::~Segmenter() = default;
Segmenter::Segmenter(Segmenter&&) noexcept = default;
Segmenter& Segmenter::operator=(Segmenter&&) noexcept = default;

void Segmenter::reset(std::string_view text, std::size_t start, std::size_t end) {
  text_ = text.substr(0, end);
  offset_ = start;
  from_dictionary_.clear();
}

Segmenter::Char Segmenter::char_at(std::size_t offset) {
  if (is_ascii(text_[offset])) {
    const auto entry = table_.ascii(static_cast<unsigned char>(text_[offset]));
    return {entry.type, entry.pictographic, 1};
  }
  const DecodedChar c = decode_utf8(text_, offset);
  const auto entry = table_[c.code_point];
  met_dictionary_ |= entry.type == Class::dictionary;
  return {entry.type, entry.pictographic, c.length};
}

/// WB4: extenders belong to what stands before them.
std::size_t Segmenter::skip_extenders(std::size_t offset) {
  while (offset < text_.size()) {
    const Char c = char_at(offset);
    if (!is_extender(c.type)) break;
    offset += c.length;
  }
  return offset;
}

/// WB6, WB7b, WB12: the end of the character behind a joining one, if it is of the wanted class.
std::optional<std::size_t> Segmenter::joined_by(std::size_t middle_end, bool (*wanted)(Class)) {
  const std::size_t behind = skip_extenders(middle_end);
  if (behind >= text_.size()) return std::nullopt;
  const Char c = char_at(behind);
  if (!wanted(c.type)) return std::nullopt;
  return behind + c.length;
}

/// WB5 to WB13b: the end of what joins the segment whose last character is of class `last`; nothing at a
/// boundary.
std::optional<std::size_t> Segmenter::step(Class last, std::size_t offset, Class& joined) {
  const Char c = char_at(offset);
  const std::size_t end = offset + c.length;
  joined = c.type;
  if (last == Class::hangul || c.type == Class::hangul) {
    return last == c.type ? std::optional(end) : std::nullopt;
  }
  const bool word_like = is_word_like(last);
  if (word_like && is_word_like(c.type)) return end;
  if (c.type == Class::extend_num_let && (word_like || last == Class::extend_num_let)) return end;
  if (last == Class::extend_num_let && is_word_like(c.type)) return end;
  if (is_letter(last) && joins_letters(c.type)) {
    if (const auto behind = joined_by(end, is_letter)) {
      joined = Class::letter;
      // A Hebrew letter joins by quotation marks too, so its class must not be lost.
      if (joined_by(end, is_hebrew)) joined = Class::hebrew_letter;
      return behind;
    }
    if (is_hebrew(last) && c.type == Class::single_quote) return end;
  }
  if (is_hebrew(last) && c.type == Class::double_quote) {
    joined = Class::hebrew_letter;
    return joined_by(end, is_hebrew);
  }
  if (is_numeric(last) && joins_numbers(c.type)) {
    joined = Class::numeric;
    return joined_by(end, is_numeric);
  }
  return std::nullopt;
}

/// One segment by the rules; nothing if it meets a dictionary script.
std::optional<Segment> Segmenter::by_rules() {
  met_dictionary_ = false;
  const std::size_t start = offset_;
  Char c = char_at(start);
  std::size_t end = start + c.length;
  if (is_line_end(c.type)) {
    if (c.type == Class::cr && end < text_.size() && text_[end] == '\n') ++end;
    return Segment{start, end, Segment::Kind::other, false};
  }
  if (c.type == Class::space) {  // WB3d
    while (end < text_.size() && char_at(end).type == Class::space) end += char_at(end).length;
  }
  Class last = c.type;
  bool word_like = is_word_like(last);
  bool after_zwj = last == Class::zwj;
  bool odd_indicator = last == Class::regional_indicator;
  while (end < text_.size()) {
    c = char_at(end);
    if (is_extender(c.type)) {
      end += c.length;
      after_zwj = c.type == Class::zwj;
      if (last == Class::hangul) last = Class::other;  // with a mark it joins nothing
      continue;
    }
    if (after_zwj && c.pictographic) {  // WB3c
      end += c.length;
      last = c.type;
      odd_indicator = false;
    } else if (odd_indicator && c.type == Class::regional_indicator) {  // WB15, WB16
      end += c.length;
      odd_indicator = false;
    } else if (const auto joined = step(last, end, c.type)) {
      end = *joined;
      last = c.type;
    } else {
      break;
    }
    after_zwj = false;
    word_like |= is_word_like(last);
  }
  if (met_dictionary_) return std::nullopt;
  return Segment{start, end, word_like ? Segment::Kind::word : Segment::Kind::other, false};
}

/// Before a character of class other, a space or a line end there is always a boundary, and no dictionary
/// word reaches across it.
std::size_t Segmenter::dictionary_stretch_end() {
  std::size_t end = offset_;
  std::size_t counted_from = text_.size();  // the first character of a dictionary script
  bool after_space = false;
  while (end < text_.size() && (end < counted_from || end - counted_from < longest_stretch)) {
    const Char c = char_at(end);
    const bool border = is_line_end(c.type) || (c.type == Class::space && !after_space) ||
                        (c.type == Class::other && !c.pictographic);
    if (border && end > offset_ && (end - offset_ >= wanted_stretch || is_line_end(c.type))) break;
    after_space = c.type == Class::space;
    if (c.type == Class::dictionary) counted_from = std::min(counted_from, end);
    end += c.length;
  }
  return end;
}

Segment Segmenter::by_dictionary() {
  if (!dictionary_) dictionary_ = std::make_unique<Dictionary>();
  dictionary_->cut(text_.substr(offset_, dictionary_stretch_end() - offset_), offset_, from_dictionary_);
  const Segment first = from_dictionary_.back();
  from_dictionary_.pop_back();
  return first;
}

std::optional<Segment> Segmenter::next_by_rules() {
  if (!from_dictionary_.empty()) {
    const Segment segment = from_dictionary_.back();
    from_dictionary_.pop_back();
    offset_ = segment.end;
    return segment;
  }
  if (offset_ >= text_.size()) return std::nullopt;
  std::optional<Segment> segment = by_rules();
  if (!segment) segment = by_dictionary();
  offset_ = segment->end;
  return segment;
}

}  // namespace kwic
