#include "query/dates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <utility>

namespace kwic {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::years;

/// After every date that begins alike; before all digits of the next one.
constexpr char after_all = '~';
const std::string before_all = "0";

std::string iso(year_month_day day) {
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                                 static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return {text.data(), static_cast<std::size_t>(size)};
}

DateRange range(year_month_day first, year_month_day last) {
  return {iso(first), iso(last) + after_all};
}

/// Everything that begins with `text`.
DateRange beginning_with(const std::string& text) {
  return {text, text + after_all};
}

std::optional<unsigned> number(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// Lower case, with hyphens between the words.
std::string normalized(std::string_view text) {
  std::string form;
  for (const char c : text) {
    const bool letter = c >= 'A' && c <= 'Z';
    const bool gap = c == ' ' || c == '_' || c == '/';
    form.push_back(letter ? static_cast<char>(c | 0x20) : gap ? '-' : c);
  }
  return form;
}

bool is_day(std::string_view year, std::string_view month, std::string_view day) {
  const auto y = number(year);
  const auto m = number(month);
  const auto d = number(day);
  if (!y || !m || !d || year.size() != 4 || month.size() != 2 || day.size() != 2) return false;
  return year_month_day(std::chrono::year(static_cast<int>(*y)), std::chrono::month(*m), std::chrono::day(*d))
      .ok();
}

std::optional<DateRange> numeric_period(std::string text) {
  const bool compact = text.find('-') == std::string::npos;
  if (compact && text.size() == 8) text.insert(6, "-");
  if (compact && text.size() >= 6) text.insert(4, "-");
  const std::string_view all = text;
  const bool dashes = (all.size() < 5 || all[4] == '-') && (all.size() < 8 || all[7] == '-');
  if (!dashes || (all.size() != 4 && all.size() != 7 && all.size() != 10)) return std::nullopt;
  const std::string_view month = all.size() > 4 ? all.substr(5, 2) : "01";
  const std::string_view day = all.size() > 7 ? all.substr(8, 2) : "01";
  if (!is_day(all.substr(0, 4), month, day)) return std::nullopt;
  return beginning_with(text);
}

year_month_day moved(year_month_day day, std::string_view unit, int count) {
  if (unit == "day") return sys_days(day) + days(count);
  if (unit == "week") return sys_days(day) + days(7 * count);
  year_month_day other = unit == "month" ? day + months(count) : day + years(count);
  if (!other.ok()) other = other.year() / other.month() / std::chrono::last;
  return other;
}

/// The week (from Monday on), month or year around a day.
std::optional<DateRange> period_around(year_month_day day, std::string_view unit) {
  if (unit == "month") return beginning_with(iso(day).substr(0, 7));
  if (unit == "year") return beginning_with(iso(day).substr(0, 4));
  if (unit != "week") return std::nullopt;
  const auto since_monday = std::chrono::weekday(sys_days(day)) - std::chrono::Monday;
  const sys_days monday = sys_days(day) - since_monday;
  return range(monday, monday + days(6));
}

/// "7-days", "2-weeks-ago"
std::optional<DateRange> counted_period(std::string_view text, year_month_day today) {
  constexpr std::string_view ago = "-ago";
  constexpr unsigned most = 100'000;
  const bool one_day = text.ends_with(ago);
  if (one_day) text.remove_suffix(ago.size());
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto count = number(text.substr(0, dash));
  std::string_view unit = text.substr(dash + 1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  const bool known = unit == "day" || unit == "week" || unit == "month" || unit == "year";
  if (!count || *count > most || !known) return std::nullopt;
  year_month_day first = moved(today, unit, -static_cast<int>(*count));
  if (!first.ok() || first.year() < std::chrono::year(1))
    first = {std::chrono::year(1), std::chrono::January, std::chrono::day(1)};
  return range(first, one_day ? first : today);
}

std::optional<DateRange> natural_period(std::string_view text, year_month_day today) {
  if (text == "today") return range(today, today);
  if (text == "yesterday") {
    const year_month_day day = sys_days(today) - days(1);
    return range(day, day);
  }
  if (text.starts_with("this-")) return period_around(today, text.substr(5));
  if (text.starts_with("last-")) return period_around(moved(today, text.substr(5), -1), text.substr(5));
  return counted_period(text, today);
}

std::optional<DateRange> period(std::string_view text, year_month_day today) {
  const std::string form = normalized(text);
  if (auto numeric = numeric_period(form)) return numeric;
  return natural_period(form, today);
}

constexpr std::size_t year_size = 4;
constexpr std::size_t month_size = 7;

year_month_day first_day_of(std::string_view text) {
  const auto part = [&](std::size_t at, std::size_t size) {
    return at < text.size() ? number(text.substr(at, size)).value_or(1) : 1;
  };
  return {std::chrono::year(static_cast<int>(part(0, 4))), std::chrono::month(part(5, 2)),
          std::chrono::day(part(8, 2))};
}

/// The day, month or year before one.
std::string period_before(const std::string& text) {
  return iso(sys_days(first_day_of(text)) - days(1)).substr(0, text.size());
}

/// The year or month that begins with this day or month is no less late.
std::string without_first_days(std::string text) {
  while (text.ends_with("-01")) text.resize(text.size() - 3);
  return text;
}

std::optional<DateRange> compared(std::string_view text, year_month_day today) {
  const bool or_equal = text.size() > 1 && text[1] == '=';
  const auto bound = period(text.substr(or_equal ? 2 : 1), today);
  if (!bound) return std::nullopt;
  if (text[0] == '>') return DateRange{or_equal ? bound->first : bound->last, std::string(1, after_all)};
  return DateRange{before_all, or_equal ? bound->last : period_before(bound->first) + after_all};
}

std::optional<DateRange> range_of(std::string_view text, year_month_day today, bool& turned) {
  if (text.starts_with('<') || text.starts_with('>')) return compared(text, today);
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return period(text, today);
  const std::string_view from = text.substr(0, dots);
  const std::string_view to = text.substr(dots + 2);
  const auto first = from.empty() ? DateRange{before_all, ""} : period(from, today);
  const auto last = to.empty() ? DateRange{"", std::string(1, after_all)} : period(to, today);
  if (!first || !last || (from.empty() && to.empty())) return std::nullopt;
  turned = !from.empty() && !to.empty() && last->last < first->first;
  if (turned) return DateRange{last->first, first->last};
  return DateRange{first->first, last->last};
}

}  // namespace

bool DateRange::contains(std::string_view date) const {
  const bool is_between = !date.empty() && first <= date && date <= last;
  return is_between && (date.size() > month_size || std::ranges::count(too_long(), date) == 0);
}

std::vector<std::string> DateRange::too_long() const {
  std::vector<std::string> periods;
  const std::string_view end = std::string_view(last).substr(0, last.find(after_all));
  if (end.size() <= year_size) return periods;
  // Nothing but the day or month after it tells whether it is the last.
  const std::string next = end.size() == month_size ? iso((first_day_of(end) + months(1)))
                                                    : iso(sys_days(first_day_of(end)) + days(1));
  for (const std::size_t size : {year_size, month_size}) {
    if (size < end.size() && next.starts_with(end.substr(0, size))) periods.emplace_back(end.substr(0, size));
  }
  return periods;
}

std::optional<DateRange> read_dates(std::string_view text, year_month_day today, bool& turned) {
  turned = false;
  std::optional<DateRange> range = range_of(text, today, turned);
  if (range) range->first = without_first_days(std::move(range->first));
  return range;
}

year_month_day local_day() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return {std::chrono::year(local.tm_year + 1900),
          std::chrono::month(static_cast<unsigned>(local.tm_mon + 1)),
          std::chrono::day(static_cast<unsigned>(local.tm_mday))};
}

}  // namespace kwic
