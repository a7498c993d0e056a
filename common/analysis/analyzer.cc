#include "analysis/analyzer.h"

#include "analysis/folding.h"
#include "text/utf8.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace kwic {
namespace {

/// A chain of more parts ("a-b-c-...") is no word any more: its parts are found, its joined form is not made.
constexpr std::size_t most_parts = 32;

/// A segment of more bytes ("a_b_c_...") is taken in pieces, so that its tokens do not pile up, and what is
/// longer has no joined form.
constexpr std::size_t longest_segment = std::size_t{64} * 1024;

/// How far an acronym in capitals looks along its line for a lower-case letter.
constexpr std::size_t line_window = 256;

/// What stands before an apostrophe as a word of its own, in French, Italian and Catalan.
constexpr std::array<std::string_view, 23> elisions{
    "all",  "c",      "d",      "dall", "dell",  "gl",     "j", "jusqu", "l", "lorsqu", "m",   "n",
    "nell", "presqu", "puisqu", "qu",   "quell", "quoiqu", "s", "sull",  "t", "un",     "dagl"};

struct Char {
  char32_t code_point;
  std::size_t end;
};

Char char_at(std::string_view text, std::size_t offset) {
  const auto [code_point, length] = decode_utf8(text, offset);
  return {code_point, offset + length};
}

bool is_alphanumeric(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
  const auto code = static_cast<UChar32>(c);
  return u_hasBinaryProperty(code, UCHAR_ALPHABETIC) != 0 || (U_GET_GC_MASK(code) & U_GC_N_MASK) != 0;
}

bool is_apostrophe(char32_t c) {
  return c == U'\'' || c == 0x2018 || c == 0x2019;
}

/// Characters that stay in a part when word boundaries leave them inside a segment.
bool belongs_to_part(char32_t c) {
  if (is_alphanumeric(c) || is_apostrophe(c) || c == U'"') return true;
  if (c < 0x80) return false;
  const bool inner = c == 0xB7 || c == 0x387 || c == 0x5F3 || c == 0x5F4 || c == 0x2027;
  return inner || (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_M_MASK | U_GC_CF_MASK)) != 0;
}

bool is_mark(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}
bool is_letter(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_ALPHABETIC) != 0;
}
bool is_digit(char32_t c) {
  return u_isdigit(static_cast<UChar32>(c)) != 0;
}

/// The bytes of the character at `offset` that joins two words into a compound; 0 if it does not.
std::size_t joiner_length(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return 0;
  if (text[offset] == '-' || text[offset] == '&') return 1;
  if (text[offset] != '\xE2') return 0;
  const std::string_view bytes = text.substr(offset, 3);
  const bool joins = bytes == "\u2010" || bytes == "\u2011" || bytes == "\u200B";
  return joins ? 3 : 0;
}

/// The letters of "U.S" or "e.g"; nothing for any other text.
std::optional<std::string> dotted_letters(std::string_view text) {
  if (text.size() < 3 || text.find('.') == std::string_view::npos) return std::nullopt;
  std::string letters;
  for (std::size_t i = 0; i < text.size();) {
    const Char letter = char_at(text, i);
    if (!is_letter(letter.code_point)) return std::nullopt;
    letters.append(text, i, letter.end - i);
    i = letter.end;
    while (i < text.size() && is_mark(char_at(text, i).code_point)) i = char_at(text, i).end;
    letters.append(text, letter.end, i - letter.end);
    if (i < text.size() && text[i++] != '.') return std::nullopt;
    if (i == text.size() && text[i - 1] == '.') return std::nullopt;
  }
  return letters;
}

std::string dotted(std::string_view letters) {
  std::string out;
  for (std::size_t i = 0; i < letters.size();) {
    const Char letter = char_at(letters, i);
    out.append(letters, i, letter.end - i).push_back('.');
    i = letter.end;
  }
  return out;
}

