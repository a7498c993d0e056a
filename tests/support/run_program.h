#pragma once
/// Runs a program as a shell would, and keeps everything that it says.

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kwic::test {

struct Ran {
  int status = -1;  ///< exit status; 128 + N after signal N
  std::string out;
  std::string err;
};

struct RunOptions {
  std::string input;                                         ///< standard input
  std::map<std::string, std::string> environment;            ///< added to a minimal one
  std::string directory;                                     ///< current directory; empty: this process's
  bool close_output_early = false;                           ///< nobody reads standard output
  std::optional<std::chrono::microseconds> kill_after = {};  ///< ended by SIGKILL, if it still runs then
  std::chrono::seconds at_most{60};                          ///< the same, where that is a mistake
};

/// `arguments[0]` is the program: "indexer", "searcher" (those just built) or a path.
[[nodiscard]] Ran run(const std::vector<std::string>& arguments, const RunOptions& options = {});

/// The program on that index, with more arguments.
[[nodiscard]] Ran run_indexer(const std::filesystem::path& index, const std::vector<std::string>& more,
                              const RunOptions& options = {});
[[nodiscard]] Ran run_searcher(const std::filesystem::path& index, const std::vector<std::string>& more,
                               const RunOptions& options = {});

[[nodiscard]] RunOptions with_input(const std::string& input);
[[nodiscard]] RunOptions in_environment(const std::map<std::string, std::string>& environment);
[[nodiscard]] RunOptions in_folder(const std::filesystem::path& directory);

[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

}  // namespace kwic::test
