#pragma once
/// How far a run is, while it lasts: one line that is drawn again and again on a terminal, or a line every so
/// many seconds.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace kwic::program {

struct Amount {
  std::size_t articles = 0;
  std::size_t skipped = 0;
  std::uint64_t bytes = 0;                     ///< of the files that were read, as they lie there
  std::optional<std::uint64_t> of_bytes = {};  ///< of all files, where it is known
};

/// "12,345 articles, 120.4 of 290.0 MB, 9.1 MB/s, 18 s left, 3 skipped"
[[nodiscard]] std::string in_words(const Amount& amount, double seconds);

class Progress {
public:
  /// `every`: seconds between two lines; 0: never; nothing: a redrawn line if stderr is a terminal that can.
  Progress(std::string program, std::optional<unsigned> every);
  ~Progress() { erase(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// To be called often: it writes only when it is time to.
  void show(const Amount& amount);

  /// Takes the redrawn line away, before anything else is written.
  void erase();

  [[nodiscard]] double seconds() const;

private:
  using Clock = std::chrono::steady_clock;

  void redraw(const std::string& words);

  std::string program_;
  bool redrawn_;
  Clock::duration interval_;  ///< zero: never
  Clock::time_point started_ = Clock::now();
  Clock::time_point next_;
  bool drawn_ = false;
};

}  // namespace kwic::program
