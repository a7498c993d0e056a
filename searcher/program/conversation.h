#pragma once
/// Searching in a conversation: queries and commands typed at a prompt, answers a screen at a time.

#include "program/options.h"

namespace kwic::program {

/// Reads lines until :quit or the end of input. Returns the exit status. Throws Error if the index cannot be
/// opened.
[[nodiscard]] int converse(const Options& options);

}  // namespace kwic::program
