#include "index/index_directory.h"

#include "index/durable_file.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <ctime>
#include <fstream>
#include <limits>
#include <string_view>
#include <thread>

namespace kwic {
namespace {

namespace fs = std::filesystem;

constexpr const char* stub_name = "XAPIANDB";
constexpr const char* new_stub_name = "XAPIANDB.new";
constexpr const char* lock_name = "lock";
constexpr const char* building_name = "building";
constexpr std::string_view stub_start = "auto ";
constexpr std::string_view generation_start = "generation-";

/// What a build keeps in building/: these, some with a number behind them.
constexpr const char* journal_name = "journal";
constexpr std::array<std::string_view, 5> building_parts = {journal_name, "journal.new", "finished", "base",
                                                            "segment-settings"};
constexpr std::array<std::string_view, 2> numbered_parts = {"segment-", "group-"};
constexpr std::string_view merged_part = "-merged";

constexpr std::chrono::milliseconds between_attempts{50};

/// A process that has just been forked holds the locks of its parent for a moment.
constexpr std::chrono::milliseconds least_wait{200};

int generation_number(std::string_view name) {
  int number = 0;
  if (!name.starts_with(generation_start)) return 0;
  const char* const end = name.data() + name.size();
  const auto [rest, error] = std::from_chars(name.data() + generation_start.size(), end, number);
  // There must be a number behind it.
  const bool is_one = number > 0 && number < std::numeric_limits<int>::max();
  return error == std::errc() && rest == end && is_one ? number : 0;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_building_part(std::string_view name) {
  while (name.ends_with(merged_part)) name.remove_suffix(merged_part.size());
  return std::ranges::find(building_parts, name) != building_parts.end() ||
         std::ranges::any_of(numbered_parts, [&](std::string_view start) {
           return name.starts_with(start) && is_number(name.substr(start.size()));
         });
}

/// What a build that was ended may leave where there was no index before.
bool may_be_ours(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  if (name == lock_name || name == new_stub_name) return entry.is_regular_file();
  if (generation_number(name) > 0) return fs::exists(entry.path() / "iamglass");
  if (name != building_name || !entry.is_directory()) return false;
  return std::ranges::all_of(fs::directory_iterator(entry.path()), [](const fs::directory_entry& part) {
    return is_building_part(part.path().filename().string());
  });
}

std::string now() {
  const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&time, &utc);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &utc)};
}

/// A lock of an open file, which other opens of it in this process meet as other processes do.
struct flock whole_file(short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

[[noreturn]] void fail_as_locked(const fs::path& index, const fs::path& lock) {
  std::string holder;
  std::ifstream file(lock);
  std::getline(file, holder);
  throw Error(ErrorKind::locked, visible(index.string()) + ": the index is being written by " +
                                     (holder.empty() ? "another process" : visible(holder)) +
                                     "; try again when it has finished, or wait for it with --wait");
}

}  // namespace

std::optional<fs::path> IndexDirectory::current() const {
  const fs::path path = path_ / stub_name;
  require_regular_file(path);
  std::ifstream stub(path);
  // Taken for absent, a stub that cannot be read would let a writer begin anew and remove everything.
  if (!stub && is_there(path)) {
    throw Error(ErrorKind::not_readable, visible(path.string()) + ": cannot be read");
  }
  if (!stub) return std::nullopt;
  std::string line;
  std::getline(stub, line);
  // Cut off, or longer than one line, it is not what was written, whatever it names.
  const bool is_whole = !stub.eof() && stub.peek() == std::ifstream::traits_type::eof();
  const std::string_view name =
      is_whole && line.starts_with(stub_start) ? std::string_view(line).substr(stub_start.size()) : "";
  if (generation_number(name) == 0) {
    throw Error(
        ErrorKind::corrupt,
        visible(path.string()) + ": names no generation of an index: the file is damaged, or not of kwic");
  }
  return path_ / name;
}

std::vector<std::string> IndexDirectory::foreign_entries() const {
  const std::optional<fs::path> generation = current();
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
    const std::string name = entry.path().filename().string();
    // The next writer removes other generations, of which a removal that was ended may have left a part.
    const bool is_generation = generation && generation_number(name) > 0;
    if (name != stub_name && !is_generation && !may_be_ours(entry)) names.push_back(name);
  }
  if (error) {
    throw Error(ErrorKind::not_readable, visible(path_.string()) + ": cannot be read: " + error.message());
  }
  return names;
}

