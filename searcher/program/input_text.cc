#include "program/input_text.h"

#include <kwic/error.h>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace kwic::program {
namespace {

constexpr std::size_t block = 1 << 20;

[[noreturn]] void fail(ErrorKind kind, const std::string& what) {
  throw Error(kind,
              "standard input: " + what + ": " + std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
}

struct CloseFile {
  void operator()(std::FILE* file) const { (void)std::fclose(file); }
};
using TemporaryFile = std::unique_ptr<std::FILE, CloseFile>;

TemporaryFile copy_of_input() {
  TemporaryFile copy(std::tmpfile());
  if (!copy) fail(ErrorKind::not_writable, "no temporary file for it");
  std::vector<char> bytes(block);
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(ErrorKind::not_readable, "cannot read it");
    if (count == 0) break;
    const auto wanted = static_cast<std::size_t>(count);
    if (std::fwrite(bytes.data(), 1, wanted, copy.get()) != wanted)
      fail(ErrorKind::not_writable, "cannot keep it in a temporary file");
  }
  if (std::fflush(copy.get()) != 0) fail(ErrorKind::not_writable, "cannot keep it in a temporary file");
  return copy;
}

bool is_file(int descriptor, struct stat& status) {
  return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

InputText::InputText() {
  struct stat status {};
  TemporaryFile copy;
  int descriptor = STDIN_FILENO;
  // A descriptor that was read from already stands somewhere in its file: only the rest of it is the input.
  if (!is_file(descriptor, status) || ::lseek(descriptor, 0, SEEK_CUR) != 0) {
    copy = copy_of_input();
    descriptor = ::fileno(copy.get());
    if (!is_file(descriptor, status)) fail(ErrorKind::not_readable, "cannot read its copy");
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return;
  void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (mapped == MAP_FAILED) fail(ErrorKind::not_readable, "cannot map it");
  start_ = static_cast<const char*>(mapped);
  size_ = size;
}

InputText::~InputText() {
  if (size_ != 0) (void)::munmap(const_cast<char*>(start_), size_);  // NOLINT: munmap takes what mmap gave
}

}  // namespace kwic::program
