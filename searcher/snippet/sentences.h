#pragma once
/// Where sentences begin and end, for fragments that read well.

#include <kwic/searcher.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// The sentences (UAX #29, as ICU cuts them in the text's language) of the paragraph around a place, but none
/// ends after an initial, an acronym with points or a title such as "Dr.", where UAX #29 ends too many. One
/// object a thread.
///
/// Paragraphs end at blank lines. In a text whose lines are wrapped (none near the place is longer than 120
/// bytes) they end before indented lines and list items too, and after lines that are too short to have been
/// wrapped (headlines); in any other text, at every line end. Of a very long paragraph the 2 KiB on either
/// side are looked at.
class SentenceFinder {
public:
  SentenceFinder();
  ~SentenceFinder();
  SentenceFinder(SentenceFinder&&) noexcept;
  SentenceFinder& operator=(SentenceFinder&&) noexcept;

  /// Rising, without white space at their ends; together they hold every other character of the paragraph.
  /// `offset` must be inside `text`. Empty only where the paragraph is. `language` is an ISO 639 code.
  [[nodiscard]] std::vector<Range> around(std::string_view text, std::size_t offset,
                                          const std::string& language);

private:
  class Iterators;
  std::unique_ptr<Iterators> iterators_;
};

}  // namespace kwic
