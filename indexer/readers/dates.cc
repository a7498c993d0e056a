/// A small hand-written scanner: the library parsers want to be told the format and the language first.
#include "readers/dates.h"

#include "readers/date_scanner.h"
#include "readers/fields.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <chrono>

namespace kwic {
namespace {

struct Date {
  int year = 0;
  int month = 0;
  int day = 0;
};

struct Time {
  int hour = 0;
  int minute = 0;
  int second = 0;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_possible(const Date& date) {
  using namespace std::chrono;
  return date.year >= 1000 && year_month_day(year(date.year), month(static_cast<unsigned>(date.month)),
                                             day(static_cast<unsigned>(date.day)))
                                  .ok();
}

std::string padded(int number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::string iso(const Date& date) {
  return padded(date.year, 4) + '-' + padded(date.month, 2) + '-' + padded(date.day, 2);
}

std::string iso(const Time& time) {
  return 'T' + padded(time.hour, 2) + ':' + padded(time.minute, 2) + ':' + padded(time.second, 2);
}

constexpr std::string_view blanks = " \t";

/// 2024-03-20, 2024/3/20, 2024.03.20: the same separator twice.
std::optional<Date> year_first(DateScanner& in) {
  DateScanner scan = in;
  const auto year = scan.number(4, 4);
  if (!year || scan.done() || std::string_view("-/.").find(scan.rest().front()) == std::string_view::npos)
    return {};
  const auto separator = scan.rest().substr(0, 1);
  scan.take(separator);
  const auto month = scan.number(1, 2);
  if (!month || !scan.take(separator)) return {};
  const auto day = scan.number(1, 2);
  if (!day) return {};
  in = scan;
  return Date{*year, *month, *day};
}

/// 2024年3月20日, and the same in Korean.
std::optional<Date> east_asian(DateScanner& in) {
  DateScanner scan = in;
  const auto year = scan.number(4, 4);
  scan.take_any(blanks);
  if (!year || !(scan.take("年") || scan.take("년"))) return {};
  scan.take_any(blanks);
  const auto month = scan.number(1, 2);
  scan.take_any(blanks);
  if (!month || !(scan.take("月") || scan.take("월"))) return {};
  scan.take_any(blanks);
  const auto day = scan.number(1, 2);
  scan.take_any(blanks);
  if (!day || !(scan.take("日") || scan.take("일"))) return {};
  in = scan;
  return Date{*year, *month, *day};
}

/// 20.03.2024; with strokes only where one of the two numbers can be no month.
std::optional<Date> day_first(DateScanner& in) {
  DateScanner scan = in;
  auto day = scan.number(1, 2);
  const bool dots = scan.take(".");
  if (!day || !(dots || scan.take("/"))) return {};
  if (dots) scan.take_any(blanks);
  auto month = scan.number(1, 2);
  if (!month || !scan.take(dots ? "." : "/")) return {};
  if (dots) scan.take_any(blanks);
  const auto year = scan.number(4, 4);
  if (!year) return {};
  if (!dots && *day <= 12 && *month <= 12 && *day != *month) return {};
  if (!dots && *month > 12) std::swap(day, month);
  in = scan;
  return Date{*year, *month, *day};
}

void take_ordinal(DateScanner& scan) {
  for (const std::string_view ending : {"st", "nd", "rd", "th", "er", "º", "°", "."})
    if (scan.take(ending)) return;
}

/// The year behind a month's name. Thai counts from the death of the Buddha, 543 years earlier, and says so
/// or does not.
std::optional<int> take_year(DateScanner& scan, const MonthName& name) {
  const bool buddhist = scan.take("พ.ศ.");
  if (buddhist || scan.take("ค.ศ.")) scan.take_any(blanks);
  const auto year = scan.number(4, 4);
  if (!year) return {};
  constexpr int years_before_ours = 543;
  return buddhist || (name.is_thai && *year > 2300) ? *year - years_before_ours : *year;
}

/// "20 March 2024", "20. März 2024", "1er mars 2024", "20 de marzo de 2024", "20-Mar-2024".
std::optional<Date> day_and_name(DateScanner& in) {
  DateScanner scan = in;
  const auto day = scan.number(1, 2);
  if (!day) return {};
  take_ordinal(scan);
  scan.take_any(" \t-");
  scan.take_word("de ") || scan.take_word("of ");
  const MonthName name = scan.month();
  if (name.month == 0) return {};
  scan.take_any(".,");
  scan.take_any(" \t-");
  scan.take_word("de ") || scan.take_word("del ");
  const auto year = take_year(scan, name);
  if (!year) return {};
  in = scan;
  return Date{*year, name.month, *day};
}

/// "March 20, 2024", "Mar. 20th 2024".
std::optional<Date> name_and_day(DateScanner& in) {
  DateScanner scan = in;
  const MonthName name = scan.month();
  if (name.month == 0) return {};
  scan.take(".");
  if (!scan.take_any(blanks)) return {};
  const auto day = scan.number(1, 2);
  if (!day) return {};
  take_ordinal(scan);
  const bool comma = scan.take(",");
  if (!scan.take_any(blanks) && !comma) return {};
  const auto year = scan.number(4, 4);
  if (!year) return {};
  in = scan;
  return Date{*year, name.month, *day};
}

/// "2024. március 20."
std::optional<Date> year_and_name(DateScanner& in) {
  DateScanner scan = in;
  const auto year = scan.number(4, 4);
  if (!year || !(scan.take(".") || scan.take(","))) return {};
  scan.take_any(blanks);
  const MonthName name = scan.month();
  scan.take_any(blanks);
  const auto day = scan.number(1, 2);
  if (name.month == 0 || !day) return {};
  scan.take(".");
  in = scan;
  return Date{*year, name.month, *day};
}

/// "20 tháng 3 năm 2024", "20 tháng 3, 2024"
std::optional<Date> vietnamese(DateScanner& in) {
  DateScanner scan = in;
  const auto day = scan.number(1, 2);
  scan.take_any(blanks);
  if (!day || !scan.take("tháng")) return {};
  scan.take_any(blanks);
  const auto month = scan.number(1, 2);
  scan.take_any(" \t,");
  scan.take("năm");
  scan.take_any(blanks);
  const auto year = scan.number(4, 4);
  if (!month || !year) return {};
  in = scan;
  return Date{*year, *month, *day};
}

std::optional<Date> take_date_of_day(DateScanner& in) {
  for (const auto form :
       {year_first, east_asian, day_first, day_and_name, name_and_day, year_and_name, vietnamese}) {
    DateScanner scan = in;
    const auto date = form(scan);
    if (!date || !is_possible(*date) || scan.at_digit()) continue;
    in = scan;
    return date;
  }
  return {};
}

/// "PM" in "5:30 PM" and "5.30 p.m."
void take_half_of_day(DateScanner& in, Time& time) {
  DateScanner scan = in;
  scan.take_any(blanks);
  const bool pm = scan.take_word("pm") || scan.take_word("p.m.");
  if (!pm && !scan.take_word("am") && !scan.take_word("a.m.")) return;
  if (time.hour < 1 || time.hour > 12) return;
  time.hour = time.hour % 12 + (pm ? 12 : 0);
  in = scan;
}

void take_zone(DateScanner& in) {
  DateScanner scan = in;
  scan.take_any(blanks);
  if (scan.take("+") || scan.take("-")) {
    const bool hours_and_minutes = scan.number(4, 4).has_value();
    if (!hours_and_minutes && !scan.number(2, 2)) return;
    if (!hours_and_minutes && scan.take(":") && !scan.number(2, 2)) return;
    in = scan;
    return;
  }
  const auto name = scan.word();
  const bool capitals =
      !name.empty() && std::ranges::all_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (capitals && name.size() <= 5) in = scan;
}

/// A comment as RFC 2822 allows it after the zone: "(CET)".
void take_comment(DateScanner& in) {
  DateScanner scan = in;
  scan.take_any(blanks);
  if (scan.take("(") && !scan.word().empty() && scan.take(")")) in = scan;
}

/// What parts a date from its time: "T", a space, a comma, "at", "um", a dash.
bool take_time_separator(DateScanner& scan) {
  if (scan.take("T") || scan.take("t")) return true;
  const auto start = scan.at();
  scan.take_any(" \t,|");
  scan.take_word("at ") || scan.take_word("um ") || scan.take("à ") || scan.take("– ") || scan.take("- ");
  return scan.at() > start;
}

std::optional<Time> take_time(DateScanner& in) {
  DateScanner scan = in;
  if (!take_time_separator(scan)) return {};
  Time time;
  const auto hour = scan.number(1, 2);
  if (!hour || !scan.take(":")) return {};
  const auto minute = scan.number(2, 2);
  if (!minute) return {};
  time = {*hour, *minute, 0};
  if (scan.take(":")) {
    const auto second = scan.number(2, 2);
    if (!second) return {};
    time.second = *second;
    if (scan.take(".") || scan.take(",")) scan.take_any("0123456789");
  }
  take_half_of_day(scan, time);
  if (time.hour > 23 || time.minute > 59 || time.second > 59) return {};
  take_zone(scan);
  take_comment(scan);
  in = scan;
  return time;
}

/// "2024", "2024-03", "March 2024", "20240320".
std::optional<std::string> parse_rough(std::string_view text) {
  DateScanner scan(text);
  if (const auto day = scan.number(8, 8)) {
    const Date date{*day / 10000, *day / 100 % 100, *day % 100};
    return scan.done() && is_possible(date) ? std::optional(iso(date)) : std::nullopt;
  }
  const MonthName name = scan.month();
  std::optional<int> month;
  if (scan.at() > 0) {
    month = name.month;
    scan.take_any(" \t.,");
  }
  const auto year = take_year(scan, name);
  if (!month && year && scan.take("-")) month = scan.number(2, 2);
  if (!year || !scan.done() || !is_possible({*year, month.value_or(1), 1})) return {};
  return padded(*year, 4) + (month ? '-' + padded(*month, 2) : std::string());
}

/// "Wed, ", "Wednesday, ", "mercredi ", "水曜日" before a date say nothing that the date does not say.
void take_weekday(DateScanner& in) {
  DateScanner scan = in;
  if (month_named(scan.word()).month != 0) return;
  const bool comma = scan.take_any(".,");
  if (scan.take_any(blanks) || comma) in = scan;
}

/// A date may begin here: not within a word or a number, nor behind the stroke or the dash of one.
bool is_start(std::string_view line, std::size_t at) {
  if (at == 0) return true;
  const char before = line[at - 1];
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (is_digit(before) || is_letter(before)) return false;
  return !(at > 1 && std::string_view("/.-").find(before) != std::string_view::npos &&
           is_digit(line[at - 2]));
}

}  // namespace

std::optional<std::string> parse_date(std::string_view text) {
  text = trim(text);
  if (text.size() > 100) return {};
  DateScanner scan(text);
  take_weekday(scan);
  const auto date = take_date_of_day(scan);
  if (!date) return parse_rough(text);
  const auto time = take_time(scan);
  if (!time) scan.take("Z") || scan.take(".");
  if (!scan.done()) return {};
  return iso(*date) + (time ? iso(*time) : std::string());
}

std::optional<FoundDate> find_date(std::string_view line) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (U8_IS_TRAIL(line[at]) || !is_start(line, at)) continue;
    DateScanner scan(line, at);
    const auto date = take_date_of_day(scan);
    if (!date) continue;
    const auto time = take_time(scan);
    return FoundDate{
        .value = iso(*date) + (time ? iso(*time) : std::string()), .begin = at, .end = scan.at()};
  }
  return {};
}

}  // namespace kwic
