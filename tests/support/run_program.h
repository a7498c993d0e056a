#pragma once
/// Runs a program as a shell would, and keeps everything that it says.

#include <chrono>
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
};

/// `arguments[0]` is the program: "indexer", "searcher" (those just built) or a path. Ends the program after
/// 60 seconds.
[[nodiscard]] Ran run(const std::vector<std::string>& arguments, const RunOptions& options = {});

}  // namespace kwic::test
