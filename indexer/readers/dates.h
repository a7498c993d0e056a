#pragma once
/// Written dates to ISO 8601, as articles and their metadata spell them.
///
/// Understood: ISO 8601 and RFC 3339, 2024/03/20, 20.03.2024 (day first), "20 March 2024", "March 20, 2024"
/// and "20. Mar 2024", RFC 2822, 2024年3月20日, with a time after it or not; months in English, German,
/// French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Finnish, Polish, Czech,
/// Hungarian, Romanian, Turkish, Greek, Russian, Ukrainian, Arabic, Hindi, Indonesian, Vietnamese and Thai,
/// whose Buddhist years are converted; digits of any script. 20/03/2024 is read because only one reading is
/// possible; 03/04/2024 is refused, as are two-digit years and days that no calendar has. A time zone is
/// dropped: the date is the one that readers at the place of publication saw.

#include <optional>
#include <string>
#include <string_view>

namespace kwic {

/// The whole string as a date: YYYY-MM-DD, with Thh:mm:ss where it has a time; a bare year or month of a year
/// gives YYYY or YYYY-MM.
[[nodiscard]] std::optional<std::string> parse_date(std::string_view text);

struct FoundDate {
  std::string value;      ///< as from parse_date, at least to the day
  std::size_t begin = 0;  ///< byte range of the date and its time in the line
  std::size_t end = 0;
};

/// The first date with a day, a month and a year that stands in the line.
[[nodiscard]] std::optional<FoundDate> find_date(std::string_view line);

}  // namespace kwic
