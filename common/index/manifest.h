#pragma once
/// What the files of a generation must be: their sizes and sums, because Xapian's own format has no
/// checksums. A file `manifest` inside the generation, replaced by a rename after each commit.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// The size of a file in bytes and a sum of all of them (XXH3, 64 bits; xxhash.com).
struct FileSum {
  std::uint64_t size = 0;
  std::uint64_t sum = 0;
  friend bool operator==(const FileSum&, const FileSum&) = default;
};

/// Reads the whole file, or its first bytes. Throws Error (not_readable).
[[nodiscard]] FileSum sum_of(const std::filesystem::path& file,
                             std::uint64_t most_bytes = std::numeric_limits<std::uint64_t>::max());

/// The files of a generation by their names: of its database, the lock file aside, and of its documents.
using FileSums = std::map<std::string, FileSum>;
[[nodiscard]] FileSums sums_of(const std::filesystem::path& directory);

/// Sums a text so that a line of a file can carry its own sum.
[[nodiscard]] std::uint64_t sum_of_text(std::string_view text) noexcept;

struct Manifest {
  std::uint64_t revision = 0;  ///< of the database, as Xapian counts its commits
  /// False while a transaction is on its way, and after one that was ended: it writes into free blocks of the
  /// tables, so that their sizes and bytes are others although nothing is committed.
  bool summed = true;
  /// Where not all are summed, those of the documents alone, as they were when the transaction began: what
  /// counts of them stays as it is, whatever it adds.
  FileSums files;
  /// How many bytes the files took when all of them were written anew; 0: not known. Transactions leave their
  /// blocks half full.
  std::uint64_t fresh_bytes = 0;
  friend bool operator==(const Manifest&, const Manifest&) = default;

  /// Nothing if there is none. Throws Error (corrupt) if it was changed since it was written, wrong_version
  /// if a newer kwic wrote it, or an older one.
  [[nodiscard]] static std::optional<Manifest> load(const std::filesystem::path& generation);

  /// Reads the files and holds them against the sums that there are. Returns what differs, one line each:
  /// "postlist.glass: damaged". Throws Error (not_readable).
  [[nodiscard]] std::vector<std::string> differences_in(const std::filesystem::path& generation) const;

  /// Sums the files of a generation whose database is at `revision`, and leaves the manifest there, durably.
  /// A generation without one was written anew.
  static void write(const std::filesystem::path& generation, std::uint64_t revision);

  /// Says, durably, that the files are about to be written to.
  static void write_unsummed(const std::filesystem::path& generation, std::uint64_t revision);
};

/// Looks at what can be told without reading the tables: the manifest itself, Xapian's root file, and that
/// each table is there in its size. `revision` is the one that the database was opened at. A manifest that
/// says so does not sum the tables, and that is no damage. Throws Error (corrupt).
void verify_quickly(const std::filesystem::path& generation, std::uint64_t revision);

/// Reads all files that are summed. Whoever writes to them or takes them over asks first, as the sums that it
/// leaves would vouch for any damage. Throws Error (corrupt, not_readable).
void verify_fully(const std::filesystem::path& generation);

}  // namespace kwic
