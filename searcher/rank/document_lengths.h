#pragma once
/// How long the articles are, as scores count it: the file that tells it, read window by window.

#include "index/document_file.h"

#include <xapian.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace kwic {

/// The lengths of an index at one state of it, by windows of document numbers that are read when they are
/// first needed: 4 bytes a document. Not thread-safe.
class DocumentLengths {
public:
  /// Documents [number * window_size, (number + 1) * window_size) are a window.
  static constexpr Xapian::docid window_size = 1U << 14U;

  using Window = std::vector<Xapian::termcount>;

  DocumentLengths() = default;
  explicit DocumentLengths(DocumentFile lengths) : file_(std::move(lengths)) {}

  [[nodiscard]] const Window& of_window(std::size_t number);

private:
  DocumentFile file_;
  std::vector<Window> windows_;
};

}  // namespace kwic
