/// fork and exec by hand: posix_spawn sets no limits. Other threads may hold any lock at the fork, so between
/// fork and exec there are system calls only.
#include "readers/converter.h"

#include "sources/input_file.h"

#include <kwic/error.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <thread>

namespace kwic {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& reason) {
  throw Error(ErrorKind::not_readable, reason);
}

class Descriptor {
public:
  /// Moved above the standard ones, which the child replaces.
  explicit Descriptor(int number) : number_(number) {
    if (number < 0) fail(reason_of_errno(errno));
    if (number > STDERR_FILENO) return;
    number_ = ::fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    ::close(number);
  }
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

private:
  int number_;
};

/// The path of a program; empty where PATH does not lead to it.
std::string find_program(const std::string& name) {
  const char* const set = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
  std::string_view folders = set == nullptr ? "/usr/local/bin:/usr/bin:/bin" : set;
  while (!folders.empty()) {
    const auto end = folders.find(':');
    std::string path = std::string(folders.substr(0, end)) + '/' + name;
    // An empty or relative folder in PATH would run what lies beside the articles.
    if (path.size() > name.size() + 1 && path.front() == '/' && ::access(path.c_str(), X_OK) == 0)
      return path;
    folders.remove_prefix(end == std::string_view::npos ? folders.size() : end + 1);
  }
  return {};
}

/// An unnamed file in memory that holds the bytes.
int file_of(std::string_view bytes) {
  const int file = ::memfd_create("kwic", MFD_CLOEXEC);
  while (file >= 0 && !bytes.empty()) {
    const ssize_t size = ::write(file, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) {
      ::close(file);
      fail(reason_of_errno(errno));
    }
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  if (file >= 0) ::lseek(file, 0, SEEK_SET);
  return file;
}

void limit(int what, std::size_t most, std::size_t at_last) {
  const rlimit both{most, at_last};
  (void)::setrlimit(static_cast<__rlimit_resource>(what), &both);
}

[[noreturn]] void become(const Converter& converter, const char* program, char* const* arguments, int input,
                         int output) {
  (void)::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  (void)::dup2(input, STDIN_FILENO);
  (void)::dup2(output, STDOUT_FILENO);
  (void)::dup2(nothing, STDERR_FILENO);
  // SIGXCPU first, which tells the reason, SIGKILL a second later.
  limit(RLIMIT_CPU, converter.max_processor_seconds, converter.max_processor_seconds + 1);
  limit(RLIMIT_AS, converter.max_memory, converter.max_memory);
  limit(RLIMIT_FSIZE, 0, 0);
  limit(RLIMIT_CORE, 0, 0);
  (void)::signal(SIGPIPE, SIG_DFL);
  ::execv(program, arguments);
  ::_exit(127);
}

/// A child process, which does not outlive this object.
class Child {
public:
  Child(const Converter& converter, const std::string& program, int input, int output) {
    std::vector<char*> arguments;
    for (const std::string& argument : converter.command)
      arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    id_ = ::fork();
    if (id_ < 0) fail(reason_of_errno(errno));
    if (id_ == 0) become(converter, program.c_str(), arguments.data(), input, output);
  }
  ~Child() {
    if (id_ < 0) return;
    ::kill(id_, SIGKILL);
    while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// The status of waitpid; nothing if it is still running then. Throws Error where the status goes to nobody
  /// or to somebody else, as in a program that has SIGCHLD ignored.
  std::optional<int> wait_until(Clock::time_point end) {
    int status = 0;
    for (;;) {
      const pid_t ended = ::waitpid(id_, &status, WNOHANG);
      if (ended == id_) break;
      if (ended < 0 && errno != EINTR) {
        id_ = -1;
        fail("cannot tell whether the converter has succeeded: " + reason_of_errno(errno));
      }
      if (Clock::now() >= end) return {};
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    id_ = -1;
    return status;
  }

private:
  pid_t id_ = -1;
};

/// Waits until there is something to read, or the other end is closed; false at the end of the time.
bool wait_for(int pipe, Clock::time_point end) {
  for (;;) {
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    if (rest <= 0) return false;
    pollfd waited{.fd = pipe, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&waited, 1, static_cast<int>(rest));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) fail(reason_of_errno(errno));
  }
}

[[noreturn]] void fail_late(const Converter& converter) {
  fail(converter.command.front() + " takes longer than " + std::to_string(converter.max_seconds) + " s");
}

std::string read_output(const Converter& converter, int pipe, Clock::time_point end) {
  std::string output;
  std::array<char, std::size_t{64} << 10U> piece{};
  for (;;) {
    if (!wait_for(pipe, end)) fail_late(converter);
    const ssize_t size = ::read(pipe, piece.data(), piece.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) fail(reason_of_errno(errno));
    if (size == 0) return output;
    output.append(piece.data(), static_cast<std::size_t>(size));
    if (output.size() > converter.max_output)
      fail(converter.command.front() + " gives more than " + size_in_words(converter.max_output));
  }
}

void expect_success(const std::string& name, int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) fail(name + " takes too much of the processor");
  if (WIFSIGNALED(status)) fail(name + " crashed: signal " + std::to_string(WTERMSIG(status)));
  fail(name + " cannot read it: exit status " + std::to_string(WEXITSTATUS(status)));
}

}  // namespace

std::string run_converter(const Converter& converter, std::string_view input) {
  const std::string& name = converter.command.front();
  const std::string program = find_program(name);
  if (program.empty()) fail("needs the program " + name + ": install the package " + converter.package);
  const Descriptor file(file_of(input));
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(reason_of_errno(errno));
  const Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  const auto end = Clock::now() + std::chrono::seconds(converter.max_seconds);
  Child child(converter, program, file.number(), to.number());
  to.close();
  std::string output = read_output(converter, from.number(), end);
  const std::optional<int> status = child.wait_until(end);
  if (!status) fail_late(converter);
  expect_success(name, *status);
  return output;
}

}  // namespace kwic
