#pragma once
/// What a generation holds of its documents in files beside its tables, a file of each kind: word signatures,
/// which are mapped into memory so that to look into one costs no more than to read its bytes; packed
/// articles, which a table would try to pack again; and how long each is, as scores count it, which the
/// tables tell as well, but so slowly that a search would take longer for it than for all else.
///
/// Such a file is a sequence of chunks, the first made by a bulk build, one more appended by each
/// transaction: a chunk replaces what the ones before it hold of the same documents. A chunk is
///
///     8 bytes   "kwicsig1", "kwicart1" or "kwiclen1", by its kind
///     8 bytes   number of documents, n
///     8 bytes   number of bytes that are stored of them
///     8 bytes   the number of the first document if each is one more than the one before, else 0
///     4 n       else, the numbers, rising
///     4 n       where the bytes of each end, counted from the first one's beginning (8 n if that many bytes
///               are stored that 4 cannot tell their number); not of lengths, which take 4 bytes each
///     ...       the bytes (see WordSignature and ArticlePacker; a number), of one document behind the other
///
/// and all numbers are little-endian. How many bytes of the file count, the database says in the same
/// transaction (user metadata with the file's name as its key); where it says nothing, it is the first chunk.
/// What is behind them is of a transaction that was ended, or that a reader does not see yet.

#include "text/little_endian.h"

#include <xapian.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kwic {

enum class DocumentFileKind : std::uint8_t { signatures, articles, lengths };

inline constexpr std::array document_file_kinds = {DocumentFileKind::signatures, DocumentFileKind::articles,
                                                   DocumentFileKind::lengths};

/// The name of the file in its generation.
[[nodiscard]] constexpr const char* file_name(DocumentFileKind kind) noexcept {
  constexpr std::array names = {"signatures", "articles", "lengths"};
  return names[static_cast<std::size_t>(kind)];
}

/// True of the names of the files of all kinds.
[[nodiscard]] bool is_document_file(std::string_view name) noexcept;

/// The chunks in a stretch of memory, which must outlive the object. Thread-safe.
class DocumentTable {
public:
  static constexpr std::size_t short_end_bytes = 4;  ///< where stored bytes end, mostly

  DocumentTable() = default;

  /// Throws Error (corrupt) if these are not chunks as a whole, or of another kind.
  DocumentTable(DocumentFileKind kind, std::string_view chunks);

  /// How many bytes the first chunk takes. Throws Error (corrupt).
  [[nodiscard]] static std::uint64_t size_of_first(DocumentFileKind kind, std::string_view chunks);

  /// The bytes of a document; empty if there are none. Throws Error (corrupt).
  [[nodiscard]] std::string_view of(Xapian::docid document) const {
    return later_.empty() && first_is_plain() ? without_gap(document) : find(document);
  }

  /// Has the processor fetch the bytes of a document that will be asked for soon. Throws Error (corrupt).
  void fetch(Xapian::docid document) const;

  /// Of chunks of lengths, puts those of the documents from `first` on in place of what `lengths` holds,
  /// where there are such documents.
  void read_lengths(Xapian::docid first, std::span<std::uint32_t> lengths) const;

private:
  struct Chunk {
    std::uint64_t first = 0;          ///< document, if they are numbered without a gap
    const char* documents = nullptr;  ///< else
    const char* ends = nullptr;
    bool wide_ends = false;
    std::size_t bytes_of_each = 0;  ///< 0: they differ
    const char* stored = nullptr;
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
  };
  struct Place {
    Xapian::docid document;
    std::string_view stored;
  };

  static Chunk take_chunk(DocumentFileKind kind, std::string_view& bytes);
  static std::uint64_t place_of(const Chunk& chunk, Xapian::docid document) noexcept;
  static std::uint64_t document_at(const Chunk& chunk, std::uint64_t i) noexcept;
  static std::uint64_t end_at(const Chunk& chunk, std::uint64_t i) noexcept;
  static std::string_view stored_at(const Chunk& chunk, std::uint64_t i);
  static std::string_view find(const Chunk& chunk, Xapian::docid document);
  [[nodiscard]] std::string_view find(Xapian::docid document) const;
  [[noreturn]] static void fail_at_article();

  /// Numbered without a gap, with short ends: so are signatures in most indexes, and queries ask for very
  /// many.
  [[nodiscard]] bool first_is_plain() const noexcept {
    return first_.first != 0 && !first_.wide_ends && first_.bytes_of_each == 0;
  }

  /// Of the first chunk, if it is plain.
  [[nodiscard]] std::string_view without_gap(Xapian::docid document) const {
    const std::uint64_t place = document - first_.first;
    if (document < first_.first || place >= first_.count) return {};
    const std::uint64_t start =
        place == 0 ? 0 : number_at<short_end_bytes>(first_.ends + (place - 1) * short_end_bytes);
    const std::uint64_t end = number_at<short_end_bytes>(first_.ends + place * short_end_bytes);
    if (start > end || end > first_.bytes) fail_at_article();
    return {first_.stored + start, end - start};
  }
  void add_later(const Chunk& chunk);
  void keep_latest();

  Chunk first_;
  std::vector<Place> later_;  ///< of all chunks but the first, rising, each document once
};

/// The file of a generation as a revision of its database sees it. Thread-safe; copies share the memory.
class DocumentFile {
public:
  DocumentFile() = default;

  /// Throws Error: corrupt if it is missing, cut off or damaged, or not_readable; and Xapian's exceptions.
  DocumentFile(DocumentFileKind kind, const std::filesystem::path& generation,
               const Xapian::Database& database);

  /// The first chunk of the file in a folder. Throws Error.
  DocumentFile(DocumentFileKind kind, const std::filesystem::path& folder);

  [[nodiscard]] std::string_view of(Xapian::docid document) const { return table_.of(document); }

  /// Has the processor fetch the bytes of a document that will be asked for soon. Throws Error (corrupt).
  void fetch(Xapian::docid document) const { table_.fetch(document); }

  /// As DocumentTable::read_lengths().
  void read_lengths(Xapian::docid first, std::span<std::uint32_t> lengths) const {
    table_.read_lengths(first, lengths);
  }

  /// How many bytes of the file count.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

  /// Lets go of the pages that were read, for whoever reads a file through once: they count as memory of the
  /// process as long as they are mapped. What is asked for again is mapped again.
  void release() const noexcept;

private:
  void map(const std::filesystem::path& file, std::uint64_t size);
  void map_first_chunk(const std::filesystem::path& file);
  void map_bytes(const std::filesystem::path& file, std::uint64_t size);

  DocumentFileKind kind_ = DocumentFileKind::signatures;
  std::shared_ptr<const char> memory_;
  std::uint64_t size_ = 0;
  DocumentTable table_;
};

/// A document's number and its bytes, in the order of the numbers.
using NumberedBytes = std::vector<std::pair<Xapian::docid, std::string_view>>;

/// Writes the file in a folder anew with one chunk. Now and then `on_written` is called, if given: what was
/// written need not be kept at hand. Throws Error (not_writable).
void write_document_file(DocumentFileKind kind, const std::filesystem::path& folder,
                         const NumberedBytes& documents, const std::function<void()>& on_written = {});

/// Adds a chunk to the file of a generation behind the bytes of it that count, cuts off what else stands
/// there, and notes in `database`, inside its transaction, how many count from now on. What it wrote is on
/// the disk when it returns. Throws Error (corrupt, not_writable) and Xapian's exceptions.
void append_to_document_file(DocumentFileKind kind, const std::filesystem::path& generation,
                             const NumberedBytes& documents, Xapian::WritableDatabase& database);

}  // namespace kwic
