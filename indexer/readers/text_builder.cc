/// How pieces of marked-up text are put together: breaks and spaces are written only once something follows them.
#include "readers/text_builder.h"

namespace kwic {

void TextBuilder::settle() {
  if (!text_.empty() && breaks_ > 0) text_.append(static_cast<std::size_t>(breaks_), '\n');
  else if (!text_.empty() && space_ && text_.back() != '\t') text_ += ' ';
  breaks_ = 0;
  space_ = false;
}

void TextBuilder::add(std::string_view text) {
  constexpr std::string_view spaces = " \t\n\r\f\v";
  while (!text.empty()) {
    const auto word = text.find_first_not_of(spaces);
    if (word != 0) space_ = true;
    if (word == std::string_view::npos) return;
    settle();
    const auto end = text.find_first_of(spaces, word);
    text_ += text.substr(word, end - word);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end);
  }
}

void TextBuilder::add_verbatim(std::string_view text) {
  if (text.empty()) return;
  settle();
  text_ += text;
}

void TextBuilder::tab() {
  settle();
  text_ += '\t';
}

}  // namespace kwic
