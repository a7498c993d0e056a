#include "index/document_file.h"

#include "index/durable_file.h"
#include "text/little_endian.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

namespace kwic {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t number_bytes = 8;
constexpr std::size_t start_bytes = 8;
constexpr std::size_t header_bytes = start_bytes + 3 * number_bytes;
constexpr std::size_t document_bytes = 4;
constexpr std::uint64_t most_short_end = 0xFFFF'FFFF;
constexpr std::size_t cache_line = 64;
constexpr std::size_t most_fetched = 512;
constexpr std::size_t write_bytes = std::size_t{1} << 20U;

constexpr std::string_view chunk_start(DocumentFileKind kind) {
  constexpr std::array<std::string_view, document_file_kinds.size()> starts = {"kwicsig1", "kwicart1",
                                                                               "kwiclen1"};
  return starts[static_cast<std::size_t>(kind)];
}

/// 0: they differ.
constexpr std::size_t bytes_of_each(DocumentFileKind kind) {
  return kind == DocumentFileKind::lengths ? sizeof(std::uint32_t) : 0;
}

[[noreturn]] void fail_as_damaged(const std::string& what) {
  throw Error(ErrorKind::corrupt, what);
}

/// A file that is not there is damage; that it cannot be opened need not be.
[[noreturn]] void fail_to_read() {
  const int error = errno;
  if (error == ENOENT) fail_as_damaged("missing");
  throw Error(ErrorKind::not_readable, std::string("cannot be read: ") + std::strerror(error));
}

class Descriptor {
public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const noexcept { return descriptor_; }

private:
  int descriptor_;
};

/// The first number; 0 if there is a gap in them.
std::uint64_t first_without_gap(const NumberedBytes& documents) {
  const bool has_gap =
      documents.empty() || documents.back().first - documents.front().first + 1 != documents.size();
  return has_gap ? 0 : documents.front().first;
}

void append_ends(std::string& out, const NumberedBytes& documents, bool wide) {
  std::uint64_t end = 0;
  for (const auto& [document, stored] : documents) {
    end += stored.size();
    wide ? append_number<number_bytes>(out, end) : append_number<DocumentTable::short_end_bytes>(out, end);
  }
}

/// Header and table, then the bytes of the documents.
void write_chunk(int file, const fs::path& path, DocumentFileKind kind, const NumberedBytes& documents,
                 const std::function<void()>& on_written = {}) {
  std::string out(chunk_start(kind));
  std::uint64_t bytes = 0;
  for (const auto& [document, stored] : documents) bytes += stored.size();
  const std::uint64_t first = first_without_gap(documents);
  for (const std::uint64_t number : {std::uint64_t{documents.size()}, bytes, first}) {
    append_number<number_bytes>(out, number);
  }
  if (first == 0) {
    for (const auto& [document, stored] : documents) append_number<document_bytes>(out, document);
  }
  if (bytes_of_each(kind) == 0) append_ends(out, documents, bytes > most_short_end);
  for (const auto& [document, stored] : documents) {
    out += stored;
    if (out.size() < write_bytes) continue;
    write_all(file, out, path);
    out.clear();
    if (on_written) on_written();
  }
  write_all(file, out, path);
}

/// How many bytes of the file the database counts; nothing where that is the first chunk.
std::optional<std::uint64_t> size_told(DocumentFileKind kind, const Xapian::Database& database) {
  const std::string told = database.get_metadata(file_name(kind));
  if (told.empty()) return std::nullopt;
  std::uint64_t size = 0;
  const auto [rest, error] = std::from_chars(told.data(), told.data() + told.size(), size);
  if (error != std::errc() || rest != told.data() + told.size()) fail_as_damaged("has no size");
  return size;
}

}  // namespace

bool is_document_file(std::string_view name) noexcept {
  return std::ranges::any_of(document_file_kinds,
                             [&](DocumentFileKind kind) { return name == file_name(kind); });
}

