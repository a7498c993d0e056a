#include "fuzz/target.h"

#include "text/utf8.h"
#include "text/visible.h"

#include <cstdlib>
#include <iostream>

namespace kwic::fuzz {

void require(bool holds, std::string_view law, std::string_view about) {
  if (holds) return;
  std::cerr << "broken law: " << law << ": " << visible(about) << std::endl;
  std::abort();
}

void require_range(std::string_view text, std::size_t start, std::size_t end) {
  require(start <= end && end <= text.size(), "ranges are inside of the text", text);
  require(char_border_before(text, start) == start && char_border_before(text, end) == end,
          "ranges begin and end at characters", text);
}

void require_message(std::string_view message) {
  require(!message.empty() && message == visible(message), "messages are lines of text", message);
}

}  // namespace kwic::fuzz
