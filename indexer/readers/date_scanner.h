#pragma once
/// A place in a text from which the pieces of a date are taken.

#include "readers/month_names.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace kwic {

/// A piece that is not there leaves the place where it was.
class DateScanner {
public:
  explicit DateScanner(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] bool at_digit() const;

  bool take(std::string_view piece);
  bool take_word(std::string_view lower_piece);  ///< whatever the case of ASCII letters
  bool take_any(std::string_view characters);

  /// A number of least to most decimal digits of any script, with no further digit behind it.
  std::optional<int> number(std::size_t least, std::size_t most);

  /// A run of letters and the marks on them.
  std::string_view word();

  /// A month's name, Thai abbreviations too.
  MonthName month();

private:
  std::string_view text_;
  std::size_t at_;
};

}  // namespace kwic