/// Emoji, and numbers such as \u00BD that word boundaries take for signs.
bool is_symbol_word(std::string_view segment) {
  if (is_ascii(segment[0])) return false;
  const auto first = static_cast<UChar32>(char_at(segment, 0).code_point);
  if (u_hasBinaryProperty(first, UCHAR_EMOJI_PRESENTATION) != 0) return true;
  if ((U_GET_GC_MASK(first) & U_GC_N_MASK) != 0) return true;
  return u_hasBinaryProperty(first, UCHAR_EXTENDED_PICTOGRAPHIC) != 0 &&
         segment.find("\uFE0F") != std::string_view::npos;
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

/// What may stand before the sign of ".net", "#tag" or "@name".
bool opens_word(char c) {
  return !is_ascii(c) || std::string_view(" \t\r\n([{<\"'>,;/|+-").find(c) != std::string_view::npos;
}

std::string_view without_possessive(std::string_view written) {
  for (const std::string_view possessive : {"'s", "'S", "\u2019s", "\u2019S"}) {
    if (written.ends_with(possessive)) return written.substr(0, written.size() - possessive.size());
  }
  return written;
}

/// A part as it enters the joined form: without a possessive s and without the points of an acronym.
void append_joined(std::string& joined, std::string_view written) {
  written = without_possessive(written);
  std::ranges::copy_if(written, std::back_inserter(joined), [](char c) { return c != '.'; });
}

}  // namespace

Analyzer::Analyzer(const Language& language) : words_(language) {}

void Analyzer::start(std::string_view text, std::size_t start, std::size_t end, std::uint32_t position) {
  segmenter_.reset(text, start, end);
  text_ = text;
  end_ = end;
  position_ = position;
  put_back_.clear();
  tokens_.clear();
  taken_ = 0;
}

const Token* Analyzer::next() {
  while (taken_ == tokens_.size()) {
    tokens_.clear();
    taken_ = 0;
    words_.forget_if_full();
    if (put_back_.empty()) segmenter_.skip_signs();
    const std::optional<Segment> segment = next_segment();
    if (!segment) return nullptr;
    stands_alone(*segment) ? emit_lone_word(*segment) : analyze(*segment);
  }
  return &tokens_[taken_++];
}

std::optional<Segment> Analyzer::next_segment() {
  if (put_back_.empty()) return segmenter_.next();
  const Segment segment = put_back_.back();
  put_back_.pop_back();
  return segment;
}

std::string_view Analyzer::written(const Part& part) const {
  return text_.substr(part.start, part.end - part.start);
}

void Analyzer::analyze(const Segment& segment) {
  switch (segment.kind) {
    case Segment::Kind::other:
      return analyze_symbol(segment);
    case Segment::Kind::ideographic:
      return analyze_ideographic(segment);
    case Segment::Kind::word:
      return analyze_compound(segment);
  }
}

void Analyzer::analyze_symbol(const Segment& segment) {
  const std::string_view symbol = text_.substr(segment.start, segment.end - segment.start);
  if (!is_symbol_word(symbol)) return;
  const Word& word = words_.literal(symbol);
  if (!word.surface.empty()) emit_part({segment.start, segment.end, &word}, true);
}

/// Every character with its marks is a part; the dictionary's word is a unit, and it alone counts.
void Analyzer::analyze_ideographic(const Segment& segment) {
  std::vector<Part> characters;
  for (std::size_t i = segment.start; i < segment.end;) {
    const Char c = char_at(text_, i);
    const auto code = static_cast<UChar32>(c.code_point);
    const bool extends =
        u_hasBinaryProperty(code, UCHAR_GRAPHEME_EXTEND) != 0 || u_charType(code) == U_FORMAT_CHAR;
    if (!characters.empty() && extends) {
      characters.back().end = c.end;
    } else if (u_charType(code) != U_CONNECTOR_PUNCTUATION) {
      characters.push_back({i, c.end});
    }
    i = c.end;
  }
  for (Part& part : characters) part.word = &words_.stemmed(written(part));
  std::erase_if(characters, [](const Part& part) { return part.word->surface.empty(); });  // apostrophes
  const bool has_unit = characters.size() > 1 && characters.size() <= most_parts;
  for (const Part& part : characters) emit_part(part, !has_unit);
  if (!has_unit) return;
  const Part whole{characters.front().start, characters.back().end};
  emit_unit(whole.start, whole.end, characters.size(), words_.stemmed(written(whole)));
}