DocumentTable::Chunk DocumentTable::take_chunk(DocumentFileKind kind, std::string_view& bytes) {
  if (bytes.size() < header_bytes || !bytes.starts_with(chunk_start(kind))) fail_as_damaged("is damaged");
  const char* const header = bytes.data() + start_bytes;
  Chunk chunk;
  chunk.count = number_at<number_bytes>(header);
  chunk.bytes = number_at<number_bytes>(header + number_bytes);
  chunk.first = number_at<number_bytes>(header + 2 * number_bytes);
  chunk.wide_ends = chunk.bytes > most_short_end;
  chunk.bytes_of_each = bytes_of_each(kind);
  bytes.remove_prefix(header_bytes);
  const std::size_t numbers = chunk.first == 0 ? document_bytes : 0;
  std::size_t ends = chunk.wide_ends ? number_bytes : short_end_bytes;
  if (chunk.bytes_of_each != 0) ends = 0;
  if (chunk.count > bytes.size() / (numbers + ends + chunk.bytes_of_each)) fail_as_damaged("is cut off");
  if (chunk.bytes_of_each != 0 && chunk.bytes != chunk.count * chunk.bytes_of_each)
    fail_as_damaged("is damaged");
  chunk.documents = bytes.data();
  chunk.ends = chunk.documents + chunk.count * numbers;
  chunk.stored = chunk.ends + chunk.count * ends;
  bytes.remove_prefix(chunk.count * (numbers + ends));
  if (chunk.bytes > bytes.size()) fail_as_damaged("is cut off");
  bytes.remove_prefix(chunk.bytes);
  return chunk;
}

DocumentTable::DocumentTable(DocumentFileKind kind, std::string_view chunks)
    : first_(take_chunk(kind, chunks)) {
  while (!chunks.empty()) add_later(take_chunk(kind, chunks));
  keep_latest();
}

void DocumentTable::add_later(const Chunk& chunk) {
  for (std::uint64_t i = 0; i < chunk.count; ++i) {
    later_.push_back({static_cast<Xapian::docid>(document_at(chunk, i)), stored_at(chunk, i)});
  }
}

void DocumentTable::keep_latest() {
  std::ranges::stable_sort(later_, {}, &Place::document);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < later_.size(); ++i) {
    const bool is_last = i + 1 == later_.size() || later_[i + 1].document != later_[i].document;
    if (is_last) later_[kept++] = later_[i];
  }
  later_.resize(kept);
}

std::uint64_t DocumentTable::size_of_first(DocumentFileKind kind, std::string_view chunks) {
  const std::size_t all = chunks.size();
  (void)take_chunk(kind, chunks);
  return all - chunks.size();
}

std::uint64_t DocumentTable::document_at(const Chunk& chunk, std::uint64_t i) noexcept {
  return chunk.first != 0 ? chunk.first + i : number_at<document_bytes>(chunk.documents + i * document_bytes);
}

std::uint64_t DocumentTable::end_at(const Chunk& chunk, std::uint64_t i) noexcept {
  if (chunk.bytes_of_each != 0) return (i + 1) * chunk.bytes_of_each;
  return chunk.wide_ends ? number_at<number_bytes>(chunk.ends + i * number_bytes)
                         : number_at<short_end_bytes>(chunk.ends + i * short_end_bytes);
}

void DocumentTable::fail_at_article() {
  fail_as_damaged("what is stored of an article is damaged: remove the index and build it anew");
}

std::string_view DocumentTable::stored_at(const Chunk& chunk, std::uint64_t i) {
  const std::uint64_t start = i == 0 ? 0 : end_at(chunk, i - 1);
  const std::uint64_t end = end_at(chunk, i);
  if (start > end || end > chunk.bytes) fail_at_article();
  return {chunk.stored + start, end - start};
}

/// Of the first document that is not before `document`.
std::uint64_t DocumentTable::place_of(const Chunk& chunk, Xapian::docid document) noexcept {
  if (chunk.first != 0) return document < chunk.first ? 0 : std::min(document - chunk.first, chunk.count);
  std::uint64_t first = 0;
  std::uint64_t last = chunk.count;
  while (first < last) {
    const std::uint64_t middle = first + (last - first) / 2;
    document_at(chunk, middle) < document ? first = middle + 1 : last = middle;
  }
  return first;
}

std::string_view DocumentTable::find(const Chunk& chunk, Xapian::docid document) {
  const std::uint64_t place = place_of(chunk, document);
  const bool is_there = place < chunk.count && document_at(chunk, place) == document;
  return is_there ? stored_at(chunk, place) : std::string_view{};
}

void DocumentTable::read_lengths(Xapian::docid first, std::span<std::uint32_t> lengths) const {
  constexpr std::size_t each = sizeof(std::uint32_t);
  const auto length_at = [](const char* stored) {
    return static_cast<std::uint32_t>(number_at<each>(stored));
  };
  const auto is_here = [&](std::uint64_t document) { return document - first < lengths.size(); };
  const std::uint64_t place = place_of(first_, first);
  const char* stored = first_.stored + place * each;
  if (first_.first != 0 && place < first_.count && is_here(first_.first + place)) {
    const auto here = lengths.subspan(first_.first + place - first);
    const std::size_t count = std::min<std::uint64_t>(here.size(), first_.count - place);
    for (std::size_t i = 0; i < count; ++i) here[i] = length_at(stored + i * each);
  } else if (first_.first == 0) {
    for (std::uint64_t i = place; i < first_.count && is_here(document_at(first_, i)); ++i, stored += each) {
      lengths[document_at(first_, i) - first] = length_at(stored);
    }
  }
  auto later = std::ranges::lower_bound(later_, first, {}, &Place::document);
  for (; later != later_.end() && is_here(later->document); ++later) {
    lengths[later->document - first] = length_at(later->stored.data());
  }
}

