#pragma once
/// How far the spellings of two words lie apart.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace kwic {

/// A word that many others are compared with. Thread-safe.
///
/// An edit is a character put in, left out or changed, or two neighbours that changed places, and no place is
/// edited twice ("optimal string alignment"). Bit-parallel: Hyyrö, "A bit-vector algorithm for computing
/// Levenshtein and Damerau edit distances" (2003).
class Spelling {
public:
  /// Of a longer word, in characters, nothing is told.
  static constexpr std::size_t longest = 64;

  explicit Spelling(std::string_view word);

  /// Edits between the word and `other`; `most` + 1 if there are more than `most`, or if either word is too
  /// long.
  [[nodiscard]] std::size_t edits(std::string_view other, std::size_t most) const;

  /// In characters.
  [[nodiscard]] std::size_t length() const noexcept { return length_; }

private:
  [[nodiscard]] std::uint64_t places(char32_t c) const noexcept;

  std::size_t length_ = 0;
  std::array<std::uint64_t, 128> ascii_{};  ///< by character, a bit for each place where it stands
  std::vector<std::pair<char32_t, std::uint64_t>> others_;
};

}  // namespace kwic
