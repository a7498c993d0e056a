#pragma once
/// The Word_Break property of every character, as the segmenter needs it, in a table that fills on demand.

#include <array>
#include <cstdint>
#include <memory>

namespace kwic {

/// UAX #29, table 3, with ICU's tailorings: `hangul` are the Korean syllables, which join only each other;
/// `dictionary` stands for every character of a script without spaces.
enum class WordBreakClass : std::uint8_t {
  other,
  cr,
  lf,
  newline,
  extend,
  zwj,
  format,
  hebrew_letter,
  letter,
  single_quote,
  double_quote,
  mid_num_let,
  mid_letter,
  mid_num,
  numeric,
  extend_num_let,
  space,
  regional_indicator,
  hangul,
  dictionary,
};

class WordBreakTable {
public:
  struct Entry {
    WordBreakClass type;
    bool pictographic;  ///< Extended_Pictographic
  };

  WordBreakTable();
  [[nodiscard]] Entry operator[](char32_t code_point) {
    if (code_point < 0x80) return ascii_[code_point];
    if (code_point > 0xFFFF) return look_up(code_point);
    const auto& page = pages_[code_point >> 8];
    return (page ? *page : fill(code_point >> 8))[code_point & 0xFF];
  }
  [[nodiscard]] Entry ascii(unsigned char c) const { return ascii_[c]; }

private:
  using Page = std::array<Entry, 256>;

  static Entry look_up(char32_t code_point);
  const Page& fill(char32_t page);

  std::array<Entry, 128> ascii_{};
  std::array<std::unique_ptr<Page>, 256> pages_;
};

}  // namespace kwic