/// Of the first chunk, if it is plain; elsewhere it does nothing.
void DocumentTable::fetch(Xapian::docid document) const {
  if (!first_is_plain()) return;
  const std::string_view bytes = without_gap(document);
  for (std::size_t at = 0; at < std::min(bytes.size(), most_fetched); at += cache_line) {
    __builtin_prefetch(bytes.data() + at);
  }
}

std::string_view DocumentTable::find(Xapian::docid document) const {
  if (!later_.empty()) {
    const auto place = std::ranges::lower_bound(later_, document, {}, &Place::document);
    if (place != later_.end() && place->document == document) return place->stored;
  }
  return find(first_, document);
}

DocumentFile::DocumentFile(DocumentFileKind kind, const fs::path& generation,
                           const Xapian::Database& database)
    : kind_(kind) {
  const fs::path file = generation / file_name(kind);
  try {
    const std::optional<std::uint64_t> told = size_told(kind, database);
    told ? map(file, *told) : map_first_chunk(file);
  } catch (const Error& error) {
    const bool is_damage = error.kind() == ErrorKind::corrupt;
    throw Error(error.kind(), visible(file.string()) + ": " + error.what() +
                                  (is_damage ? ": the index is damaged; remove it and build it anew" : ""));
  }
}

DocumentFile::DocumentFile(DocumentFileKind kind, const fs::path& folder) : kind_(kind) {
  map_first_chunk(folder / file_name(kind));
}

/// Of the bytes that are mapped, those count that the first chunk takes.
void DocumentFile::map_first_chunk(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  if (error) fail_as_damaged("missing");
  map_bytes(file, size);
  size_ = DocumentTable::size_of_first(kind_, {memory_.get(), size});
  table_ = DocumentTable(kind_, {memory_.get(), size_});
}

void DocumentFile::map(const fs::path& file, std::uint64_t size) {
  map_bytes(file, size);
  size_ = size;
  table_ = DocumentTable(kind_, {memory_.get(), size});
}

void DocumentFile::map_bytes(const fs::path& path, std::uint64_t size) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) fail_to_read();
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) fail_to_read();
  if (static_cast<std::uint64_t>(status.st_size) < size || size == 0) fail_as_damaged("is cut off");
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
  if (memory == MAP_FAILED) fail_to_read();  // NOLINT: a macro of the system's
  memory_ = std::shared_ptr<const char>(static_cast<const char*>(memory), [size](const char* start) {
    ::munmap(const_cast<char*>(start), size);
  });
}

void write_document_file(DocumentFileKind kind, const fs::path& folder, const NumberedBytes& documents,
                         const std::function<void()>& on_written) {
  const fs::path path = folder / file_name(kind);
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (file.get() < 0) fail_to_write(path, "cannot write");
  write_chunk(file.get(), path, kind, documents, on_written);
}

void DocumentFile::release() const noexcept {
  if (memory_) (void)::madvise(const_cast<char*>(memory_.get()), size_, MADV_DONTNEED);
}

void append_to_document_file(DocumentFileKind kind, const fs::path& generation,
                             const NumberedBytes& documents, Xapian::WritableDatabase& database) {
  const std::uint64_t before = DocumentFile(kind, generation, database).size();
  const fs::path path = generation / file_name(kind);
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  const off_t there = file.get() < 0 ? -1 : ::lseek(file.get(), 0, SEEK_END);
  if (there < 0) fail_to_write(path, "cannot write");
  const bool has_more = static_cast<std::uint64_t>(there) > before;
  if (documents.empty() && !has_more) return;
  const auto end = static_cast<off_t>(before);
  if (::ftruncate(file.get(), end) != 0 || ::lseek(file.get(), end, SEEK_SET) < 0)
    fail_to_write(path, "cannot write");
  if (!documents.empty()) write_chunk(file.get(), path, kind, documents);
  if (::fsync(file.get()) != 0) fail_to_write(path, "cannot sync");
  if (documents.empty()) return;
  database.set_metadata(file_name(kind), std::to_string(::lseek(file.get(), 0, SEEK_CUR)));
}

}  // namespace kwic
