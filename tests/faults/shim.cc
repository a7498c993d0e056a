// Loaded before a program (LD_PRELOAD), it stands between it and the files below $KWIC_FAULT_PLACE. Calls and
// changes are counted from 1:
//   KWIC_FAIL=CALL:N:ERRNO[:on]  the Nth CALL fails (open, read, mmap, write, sync, rename); with "on", so do
//                                all that follow: the disk is gone for good
//   KWIC_KILL=N                  the program is ended by SIGKILL before the Nth change of these files
//   KWIC_FILL=N:FILE             the disk of FILE is filled by it before the Nth change
//   KWIC_RECORD=FILE             all changes are noted in FILE (see recording.h)
//   KWIC_COUNT=FILE              how many calls and changes there were is written there at the end, a line
//   each
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace {

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// What is never destroyed: calls come after the end of main(), too.
template <typename Value>
const Value& kept(Value value) {
  return *new Value(std::move(value));
}

bool is_watched(std::string_view path) {
  static const std::string& place = kept(environment("KWIC_FAULT_PLACE"));
  return !place.empty() && path.starts_with(place);
}

std::string path_of(int descriptor) {
  char path[4096];
  const ssize_t size = ::readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), path, sizeof path);
  return size < 0 ? "" : std::string(path, static_cast<std::size_t>(size));
}

std::string path_at(int directory, const char* path) {
  if (path[0] == '/') return path;
  return (directory == AT_FDCWD ? std::string() : path_of(directory) + '/') + path;
}

/// $KWIC_FAIL.
struct Fault {
  std::string call;
  long number = 0;
  int error = 0;
  bool goes_on = false;

  static Fault of_environment() {
    char call[16] = "";
    char on[4] = "";
    Fault fault;
    if (std::sscanf(environment("KWIC_FAIL").c_str(), "%15[a-z]:%ld:%d:%3s", call, &fault.number,
                    &fault.error, on) < 3)
      return {};
    fault.call = call;
    fault.goes_on = std::string_view(on) == "on";
    return fault;
  }
};

int open_really(const std::string& file) {
  return real<int(const char*, int, ...)>("open")(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                                                  0600);
}

