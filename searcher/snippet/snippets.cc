#include "snippet/snippets.h"

#include "text/columns.h"
#include "text/utf8.h"

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <utility>

namespace kwic {
namespace {

/// A word of the query that another snippet shows already is worth this much of its weight.
constexpr double weight_of_repetition = 0.1;

/// Of an article with very many matches the first sentences have enough to choose from.
constexpr std::size_t most_candidates = 300;
constexpr std::size_t most_marks_in_sentence = 100;

/// A cut at a word's border may cost this many bytes of the snippet's length.
constexpr std::size_t longest_word_at_cut = 24;

using Marks = std::span<const Mark>;

/// A sentence with marks, and where it stands among the sentences of its paragraph.
struct Candidate {
  std::vector<Range> paragraph;
  std::size_t sentence = 0;
  Marks marks;
};

struct Fragment {
  Range range;
  bool cut_before = false;
  bool cut_after = false;
};

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::size_t columns_of(std::string_view text, Range range) {
  return columns(text.substr(range.start, range.end - range.start));
}

std::vector<Candidate> find_candidates(std::string_view text, const std::vector<Mark>& marks,
                                       SentenceFinder& finder) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < marks.size() && candidates.size() < most_candidates;) {
    std::vector<Range> sentences = finder.around(text, marks[i].start);
    const auto holding =
        std::ranges::find_if(sentences, [&](const Range& s) { return marks[i].start < s.end; });
    if (holding == sentences.end()) break;  // cannot be: a mark stands on a word
    std::size_t last = i;
    while (last < marks.size() && marks[last].start < holding->end) ++last;
    const auto index = static_cast<std::size_t>(holding - sentences.begin());
    candidates.push_back({std::move(sentences), index, Marks(marks).subspan(i, last - i)});
    i = last;
  }
  return candidates;
}

/// Plain text begins with its title, which every hit shows already.
std::vector<Candidate> without_title(std::string_view text, std::string_view title,
                                     std::vector<Candidate> candidates) {
  const auto is_title = [&](const Candidate& candidate) {
    const Range sentence = candidate.paragraph[candidate.sentence];
    return text.substr(sentence.start, sentence.end - sentence.start) == title;
  };
  if (!std::ranges::all_of(candidates, is_title)) std::erase_if(candidates, is_title);
  return candidates;
}

double gain(Marks marks, const std::vector<double>& weights, const std::set<std::size_t>& shown) {
  std::set<std::size_t> leaves;
  for (const Mark& mark : marks) leaves.insert(mark.leaf);
  double sum = 0.01 * static_cast<double>(std::min<std::size_t>(marks.size(), 10));
  for (const std::size_t leaf : leaves)
    sum += weights[leaf] * (shown.contains(leaf) ? weight_of_repetition : 1);
  return sum;
}

/// The candidates to show, best first.
std::vector<Candidate> choose(std::vector<Candidate> candidates, const std::vector<double>& weights,
                              std::size_t count) {
  std::vector<Candidate> chosen;
  std::set<std::size_t> shown;
  while (chosen.size() < count && !candidates.empty()) {
    const auto best = std::ranges::max_element(
        candidates, {}, [&](const Candidate& c) { return gain(c.marks, weights, shown); });
    for (const Mark& mark : best->marks) shown.insert(mark.leaf);
    chosen.push_back(std::move(*best));
    candidates.erase(best);
  }
  return chosen;
}

/// The end of what fits into `room` columns from `start` on.
std::size_t end_within(std::string_view text, std::size_t start, std::size_t end, std::size_t& room) {
  while (start < end) {
    const auto [code_point, length] = decode_utf8(text, start);
    if (columns(code_point) > room) break;
    room -= columns(code_point);
    start += length;
  }
  return start;
}

/// The start of what fits into `room` columns before `end`.
std::size_t start_within(std::string_view text, std::size_t start, std::size_t end, std::size_t& room) {
  while (end > start) {
    const std::size_t previous = char_border_before(text, end - 1);
    const std::size_t width = columns(decode_utf8(text, previous).code_point);
    if (width > room) break;
    room -= width;
    end = previous;
  }
  return end;
}

