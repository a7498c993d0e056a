#include "index/open_index.h"

#include "index/index_directory.h"
#include "index/manifest.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <string>

namespace kwic {
namespace {

namespace fs = std::filesystem;

/// A commit between two looks makes what was read not fit together; so many in a row are no accident.
constexpr int most_attempts = 20;

OpenIndex open_once(const fs::path& index) {
  const fs::path generation = current_generation(index);
  Xapian::Database database(generation.string());
  verify_quickly(generation, database.get_revision());
  return {database, generation, DocumentFile(DocumentFileKind::signatures, generation, database),
          DocumentFile(DocumentFileKind::articles, generation, database),
          DocumentFile(DocumentFileKind::lengths, generation, database)};
}

}  // namespace

fs::path current_generation(const fs::path& index) {
  if (index.empty()) throw Error(ErrorKind::invalid_argument, "no index is named: use --index DIR");
  const std::string name = visible(index.string());
  std::error_code error;
  if (!fs::exists(index, error)) {
    throw Error(ErrorKind::not_found, name + ": no such index; make one with: indexer --index DIR SOURCE...");
  }
  const IndexDirectory directory(index);
  if (const auto generation = directory.current()) return *generation;
  if (fs::exists(directory.building(), error)) {
    throw Error(ErrorKind::not_found,
                name +
                    ": not an index yet: the first run of indexer goes on, or was ended; "
                    "then run it again");
  }
  throw Error(ErrorKind::not_found, name + ": not an index; make one with: indexer --index DIR SOURCE...");
}

OpenIndex open_index(const fs::path& index) {
  for (int left = most_attempts; left > 1; --left) {
    try {
      return open_once(index);
    } catch (const Xapian::DatabaseError&) {
      continue;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::corrupt) throw;
    }
  }
  return open_once(index);
}

}  // namespace kwic
