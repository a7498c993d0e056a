#pragma once
/// Plain text out of marked-up text: white space folded, blocks parted by line breaks, nothing at the ends.

#include <cstddef>
#include <string>
#include <string_view>

namespace kwic {

class TextBuilder {
public:
  void add(std::string_view text);           ///< running text: any white space in it is one space
  void add_verbatim(std::string_view text);  ///< code: white space is kept
  void end_line() { set_breaks(breaks_ > 1 ? breaks_ : 1); }
  void end_block() { set_breaks(2); }                               ///< a blank line before what follows
  void break_line() { set_breaks(breaks_ < 2 ? breaks_ + 1 : 2); }  ///< <br>: two of them are a blank line
  void tab() { ++tabs_; }                                           ///< behind a cell of a table's row
  void cut(std::size_t size) { text_.resize(size); }  ///< takes the end of what is written off again
  [[nodiscard]] const std::string& text() const { return text_; }

private:
  void settle();
  void set_breaks(std::size_t breaks) {
    breaks_ = breaks;
    tabs_ = 0;
  }

  std::string text_;
  std::size_t breaks_ = 0;  ///< line breaks due before the next character
  std::size_t tabs_ = 0;    ///< tabs due, if anything follows on the line
  bool space_ = false;      ///< a space is due before the next character
};

}  // namespace kwic
