#include "support/run_program.h"

#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace kwic::test {
namespace {

std::string program_path(const std::string& name) {
  return name == "indexer" || name == "searcher" ? std::string(KWIC_BIN_DIR) + '/' + name : name;
}

void redirect(const std::string& path, int flags, int descriptor) {
  const int file = ::open(path.c_str(), flags, 0600);
  if (file < 0 || ::dup2(file, descriptor) < 0) ::_exit(127);
}

/// Standard output becomes a pipe whose reader is gone.
void close_reader() {
  int ends[2];
  if (::pipe(ends) != 0 || ::dup2(ends[1], STDOUT_FILENO) < 0) ::_exit(127);
  ::close(ends[0]);
  ::close(ends[1]);
}

[[noreturn]] void become(const std::vector<std::string>& arguments, const RunOptions& options,
                         const TemporaryDirectory& files) {
  redirect((files / "in").string(), O_RDONLY, STDIN_FILENO);
  redirect((files / "err").string(), O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  if (options.close_output_early) {
    close_reader();
  } else {
    redirect((files / "out").string(), O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  }
  if (!options.directory.empty() && ::chdir(options.directory.c_str()) != 0) ::_exit(127);
  std::map<std::string, std::string> environment = {{"PATH", std::string(KWIC_BIN_DIR) + ":/usr/bin:/bin"},
                                                    {"LANG", "C.UTF-8"},
                                                    {"HOME", files.path().string()}};
  for (const char* const name : {"ASAN_OPTIONS", "LSAN_OPTIONS"}) {
    const char* const options_of =
        std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
    if (options_of != nullptr) environment[name] = options_of;
  }
  for (const auto& [key, value] : options.environment) environment[key] = value;
  std::vector<std::string> settings;
  for (const auto& [key, value] : environment) settings.push_back(key + '=' + value);
  std::vector<char*> variables;
  for (std::string& setting : settings) variables.push_back(setting.data());
  variables.push_back(nullptr);
  std::vector<std::string> words = arguments;
  words[0] = program_path(words[0]);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  (void)std::signal(SIGPIPE, SIG_DFL);
  ::execve(pointers[0], pointers.data(), variables.data());
  ::_exit(127);
}

int wait_for(pid_t child) {
  using namespace std::chrono_literals;
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) ::kill(child, SIGKILL);
    std::this_thread::sleep_for(1ms);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

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
  (void)files.write("in", options.input);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) become(arguments, options, files);
  if (options.kill_after) {
    std::this_thread::sleep_for(*options.kill_after);
    ::kill(child, SIGKILL);
  }
  const int status = wait_for(child);
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
