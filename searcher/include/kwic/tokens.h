#pragma once
/// How kwic sees a text: its words, as they are indexed, searched for and highlighted.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kwic {

/// A word of a text (a part), or a larger unit made of neighbouring words: the joined form of a compound, a
/// dictionary word of Chinese or Japanese, a word with its sign ("c++").
struct AnalyzedToken {
  bool is_unit = false;
  std::size_t start = 0;  ///< bytes of the text, [start, end)
  std::size_t end = 0;
  std::size_t position = 0;  ///< of the part, or of the unit's first part; counted from 0
  std::size_t parts = 1;     ///< how many parts the token covers
  std::string surface = {};  ///< folded: what phrases compare
  std::string stem = {};     ///< what words compare
  std::string other_stem =
      {};  ///< the stem of the word without its accents, where that is another one; else empty
  bool is_stop_word = false;
  bool ranks = true;  ///< false: findable, but not counted when articles are ranked
};

/// Walks over the tokens of a text. Units follow their last part. Memory does not grow with the text.
/// Not thread-safe.
class TokenWalk {
public:
  /// `text` must outlive the walk. `language` is an ISO 639 code; empty: detected as the indexer detects it,
  /// else English.
  /// Throws Error (invalid_argument) if it is no language code.
  explicit TokenWalk(std::string_view text, std::string_view language = {});
  ~TokenWalk();
  TokenWalk(TokenWalk&&) noexcept;
  TokenWalk& operator=(TokenWalk&&) noexcept;

  /// The next token; nothing at the end.
  [[nodiscard]] std::optional<AnalyzedToken> next();

  /// The code of the language that the text is analyzed in.
  [[nodiscard]] const std::string& language() const noexcept;

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace kwic
