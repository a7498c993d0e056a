#pragma once
/// What both command lines do alike. Needs CLI11, which only the programs are linked to.

#include "program/help.h"
#include "program/reference.h"

#include <CLI/CLI.hpp>

#include <string>

namespace kwic::program {

/// The text that --help, -h, --version or --reference asked for.
inline std::string answer(const CLI::App& app, const CLI::Success& asked) {
  if (dynamic_cast<const TextAsked*>(&asked) != nullptr) return asked.what();
  if (dynamic_cast<const CLI::CallForVersion*>(&asked) != nullptr) return std::string(asked.what()) + '\n';
  return app.help();
}

}  // namespace kwic::program
