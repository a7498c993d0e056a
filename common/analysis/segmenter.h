#pragma once
/// Where words begin and end: the word boundaries of UAX #29 as ICU 72 tailors them.

#include "analysis/plain_segments.h"
#include "analysis/word_break_table.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace kwic {

/// A stretch of text between two neighbouring word boundaries.
struct Segment {
  enum class Kind {
    other,        ///< white space, punctuation, symbols, emoji
    word,         ///< letters and digits
    ideographic,  ///< a dictionary word of Chinese or Japanese (Han, Hiragana, Katakana)
  };
  std::size_t start = 0;  ///< bytes of the text, [start, end)
  std::size_t end = 0;
  Kind kind = Kind::other;
  bool plain = false;  ///< a plain word (see plain_segments.h): letters and digits only
};

/// Cuts a text into segments, left to right.
///
/// The boundaries are those of ICU's word break iterator (UAX #29 with CLDR's tailorings: '@' is a letter,
/// ':' does not join). They are found by a table-driven reading of the rules; only stretches that hold a
/// script that is written without spaces (Han, Kana, Thai, Lao, Khmer, Burmese) go to ICU, whose dictionaries
/// cut them. Malformed UTF-8 counts as U+FFFD. A stretch of dictionary script is handed over
/// in pieces of at most 64 KiB, so that memory does not grow with the text. One object a thread; the text
/// must outlive the walk over it.
class Segmenter {
public:
  Segmenter();
  ~Segmenter();
  Segmenter(Segmenter&&) noexcept;
  Segmenter& operator=(Segmenter&&) noexcept;

  /// Starts over on [start, end) of `text`. Neither end is looked beyond.
  void reset(std::string_view text, std::size_t start, std::size_t end);
  void reset(std::string_view text) { reset(text, 0, text.size()); }

  /// The next segment; nothing at the end. Segments follow each other without a gap.
  [[nodiscard]] std::optional<Segment> next() {
    if (from_dictionary_.empty() && offset_ < text_.size()) {
      const std::size_t start = offset_;
      if (plain_.is_sign(text_, start)) return Segment{start, ++offset_, Segment::Kind::other, false};
      offset_ = plain_.word_end(text_, start);
      if (offset_ > start) return Segment{start, offset_, Segment::Kind::word, true};
    }
    return next_by_rules();
  }

  /// Passes over the plain signs that come next.
  void skip_signs() {
    if (!from_dictionary_.empty()) return;
    while (offset_ < text_.size() && plain_.is_sign(text_, offset_)) ++offset_;
  }

private:
  struct Char {
    WordBreakClass type;
    bool pictographic;
    std::size_t length;
  };
  class Dictionary;

  [[nodiscard]] Char char_at(std::size_t offset);
  [[nodiscard]] std::size_t skip_extenders(std::size_t offset);
  [[nodiscard]] std::optional<std::size_t> joined_by(std::size_t middle_end, bool (*wanted)(WordBreakClass));
  [[nodiscard]] std::optional<std::size_t> step(WordBreakClass last, std::size_t offset,
                                                WordBreakClass& joined);
  [[nodiscard]] std::optional<Segment> next_by_rules();
  [[nodiscard]] std::optional<Segment> by_rules();
  [[nodiscard]] std::size_t dictionary_stretch_end();
  [[nodiscard]] Segment by_dictionary();

  std::string_view text_;
  std::size_t offset_ = 0;
  bool met_dictionary_ = false;
  PlainSegments plain_;
  WordBreakTable table_;
  std::unique_ptr<Dictionary> dictionary_;
  std::vector<Segment> from_dictionary_;  ///< in reverse order
};

}  // namespace kwic
