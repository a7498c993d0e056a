#pragma once
/// Plain text out of marked-up text: white space folded, blocks parted by line breaks, nothing at the ends.

#include <string>
#include <string_view>

namespace kwic {

class TextBuilder {
public:
  void add(std::string_view text);           ///< running text: any white space in it is one space
  void add_verbatim(std::string_view text);  ///< code: white space is kept
  void end_line() { breaks_ = breaks_ > 1 ? breaks_ : 1; }
  void end_block() { breaks_ = 2; }                         ///< a blank line before what follows
  void break_line() { breaks_ = breaks_ < 2 ? breaks_ + 1 : 2; }  ///< <br>: two of them are a blank line
  void tab();                                               ///< between the cells of a table's row
  [[nodiscard]] const std::string& text() const { return text_; }

private:
  void settle();

  std::string text_;
  int breaks_ = 0;      ///< line breaks due before the next character
  bool space_ = false;  ///< a space is due before the next character
};

}  // namespace kwic
