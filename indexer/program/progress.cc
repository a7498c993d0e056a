#include "program/progress.h"

#include "program/program.h"
#include "text/columns.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace kwic::program {
namespace {

constexpr auto between_redraws = std::chrono::milliseconds(200);
constexpr double settling_time = 2;  ///< seconds before the speed says anything about the rest

bool can_redraw() {
  const char* const terminal =
      std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
  return ::isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

std::size_t terminal_columns() {
  winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

std::string with_decimal(double number) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.1f", number);
  return text.data();
}

double megabytes(std::uint64_t bytes) {
  return static_cast<double>(bytes) / 1e6;
}

/// "45 s", "3 min", "2 h 5 min"
std::string duration_in_words(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 90) return std::to_string(whole) + " s";
  const std::uint64_t minutes = (whole + 30) / 60;
  if (minutes < 90) return std::to_string(minutes) + " min";
  return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

}  // namespace

std::string in_words(const Amount& amount, double seconds) {
  std::string words = counted(amount.articles, "article") + ", " + with_decimal(megabytes(amount.bytes));
  if (amount.of_bytes) words += " of " + with_decimal(megabytes(*amount.of_bytes));
  words += " MB";
  if (seconds > 0) words += ", " + with_decimal(megabytes(amount.bytes) / seconds) + " MB/s";
  if (amount.of_bytes && amount.bytes > 0 && *amount.of_bytes >= amount.bytes && seconds > settling_time) {
    const auto rest = static_cast<double>(*amount.of_bytes - amount.bytes);
    words += ", " + duration_in_words(rest * seconds / static_cast<double>(amount.bytes)) + " left";
  }
  if (amount.skipped > 0) words += ", " + std::to_string(amount.skipped) + " skipped";
  return words;
}

Progress::Progress(std::string program, std::optional<unsigned> every)
    : program_(std::move(program)),
      redrawn_(!every && can_redraw()),
      interval_(redrawn_ ? Clock::duration(between_redraws) : std::chrono::seconds(every.value_or(0))),
      next_(started_ + interval_) {}

void Progress::show(const Amount& amount) {
  const auto now = Clock::now();
  if (interval_ == Clock::duration::zero() || now < next_) return;
  next_ = now + interval_;
  const std::string words = in_words(amount, seconds());
  if (redrawn_) return redraw(words);
  say(program_, words);
}

void Progress::redraw(const std::string& words) {
  std::string line = program_ + ": " + words;
  // A line that wraps cannot be drawn over.
  while (columns(line) >= terminal_columns() && !line.empty()) line.pop_back();
  write_message('\r' + line + "\x1B[K");
  drawn_ = true;
}

void Progress::erase() {
  if (std::exchange(drawn_, false)) write_message("\r\x1B[K");
}

double Progress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - started_).count();
}

}  // namespace kwic::program
