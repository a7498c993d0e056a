#pragma once
/// How wide text is on a terminal.

#include <cstddef>
#include <string_view>

namespace kwic {

/// What a reader takes for one character, and a terminal for one cell or two.
struct Cluster {
  std::size_t length = 0;  ///< bytes, at least 1
  std::size_t columns = 0;
};

/// The cluster that begins at `offset`, which must be inside `text`: a character with its marks and joiners,
/// an emoji with what is joined to it, a flag (extended grapheme clusters of UAX #29, but Hangul letters by
/// their width alone). Wide characters take 2 columns (UAX #11 and emoji).
[[nodiscard]] Cluster cluster_at(std::string_view text, std::size_t offset);

/// Columns of a text.
[[nodiscard]] std::size_t columns(std::string_view text);

}  // namespace kwic
