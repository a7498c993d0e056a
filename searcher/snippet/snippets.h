#pragma once
/// The passages of a text that show best why it matched.

#include "match/matcher.h"
#include "snippet/sentences.h"

#include <kwic/searcher.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace kwic {

struct SnippetLimits {
  std::size_t count;
  std::size_t columns;  ///< of each; a merged one may be as long as those it is made of
};

/// At most `limits.count` snippets in the order of the text, chosen to show different words of the query
/// first, and rare ones before frequent ones (`leaf_weights`, by Mark::leaf). Snippets that touch are merged.
/// A text without marks gives its beginning. A sentence that only repeats `title` is shown if there is no
/// other. `marks` are those of the text, rising by their starts.
[[nodiscard]] std::vector<Snippet> make_snippets(std::string_view text, std::string_view title,
                                                 const std::vector<Mark>& marks,
                                                 const std::vector<double>& leaf_weights,
                                                 const SnippetLimits& limits, SentenceFinder& sentences);

/// The ranges of the marks, overlapping ones united.
[[nodiscard]] std::vector<Range> highlight_ranges(const std::vector<Mark>& marks);

}  // namespace kwic
