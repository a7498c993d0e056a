#pragma once
/// The names of months, as dates are written in many languages.

#include <string_view>

namespace kwic {

struct MonthName {
  int month = 0;         ///< 1 to 12; 0: the word is no month
  bool is_thai = false;  ///< the year that follows may be one of the Buddhist calendar
};

/// Case does not matter.
[[nodiscard]] MonthName month_named(std::string_view word);

/// "ม.ค.": Thai abbreviations hold full stops, so that they are no word. Takes the name off the text.
[[nodiscard]] MonthName take_thai_abbreviation(std::string_view& text);

}  // namespace kwic
