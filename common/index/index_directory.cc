#include "index/index_directory.h"

#include "text/visible.h"

#include <kwic/error.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <ctime>
#include <fstream>
#include <string_view>

namespace kwic {
namespace {

namespace fs = std::filesystem;

constexpr const char* stub_name = "XAPIANDB";
constexpr const char* new_stub_name = "XAPIANDB.new";
constexpr const char* lock_name = "lock";
constexpr const char* building_name = "building";
constexpr std::string_view stub_start = "auto ";
constexpr std::string_view generation_start = "generation-";
constexpr std::string_view segment_start = "segment-";

[[noreturn]] void fail(const fs::path& path, const char* what) {
  throw Error(ErrorKind::not_writable, visible(path.string()) + ": " + what + ": " + std::strerror(errno));
}

int generation_number(std::string_view name) {
  int number = 0;
  if (!name.starts_with(generation_start)) return 0;
  const char* const end = name.data() + name.size();
  const auto [rest, error] = std::from_chars(name.data() + generation_start.size(), end, number);
  return error == std::errc() && rest == end && number > 0 ? number : 0;
}

/// What a build that was ended may leave where there was no index before.
bool may_be_ours(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  if (name == lock_name || name == new_stub_name) return entry.is_regular_file();
  if (generation_number(name) > 0) return fs::exists(entry.path() / "iamglass");
  if (name != building_name || !entry.is_directory()) return false;
  return std::ranges::all_of(fs::directory_iterator(entry.path()), [](const fs::directory_entry& part) {
    return part.path().filename().string().starts_with(segment_start);
  });
}

std::string now() {
  const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&time, &utc);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &utc)};
}

void write_all(int file, std::string_view text, const fs::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path, "cannot write");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_synced(const fs::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) fail(path, "cannot write");
  try {
    write_all(file, text, path);
    if (::fsync(file) != 0) fail(path, "cannot write");
  } catch (...) {
    ::close(file);
    throw;
  }
  ::close(file);
}

}  // namespace

std::optional<fs::path> IndexDirectory::current() const {
  const fs::path path = path_ / stub_name;
  std::ifstream stub(path);
  if (!stub) return std::nullopt;
  std::string line;
  std::getline(stub, line);
  const std::string_view name =
      line.starts_with(stub_start) ? std::string_view(line).substr(stub_start.size()) : "";
  if (generation_number(name) == 0) {
    throw Error(
        ErrorKind::corrupt,
        visible(path.string()) + ": names no generation of an index: the file is damaged, or not of kwic");
  }
  return path_ / name;
}

void IndexDirectory::prepare() const {
  const std::string name = visible(path_.string());
  std::error_code error;
  fs::create_directories(path_, error);
  if (error) throw Error(ErrorKind::not_writable, name + ": cannot make the index here: " + error.message());
  if (current()) return;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
    if (may_be_ours(entry)) continue;
    throw Error(ErrorKind::invalid_argument, name + ": this folder holds other files (" +
                                                 visible(entry.path().filename().string()) +
                                                 "); name an empty or a new one");
  }
  if (error) throw Error(ErrorKind::not_writable, name + ": cannot make the index here: " + error.message());
}

void IndexDirectory::name_in_stub(const fs::path& generation) const {
  const fs::path stub = path_ / stub_name;
  const fs::path fresh = path_ / new_stub_name;
  write_synced(fresh, std::string(stub_start) + generation.filename().string() + '\n');
  if (::rename(fresh.c_str(), stub.c_str()) != 0) fail(stub, "cannot publish the index");
  sync_to_disk(path_);
}

void IndexDirectory::publish(const fs::path& finished) const {
  const std::optional<fs::path> old = current();
  const int number = old ? generation_number(old->filename().string()) + 1 : 1;
  const fs::path generation = path_ / (std::string(generation_start) + std::to_string(number));
  if (::rename(finished.c_str(), generation.c_str()) != 0) fail(generation, "cannot publish the index");
  sync_to_disk(path_);
  name_in_stub(generation);
  remove_leftovers();
}

void IndexDirectory::adopt_finished() const {
  if (current()) return;
  int newest = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_)) {
    newest = std::max(newest, generation_number(entry.path().filename().string()));
  }
  if (newest > 0) name_in_stub(path_ / (std::string(generation_start) + std::to_string(newest)));
}

void IndexDirectory::remove_leftovers() const {
  const std::optional<fs::path> kept = current();
  std::error_code ignored;  // What cannot be removed now is tried again by the next writer.
  fs::remove_all(building(), ignored);
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, ignored)) {
    if (generation_number(entry.path().filename().string()) == 0) continue;
    if (entry.path() != kept) fs::remove_all(entry.path(), ignored);
  }
}

WriterLock::File::~File() {
  if (descriptor >= 0) ::close(descriptor);
}

WriterLock::WriterLock(const fs::path& index) {
  const fs::path path = index / lock_name;
  file_.descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_.descriptor < 0) fail(index, "cannot write the index");
  if (::flock(file_.descriptor, LOCK_EX | LOCK_NB) != 0) {
    std::string holder;
    std::ifstream file(path);
    std::getline(file, holder);
    throw Error(ErrorKind::locked, visible(index.string()) + ": the index is being written by " +
                                       (holder.empty() ? "another process" : visible(holder)) +
                                       "; try again when it has finished");
  }
  if (::ftruncate(file_.descriptor, 0) != 0) fail(path, "cannot write");
  write_all(file_.descriptor, "process " + std::to_string(::getpid()) + " since " + now() + '\n', path);
}

WriterLock::~WriterLock() {
  // Nobody holds the lock from here on, so nobody should be named by it.
  if (::ftruncate(file_.descriptor, 0) != 0) errno = 0;
}

void sync_to_disk(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(path, "cannot sync");
  const bool synced = ::fsync(file) == 0;
  ::close(file);
  if (!synced) fail(path, "cannot sync");
}

void sync_directory(const fs::path& directory) {
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) sync_to_disk(entry.path());
  sync_to_disk(directory);
}

}  // namespace kwic
