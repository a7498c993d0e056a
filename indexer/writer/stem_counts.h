#pragma once
/// The different stems of one article and how often they count. Every token is looked up here, so it must be
/// fast.

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

struct CountedStem {
  std::string text;
  Xapian::termcount count = 0;
  std::uint64_t hash = 0;
};

/// Keeps its memory from one article to the next. Not thread-safe.
class StemCounts {
public:
  StemCounts() : slots_(first_slots) {}

  /// `hash` is hash_bytes() of the stem.
  void add(std::string_view stem, std::uint64_t hash, Xapian::termcount count);

  /// The stems of the article, sorted by their texts; the next call of add() begins another article.
  [[nodiscard]] const std::vector<CountedStem>& take();

private:
  static constexpr std::size_t first_slots = 1024;

  [[nodiscard]] CountedStem& find(std::string_view stem, std::uint64_t hash);
  void grow();

  std::vector<CountedStem> stems_;
  std::vector<std::uint32_t>
      slots_;  ///< a power of two, at most half taken: 0, or one more than a stem's place
  bool taken_ = false;
};

}  // namespace kwic
