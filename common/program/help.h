#pragma once
/// --help, which tells everything, and -h, which tells what fits a screen: both from the option definitions.

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace kwic::program {

/// Defines both, for a terminal of 80 columns. -h shows the arguments, the options of
/// these names and the footer. Parsing one
/// of them throws CLI::CallForHelp or TextAsked.
void define_help(CLI::App& app, const std::vector<std::string>& usual);

}  // namespace kwic::program