void IndexDirectory::prepare() const {
  const std::string name = visible(path_.string());
  std::error_code error;
  fs::create_directories(path_, error);
  if (error) throw Error(ErrorKind::not_writable, name + ": cannot make the index here: " + error.message());
  if (current()) return;
  const std::vector<std::string> foreign = foreign_entries();
  if (foreign.empty()) return;
  throw Error(ErrorKind::invalid_argument, name + ": this folder holds other files (" +
                                               visible(foreign.front()) + "); name an empty or a new one");
}

void IndexDirectory::name_in_stub(const fs::path& generation) const {
  const fs::path stub = path_ / stub_name;
  replace_durably(stub, std::string(stub_start) + generation.filename().string() + '\n');
}

void IndexDirectory::publish(const fs::path& finished) const {
  const std::optional<fs::path> old = current();
  const int number = old ? generation_number(old->filename().string()) + 1 : 1;
  const fs::path generation = path_ / (std::string(generation_start) + std::to_string(number));
  if (::rename(finished.c_str(), generation.c_str()) != 0)
    fail_to_write(generation, "cannot publish the index");
  sync_to_disk(path_);
  name_in_stub(generation);
  remove_old_generations();
  remove_building();
}

void IndexDirectory::adopt_finished() const {
  if (current()) return;
  int newest = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_)) {
    newest = std::max(newest, generation_number(entry.path().filename().string()));
  }
  if (newest > 0) name_in_stub(path_ / (std::string(generation_start) + std::to_string(newest)));
}

void IndexDirectory::remove_building() const {
  std::error_code ignored;  // What cannot be removed now is tried again by the next writer.
  fs::remove_all(building(), ignored);
}

void IndexDirectory::remove_old_generations() const {
  const std::optional<fs::path> kept = current();
  std::error_code ignored;  // As above.
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, ignored)) {
    if (generation_number(entry.path().filename().string()) == 0) continue;
    if (entry.path() != kept) fs::remove_all(entry.path(), ignored);
  }
}

bool is_index(const fs::path& folder) noexcept {
  std::error_code ignored;
  const auto has = [&](const fs::path& file) { return fs::is_regular_file(folder / file, ignored); };
  return has(stub_name) || has("iamglass") || (has(lock_name) && has(fs::path(building_name) / journal_name));
}

FolderIdentity identity_of(const fs::path& folder) noexcept {
  struct statx status {};
  if (::statx(AT_FDCWD, folder.c_str(), 0, STATX_INO | STATX_BTIME, &status) != 0) return {};
  const std::int64_t born = status.stx_btime.tv_sec * 1'000'000'000 + status.stx_btime.tv_nsec;
  return {.device = std::uint64_t{status.stx_dev_major} << 32U | status.stx_dev_minor,
          .inode = status.stx_ino,
          .born_ns = (status.stx_mask & STATX_BTIME) != 0 ? born : 0};
}

/// It is looked at and not taken, even for a moment: a writer that begins just then would be refused.
bool is_being_written(const fs::path& index) {
  const int file = ::open((index / lock_name).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return false;
  struct flock lock = whole_file(F_RDLCK);
  const bool is_held = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(file);
  return is_held;
}

WriterLock::File::~File() {
  if (descriptor >= 0) ::close(descriptor);
}

WriterLock::WriterLock(const fs::path& index, std::chrono::milliseconds wait) {
  const fs::path path = index / lock_name;
  // No link: what it leads to would be emptied.
  file_.descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
  if (file_.descriptor < 0) fail_to_write(index, "cannot write the index");
  const auto deadline = std::chrono::steady_clock::now() + std::max(wait, least_wait);
  struct flock lock = whole_file(F_WRLCK);
  while (::fcntl(file_.descriptor, F_OFD_SETLK, &lock) != 0) {
    if (errno != EAGAIN && errno != EACCES) fail_to_write(path, "cannot be locked");
    if (std::chrono::steady_clock::now() >= deadline) fail_as_locked(index, path);
    std::this_thread::sleep_for(between_attempts);
  }
  if (::ftruncate(file_.descriptor, 0) != 0) fail_to_write(path, "cannot write");
  write_all(file_.descriptor, "process " + std::to_string(::getpid()) + " since " + now() + '\n', path);
}

WriterLock::~WriterLock() {
  // Nobody holds the lock from here on, so nobody should be named by it.
  if (::ftruncate(file_.descriptor, 0) != 0) errno = 0;
  // A process that was forked has the file open as well, and would keep the lock.
  struct flock lock = whole_file(F_UNLCK);
  (void)::fcntl(file_.descriptor, F_OFD_SETLK, &lock);
}

}  // namespace kwic
