#pragma once
/// How an index is opened for reading, by whoever reads it.

#include "index/document_file.h"
#include "index/index_directory.h"

#include <xapian.h>

#include <filesystem>

namespace kwic {

struct OpenIndex {
  Xapian::Database database;
  std::filesystem::path generation;
  FolderIdentity identity;  ///< of the generation
  DocumentFile signatures;
  DocumentFile articles;
  DocumentFile lengths;
};

/// The folder of the generation that the index is now. Throws Error: invalid_argument, not_found, or corrupt.
[[nodiscard]] std::filesystem::path current_generation(const std::filesystem::path& index);

/// Opens the database in a folder. Xapian takes an optional table that it cannot open, for want of a file
/// descriptor, say, for one that there is not, and all that is in it would be missing without a word: that is
/// found out here. Throws Error (not_readable) and Xapian's exceptions.
[[nodiscard]] Xapian::Database open_database(const std::filesystem::path& folder);

/// The same of one that was opened again.
void require_all_tables(const Xapian::Database& database, const std::filesystem::path& folder);

/// Opens the current generation and verifies what can be told quickly (see verify_quickly). A writer that
/// commits or publishes meanwhile is no matter. Throws Error: invalid_argument, not_found or corrupt, and
/// Xapian's exceptions.
[[nodiscard]] OpenIndex open_index(const std::filesystem::path& index);

}  // namespace kwic
