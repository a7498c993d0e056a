#pragma once
/// The parts that a bulk build makes an index of: segments, which are written, and what they are merged into.

#include "writer/build_journal.h"
#include "writer/document_bytes.h"
#include "writer/prepared_batch.h"

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace kwic {

/// How a database is made that need not outlive a power cut.
inline constexpr int new_segment =
    Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC;

/// The tables and files of one batch. Throws Xapian's exceptions and Error.
class Segment {
public:
  explicit Segment(std::filesystem::path path);

  /// The parts of the batch, in their order.
  void write(PreparedBatch part);
  void close();

  /// Adds what the journal notes of the articles.
  void enter_in(BatchGroup& group);

private:
  void commit();

  std::filesystem::path path_;
  Xapian::WritableDatabase database_;
  std::size_t uncommitted_ = 0;
  BytesByDocument bytes_;
  std::vector<std::uint64_t> fingerprints_;
  std::set<std::string> languages_;
};

/// Makes one of several parts, in their order, and removes these. Not yet synced to the disk. Parts that are
/// more than may be open at once are merged in several steps. Throws Xapian's exceptions and Error.
void merge_parts(std::vector<std::filesystem::path> parts, const std::filesystem::path& into);

}  // namespace kwic
