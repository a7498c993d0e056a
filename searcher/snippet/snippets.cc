// Chooses among the sentences that hold marks, best first, then shows them in the order of the text.
#include "snippet/snippets.h"

#include "snippet/fragments.h"

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace kwic {
namespace {

/// A word of the query that another snippet shows already is worth this much of its weight.
constexpr double weight_of_repetition = 0.1;

/// Of an article with very many matches the first sentences have enough to choose from.
constexpr std::size_t most_candidates = 300;
constexpr std::size_t most_marks_in_sentence = 100;

using Marks = std::span<const Mark>;

/// A sentence with marks (or more of them, where a mark reaches on), or the part of it that there is room
/// for.
struct Candidate {
  std::vector<Range> paragraph;
  std::size_t first = 0;  ///< sentences [first, last] of the paragraph
  std::size_t last = 0;
  Marks marks;  ///< those that are to be shown

  [[nodiscard]] Range sentences() const { return {paragraph[first].start, paragraph[last].end}; }
};

std::string_view part(std::string_view text, Range range) {
  return text.substr(range.start, range.end - range.start);
}

Range covered(Marks marks) {
  Range range{marks.front().start, marks.front().end};
  for (const Mark& mark : marks) range.end = std::max(range.end, mark.end);
  return range;
}

/// Builds the snippets of one article.
class SnippetMaker {
public:
  SnippetMaker(const Article& article, const std::vector<Mark>& marks, const std::vector<double>& weights,
               const SnippetLimits& limits, Borders& borders, const LinesBefore& lines_before)
      : text_(article.text),
        title_(article.title),
        language_(article.language),
        marks_(marks),
        highlights_(highlight_ranges(marks)),
        weights_(weights),
        limits_(limits),
        borders_(borders),
        lines_before_(lines_before) {}

  std::vector<Snippet> make() {
    std::vector<Fragment> fragments = choose(without_title(find_candidates()));
    if (fragments.empty()) fragments.push_back(beginning());
    std::vector<Snippet> snippets;
    for (const Fragment& fragment : merged(std::move(fragments))) {
      if (fragment.range.end == fragment.range.start) continue;
      Snippet snippet = snippet_of(fragment);
      // Scraped pages say some things twice.
      const auto said = [&](const Snippet& earlier) { return earlier.text == snippet.text; };
      if (std::ranges::none_of(snippets, said)) snippets.push_back(std::move(snippet));
    }
    return snippets;
  }

private:
  [[nodiscard]] bool fits(Range range) const {
    return range.end - range.start <= limits_.columns || shown_columns(text_, range) <= limits_.columns;
  }

  std::vector<Candidate> find_candidates() {
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < marks_.size() && candidates.size() < most_candidates;) {
      Candidate candidate{borders_.sentences.around(text_, marks_[i].start, language_), 0, 0, {}};
      const auto holding = std::ranges::find_if(
          candidate.paragraph, [&](const Range& sentence) { return marks_[i].start < sentence.end; });
      if (holding == candidate.paragraph.end()) break;  // cannot be: a mark stands on a word
      candidate.first = static_cast<std::size_t>(holding - candidate.paragraph.begin());
      candidate.last = candidate.first;
      std::size_t end = i;
      for (; end < marks_.size() && marks_[end].start < candidate.sentences().end; ++end) {
        reach(candidate, marks_[end].end);
      }
      candidate.marks = marks_.subspan(i, end - i);
      add(candidates, std::move(candidate));
      i = end;
    }
    return candidates;
  }

  /// A phrase may go on in the next sentence, and in the next paragraph.
  void reach(Candidate& candidate, std::size_t end) {
    if (candidate.paragraph.back().end < end) {
      const std::size_t reached = candidate.paragraph.back().end;
      for (const Range& sentence : borders_.sentences.around(text_, end - 1, language_)) {
        if (sentence.end > reached)
          candidate.paragraph.push_back({std::max(sentence.start, reached), sentence.end});
      }
    }
    while (candidate.sentences().end < end && candidate.last + 1 < candidate.paragraph.size())
      ++candidate.last;
  }

  /// What does not fit as a whole competes as its parts.
  void add(std::vector<Candidate>& candidates, Candidate whole) const {
    if (fits(whole.sentences())) {
      candidates.push_back(std::move(whole));
      return;
    }
    const Marks marks = whole.marks.first(std::min(whole.marks.size(), most_marks_in_sentence));
    std::size_t reached = 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      std::size_t count = 1;
      while (i + count < marks.size() && fits(covered(marks.subspan(i, count + 1)))) ++count;
      if (i + count == reached) continue;  // a part of the one before
      reached = i + count;
      whole.marks = marks.subspan(i, count);
      candidates.push_back(whole);
    }
  }

  /// Plain text begins with its title, which every hit shows already.
  [[nodiscard]] std::vector<Candidate> without_title(std::vector<Candidate> candidates) const {
    const auto is_title = [&](const Candidate& candidate) {
      return part(text_, candidate.sentences()) == title_;
    };
    if (!std::ranges::all_of(candidates, is_title)) std::erase_if(candidates, is_title);
    return candidates;
  }

  [[nodiscard]] double gain(Marks marks, const std::set<std::size_t>& shown) const {
    std::set<std::size_t> leaves;
    for (const Mark& mark : marks) leaves.insert(mark.leaf);
    double sum = 0.01 * static_cast<double>(std::min<std::size_t>(marks.size(), 10));
    for (const std::size_t leaf : leaves) {
      sum += weights_[leaf] * (shown.contains(leaf) ? weight_of_repetition : 1);
    }
    return sum;
  }

  /// The fragments to show, best first. What one of them shows is no candidate for the next.
  std::vector<Fragment> choose(std::vector<Candidate> candidates) {
    std::vector<Fragment> chosen;
    std::set<std::size_t> shown;
    while (chosen.size() < limits_.count && !candidates.empty()) {
      const auto best =
          std::ranges::max_element(candidates, {}, [&](const Candidate& c) { return gain(c.marks, shown); });
      chosen.push_back(make_fragment(*best));
      const Range range = chosen.back().range;
      for (const Mark& mark : marks_) {
        if (mark.start >= range.end) break;
        if (mark.start >= range.start) shown.insert(mark.leaf);
      }
      std::erase_if(candidates, [&](const Candidate& c) {
        return c.marks.front().start < range.end && range.start < covered(c.marks).end;
      });
    }
    return chosen;
  }

  [[nodiscard]] Fragment make_fragment(const Candidate& candidate) {
    const Range sentences = candidate.sentences();
    if (fits(sentences)) {
      return grow_sentences(text_, candidate.paragraph, candidate.first, candidate.last, limits_.columns);
    }
    return cut_sentences(text_, sentences, covered(candidate.marks), highlights_, limits_.columns,
                         borders_.words);
  }

  /// The first sentences that are not the title again.
  [[nodiscard]] Fragment beginning() {
    Fragment fallback;
    for (std::size_t offset = 0; offset < text_.size();) {
      if (is_space(text_[offset])) {
        ++offset;
        continue;
      }
      const std::vector<Range> sentences = borders_.sentences.around(text_, offset, language_);
      const auto found = std::ranges::find_if(sentences, [&](const Range& s) { return offset < s.end; });
      if (found == sentences.end()) break;
      const auto first = static_cast<std::size_t>(found - sentences.begin());
      const Fragment fragment =
          fits(*found) ? grow_sentences(text_, sentences, first, first, limits_.columns)
                       : cut_sentences(text_, *found, {offset, offset}, {}, limits_.columns, borders_.words);
      if (part(text_, *found) != title_) return fragment;
      fallback = fragment;
      offset = found->end;
    }
    return fallback;
  }

  [[nodiscard]] bool touch(const Fragment& left, const Fragment& right) const {
    if (right.range.start <= left.range.end) return true;
    const std::string_view between = part(text_, {left.range.end, right.range.start});
    return std::ranges::all_of(between, [](char c) { return is_space(c) && c != '\n'; });
  }

  [[nodiscard]] std::vector<Fragment> merged(std::vector<Fragment> fragments) const {
    std::ranges::sort(fragments, {}, [](const Fragment& fragment) { return fragment.range.start; });
    std::vector<Fragment> result;
    for (const Fragment& fragment : fragments) {
      if (result.empty() || !touch(result.back(), fragment)) {
        result.push_back(fragment);
      } else if (fragment.range.end > result.back().range.end) {
        result.back().range.end = fragment.range.end;
        result.back().cut_after = fragment.cut_after;
      }
    }
    return result;
  }

  /// The text of a fragment with white space folded, and the highlights where they stand in it.
  [[nodiscard]] Snippet snippet_of(const Fragment& fragment) const {
    Snippet snippet;
    snippet.start = fragment.range.start;
    snippet.end = fragment.range.end;
    snippet.cut_before = fragment.cut_before;
    snippet.cut_after = fragment.cut_after;
    snippet.line = 1 + lines_before_(snippet.start);
    auto highlight = std::ranges::upper_bound(highlights_, snippet.start, {}, &Range::end);
    for (std::size_t i = snippet.start; i < snippet.end; ++i) {
      const bool inside = highlight != highlights_.end() && i >= highlight->start;
      if (inside && (i == highlight->start || i == snippet.start)) {
        snippet.highlights.push_back({snippet.text.size(), snippet.text.size()});
      }
      if (!is_space(text_[i])) {
        snippet.text.push_back(text_[i]);
      } else if (i > snippet.start && !is_space(text_[i - 1])) {
        snippet.text.push_back(' ');
      }
      if (!inside) continue;
      snippet.highlights.back().end = snippet.text.size();
      if (i + 1 == highlight->end) ++highlight;
    }
    return snippet;
  }

  std::string_view text_;
  std::string_view title_;
  const std::string& language_;
  Marks marks_;
  std::vector<Range> highlights_;  ///< of the whole text
  const std::vector<double>& weights_;
  const SnippetLimits& limits_;
  Borders& borders_;
  const LinesBefore& lines_before_;
};

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

std::vector<Snippet> make_snippets(const Article& article, const std::vector<Mark>& marks,
                                   const std::vector<double>& leaf_weights, const SnippetLimits& limits,
                                   Borders& borders, const LinesBefore& lines_before) {
  if (limits.count == 0) return {};
  return SnippetMaker(article, marks, leaf_weights, limits, borders, lines_before).make();
}

}  // namespace kwic