bool write_really(int descriptor, std::string_view bytes) {
  static auto* const next = real<ssize_t(int, const void*, std::size_t)>("write");
  return next(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
}

/// $KWIC_COUNT.
struct Counts {
  std::mutex mutex;
  std::map<std::string, long> counts;
};

Counts& all_counts() {
  static auto* const counts = new Counts;  // As above.
  return *counts;
}

long next_number(std::string_view what) {
  const std::lock_guard guard(all_counts().mutex);
  return ++all_counts().counts[std::string(what)];
}

[[gnu::destructor]] void write_counts() {
  const std::string file = environment("KWIC_COUNT");
  if (file.empty()) return;
  const int out = open_really(file);
  for (const auto& [what, count] : all_counts().counts)
    write_really(out, what + ' ' + std::to_string(count) + '\n');
}

/// True if this call is to fail; errno says how.
bool fails(std::string_view call, std::string_view path) {
  static const Fault& fault = kept(Fault::of_environment());
  if (!is_watched(path)) return false;
  const long number = next_number(call);
  if (call != fault.call) return false;
  if (number < fault.number || (number > fault.number && !fault.goes_on)) return false;
  errno = fault.error;
  return true;
}

void fill_disk(const std::string& file) {
  const int out = open_really(file);
  for (std::string block(std::size_t{1} << 16U, 'x'); !block.empty(); block.resize(block.size() / 16)) {
    while (write_really(out, block)) {
    }
  }
}

void before_change(std::string_view path) {
  static const long kill_at = std::atol(environment("KWIC_KILL").c_str());
  static const std::string& filled = kept(environment("KWIC_FILL"));
  static const long fill_at = std::atol(filled.c_str());
  if (!is_watched(path)) return;
  const long number = next_number("change");
  if (number == kill_at) (void)::raise(SIGKILL);
  if (number == fill_at) fill_disk(filled.substr(filled.find(':') + 1));
}

std::mutex recording;

/// Appends a record: its kind, numbers and texts, each text after its size. `act` happens with nothing
/// between it and its record.
template <typename Act>
auto noted(char kind, std::string_view path, Act act, std::uint64_t number = 0, std::string_view text = {}) {
  before_change(path);
  static const std::string& file = kept(environment("KWIC_RECORD"));
  if (file.empty() || !is_watched(path)) return act();
  const std::lock_guard guard(recording);
  static const int out = open_really(file);
  const auto result = act();
  if (result < 0) return result;
  std::string record(1, kind);
  const auto add_number = [&](std::uint64_t value) {
    record.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  add_number(number);
  for (const std::string_view piece : {path, text}) {
    add_number(piece.size());
    record += piece;
  }
  const int error = errno;
  if (!write_really(out, record)) std::abort();
  errno = error;
  return result;
}

std::uint64_t write_place(int descriptor) {
  if ((::fcntl(descriptor, F_GETFL) & O_APPEND) == 0) {
    const off_t place = ::lseek(descriptor, 0, SEEK_CUR);
    return place < 0 ? 0 : static_cast<std::uint64_t>(place);
  }
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

template <typename Open>
int opened(const std::string& path, int flags, Open open) {
  if (fails("open", path)) return -1;
  if ((flags & O_TRUNC) != 0) return noted('t', path, open);
  struct stat status {};
  if ((flags & O_CREAT) != 0 && ::stat(path.c_str(), &status) != 0) return noted('c', path, open);
  return open();
}

ssize_t written(std::uint64_t place, std::string_view bytes, const std::string& path, const auto& write) {
  if (fails("write", path)) return -1;
  return noted('w', path, write, place, bytes);
}

template <typename Act>
int synced(int descriptor, Act act) {
  const std::string path = path_of(descriptor);
  if (fails("sync", path)) return -1;
  return noted('s', path, act);
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  static auto* const next = real<int(const char*, int, ...)>("open");
  return opened(path, flags, [&] { return next(path, flags, mode); });
}

int openat(int directory, const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  static auto* const next = real<int(int, const char*, int, ...)>("openat");
  return opened(path_at(directory, path), flags, [&] { return next(directory, path, flags, mode); });
}

FILE* fopen64(const char* path, const char* mode) {
  static auto* const next = real<FILE*(const char*, const char*)>("fopen64");
  return fails("open", path) ? nullptr : next(path, mode);
}

ssize_t read(int descriptor, void* to, std::size_t size) {
  static auto* const next = real<ssize_t(int, void*, std::size_t)>("read");
  return fails("read", path_of(descriptor)) ? -1 : next(descriptor, to, size);
}

ssize_t pread(int descriptor, void* to, std::size_t size, off_t place) {
  static auto* const next = real<ssize_t(int, void*, std::size_t, off_t)>("pread");
  return fails("read", path_of(descriptor)) ? -1 : next(descriptor, to, size, place);
}

void* mmap(void* place, std::size_t size, int protection, int flags, int descriptor, off_t offset) {
  static auto* const next = real<void*(void*, std::size_t, int, int, int, off_t)>("mmap");
  if (descriptor >= 0 && fails("mmap", path_of(descriptor))) return MAP_FAILED;
  return next(place, size, protection, flags, descriptor, offset);
}

ssize_t write(int descriptor, const void* from, std::size_t size) {
  static auto* const next = real<ssize_t(int, const void*, std::size_t)>("write");
  return written(write_place(descriptor), {static_cast<const char*>(from), size}, path_of(descriptor),
                 [&] { return next(descriptor, from, size); });
}

ssize_t writev(int descriptor, const iovec* pieces, int count) {
  static auto* const next = real<ssize_t(int, const iovec*, int)>("writev");
  std::string bytes;
  for (int i = 0; i < count; ++i)
    bytes.append(static_cast<const char*>(pieces[i].iov_base), pieces[i].iov_len);
  return written(write_place(descriptor), bytes, path_of(descriptor),
                 [&] { return next(descriptor, pieces, count); });
}

ssize_t pwrite(int descriptor, const void* from, std::size_t size, off_t place) {
  static auto* const next = real<ssize_t(int, const void*, std::size_t, off_t)>("pwrite");
  return written(static_cast<std::uint64_t>(place), {static_cast<const char*>(from), size},
                 path_of(descriptor), [&] { return next(descriptor, from, size, place); });
}

/// As a program that copies files does it; what is written is read again to be noted.
ssize_t sendfile(int to, int from, off_t* place, std::size_t size) {
  static auto* const next = real<ssize_t(int, int, off_t*, std::size_t)>("sendfile");
  std::string bytes(size, '\0');
  const off_t start = place == nullptr ? ::lseek(from, 0, SEEK_CUR) : *place;
  const ssize_t read = ::syscall(SYS_pread64, from, bytes.data(), size, start);
  bytes.resize(read < 0 ? 0 : static_cast<std::size_t>(read));
  return written(write_place(to), bytes, path_of(to), [&] { return next(to, from, place, size); });
}

int fsync(int descriptor) {
  static auto* const next = real<int(int)>("fsync");
  return synced(descriptor, [&] { return next(descriptor); });
}

int fdatasync(int descriptor) {
  static auto* const next = real<int(int)>("fdatasync");
  return synced(descriptor, [&] { return next(descriptor); });
}

int ftruncate(int descriptor, off_t size) {
  static auto* const next = real<int(int, off_t)>("ftruncate");
  const std::string path = path_of(descriptor);
  return noted(
      't', path, [&] { return next(descriptor, size); }, static_cast<std::uint64_t>(size));
}

int rename(const char* from, const char* to) {
  static auto* const next = real<int(const char*, const char*)>("rename");
  if (fails("rename", from)) return -1;
  return noted(
      'r', from, [&] { return next(from, to); }, 0, to);
}

int unlink(const char* path) {
  static auto* const next = real<int(const char*)>("unlink");
  return noted('u', path, [&] { return next(path); });
}

int remove(const char* path) {
  static auto* const next = real<int(const char*)>("remove");
  return noted('u', path, [&] { return next(path); });
}

int unlinkat(int directory, const char* path, int flags) {
  static auto* const next = real<int(int, const char*, int)>("unlinkat");
  return noted('u', path_at(directory, path), [&] { return next(directory, path, flags); });
}

int rmdir(const char* path) {
  static auto* const next = real<int(const char*)>("rmdir");
  return noted('u', path, [&] { return next(path); });
}

int mkdir(const char* path, mode_t mode) {
  static auto* const next = real<int(const char*, mode_t)>("mkdir");
  return noted('d', path, [&] { return next(path, mode); });
}

}  // extern "C"
