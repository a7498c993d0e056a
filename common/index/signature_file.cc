#include "index/signature_file.h"

#include "index/durable_file.h"
#include "index/schema.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

namespace kwic {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view chunk_start = "kwicsig1";
constexpr std::size_t number_bytes = 8;
constexpr std::size_t header_bytes = chunk_start.size() + 2 * number_bytes;
constexpr std::size_t document_bytes = 4;
constexpr std::uint64_t cache_line = 64;
constexpr std::uint64_t most_fetched = 512;
constexpr std::size_t write_bytes = std::size_t{1} << 20U;

template <std::size_t bytes>
std::uint64_t number_at(const char* place) noexcept {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    number |= std::uint64_t{static_cast<unsigned char>(place[i])} << (8 * i);
  }
  return number;
}

template <std::size_t bytes>
void append_number(std::string& out, std::uint64_t number) {
  for (std::size_t i = 0; i < bytes; ++i) out.push_back(static_cast<char>((number >> (8 * i)) & 0xFFU));
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

/// Header and table, then the signatures.
void write_chunk(int file, const fs::path& path, const NumberedSignatures& signatures) {
  std::string out(chunk_start);
  std::uint64_t bytes = 0;
  for (const auto& [document, signature] : signatures) bytes += signature.size();
  append_number<number_bytes>(out, signatures.size());
  append_number<number_bytes>(out, bytes);
  for (const auto& [document, signature] : signatures) append_number<document_bytes>(out, document);
  std::uint64_t end = 0;
  for (const auto& [document, signature] : signatures) {
    append_number<number_bytes>(out, end += signature.size());
  }
  for (const auto& [document, signature] : signatures) {
    out += signature;
    if (out.size() < write_bytes) continue;
    write_all(file, out, path);
    out.clear();
  }
  write_all(file, out, path);
}

/// How many bytes of the file the database counts; nothing where that is the first chunk.
std::optional<std::uint64_t> size_told(const Xapian::Database& database) {
  const std::string told = database.get_metadata(schema::signatures_key);
  if (told.empty()) return std::nullopt;
  std::uint64_t size = 0;
  const auto [rest, error] = std::from_chars(told.data(), told.data() + told.size(), size);
  if (error != std::errc() || rest != told.data() + told.size()) fail_as_damaged("has no size");
  return size;
}

}  // namespace

SignatureTable::Chunk SignatureTable::take_chunk(std::string_view& bytes) {
  if (bytes.size() < header_bytes || !bytes.starts_with(chunk_start)) fail_as_damaged("is damaged");
  Chunk chunk;
  chunk.count = number_at<number_bytes>(bytes.data() + chunk_start.size());
  chunk.bytes = number_at<number_bytes>(bytes.data() + chunk_start.size() + number_bytes);
  bytes.remove_prefix(header_bytes);
  if (chunk.count > bytes.size() / (document_bytes + number_bytes)) fail_as_damaged("is cut off");
  chunk.documents = bytes.data();
  chunk.ends = chunk.documents + chunk.count * document_bytes;
  chunk.signatures = chunk.ends + chunk.count * number_bytes;
  bytes.remove_prefix(chunk.count * (document_bytes + number_bytes));
  if (chunk.bytes > bytes.size()) fail_as_damaged("is cut off");
  bytes.remove_prefix(chunk.bytes);
  return chunk;
}

SignatureTable::SignatureTable(std::string_view chunks) : first_(take_chunk(chunks)) {
  while (!chunks.empty()) add_later(take_chunk(chunks));
  keep_latest();
}

void SignatureTable::add_later(const Chunk& chunk) {
  for (std::uint64_t i = 0; i < chunk.count; ++i) {
    const std::uint64_t document = number_at<document_bytes>(chunk.documents + i * document_bytes);
    later_.push_back({static_cast<Xapian::docid>(document), signature_at(chunk, i)});
  }
}

void SignatureTable::keep_latest() {
  std::ranges::stable_sort(later_, {}, &Place::document);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < later_.size(); ++i) {
    const bool is_last = i + 1 == later_.size() || later_[i + 1].document != later_[i].document;
    if (is_last) later_[kept++] = later_[i];
  }
  later_.resize(kept);
}

