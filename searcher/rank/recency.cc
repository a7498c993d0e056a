#include "rank/recency.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>

namespace kwic {
namespace {

unsigned number(std::string_view date, std::size_t at, std::size_t length, unsigned otherwise) {
  unsigned value = 0;
  if (date.size() < at + length) return otherwise;
  const char* const first = date.data() + at;
  const auto [rest, error] = std::from_chars(first, first + length, value);
  return error == std::errc() && rest == first + length ? value : otherwise;
}

}  // namespace

double day_of(std::string_view date) {
  const unsigned year = number(date, 0, 4, 0);
  if (year == 0) return -std::numeric_limits<double>::infinity();
  const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(year)),
                                        std::chrono::month(number(date, 5, 2, 1)),
                                        std::chrono::day(number(date, 8, 2, 1))};
  return static_cast<double>(std::chrono::sys_days(day).time_since_epoch().count());
}

double today() {
  using Days = std::chrono::duration<double, std::chrono::days::period>;
  return Days(std::chrono::system_clock::now().time_since_epoch()).count();
}

double recency(std::string_view date, double half_life, double today) {
  if (half_life <= 0) return 1;
  const double age = std::max(0.0, today - day_of(date));
  return (1 + std::exp2(-age / half_life)) / 2;
}

}  // namespace kwic
