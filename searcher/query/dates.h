#pragma once
/// The dates that a query names, as a range of the ISO 8601 texts that articles hold.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kwic {

/// An article's date lies in the range if it is not empty and `first` <= date <= `last`, byte by byte. An
/// article of which only the year is known lies in ranges of whole years and in none of a single month.
struct DateRange {
  std::string first;
  std::string last;

  [[nodiscard]] bool contains(std::string_view date) const noexcept {
    return !date.empty() && first <= date && date <= last;
  }
  friend bool operator==(const DateRange&, const DateRange&) = default;
};

/// Reads 2024, 2024-03, 2024-03-15 (also 2024/03/15, 20240315), today, yesterday, this-week, last-month,
/// 7-days (until today), 7-days-ago; FIRST..LAST with either end open; and one of them after <, <=, > or >=.
/// In any case, with spaces or underscores for hyphens. Nothing if it is none of these. A range whose end
/// lies before its beginning comes back turned round, and `turned` says so.
[[nodiscard]] std::optional<DateRange> read_dates(std::string_view text, std::chrono::year_month_day today,
                                                  bool& turned);

/// The day it is here and now.
[[nodiscard]] std::chrono::year_month_day local_day();

}  // namespace kwic
