#pragma once
/// What a word is: the one analysis, used for articles, queries and highlights alike.
///
/// Two laws, which the tests hold it to: offsets are bytes of the text as given, and nothing moves them;
/// equal settings give equal tokens.

#include "analysis/languages.h"
#include "analysis/segmenter.h"
#include "analysis/word_cache.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// Raised whenever the same text may give other tokens than before; recorded in every index.
inline constexpr std::uint64_t analyzer_version = 4;

/// A word of a text, or a larger unit made of neighbouring words.
///
/// Parts are the words: they take the positions 0, 1, 2, ... of the text and their byte ranges rise and do
/// not overlap. A unit follows its last part and covers one or several of them: the joined form of a compound
/// ("ceasefire" over "cease-fire"), a dictionary word of Chinese or Japanese over its characters, or a form
/// with signs that belong to it ("c++", ".net", "#tag", the acronym "u.s." over "US"). Units have no
/// positions of their own: a unit of several parts can be asked for as itself or as the phrase of its parts.
struct Token {
  enum class Kind : std::uint8_t { part, unit };

  Kind kind = Kind::part;
  bool ranks = true;  ///< false: findable, but neither counted nor weighted (stop words, characters in units)
  std::size_t start = 0;  ///< bytes of the text as given, [start, end)
  std::size_t end = 0;
  std::uint32_t position = 0;  ///< of the part, or of the unit's first part
  std::uint32_t parts = 1;     ///< how many parts the token covers
  const Word* word = nullptr;  ///< valid until the next call of next()
};

/// Yields the tokens of a text one after the other, so that memory does not grow with the text.
///
/// Order of work: segment (UAX #29), split compounds, fold (NFKC_Casefold), look up stop words, stem with the
/// marks, then take marks off surface and stem; where the word without its marks has another stem, that one
/// counts too. Malformed UTF-8 and NULs are no words and break them. A word of more than 1,024 bytes keeps
/// its first 256, folded, and a hash of all of it. Construction loads a stemmer; one object a thread. The
/// text must outlive the walk over it.
class Analyzer {
public:
  explicit Analyzer(const Language& language);

  /// Starts over on [start, end) of `text`, counting positions from `position`. What stands before `start` is
  /// looked at only to recognize a sign that belongs to the first word.
  void start(std::string_view text, std::size_t start, std::size_t end, std::uint32_t position = 0);
  void start(std::string_view text) { this->start(text, 0, text.size()); }

  /// The next token; null at the end.
  [[nodiscard]] const Token* next();

  /// The position that the next part would take.
  [[nodiscard]] std::uint32_t position() const noexcept { return position_; }

  [[nodiscard]] const Language& language() const noexcept { return words_.language(); }

  /// About how much memory the words take that it remembers, in bytes.
  [[nodiscard]] std::size_t remembered_bytes() const noexcept { return 240 * words_.size(); }

private:
  struct Part {
    std::size_t start = 0;
    std::size_t end = 0;
    const Word* word = nullptr;
    bool point_before = false;  ///< a full stop between digits stands before it and stays in the joined form
  };

  [[nodiscard]] std::optional<Segment> next_segment();
  [[nodiscard]] std::string_view written(const Part& part) const;
  [[nodiscard]] char byte_at(std::size_t offset) const { return offset < end_ ? text_[offset] : '\0'; }

  void analyze(const Segment& segment);
  void analyze_symbol(const Segment& segment);
  void analyze_ideographic(const Segment& segment);
  void analyze_compound(const Segment& segment);
  [[nodiscard]] bool stands_alone(const Segment& segment) const;
  [[nodiscard]] std::optional<Segment> joined_segment(std::size_t end);
  [[nodiscard]] std::size_t split(const Segment& segment);
  [[nodiscard]] std::size_t split_acronym(const Segment& segment, const std::string& letters);
  void add_part(Part part);
  void add_part_with_elision(const Part& part);

  void emit_lone_word(const Segment& segment);
  void emit_part(const Part& part, bool ranks);
  void emit_parts();
  void emit_compound();
  void emit_unit(std::size_t start, std::size_t end, std::size_t parts, const Word& word, bool ranks = true);
  void emit_with_sign(const Part& part);
  void emit_capitals(const Part& part);
  [[nodiscard]] bool line_has_lower_case(std::size_t offset) const;

  WordCache words_;
  Segmenter segmenter_;
  std::string_view text_;
  std::size_t end_ = 0;
  std::uint32_t position_ = 0;
  std::vector<Segment> put_back_;  ///< segments looked at too early, the next one last
  std::vector<Part> compound_;     ///< what is read of the compound at hand
  bool compound_is_whole_ = true;  ///< no part of it was emitted yet
  std::vector<Token> tokens_;      ///< of the compound read last
  std::size_t taken_ = 0;
};

}  // namespace kwic
