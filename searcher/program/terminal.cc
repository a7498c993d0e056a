// Asks the terminal and the environment; runs the pager.
#include "program/terminal.h"

#include "program/program.h"

#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace kwic::program {
namespace {

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
  if (value == nullptr) return std::nullopt;
  return value;
}

std::string pager_command() {
  return environment("PAGER").value_or("less -FIRX");
}

/// What git does too: a bare `less` would show escapes as text.
void set_default(const char* name, const char* value) {
  (void)::setenv(name, value, 0);  // NOLINT(concurrency-mt-unsafe): in the child
}

[[noreturn]] void become_pager(const std::string& command, const std::array<int, 2>& ends) {
  (void)::dup2(ends[0], STDIN_FILENO);
  (void)::close(ends[0]);
  (void)::close(ends[1]);
  (void)std::signal(SIGPIPE, SIG_DFL);
  (void)std::signal(SIGINT, SIG_DFL);
  set_default("LESS", "-FIRX");
  set_default("LESSCHARSET", "utf-8");
  ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

/// The reader may leave before the end.
void feed(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

/// False if there is no such program.
bool run_pager(const std::string& text) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return false;
  // Ctrl-C belongs to the pager while it runs.
  const auto interrupt = std::signal(SIGINT, SIG_IGN);
  const pid_t child = ::fork();
  if (child == 0) become_pager(pager_command(), ends);
  (void)::close(ends[0]);
  if (child > 0) feed(ends[1], text);
  (void)::close(ends[1]);
  const int status = child > 0 ? status_of(child) : 127;
  (void)std::signal(SIGINT, interrupt);
  return status != 126 && status != 127;
}

}  // namespace

bool input_is_terminal() {
  return ::isatty(STDIN_FILENO) == 1;
}

bool output_is_terminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}

TerminalSize terminal_size() {
  winsize size{};
  TerminalSize found;
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return found;
  if (size.ws_row > 0) found.rows = size.ws_row;
  if (size.ws_col > 0) found.columns = size.ws_col;
  return found;
}

Look look_of_output(const std::string& when) {
  Look look;
  const bool wanted =
      environment("NO_COLOR").value_or("").empty() && environment("TERM").value_or("") != "dumb";
  look.color = when == "always" || (when == "auto" && output_is_terminal() && wanted);
  look.links = look.color && output_is_terminal();
  look.width = output_is_terminal() ? terminal_size().columns : 0;
  return look;
}

bool page(const std::string& text, bool use_pager) {
  const bool fits = static_cast<std::size_t>(std::ranges::count(text, '\n')) < terminal_size().rows;
  const std::string command = pager_command();
  const bool paged = use_pager && output_is_terminal() && environment("TERM").value_or("") != "dumb" &&
                     !fits && !command.empty() && command != "cat" && run_pager(text);
  return paged || print(text);
}

}  // namespace kwic::program
