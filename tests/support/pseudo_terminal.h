#pragma once
/// A program on a terminal, with a person at the keys who looks before typing on.

#include "support/temporary_directory.h"

#include <sys/types.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {

struct TerminalSettings {
  unsigned short rows = 24;
  unsigned short columns = 80;
  std::map<std::string, std::string> environment = {};  ///< TERM is xterm unless it says so
  std::string input = {};                               ///< standard input from a file instead of the keys
};

class PseudoTerminal {
public:
  /// Throws std::runtime_error.
  explicit PseudoTerminal(const std::vector<std::string>& arguments, const TerminalSettings& settings = {});
  /// Kills the program if it still runs.
  ~PseudoTerminal();
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;

  void type(std::string_view keys);

  /// Waits until that text is written, behind what the last call waited for. False if it is not within
  /// half a minute, or the program ends before.
  [[nodiscard]] bool shows(std::string_view text);

  /// All that was written so far, with its escapes; what is still under way may be missing, and comes with
  /// look().
  [[nodiscard]] const std::string& written() const { return written_; }

  /// Takes what there is, for a moment.
  void look();

  void resize(unsigned short rows, unsigned short columns);

  /// Waits for the end: the exit status, or 128 + N after signal N. written() is complete then.
  [[nodiscard]] int end();

  static constexpr std::string_view interrupt_key = "\x03";
  static constexpr std::string_view end_key = "\x04";
  static constexpr std::string_view up_key = "\033[A";

private:
  /// False at the end, or after `milliseconds` without anything.
  bool read_more(int milliseconds);

  TemporaryDirectory home_;
  int keys_and_screen_ = -1;
  pid_t id_ = -1;
  std::string written_;
  std::size_t looked_at_ = 0;
};

}  // namespace kwic::test
