#pragma once
/// Starts a program with an environment of its own. Everything is made ready before the process is forked, so
/// that tests with threads can start programs, too.

#include <spawn.h>
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace kwic::test {

class ProgramStart {
public:
  /// `arguments[0]` is "indexer", "searcher" (those just built) or a path.
  explicit ProgramStart(const std::vector<std::string>& arguments);
  ~ProgramStart();
  ProgramStart(const ProgramStart&) = delete;
  ProgramStart& operator=(const ProgramStart&) = delete;

  void set(const std::string& variable, const std::string& value) { environment_[variable] = value; }
  void enter(const std::filesystem::path& directory);

  void read_from(const std::filesystem::path& file);
  void write_to(int descriptor, const std::filesystem::path& file);
  void connect(int descriptor, int to);  ///< to one that is open here
  /// Makes the device the program's terminal, as a login does: it reads from it, writes to it, and gets the
  /// signals of its keys. What is connected otherwise afterwards is.
  void log_in_at(const std::string& device);

  /// Throws std::runtime_error if there is no such program.
  [[nodiscard]] pid_t start();

private:
  std::vector<std::string> arguments_;
  std::map<std::string, std::string> environment_;
  posix_spawn_file_actions_t actions_{};
  short flags_ = POSIX_SPAWN_SETSIGDEF;
};

/// Waits for the end of a program, and ends it after that time: its exit status, or 128 + N after signal N.
[[nodiscard]] int wait_for(pid_t program, std::chrono::seconds at_most = std::chrono::seconds(60));

}  // namespace kwic::test
