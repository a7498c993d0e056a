#include "readers/date_scanner.h"

#include "readers/characters.h"
#include "readers/fields.h"

#include <unicode/uchar.h>

namespace kwic {
namespace {

/// The digit at `at`, which moves behind it; below 0 where there is none.
int take_digit(std::string_view text, std::size_t& at) {
  if (at >= text.size()) return -1;
  auto next = at;
  const UChar32 c = next_character(text, next);
  const int value = c < 0 || u_charType(c) != U_DECIMAL_DIGIT_NUMBER ? -1 : u_charDigitValue(c);
  if (value >= 0) at = next;
  return value;
}

bool is_of_word(UChar32 c) {
  return c >= 0 && (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

}  // namespace

bool DateScanner::at_digit() const {
  auto at = at_;
  return take_digit(text_, at) >= 0;
}

bool DateScanner::take(std::string_view piece) {
  if (!rest().starts_with(piece)) return false;
  at_ += piece.size();
  return true;
}

bool DateScanner::take_word(std::string_view lower_piece) {
  if (ascii_lower(rest().substr(0, lower_piece.size())) != lower_piece) return false;
  at_ += lower_piece.size();
  return true;
}

bool DateScanner::take_any(std::string_view characters) {
  const auto start = at_;
  while (!done() && characters.find(text_[at_]) != std::string_view::npos) ++at_;
  return at_ > start;
}

std::optional<int> DateScanner::number(std::size_t least, std::size_t most) {
  auto at = at_;
  std::size_t digits = 0;
  int value = 0;
  for (int digit = take_digit(text_, at); digit >= 0; digit = take_digit(text_, at)) {
    if (++digits > most) return {};
    value = value * 10 + digit;
  }
  if (digits < least) return {};
  at_ = at;
  return value;
}

std::string_view DateScanner::word() {
  const auto start = at_;
  while (!done()) {
    auto next = at_;
    if (!is_of_word(next_character(text_, next))) break;
    at_ = next;
  }
  return text_.substr(start, at_ - start);
}

MonthName DateScanner::month() {
  std::string_view text = rest();
  if (const MonthName name = take_thai_abbreviation(text); name.month > 0) {
    at_ = text_.size() - text.size();
    return name;
  }
  return month_named(word());
}

}  // namespace kwic
