#pragma once
/// Another program as a part of a reader: bytes in, bytes out, in a child process that can neither crash nor
/// stall the indexer nor take more than its share.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

struct Converter {
  std::vector<std::string> command;  ///< the program, looked for in PATH, and its arguments; reads stdin
  std::string package;               ///< the Debian package to install where it is missing
  std::size_t max_processor_seconds = 60;
  std::size_t max_seconds = 300;                   ///< on the clock
  std::size_t max_memory = std::size_t{1} << 30U;  ///< bytes of address space
  std::size_t max_output = std::size_t{64} << 20U;
};

/// What the program writes to its standard output when `input`, which it may seek in, is its standard input.
/// It can write no files, and its messages are dropped. Throws Error, whose message is the reason: the
/// program is missing, fails, is ended by a signal or reaches a limit. May be called in several threads at
/// once.
[[nodiscard]] std::string run_converter(const Converter& converter, std::string_view input);

}  // namespace kwic
