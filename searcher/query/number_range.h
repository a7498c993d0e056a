#pragma once
/// The numbers that a query names, as a range.

#include <cstdint>
#include <optional>
#include <string_view>

namespace kwic {

struct NumberRange {
  std::uint64_t first = 0;  ///< [first, last]
  std::uint64_t last = 0;

  [[nodiscard]] bool contains(std::uint64_t number) const noexcept {
    return first <= number && number <= last;
  }
  friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

/// Stands for "no end" as the last number of a range.
inline constexpr std::uint64_t no_last = UINT64_MAX;

/// Reads 500; 100..500 with either end open; and a number after <, <=, > or >=. Nothing if it is none of
/// these. A range whose end lies before its beginning comes back turned round, and `turned` says so.
[[nodiscard]] std::optional<NumberRange> read_numbers(std::string_view text, bool& turned);

}  // namespace kwic
