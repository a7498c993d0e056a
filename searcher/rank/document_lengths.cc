#include "rank/document_lengths.h"

#include <algorithm>

namespace kwic {

const DocumentLengths::Window& DocumentLengths::read(const Xapian::Database& database, std::size_t number) {
  windows_.resize(std::max(windows_.size(), number + 1));
  Window& window = windows_[number];
  if (!window.empty()) return window;
  Window lengths(window_size);
  const auto first = static_cast<Xapian::docid>(number * window_size);
  auto document = database.postlist_begin("");
  if (document != database.postlist_end("")) document.skip_to(first);
  for (; document != database.postlist_end("") && *document - first < window_size; ++document) {
    lengths[*document - first] = document.get_doclength();
  }
  window = std::move(lengths);
  return window;
}

const DocumentLengths::Window& DocumentLengths::known(std::size_t number) const noexcept {
  static const Window none;
  return number < windows_.size() ? windows_[number] : none;
}

}  // namespace kwic