/// A cut moved off the inside of a word, towards `limit`, if the word is not too long. Marks stay with their
/// letters.
std::size_t start_of_word(std::string_view text, std::size_t cut, std::size_t limit) {
  if (cut == 0 || is_space(text[cut - 1])) return cut;
  for (std::size_t i = cut; i < limit && i < cut + longest_word_at_cut; ++i) {
    if (is_space(text[i])) return i + 1;
  }
  while (cut < limit && columns(decode_utf8(text, cut).code_point) == 0) cut += decode_utf8(text, cut).length;
  return cut;
}

std::size_t end_of_word(std::string_view text, std::size_t cut, std::size_t limit) {
  if (cut >= text.size() || is_space(text[cut])) return cut;
  for (std::size_t i = cut; i > limit && i + longest_word_at_cut > cut; --i) {
    if (is_space(text[i - 1])) return i - 1;
  }
  return cut;
}

/// The marks of a too long sentence that are worth most together within the room for them.
Range best_core(std::string_view text, Marks marks, const std::vector<double>& weights, std::size_t room) {
  const Marks looked_at = marks.first(std::min(marks.size(), most_marks_in_sentence));
  Range best{marks.front().start, marks.front().end};
  double best_gain = -1;
  for (std::size_t i = 0; i < looked_at.size(); ++i) {
    std::size_t count = 0;
    Range core{looked_at[i].start, looked_at[i].end};
    while (i + count < looked_at.size()) {
      const Range wider{core.start, std::max(core.end, looked_at[i + count].end)};
      if (count > 0 && columns_of(text, wider) > room) break;
      core = wider;
      ++count;
    }
    const double value = gain(looked_at.subspan(i, count), weights, {});
    if (value > best_gain) {
      best_gain = value;
      best = core;
    }
  }
  return best;
}

/// As much of a too long sentence as there is room for, around its best marks.
Fragment cut_sentence(std::string_view text, Range sentence, Range core, std::size_t room) {
  core.end = std::min(core.end, sentence.end);
  std::size_t left = room;
  core.end = end_within(text, core.start, core.end, left);
  std::size_t before = left / 2;
  const std::size_t for_after = left - before;
  std::size_t start = start_within(text, sentence.start, core.start, before);
  std::size_t after = for_after + before;
  std::size_t end = end_within(text, core.end, sentence.end, after);
  start = start_within(text, sentence.start, start, after);
  if (start > sentence.start) start = start_of_word(text, start, core.start);
  if (end < sentence.end) end = end_of_word(text, end, core.end);
  return {{start, end}, start > sentence.start, end < sentence.end};
}

/// A sentence with as many of its neighbours as there is room for, the following ones first.
Fragment grow_sentence(std::string_view text, const Candidate& candidate, std::size_t room) {
  std::size_t first = candidate.sentence;
  std::size_t last = candidate.sentence;
  Range range = candidate.paragraph[first];
  const auto take = [&](Range wider) {
    const bool fits = columns_of(text, wider) <= room;
    if (fits) range = wider;
    return fits;
  };
  while (last + 1 < candidate.paragraph.size() && take({range.start, candidate.paragraph[last + 1].end}))
    ++last;
  while (first > 0 && take({candidate.paragraph[first - 1].start, range.end})) --first;
  return {range, false, false};
}

Fragment make_fragment(std::string_view text, const Candidate& candidate, const std::vector<double>& weights,
                       std::size_t room) {
  const Range sentence = candidate.paragraph[candidate.sentence];
  if (columns_of(text, sentence) <= room) return grow_sentence(text, candidate, room);
  return cut_sentence(text, sentence, best_core(text, candidate.marks, weights, room), room);
}

bool touch(std::string_view text, const Fragment& left, const Fragment& right) {
  if (right.range.start <= left.range.end) return true;
  const std::string_view between = text.substr(left.range.end, right.range.start - left.range.end);
  return std::ranges::all_of(between, [](char c) { return is_space(c) && c != '\n'; });
}