/// True for a plain word with nothing beside it that could make it part of something larger.
bool Analyzer::stands_alone(const Segment& segment) const {
  if (!segment.plain) return false;
  const char behind = byte_at(segment.end);
  if (behind == '-' || behind == '&' || behind == '+' || behind == '#') return false;
  const char before = segment.start > 0 ? text_[segment.start - 1] : ' ';
  return before != '.' && before != '#' && before != '@';
}

/// What most words are: the same as a compound of one part, without the detours.
void Analyzer::emit_lone_word(const Segment& segment) {
  const auto [word, stop] = words_.stemmed(text_.substr(segment.start), segment.end - segment.start);
  tokens_.push_back({Token::Kind::part, !stop, segment.start, segment.end, position_, 1, word});
  ++position_;
  if (stop && is_upper(text_[segment.start])) emit_capitals({segment.start, segment.end, word});
}

void Analyzer::analyze_compound(const Segment& segment) {
  compound_.clear();
  compound_is_whole_ = true;
  std::size_t end = split(segment);
  while (const std::optional<Segment> more = joined_segment(end)) end = split(*more);
  emit_compound();
}

/// The word that a hyphen or an ampersand at `end` joins to what stands before it.
std::optional<Segment> Analyzer::joined_segment(std::size_t end) {
  const std::size_t length = joiner_length(text_.substr(0, end_), end);
  if (length == 0) return std::nullopt;
  const std::optional<Segment> joiner = next_segment();
  if (!joiner) return std::nullopt;
  const std::optional<Segment> word = joiner->end == end + length ? next_segment() : std::nullopt;
  if (word && word->kind == Segment::Kind::word) return word;
  if (word) put_back_.push_back(*word);
  put_back_.push_back(*joiner);
  return std::nullopt;
}

/// Adds the parts of one segment to the compound; returns where it ends, the last point of an acronym
/// included.
std::size_t Analyzer::split(const Segment& segment) {
  const std::string_view whole = text_.substr(0, segment.end);
  if (const auto letters = dotted_letters(whole.substr(segment.start)))
    return split_acronym(segment, *letters);
  Part part{segment.start, segment.start};
  char32_t before = 0;
  for (std::size_t i = segment.start; i < segment.end;) {
    const Char c = char_at(whole, i);
    if (!belongs_to_part(c.code_point)) {
      if (part.end > part.start) add_part_with_elision(part);
      const bool decimal_point = c.code_point == U'.' && is_digit(before) && c.end < segment.end &&
                                 is_digit(char_at(whole, c.end).code_point);
      part = {c.end, c.end, nullptr, decimal_point};
      if (c.end - segment.start > longest_segment && c.end < segment.end) {
        put_back_.push_back({c.end, segment.end, segment.kind, false});
        compound_is_whole_ = false;
        return i;
      }
    } else {
      part.end = c.end;
    }
    before = c.code_point;
    i = c.end;
  }
  if (part.end > part.start) add_part_with_elision(part);
  return segment.end;
}

std::size_t Analyzer::split_acronym(const Segment& segment, const std::string& letters) {
  Part part{segment.start, segment.end};
  if (byte_at(part.end) == '.') {
    const std::optional<Segment> point = next_segment();
    if (point->end == part.end + 1) {
      part.end = point->end;
    } else {
      put_back_.push_back(*point);
    }
  }
  part.word = &words_.stemmed(letters);
  // "U.S." must not become the pronoun: an acronym that reads like a stop word keeps its points.
  if (part.word->stop) part.word = &words_.literal(dotted(letters));
  add_part(part);
  return part.end;
}

void Analyzer::add_part_with_elision(const Part& part) {
  const std::string_view text = written(part);
  const std::size_t apostrophe = text.find_first_of("'\xE2");
  if (apostrophe != std::string_view::npos && apostrophe > 0 && apostrophe <= 6) {
    const Char sign = char_at(text, apostrophe);
    const std::string_view behind = text.substr(sign.end);
    const bool possessive = behind == "s" || behind == "S";
    const bool elided = is_apostrophe(sign.code_point) && !behind.empty() && !possessive &&
                        std::ranges::find(elisions, fold(text.substr(0, apostrophe))) != elisions.end();
    if (elided) {
      const Part article{part.start, part.start + apostrophe, &words_.stemmed(text.substr(0, apostrophe))};
      compound_.empty() ? emit_part(article, false) : add_part(article);
      return add_part({part.start + sign.end, part.end, nullptr, false});
    }
  }
  add_part(part);
}

