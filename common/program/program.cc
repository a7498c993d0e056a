#include "program/program.h"

#include "text/visible.h"

#include <kwic/error.h>

#include <fcntl.h>
#include <unistd.h>
#include <xapian.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>

namespace kwic::program {
namespace {

/// Set once, before anything can fail: the terminate handler takes no arguments.
std::string_view& program_name() {
  static std::string_view name;
  return name;
}

std::string environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
  return value == nullptr ? "" : value;
}

/// False if the descriptor does not take all of it; errno says why.
bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string_view name_of(int crash) {
  switch (crash) {
    case SIGSEGV:
      return "invalid memory access";
    case SIGBUS:
      return "a file that was cut off while it was read";
    case SIGFPE:
      return "invalid arithmetic";
    default:
      return "abort";
  }
}

/// Xapian trusts the tables of an index, and crashes on damaged ones.
[[noreturn]] void end_after_crash(int crash) {
  for (const std::string_view part :
       {program_name(), std::string_view(": ended by a crash ("), name_of(crash),
        std::string_view("): if the index is damaged, indexer --check tells\n")}) {
    if (!write_all(STDERR_FILENO, part)) break;
  }
  ::_exit(failed);
}

/// On a stack of their own, as the other one may be what has run out.
void handle_crashes() {
  static std::array<char, std::size_t{64} * 1024> stack;
  stack_t place{};
  place.ss_sp = stack.data();
  place.ss_size = stack.size();
  struct sigaction action {};
  action.sa_handler = end_after_crash;
  action.sa_flags = SA_ONSTACK;
  if (::sigaltstack(&place, nullptr) != 0) return;
  for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT}) (void)::sigaction(crash, &action, nullptr);
}

/// A file that is opened would take the number of a standard stream that is closed, and be read or written as
/// that. What takes it instead can be neither.
void occupy_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0) (void)::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

[[noreturn]] void end_clearly() {
  // Xapian throws where nothing can catch it when it cannot write; sometimes nobody can tell what it was.
  std::string reason = "Xapian cannot write, as where the disk is full or a limit is reached";
  try {
    if (const std::exception_ptr current = std::current_exception()) std::rethrow_exception(current);
  } catch (const std::exception& error) {
    reason = error.what();
  } catch (const Xapian::Error& error) {
    const char* const of_system = error.get_error_string();
    reason = error.get_msg() + (of_system == nullptr ? "" : std::string(": ") + of_system);
  } catch (...) {
    reason = "unknown exception";
  }
  say(program_name(), "ended by an error that could not be handled: " + reason);
  std::_Exit(failed);
}

}  // namespace

std::string default_index() {
  if (std::string index = environment("KWIC_INDEX"); !index.empty()) return index;
  if (const std::string data = environment("XDG_DATA_HOME"); !data.empty()) return data + "/kwic";
  const std::string home = environment("HOME");
  return home.empty() ? "" : home + "/.local/share/kwic";
}

void say(std::string_view name, std::string_view message) {
  write_message(std::string(name) + ": " + visible(message) + '\n');
}

void write_message(std::string_view text) {
  // There is nobody left to tell when stderr cannot be written.
  (void)write_all(STDERR_FILENO, text);
}

int run(std::string_view name, const std::function<int()>& work) {
  program_name() = name;
  occupy_closed_streams();
  std::set_terminate(end_clearly);
  handle_crashes();
  (void)std::signal(SIGPIPE, SIG_IGN);
  (void)std::signal(SIGCHLD, SIG_DFL);  // Where a parent had it ignored, nobody is told how a child ends.
  (void)std::signal(SIGXFSZ, SIG_IGN);  // A limit on the size of files is an error as a full disk is.
  try {
    return work();
  } catch (const std::bad_alloc&) {
    say(name, "out of memory");
  } catch (const std::exception& error) {
    say(name, error.what());
  }
  return failed;
}

bool print(std::string_view text) {
  if (write_all(STDOUT_FILENO, text)) return true;
  if (errno == EPIPE) return false;
  throw Error(ErrorKind::not_writable,
              std::string("cannot write to standard output: ") + std::strerror(errno));
}

bool has_failed(const std::istream& in) {
  return in.bad() || (&in == &std::cin && std::ferror(stdin) != 0);
}

std::string counted(std::size_t count, std::string_view noun) {
  std::string text = std::to_string(count);
  for (std::size_t place = text.size(); place > 3; place -= 3) text.insert(place - 3, 1, ',');
  return text + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

std::string displayed_path(const std::string& path) {
  std::error_code error;
  const std::filesystem::path here = std::filesystem::current_path(error);
  if (error || path.empty()) return path;
  std::string below = std::filesystem::path(path).lexically_relative(here).string();
  return below.empty() || below.starts_with("..") ? path : below;
}

}  // namespace kwic::program
