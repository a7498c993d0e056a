#pragma once
/// The options that look after an index instead of updating it.

#include "program/options.h"

#include <optional>

namespace kwic::program {

/// Does what --check, --stats, --compact or --export ask for, and returns the exit status; nothing if none of
/// them was given.
[[nodiscard]] std::optional<int> look_after(const Options& options);

}  // namespace kwic::program
