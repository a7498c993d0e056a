#include "analysis/word_break_table.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace kwic {
namespace {

bool is_dictionary_script(UChar32 c) {
  if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return true;
  if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) != 0) return true;
  if (u_getIntPropertyValue(c, UCHAR_WORD_BREAK) == U_WB_KATAKANA) return true;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA;
}

WordBreakClass from_icu(int property) {
  switch (property) {
    case U_WB_CR:
      return WordBreakClass::cr;
    case U_WB_LF:
      return WordBreakClass::lf;
    case U_WB_NEWLINE:
      return WordBreakClass::newline;
    case U_WB_EXTEND:
      return WordBreakClass::extend;
    case U_WB_ZWJ:
      return WordBreakClass::zwj;
    case U_WB_FORMAT:
      return WordBreakClass::format;
    case U_WB_HEBREW_LETTER:
      return WordBreakClass::hebrew_letter;
    case U_WB_ALETTER:
      return WordBreakClass::letter;
    case U_WB_SINGLE_QUOTE:
      return WordBreakClass::single_quote;
    case U_WB_DOUBLE_QUOTE:
      return WordBreakClass::double_quote;
    case U_WB_MIDNUMLET:
      return WordBreakClass::mid_num_let;
    case U_WB_MIDLETTER:
      return WordBreakClass::mid_letter;
    case U_WB_MIDNUM:
      return WordBreakClass::mid_num;
    case U_WB_NUMERIC:
      return WordBreakClass::numeric;
    case U_WB_EXTENDNUMLET:
      return WordBreakClass::extend_num_let;
    case U_WB_WSEGSPACE:
      return WordBreakClass::space;
    case U_WB_REGIONAL_INDICATOR:
      return WordBreakClass::regional_indicator;
    default:
      return WordBreakClass::other;
  }
}

/// CLDR's root tailoring of word breaks: '@' is a letter; the colons do not join letters.
WordBreakClass tailored(UChar32 c) {
  if (c == U'@') return WordBreakClass::letter;
  if (c == U':' || c == 0xFE55 || c == 0xFF1A) return WordBreakClass::other;
  if (c >= 0x80 && is_dictionary_script(c)) return WordBreakClass::dictionary;
  if (c >= 0xAC00 && c <= 0xD7A3) return WordBreakClass::hangul;
  return from_icu(u_getIntPropertyValue(c, UCHAR_WORD_BREAK));
}

}  // namespace

WordBreakTable::WordBreakTable() {
  for (char32_t c = 0; c < ascii_.size(); ++c) ascii_[c] = look_up(c);
}

WordBreakTable::Entry WordBreakTable::look_up(char32_t code_point) {
  const auto c = static_cast<UChar32>(code_point);
  return {tailored(c), u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) != 0};
}

const WordBreakTable::Page& WordBreakTable::fill(char32_t page) {
  pages_[page] = std::make_unique<Page>();
  for (char32_t i = 0; i < 256; ++i) (*pages_[page])[i] = look_up((page << 8) | i);
  return *pages_[page];
}

}  // namespace kwic
