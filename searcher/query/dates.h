#pragma once
/// The dates that a query names, as a range of the ISO 8601 texts that articles hold.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// An article's date lies in the range if it is not empty, `first` <= date <= `last`, byte by byte, and if it
/// is none of too_long(). So an article of which only the year is known lies in ranges that have all of the
/// year.
struct DateRange {
  std::string first;
  std::string last;

  [[nodiscard]] bool contains(std::string_view date) const;

  /// The year and the month that the last day of the range is in, where they end after it: 2024 and 2024-03
  /// of a range to 2024-03-15.
  [[nodiscard]] std::vector<std::string> too_long() const;

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
