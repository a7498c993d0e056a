#pragma once
/// The passages of a text that show best why it matched.

#include "analysis/segmenter.h"
#include "match/matcher.h"
#include "snippet/sentences.h"

#include <kwic/searcher.h>

#include <cstddef>
#include <functional>
#include <vector>

namespace kwic {

struct SnippetLimits {
  std::size_t count;
  std::size_t columns;  ///< of each; a merged one may be as long as those it is made of
};

/// What finds the borders that snippets begin and end at. One object a thread.
struct Borders {
  SentenceFinder sentences;
  Segmenter words;
};

/// How many line ends stand before a byte of a text.
using LinesBefore = std::function<std::size_t(std::size_t offset)>;

/// Enough for the sentences around a place, and for the longest snippet, in bytes.
inline constexpr std::size_t text_around = std::size_t{16} << 10U;

/// The snippets of an article, at most `limits.count`, in the order of its text, chosen to show different
/// words of the query first, and rare ones before frequent ones (`leaf_weights`, by Mark::leaf). Snippets
/// that touch are merged. A text without marks gives its beginning. A sentence that only repeats the title is
/// shown if there is no other. `marks` are those of the text, rising by their starts. Of the
/// text only what stands within `text_around` of a mark, and its beginning where there is none, need be
/// there.
[[nodiscard]] std::vector<Snippet> make_snippets(const Article& article, const std::vector<Mark>& marks,
                                                 const std::vector<double>& leaf_weights,
                                                 const SnippetLimits& limits, Borders& borders,
                                                 const LinesBefore& lines_before);

/// The ranges of the marks, overlapping ones united.
[[nodiscard]] std::vector<Range> highlight_ranges(const std::vector<Mark>& marks);

}  // namespace kwic