std::vector<Fragment> merged(std::string_view text, std::vector<Fragment> fragments) {
  std::ranges::sort(fragments, {}, [](const Fragment& fragment) { return fragment.range.start; });
  std::vector<Fragment> result;
  for (const Fragment& fragment : fragments) {
    if (result.empty() || !touch(text, result.back(), fragment)) {
      result.push_back(fragment);
    } else if (fragment.range.end > result.back().range.end) {
      result.back().range.end = fragment.range.end;
      result.back().cut_after = fragment.cut_after;
    }
  }
  return result;
}

/// The text of a fragment with white space folded, and the marks where they stand in it.
Snippet snippet_of(std::string_view text, const Fragment& fragment, const std::vector<Range>& highlights) {
  Snippet snippet;
  snippet.start = fragment.range.start;
  snippet.end = fragment.range.end;
  snippet.cut_before = fragment.cut_before;
  snippet.cut_after = fragment.cut_after;
  snippet.line = 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, snippet.start), '\n'));
  auto highlight = std::ranges::upper_bound(highlights, snippet.start, {}, &Range::end);
  constexpr std::size_t closed = std::string::npos;
  std::size_t opened = closed;
  for (std::size_t i = snippet.start; i < snippet.end; ++i) {
    if (highlight != highlights.end() && opened == closed && i >= highlight->start)
      opened = snippet.text.size();
    if (!is_space(text[i])) {
      snippet.text.push_back(text[i]);
    } else if (i > snippet.start && !is_space(text[i - 1])) {
      snippet.text.push_back(' ');
    }
    if (opened != closed && (i + 1 == highlight->end || i + 1 == snippet.end)) {
      snippet.highlights.push_back({opened, snippet.text.size()});
      opened = closed;
      ++highlight;
    }
  }
  return snippet;
}

/// The first sentences that are not the title again.
Fragment beginning(std::string_view text, std::string_view title, SentenceFinder& finder, std::size_t room) {
  Fragment fallback;
  for (std::size_t offset = 0; offset < text.size();) {
    if (is_space(text[offset])) {
      ++offset;
      continue;
    }
    const std::vector<Range> sentences = finder.around(text, offset);
    const auto first = std::ranges::find_if(sentences, [&](const Range& s) { return offset < s.end; });
    if (first == sentences.end()) break;
    const Range sentence = *first;
    const Fragment fragment =
        columns_of(text, sentence) <= room
            ? grow_sentence(text, {sentences, static_cast<std::size_t>(first - sentences.begin()), {}}, room)
            : cut_sentence(text, sentence, {offset, offset}, room);
    if (text.substr(sentence.start, sentence.end - sentence.start) != title) return fragment;
    fallback = fragment;
    offset = sentence.end;
  }
  return fallback;
}

}  // namespace

std::vector<Range> highlight_ranges(const std::vector<Mark>& marks) {
  std::vector<Range> ranges;
  for (const Mark& mark : marks) {
    if (!ranges.empty() && mark.start < ranges.back().end) {
      ranges.back().end = std::max(ranges.back().end, mark.end);
    } else {
      ranges.push_back({mark.start, mark.end});
    }
  }
  return ranges;
}

std::vector<Snippet> make_snippets(std::string_view text, std::string_view title,
                                   const std::vector<Mark>& marks, const std::vector<double>& leaf_weights,
                                   const SnippetLimits& limits, SentenceFinder& sentences) {
  if (limits.count == 0) return {};
  std::vector<Fragment> fragments;
  std::vector<Candidate> candidates = without_title(text, title, find_candidates(text, marks, sentences));
  for (const Candidate& candidate : choose(std::move(candidates), leaf_weights, limits.count)) {
    fragments.push_back(make_fragment(text, candidate, leaf_weights, limits.columns));
  }
  if (fragments.empty()) fragments.push_back(beginning(text, title, sentences, limits.columns));
  const std::vector<Range> highlights = highlight_ranges(marks);
  std::vector<Snippet> snippets;
  for (const Fragment& fragment : merged(text, std::move(fragments))) {
    if (fragment.range.end == fragment.range.start) continue;
    Snippet snippet = snippet_of(text, fragment, highlights);
    // Scraped pages say some things twice.
    const auto said = [&](const Snippet& earlier) { return earlier.text == snippet.text; };
    if (std::ranges::none_of(snippets, said)) snippets.push_back(std::move(snippet));
  }
  return snippets;
}

}  // namespace kwic
