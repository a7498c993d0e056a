#include "support/pseudo_terminal.h"

#include "support/program_start.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace kwic::test {
namespace {

constexpr auto patience = std::chrono::seconds(30);

}  // namespace

PseudoTerminal::PseudoTerminal(const std::vector<std::string>& arguments, const TerminalSettings& settings)
    : keys_and_screen_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
  std::array<char, 128> device{};
  if (keys_and_screen_ < 0 || ::grantpt(keys_and_screen_) != 0 || ::unlockpt(keys_and_screen_) != 0 ||
      ::ptsname_r(keys_and_screen_, device.data(), device.size()) != 0)
    throw std::runtime_error("no terminal");
  resize(settings.rows, settings.columns);
  ProgramStart program(arguments);
  program.set("TERM", "xterm");
  program.set("HOME", home_.path().string());
  for (const auto& [variable, value] : settings.environment) program.set(variable, value);
  program.log_in_at(device.data());
  if (!settings.input.empty()) program.read_from(settings.input);
  id_ = program.start();
}

PseudoTerminal::~PseudoTerminal() {
  if (id_ >= 0) {
    ::kill(id_, SIGKILL);
    (void)wait_for(id_);
  }
  ::close(keys_and_screen_);
}

void PseudoTerminal::type(std::string_view keys) {
  (void)!::write(keys_and_screen_, keys.data(), keys.size());
}

void PseudoTerminal::resize(unsigned short rows, unsigned short columns) {
  winsize size{};
  size.ws_row = rows;
  size.ws_col = columns;
  (void)::ioctl(keys_and_screen_, TIOCSWINSZ, &size);
}

bool PseudoTerminal::read_more(int milliseconds) {
  pollfd waiting{keys_and_screen_, POLLIN, 0};
  if (::poll(&waiting, 1, milliseconds) <= 0) return false;
  std::array<char, 4096> bytes{};
  const ssize_t count = ::read(keys_and_screen_, bytes.data(), bytes.size());
  if (count <= 0) return false;
  written_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

bool PseudoTerminal::shows(std::string_view text) {
  constexpr int patience_in_ms = static_cast<int>(std::chrono::milliseconds(patience).count());
  for (;;) {
    const std::size_t found = written_.find(text, looked_at_);
    if (found != std::string::npos) {
      looked_at_ = found + text.size();
      return true;
    }
    if (!read_more(patience_in_ms)) return false;
  }
}

void PseudoTerminal::look() {
  while (read_more(5)) {
  }
}

int PseudoTerminal::end() {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  // As long as the program has the terminal open, its end is told by a read that fails.
  while (std::chrono::steady_clock::now() < deadline) {
    pollfd waiting{keys_and_screen_, POLLIN, 0};
    if (::poll(&waiting, 1, 100) > 0 && !read_more(0)) break;
  }
  const int status = wait_for(id_, std::chrono::seconds(5));
  id_ = -1;
  return status;
}

}  // namespace kwic::test