std::uint64_t SignatureTable::size_of_first(std::string_view chunks) {
  const std::size_t all = chunks.size();
  (void)take_chunk(chunks);
  return all - chunks.size();
}

std::string_view SignatureTable::signature_at(const Chunk& chunk, std::uint64_t i) {
  const std::uint64_t start = i == 0 ? 0 : number_at<number_bytes>(chunk.ends + (i - 1) * number_bytes);
  const std::uint64_t end = number_at<number_bytes>(chunk.ends + i * number_bytes);
  if (start > end || end > chunk.bytes) fail_as_damaged("is damaged");
  return {chunk.signatures + start, end - start};
}

std::string_view SignatureTable::find(const Chunk& chunk, Xapian::docid document) {
  const auto number = [&](std::uint64_t i) {
    return number_at<document_bytes>(chunk.documents + i * document_bytes);
  };
  if (document == 0) return {};
  // Where no document was ever removed, they are numbered without a gap.
  const std::uint64_t guess = document - 1;
  if (guess < chunk.count && number(guess) == document) return signature_at(chunk, guess);
  std::uint64_t first = 0;
  std::uint64_t last = chunk.count;
  while (first < last) {
    const std::uint64_t middle = first + (last - first) / 2;
    number(middle) < document ? first = middle + 1 : last = middle;
  }
  return first < chunk.count && number(first) == document ? signature_at(chunk, first) : std::string_view{};
}

/// Where no document was ever removed; elsewhere it fetches another one, which does no harm.
void SignatureTable::fetch(Xapian::docid document) const noexcept {
  if (document == 0 || document > first_.count) return;
  const char* const ends = first_.ends + (document - 1) * number_bytes;
  const std::uint64_t end = number_at<number_bytes>(ends);
  const std::uint64_t start = document == 1 ? 0 : number_at<number_bytes>(ends - number_bytes);
  if (start > end || end > first_.bytes) return;
  for (std::uint64_t at = start; at < end && at < start + most_fetched; at += cache_line) {
    __builtin_prefetch(first_.signatures + at);
  }
}

std::string_view SignatureTable::of(Xapian::docid document) const {
  if (!later_.empty()) {
    const auto place = std::ranges::lower_bound(later_, document, {}, &Place::document);
    if (place != later_.end() && place->document == document) return place->signature;
  }
  return find(first_, document);
}

SignatureFile::SignatureFile(const fs::path& generation, const Xapian::Database& database) {
  const fs::path file = generation / signatures_name;
  try {
    const std::optional<std::uint64_t> told = size_told(database);
    told ? map(file, *told) : map_first_chunk(file);
  } catch (const Error& error) {
    throw Error(error.kind(), visible(file.string()) + ": " + error.what() +
                                  ": the index is damaged; remove it and build it anew");
  }
}

SignatureFile::SignatureFile(const fs::path& folder) {
  map_first_chunk(folder / signatures_name);
}

/// Of the bytes that are mapped, those count that the first chunk takes.
void SignatureFile::map_first_chunk(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  if (error) fail_as_damaged("missing");
  map_bytes(file, size);
  size_ = SignatureTable::size_of_first({memory_.get(), size});
  table_ = SignatureTable({memory_.get(), size_});
}

void SignatureFile::map(const fs::path& file, std::uint64_t size) {
  map_bytes(file, size);
  size_ = size;
  table_ = SignatureTable({memory_.get(), size});
}

void SignatureFile::map_bytes(const fs::path& path, std::uint64_t size) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
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

void write_signatures(const fs::path& path, const NumberedSignatures& signatures) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (file.get() < 0) fail_to_write(path, "cannot write");
  write_chunk(file.get(), path, signatures);
}

std::uint64_t append_signatures(const fs::path& path, std::uint64_t size,
                                const NumberedSignatures& signatures) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.get() < 0 || ::ftruncate(file.get(), static_cast<off_t>(size)) != 0)
    fail_to_write(path, "cannot write");
  if (signatures.empty()) return size;
  const off_t end = ::lseek(file.get(), 0, SEEK_END);
  if (end < 0) fail_to_write(path, "cannot write");
  write_chunk(file.get(), path, signatures);
  if (::fsync(file.get()) != 0) fail_to_write(path, "cannot sync");
  return static_cast<std::uint64_t>(::lseek(file.get(), 0, SEEK_CUR));
}

}  // namespace kwic
