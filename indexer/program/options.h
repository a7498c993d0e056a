#pragma once
/// The command line of `indexer`: every option, defined once; --help is made from it.

#include <kwic/article_source.h>
#include <kwic/index_writer.h>

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace kwic::program {

struct Options {
  std::string index;
  std::vector<std::string> sources;
  std::optional<std::string> files_from;  ///< a file of more sources, - for standard input
  bool null_separated = false;            ///< in that file
  std::vector<std::string> maps;          ///< FIELD=NAME
  WalkOptions walk;
  IndexWriterOptions writer;
  std::optional<unsigned> progress;  ///< seconds between two lines of progress; 0: none
  std::string summary = "text";      ///< or json
  bool quiet = false;
  bool verbose = false;
};

void define(CLI::App& app, Options& options);

/// The sources named on the command line and in --files-from. Throws Error.
[[nodiscard]] std::vector<std::string> all_sources(const Options& options);

/// Throws Error (invalid_argument) for a --map that names no field.
[[nodiscard]] ReadOptions read_options(const Options& options);

}  // namespace kwic::program
