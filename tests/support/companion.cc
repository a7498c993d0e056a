#include "support/companion.h"

#include "support/program_start.h"
#include "support/shared_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace kwic::test {

Companion::Companion(const std::vector<std::string>& arguments) {
  int input[2];
  int output[2];
  if (::pipe2(input, O_CLOEXEC) != 0 || ::pipe2(output, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  to_.reset(::fdopen(input[1], "w"));
  from_.reset(::fdopen(output[0], "r"));
  const File its_input(::fdopen(input[0], "r"));
  const File its_output(::fdopen(output[1], "w"));
  ProgramStart program(arguments);
  program.set("HOME", files_.path().string());
  program.connect(STDIN_FILENO, input[0]);
  program.connect(STDOUT_FILENO, output[1]);
  program.write_to(STDERR_FILENO, files_ / "err");
  id_ = program.start();
}

Companion::~Companion() {
  if (id_ < 0) return;
  ::kill(id_, SIGKILL);
  (void)wait_for(id_);
}

void Companion::write_line(const std::string& line) {
  (void)std::fputs((line + '\n').c_str(), to_.get());
  (void)std::fflush(to_.get());
}

std::optional<std::string> Companion::read_line() {
  char* text = nullptr;
  std::size_t room = 0;
  const ssize_t length = ::getline(&text, &room, from_.get());
  std::optional<std::string> line;
  if (length > 0) line.emplace(text, static_cast<std::size_t>(length));
  std::free(text);  // NOLINT(cppcoreguidelines-no-malloc): getline's
  return line;
}

std::string Companion::said() const {
  return read_file(files_ / "err");
}

Ran Companion::end(int signal) {
  to_.reset();
  if (signal != 0) ::kill(id_, signal);
  std::string out;
  while (const std::optional<std::string> line = read_line()) out += *line;
  const int status = wait_for(id_);
  id_ = -1;
  return {status, out, said()};
}

}  // namespace kwic::test
