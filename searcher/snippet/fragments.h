#pragma once
/// Which stretch of a text is shown around a place: whole sentences where they fit, words where not.

#include "analysis/segmenter.h"

#include <kwic/searcher.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace kwic {

struct Fragment {
  Range range;
  bool cut_before = false;  ///< begins inside a sentence
  bool cut_after = false;   ///< ends inside a sentence
};

/// Columns of [start, end) of `text` as a snippet shows it: a run of white space is one.
[[nodiscard]] std::size_t shown_columns(std::string_view text, Range range);

/// True for ASCII white space.
[[nodiscard]] constexpr bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// The sentences [first, last] of a paragraph with as many of their neighbours as there is room for, in
/// columns; the following ones first.
[[nodiscard]] Fragment grow_sentences(std::string_view text, const std::vector<Range>& paragraph,
                                      std::size_t first, std::size_t last, std::size_t room);

/// As much of a stretch that does not fit as there is room for, around `core`. It begins and ends at words
/// (as the segmenter has them, so in Thai and Chinese too) unless they are very long, and never inside a
/// highlight that does not itself exceed the room. `highlights` are those of the text, rising and disjoint.
[[nodiscard]] Fragment cut_sentences(std::string_view text, Range sentences, Range core,
                                     const std::vector<Range>& highlights, std::size_t room,
                                     Segmenter& words);

}  // namespace kwic
