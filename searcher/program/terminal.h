#pragma once
/// What standard output is, and how people want to read from it.

#include "program/paragraph.h"

#include <cstddef>
#include <optional>
#include <string>

namespace kwic::program {

[[nodiscard]] bool input_is_terminal();
[[nodiscard]] bool output_is_terminal();

struct TerminalSize {
  std::size_t rows = 24;
  std::size_t columns = 80;
};

/// Of the terminal that standard output is.
[[nodiscard]] TerminalSize terminal_size();

/// Colour as `when` says: always, never, or auto, which is on a terminal unless NO_COLOR is set or TERM is
/// dumb. Width if standard output is a terminal.
[[nodiscard]] Look look_of_output(const std::string& when);

/// Writes to standard output, on a terminal that it does not fit by way of $PAGER (else `less -FIRX`), which
/// an empty PAGER or `cat` turns off. Returns false if the reader has gone away.
[[nodiscard]] bool page(const std::string& text, bool use_pager);

}  // namespace kwic::program
