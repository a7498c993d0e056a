#include "index/open_index.h"

#include "index/durable_file.h"
#include "index/manifest.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <string>

namespace kwic {
namespace {

namespace fs = std::filesystem;

/// A commit between two looks makes what was read not fit together; so many in a row are no accident.
constexpr int most_attempts = 20;

void require_regular_files(const fs::path& generation) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(generation, error)) {
    require_regular_file(entry.path());
  }
  if (!error || error == std::errc::no_such_file_or_directory) return;
  throw Error(ErrorKind::not_readable, visible(generation.string()) + ": cannot be read: " + error.message());
}

OpenIndex open_once(const fs::path& index) {
  const fs::path generation = current_generation(index);
  const FolderIdentity identity = identity_of(generation);
  require_regular_files(generation);
  Xapian::Database database(generation.string());
  verify_quickly(generation, database.get_revision());
  require_all_tables(database, generation);
  return {database,
          generation,
          identity,
          DocumentFile(DocumentFileKind::signatures, generation, database),
          DocumentFile(DocumentFileKind::articles, generation, database),
          DocumentFile(DocumentFileKind::lengths, generation, database)};
}

}  // namespace

Xapian::Database open_database(const fs::path& folder) {
  Xapian::Database database(folder.string());
  require_all_tables(database, folder);
  return database;
}

/// Those that kwic's indexes have: the forms of words are in one, the terms of each document in the other.
void require_all_tables(const Xapian::Database& database, const fs::path& folder) {
  const auto fail_at = [&](const char* table) {
    throw Error(ErrorKind::not_readable,
                visible((folder / table).string()) +
                    ": cannot be opened: too few file descriptors, or the disk fails");
  };
  constexpr const char* forms = "synonym.glass";
  if (fs::exists(folder / forms) && database.synonym_keys_begin() == database.synonym_keys_end())
    fail_at(forms);
  if (database.get_doccount() == 0) return;
  try {
    (void)database.termlist_begin(*database.postlist_begin(""));
  } catch (const Xapian::FeatureUnavailableError&) {
    fail_at("termlist.glass");
  } catch (const Xapian::DocNotFoundError&) {
    fail_at("termlist.glass");
  }
}

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
