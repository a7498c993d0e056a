#include "rank/document_lengths.h"

#include <algorithm>

namespace kwic {

const DocumentLengths::Window& DocumentLengths::of_window(std::size_t number) {
  windows_.resize(std::max(windows_.size(), number + 1));
  Window& window = windows_[number];
  if (window.empty()) {
    window.resize(window_size);
    file_.read_lengths(static_cast<Xapian::docid>(number * window_size), window);
  }
  return window;
}

}  // namespace kwic
