// Measures in columns, cuts at words.
#include "snippet/fragments.h"

#include "text/columns.h"
#include "text/utf8.h"

#include <algorithm>

namespace kwic {
namespace {

/// A cut at a word's border may cost this many bytes of the snippet's length.
constexpr std::size_t longest_word_at_cut = 48;

/// A stretch of text as clusters, measured once.
class Ruler {
public:
  Ruler(std::string_view text, Range range) {
    bool after_space = false;
    std::size_t before = 0;
    for (std::size_t i = range.start; i < range.end;) {
      const Cluster cluster = cluster_at(text, i);
      ticks_.push_back({i, before});
      const bool space = is_space(text[i]);
      if (!space || !after_space) before += cluster.columns;
      after_space = space;
      i += cluster.length;
    }
    ticks_.push_back({range.end, before});
  }

  /// The farthest border that is at most `room` columns behind `start`; what is not used stays in `room`.
  [[nodiscard]] std::size_t end_within(std::size_t start, std::size_t limit, std::size_t& room) const {
    const std::size_t base = at(start)->columns;
    auto tick = std::ranges::upper_bound(ticks_, base + room, {}, &Tick::columns) - 1;
    tick = std::min(tick, at(limit));
    room -= std::min(room, tick->columns - base);
    return tick->offset;
  }

  /// Likewise before `end`.
  [[nodiscard]] std::size_t start_within(std::size_t end, std::size_t& room) const {
    const std::size_t base = at(end)->columns;
    const auto tick = std::ranges::lower_bound(ticks_, base > room ? base - room : 0, {}, &Tick::columns);
    room -= std::min(room, base - tick->columns);
    return std::min(tick->offset, end);
  }

private:
  struct Tick {
    std::size_t offset;
    std::size_t columns;  ///< of what stands before it
  };

  /// The last border that is not behind `offset`.
  [[nodiscard]] std::vector<Tick>::const_iterator at(std::size_t offset) const {
    const auto behind = std::ranges::upper_bound(ticks_, offset, {}, &Tick::offset);
    return behind == ticks_.begin() ? behind : behind - 1;
  }

  std::vector<Tick> ticks_;
};

/// The words that touch [start, end), without looking at more than is needed.
std::vector<Range> words_within(std::string_view text, std::size_t start, std::size_t end,
                                Segmenter& segmenter) {
  std::vector<Range> words;
  segmenter.reset(text, char_border_before(text, start), char_border_before(text, end));
  while (const std::optional<Segment> segment = segmenter.next()) {
    if (segment->kind != Segment::Kind::other) words.push_back({segment->start, segment->end});
  }
  return words;
}

/// The first beginning of a word from `cut` on, if it is near and not behind `limit`; else `cut`.
std::size_t word_start(std::string_view text, Range sentences, std::size_t cut, std::size_t limit,
                       Segmenter& segmenter) {
  const std::size_t from = std::max(sentences.start, cut - std::min(cut, longest_word_at_cut));
  const std::size_t to = std::min(sentences.end, cut + 2 * longest_word_at_cut);
  for (const Range& word : words_within(text, from, to, segmenter)) {
    if (word.start >= cut && word.start <= limit && word.start < cut + longest_word_at_cut) return word.start;
  }
  return cut;
}

/// The last end of a word up to `cut`, likewise. Punctuation that was cut in half is left out with its word.
std::size_t word_end(std::string_view text, Range sentences, std::size_t cut, std::size_t limit,
                     Segmenter& segmenter) {
  const std::size_t from = std::max(sentences.start, cut - std::min(cut, 2 * longest_word_at_cut));
  const std::size_t to = std::min(sentences.end, cut + longest_word_at_cut);
  std::size_t end = cut;
  for (const Range& word : words_within(text, from, to, segmenter)) {
    if (word.end <= cut && word.end >= limit && word.end + longest_word_at_cut > cut) end = word.end;
  }
  return end;
}

/// A highlight that begins or ends outside is left out, unless the core is inside it.
Range without_halves(Range fragment, Range core, const std::vector<Range>& highlights) {
  auto highlight = std::ranges::upper_bound(highlights, fragment.start, {}, &Range::end);
  if (highlight != highlights.end() && highlight->start < fragment.start && highlight->end <= core.start) {
    fragment.start = highlight->end;
  }
  highlight = std::ranges::upper_bound(highlights, fragment.end, {}, &Range::end);
  if (highlight != highlights.end() && highlight->start < fragment.end && highlight->start >= core.end) {
    fragment.end = highlight->start;
  }
  return fragment;
}

Range trimmed(std::string_view text, Range range) {
  while (range.start < range.end && is_space(text[range.start])) ++range.start;
  while (range.end > range.start && is_space(text[range.end - 1])) --range.end;
  return range;
}

}  // namespace

std::size_t shown_columns(std::string_view text, Range range) {
  std::size_t sum = 0;
  for (std::size_t i = range.start; i < range.end;) {
    const Cluster cluster = cluster_at(text, i);
    if (!is_space(text[i]) || i == range.start || !is_space(text[i - 1])) sum += cluster.columns;
    i += cluster.length;
  }
  return sum;
}

Fragment grow_sentences(std::string_view text, const std::vector<Range>& paragraph, std::size_t first,
                        std::size_t last, std::size_t room) {
  Range range{paragraph[first].start, paragraph[last].end};
  const auto take = [&](Range wider) {
    const bool fits = wider.end - wider.start <= room || shown_columns(text, wider) <= room;
    if (fits) range = wider;
    return fits;
  };
  while (last + 1 < paragraph.size() && take({range.start, paragraph[last + 1].end})) ++last;
  while (first > 0 && take({paragraph[first - 1].start, range.end})) --first;
  return {range, false, false};
}

Fragment cut_sentences(std::string_view text, Range sentences, Range core,
                       const std::vector<Range>& highlights, std::size_t room, Segmenter& words) {
  const Ruler ruler(text, sentences);
  core.end = ruler.end_within(core.start, std::min(core.end, sentences.end), room);
  std::size_t before = room / 2;
  std::size_t after = room - before;
  std::size_t start = ruler.start_within(core.start, before);
  after += before;
  std::size_t end = ruler.end_within(core.end, sentences.end, after);
  start = ruler.start_within(start, after);
  if (start > sentences.start) start = word_start(text, sentences, start, core.start, words);
  if (end < sentences.end) end = word_end(text, sentences, end, core.end, words);
  const Range range = trimmed(text, without_halves({start, end}, core, highlights));
  return {range, range.start > sentences.start, range.end < sentences.end};
}

}  // namespace kwic
