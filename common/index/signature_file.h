#pragma once
/// The word signatures of a generation, in a file beside its tables: memory that is mapped, so that to look
/// into one costs no more than to read its bytes.
///
/// The file `signatures` is a sequence of chunks, the first made by a bulk build, one more appended by each
/// transaction: a chunk replaces what the ones before it hold of the same documents. A chunk is
///
///     8 bytes   "kwicsig1"
///     8 bytes   number of documents, n
///     8 bytes   number of bytes of their signatures
///     4 n       their numbers, rising
///     8 n       where the signature of each ends, counted from the first one's beginning
///     ...       the signatures (see WordSignature), one behind the other
///
/// and all numbers are little-endian. How many bytes of the file count, the database says in the same
/// transaction (schema::signatures_key); where it says nothing, it is the first chunk. What is behind them is
/// of a transaction that was ended, or that a reader does not see yet.

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kwic {

inline constexpr const char* signatures_name = "signatures";

/// The chunks in a stretch of memory, which must outlive the object. Thread-safe.
class SignatureTable {
public:
  SignatureTable() = default;

  /// Throws Error (corrupt) if these are not chunks as a whole.
  explicit SignatureTable(std::string_view chunks);

  /// How many bytes the first chunk takes. Throws Error (corrupt).
  [[nodiscard]] static std::uint64_t size_of_first(std::string_view chunks);

  /// The signature of a document; empty if there is none. Throws Error (corrupt).
  [[nodiscard]] std::string_view of(Xapian::docid document) const;

  /// Has the processor fetch a signature that will be asked for soon.
  void fetch(Xapian::docid document) const noexcept;

private:
  struct Chunk {
    const char* documents = nullptr;
    const char* ends = nullptr;
    const char* signatures = nullptr;
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
  };
  struct Place {
    Xapian::docid document;
    std::string_view signature;
  };

  static Chunk take_chunk(std::string_view& bytes);
  static std::string_view signature_at(const Chunk& chunk, std::uint64_t i);
  static std::string_view find(const Chunk& chunk, Xapian::docid document);
  void add_later(const Chunk& chunk);
  void keep_latest();

  Chunk first_;
  std::vector<Place> later_;  ///< of all chunks but the first, rising, each document once
};

/// The file of a generation as a revision of its database sees it. Thread-safe; copies share the memory.
class SignatureFile {
public:
  SignatureFile() = default;

  /// Throws Error: corrupt if it is missing, cut off or damaged, or not_readable; and Xapian's exceptions.
  SignatureFile(const std::filesystem::path& generation, const Xapian::Database& database);

  /// The first chunk of the file in a folder. Throws Error.
  explicit SignatureFile(const std::filesystem::path& folder);

  [[nodiscard]] std::string_view of(Xapian::docid document) const { return table_.of(document); }

  /// Has the processor fetch a signature that will be asked for soon.
  void fetch(Xapian::docid document) const noexcept { table_.fetch(document); }

  /// How many bytes of the file count.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

private:
  void map(const std::filesystem::path& file, std::uint64_t size);
  void map_first_chunk(const std::filesystem::path& file);
  void map_bytes(const std::filesystem::path& file, std::uint64_t size);

  std::shared_ptr<const char> memory_;
  std::uint64_t size_ = 0;
  SignatureTable table_;
};

/// A document's number and its signature, in the order of the numbers.
using NumberedSignatures = std::vector<std::pair<Xapian::docid, std::string_view>>;

/// Writes `file` anew with one chunk. Throws Error (not_writable).
void write_signatures(const std::filesystem::path& file, const NumberedSignatures& signatures);

/// Adds a chunk behind the first `size` bytes of a file, and cuts off what else stands there. What it wrote
/// is on the disk when it returns. Returns how many bytes count from now on. Throws Error (not_writable).
std::uint64_t append_signatures(const std::filesystem::path& file, std::uint64_t size,
                                const NumberedSignatures& signatures);

}  // namespace kwic