void Analyzer::add_part(Part part) {
  if (part.word == nullptr) part.word = &words_.stemmed(written(part));
  if (part.word->surface.empty()) return;  // nothing but joiners and marks
  if (compound_.size() == most_parts) {
    emit_parts();
    compound_is_whole_ = false;
  }
  compound_.push_back(part);
}

void Analyzer::emit_part(const Part& part, bool ranks) {
  tokens_.push_back(
      {Token::Kind::part, ranks && !part.word->stop, part.start, part.end, position_, 1, part.word});
  ++position_;
}

void Analyzer::emit_parts() {
  for (const Part& part : compound_) {
    emit_part(part, true);
    if (compound_.size() > 1 && byte_at(part.end) != '&') emit_capitals(part);
  }
  compound_.clear();
}

void Analyzer::emit_unit(std::size_t start, std::size_t end, std::size_t parts, const Word& word,
                         bool ranks) {
  const auto count = static_cast<std::uint32_t>(parts);
  tokens_.push_back({Token::Kind::unit, ranks, start, end, position_ - count, count, &word});
}

void Analyzer::emit_compound() {
  if (compound_.empty()) return;
  if (compound_.back().end - compound_.front().start > longest_segment) compound_is_whole_ = false;
  if (!compound_is_whole_ || compound_.size() == 1) {
    const Part only = compound_.front();
    const bool single = compound_is_whole_;
    emit_parts();
    if (!single) return;
    emit_with_sign(only);
    emit_capitals(only);
    return;
  }
  std::string joined;
  for (const Part& part : compound_) {
    if (part.point_before) joined.push_back('.');
    append_joined(joined, written(part));
  }
  const std::size_t start = compound_.front().start;
  const std::size_t end = compound_.back().end;
  const std::size_t parts = compound_.size();
  emit_parts();
  const Word& word = words_.stemmed(joined);
  if (!word.surface.empty()) emit_unit(start, end, parts, word);
}

/// "C++" and "C#", ".NET", "#tag" and "@name": the word with its sign, beside the word.
void Analyzer::emit_with_sign(const Part& part) {
  const char behind = byte_at(part.end);
  std::size_t start = part.start;
  std::size_t end = part.end;
  if (behind == '+' && byte_at(end + 1) == '+' && byte_at(end + 2) != '+') end += 2;
  if (behind == '#' && !is_alphanumeric(static_cast<unsigned char>(byte_at(end + 1)))) end += 1;
  const char before = start > 0 ? text_[start - 1] : '\0';
  const bool opens = start == 1 || (start > 1 && opens_word(text_[start - 2]));
  const bool letter_follows = is_letter(char_at(text_, part.start).code_point);
  if (opens && (before == '#' || before == '@' || (before == '.' && letter_follows))) start -= 1;
  if (start == part.start && end == part.end) return;
  emit_unit(start, end, 1, words_.literal(without_possessive(text_.substr(start, end - start))));
}

/// "US" in a line that has lower-case letters too is the acronym. In a headline that is all capitals nobody
/// can tell: there it is findable as the acronym, but does not count as one.
void Analyzer::emit_capitals(const Part& part) {
  if (!part.word->stop) return;
  const std::string_view text = without_possessive(written(part));
  if (text.size() < 2 || text.size() > 3 || !std::ranges::all_of(text, is_upper)) return;
  const bool sure = line_has_lower_case(part.start);
  if (sure || text.size() == 2) emit_unit(part.start, part.end, 1, words_.literal(dotted(text)), sure);
}

bool Analyzer::line_has_lower_case(std::size_t offset) const {
  const std::size_t window_start = offset > line_window ? offset - line_window : 0;
  const std::size_t newline = text_.substr(window_start, offset - window_start).rfind('\n');
  const std::size_t from = newline == std::string_view::npos ? window_start : window_start + newline + 1;
  const std::string_view line = text_.substr(0, end_).substr(from, offset - from + line_window);
  const std::string_view before = line.substr(0, offset - from);
  const std::string_view behind = line.substr(offset - from);
  return std::ranges::any_of(before, is_lower) ||
         std::ranges::any_of(behind.substr(0, behind.find('\n')), is_lower);
}

}  // namespace kwic
