/// A small hand-written scanner: the library parsers want to be told the format and the language first.
#include "readers/dates.h"

#include "readers/characters.h"
#include "readers/fields.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace kwic {
namespace {

/// One line a month; no name means two months in different languages.
constexpr std::array<std::string_view, 12> month_names = {
    " jan january januar jänner janvier janv enero ene gennaio gen janeiro januari январь января ",
    " feb february februar février févr fév febrero febbraio fevereiro fev februari февраль февраля ",
    " mar march märz mär mrz mars marzo março maart mrt март марта ",
    " apr april avril avr abril abr aprile апрель апреля ",
    " may mai mayo maggio mag maio mei май мая ",
    " jun june juni juin junio giugno giu junho июнь июня ",
    " jul july juli juillet juil julio luglio lug julho июль июля ",
    " aug august août agosto ago augustus август августа ",
    " sep sept september septembre septiembre setiembre settembre setembro set сентябрь сентября ",
    " oct october oktober okt octobre octubre ottobre ott outubro out октябрь октября ",
    " nov november novembre noviembre novembro ноябрь ноября ",
    " dec december dezember dez décembre déc diciembre dic dicembre dezembro декабрь декабря "};

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

std::string lower_case(std::string_view text) {
  std::string lower;
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  icu::UnicodeString::fromUTF8(piece).toLower(icu::Locale::getRoot()).toUTF8String(lower);
  return lower;
}

/// 1 to 12, or 0 for a word that is no month.
int month_of(std::string_view word) {
  if (word.size() < 3 || word.size() > 24) return 0;
  const std::string name = ' ' + lower_case(word) + ' ';
  for (std::size_t i = 0; i < month_names.size(); ++i)
    if (month_names[i].find(name) != std::string_view::npos) return static_cast<int>(i) + 1;
  return 0;
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

/// A place in the text from which pieces are taken; a piece that is not there leaves the place where it was.
class Scanner {
public:
  explicit Scanner(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  bool take(std::string_view piece) {
    if (!rest().starts_with(piece)) return false;
    at_ += piece.size();
    return true;
  }

  bool take_word(std::string_view lower_piece) {
    if (ascii_lower(rest().substr(0, lower_piece.size())) != lower_piece) return false;
    at_ += lower_piece.size();
    return true;
  }

  bool take_any(std::string_view characters) {
    const auto start = at_;
    while (!done() && characters.find(text_[at_]) != std::string_view::npos) ++at_;
    return at_ > start;
  }

  /// A number of least to most digits with no further digit behind it.
  std::optional<int> number(std::size_t least, std::size_t most) {
    std::size_t size = 0;
    while (size <= most && at_ + size < text_.size() && is_digit(text_[at_ + size])) ++size;
    if (size < least || size > most) return {};
    int value = 0;
    for (const char c : text_.substr(at_, size)) value = value * 10 + (c - '0');
    at_ += size;
    return value;
  }

  /// A run of letters.
  std::string_view word() {
    const auto start = at_;
    while (!done()) {
      auto next = at_;
      const UChar32 c = next_character(text_, next);
      if (c < 0 || u_isalpha(c) == 0) break;
      at_ = next;
    }
    return text_.substr(start, at_ - start);
  }

private:
  std::string_view text_;
  std::size_t at_;
};

constexpr std::string_view blanks = " \t";

/// 2024-03-20, 2024/3/20, 2024.03.20: the same separator twice.
std::optional<Date> year_first(Scanner& in) {
  Scanner scan = in;
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
std::optional<Date> east_asian(Scanner& in) {
  Scanner scan = in;
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
std::optional<Date> day_first(Scanner& in) {
  Scanner scan = in;
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

void take_ordinal(Scanner& scan) {
  for (const std::string_view ending : {"st", "nd", "rd", "th", "er", "º", "°", "."})
    if (scan.take(ending)) return;
}

/// "20 March 2024", "20. März 2024", "1er mars 2024", "20 de marzo de 2024", "20-Mar-2024".
std::optional<Date> day_and_name(Scanner& in) {
  Scanner scan = in;
  const auto day = scan.number(1, 2);
  if (!day) return {};
  take_ordinal(scan);
  scan.take_any(" \t-");
  scan.take_word("de ") || scan.take_word("of ");
  const int month = month_of(scan.word());
  if (month == 0) return {};
  scan.take_any(".,");
  scan.take_any(" \t-");
  scan.take_word("de ") || scan.take_word("del ");
  const auto year = scan.number(4, 4);
  if (!year) return {};
  in = scan;
  return Date{*year, month, *day};
}

/// "March 20, 2024", "Mar. 20th 2024".
std::optional<Date> name_and_day(Scanner& in) {
  Scanner scan = in;
  const int month = month_of(scan.word());
  if (month == 0) return {};
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
  return Date{*year, month, *day};
}

std::optional<Date> take_date_of_day(Scanner& in) {
  for (const auto form : {year_first, east_asian, day_first, day_and_name, name_and_day}) {
    Scanner scan = in;
    const auto date = form(scan);
    if (!date || !is_possible(*date) || (!scan.done() && is_digit(scan.rest().front()))) continue;
    in = scan;
    return date;
  }
  return {};
}

/// "PM" in "5:30 PM" and "5.30 p.m."
void take_half_of_day(Scanner& in, Time& time) {
  Scanner scan = in;
  scan.take_any(blanks);
  const bool pm = scan.take_word("pm") || scan.take_word("p.m.");
  if (!pm && !scan.take_word("am") && !scan.take_word("a.m.")) return;
  if (time.hour < 1 || time.hour > 12) return;
  time.hour = time.hour % 12 + (pm ? 12 : 0);
  in = scan;
}

void take_zone(Scanner& in) {
  Scanner scan = in;
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
void take_comment(Scanner& in) {
  Scanner scan = in;
  scan.take_any(blanks);
  if (scan.take("(") && !scan.word().empty() && scan.take(")")) in = scan;
}

/// What parts a date from its time: "T", a space, a comma, "at", "um", a dash.
bool take_time_separator(Scanner& scan) {
  if (scan.take("T") || scan.take("t")) return true;
  const auto start = scan.at();
  scan.take_any(" \t,|");
  scan.take_word("at ") || scan.take_word("um ") || scan.take("à ") || scan.take("– ") || scan.take("- ");
  return scan.at() > start;
}

std::optional<Time> take_time(Scanner& in) {
  Scanner scan = in;
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
  Scanner scan(text);
  if (const auto day = scan.number(8, 8)) {
    const Date date{*day / 10000, *day / 100 % 100, *day % 100};
    return scan.done() && is_possible(date) ? std::optional(iso(date)) : std::nullopt;
  }
  const auto word = scan.word();
  std::optional<int> month;
  if (!word.empty()) {
    month = month_of(word);
    scan.take_any(" \t.,");
  }
  const auto year = scan.number(4, 4);
  if (!month && year && scan.take("-")) month = scan.number(2, 2);
  if (!year || !scan.done() || !is_possible({*year, month.value_or(1), 1})) return {};
  return padded(*year, 4) + (month ? '-' + padded(*month, 2) : std::string());
}

/// "Wed, ", "Wednesday, ", "mercredi ", "水曜日" before a date say nothing that the date does not say.
void take_weekday(Scanner& in) {
  Scanner scan = in;
  if (month_of(scan.word()) != 0) return;
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
  Scanner scan(text);
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
    Scanner scan(line, at);
    const auto date = take_date_of_day(scan);
    if (!date) continue;
    const auto time = take_time(scan);
    return FoundDate{
        .value = iso(*date) + (time ? iso(*time) : std::string()), .begin = at, .end = scan.at()};
  }
  return {};
}

}  // namespace kwic
