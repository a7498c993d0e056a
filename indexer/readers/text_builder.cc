/// How pieces of marked-up text are put together: breaks and spaces are written only once something follows
/// them.
#include "readers/text_builder.h"

namespace kwic {

void TextBuilder::settle() {
  // Code brings its own line end.
  for (auto at = text_.size(); breaks_ > 0 && at > 0 && text_[at - 1] == '\n'; --at) --breaks_;
  const bool starts_line = text_.empty() || breaks_ > 0 || text_.back() == '\n';
  if (!text_.empty()) text_.append(breaks_, '\n');
  text_.append(tabs_, '\t');
  if (!starts_line && tabs_ == 0 && space_) text_ += ' ';
  breaks_ = 0;
  tabs_ = 0;
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

}  // namespace kwic
