#include "support/program_start.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <thread>

namespace kwic::test {
namespace {

std::string program_path(const std::string& name) {
  return name == "indexer" || name == "searcher" ? std::string(KWIC_BIN_DIR) + '/' + name : name;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

ProgramStart::ProgramStart(const std::vector<std::string>& arguments)
    : arguments_(arguments),
      environment_({{"PATH", std::string(KWIC_BIN_DIR) + ":/usr/bin:/bin"}, {"LANG", "C.UTF-8"}}) {
  ::posix_spawn_file_actions_init(&actions_);
  arguments_[0] = program_path(arguments_[0]);
  for (const char* const name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"}) {
    const char* const options = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets any
    if (options != nullptr) environment_[name] = options;
  }
}

ProgramStart::~ProgramStart() {
  ::posix_spawn_file_actions_destroy(&actions_);
}

void ProgramStart::enter(const std::filesystem::path& directory) {
  ::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
}

void ProgramStart::read_from(const std::filesystem::path& file) {
  ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, file.c_str(), O_RDONLY, 0);
}

void ProgramStart::write_to(int descriptor, const std::filesystem::path& file) {
  ::posix_spawn_file_actions_addopen(&actions_, descriptor, file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
}

void ProgramStart::connect(int descriptor, int to) {
  ::posix_spawn_file_actions_adddup2(&actions_, to, descriptor);
}

void ProgramStart::log_in_at(const std::string& device) {
  // The first terminal that the leader of a session opens is the session's.
  flags_ = static_cast<short>(flags_ | POSIX_SPAWN_SETSID);
  ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, device.c_str(), O_RDWR, 0);
  connect(STDOUT_FILENO, STDIN_FILENO);
  connect(STDERR_FILENO, STDIN_FILENO);
}

pid_t ProgramStart::start() {
  std::vector<std::string> settings;
  for (const auto& [name, value] : environment_) settings.push_back(name + '=' + value);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t as_usual;
  ::sigemptyset(&as_usual);
  ::sigaddset(&as_usual, SIGPIPE);
  ::sigaddset(&as_usual, SIGINT);  // Which a shell's background jobs ignore.
  ::posix_spawnattr_setsigdefault(&attributes, &as_usual);
  ::posix_spawnattr_setflags(&attributes, flags_);
  pid_t program = -1;
  const int trouble = ::posix_spawn(&program, arguments_[0].c_str(), &actions_, &attributes,
                                    pointers_to(arguments_).data(), pointers_to(settings).data());
  ::posix_spawnattr_destroy(&attributes);
  if (trouble != 0) throw std::runtime_error("cannot start " + arguments_[0] + ": " + std::strerror(trouble));
  return program;
}

int wait_for(pid_t program, std::chrono::seconds at_most) {
  using namespace std::chrono_literals;
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  int status = 0;
  while (::waitpid(program, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) ::kill(program, SIGKILL);
    std::this_thread::sleep_for(1ms);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace kwic::test
