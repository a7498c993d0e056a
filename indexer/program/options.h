#pragma once
/// The command line of `indexer`: every option, defined once; --help is made from it.

#include <kwic/article_source.h>
#include <kwic/index_update.h>
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
  unsigned wait = 0;         ///< seconds for another writer
  std::size_t memory = 512;  ///< MiB
  std::vector<std::string> removed_ids;
  bool keep_missing = false;
  bool force = false;
  bool reread = false;
  bool dry_run = false;
  bool watch = false;
  bool check = false;
  bool stats = false;
  bool compact = false;
  bool export_articles = false;
  std::optional<unsigned> progress;  ///< seconds between two lines of progress; 0: none
  std::string summary = "text";      ///< or json
  bool quiet = false;
  bool verbose = false;
};

void define(CLI::App& app, Options& options);

/// The sources named on the command line and in --files-from. Throws Error.
[[nodiscard]] std::vector<std::string> all_sources(const Options& options);

/// Everything that decides on an update. Throws Error (invalid_argument) for a --map that names no field.
[[nodiscard]] UpdateOptions update_options(const Options& options);

}  // namespace kwic::program
