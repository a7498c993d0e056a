#include "support/run_program.h"

#include "support/program_start.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace kwic::test {
namespace {

/// The end of a pipe to write to, whose reader is gone.
class BrokenPipe {
public:
  BrokenPipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    ::close(ends[0]);
    end_ = ends[1];
  }
  ~BrokenPipe() { ::close(end_); }
  BrokenPipe(const BrokenPipe&) = delete;
  BrokenPipe& operator=(const BrokenPipe&) = delete;
  [[nodiscard]] int end() const { return end_; }

private:
  int end_;
};

/// The program on that index, with more arguments.
std::vector<std::string> on_index(const std::string& program, const std::filesystem::path& index,
                                  const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {program, "--index", index.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

Ran run(const std::vector<std::string>& arguments, const RunOptions& options) {
  const TemporaryDirectory files;
  ProgramStart program(arguments);
  program.set("HOME", files.path().string());
  for (const auto& [variable, value] : options.environment) program.set(variable, value);
  program.read_from(files.write("in", options.input));
  program.write_to(STDERR_FILENO, files / "err");
  const BrokenPipe nobody_reads;
  if (options.close_output_early) {
    program.connect(STDOUT_FILENO, nobody_reads.end());
  } else {
    program.write_to(STDOUT_FILENO, files / "out");
  }
  if (!options.directory.empty()) program.enter(options.directory);
  const pid_t child = program.start();
  if (options.kill_after) {
    std::this_thread::sleep_for(*options.kill_after);
    ::kill(child, SIGKILL);
  }
  const int status = wait_for(child, options.at_most);
  return {status, options.close_output_early ? "" : read_file(files / "out"), read_file(files / "err")};
}

Ran run_indexer(const std::filesystem::path& index, const std::vector<std::string>& more,
                const RunOptions& options) {
  return run(on_index("indexer", index, more), options);
}

Ran run_searcher(const std::filesystem::path& index, const std::vector<std::string>& more,
                 const RunOptions& options) {
  return run(on_index("searcher", index, more), options);
}

RunOptions with_input(const std::string& input) {
  RunOptions options;
  options.input = input;
  return options;
}

RunOptions in_environment(const std::map<std::string, std::string>& environment) {
  RunOptions options;
  options.environment = environment;
  return options;
}

RunOptions in_folder(const std::filesystem::path& directory) {
  RunOptions options;
  options.directory = directory.string();
  return options;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace kwic::test
