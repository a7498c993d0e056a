#include "writer/document_bytes.h"

#include <kwic/error.h>

namespace kwic {
namespace {

namespace fs = std::filesystem;

NumberedBytes of_kind(DocumentFileKind kind, const BytesByDocument& documents) {
  NumberedBytes numbered;
  numbered.reserve(documents.size());
  for (const auto& [document, bytes] : documents) numbered.emplace_back(document, bytes.of(kind));
  return numbered;
}

}  // namespace

const std::string& DocumentBytes::of(DocumentFileKind kind) const noexcept {
  if (kind == DocumentFileKind::signatures) return signature;
  return kind == DocumentFileKind::articles ? article : length;
}

std::vector<Xapian::docid> documents_of(const Xapian::Database& database) {
  return {database.postlist_begin(""), database.postlist_end("")};
}

void write_document_files(const fs::path& folder, const BytesByDocument& documents) {
  for (const DocumentFileKind kind : document_file_kinds) {
    write_document_file(kind, folder, of_kind(kind, documents));
  }
}

void append_to_document_files(const fs::path& generation, const BytesByDocument& documents,
                              Xapian::WritableDatabase& database) {
  for (const DocumentFileKind kind : document_file_kinds) {
    append_to_document_file(kind, generation, of_kind(kind, documents), database);
  }
}

void copy_document_files(const fs::path& generation, const fs::path& folder) {
  const std::vector<Xapian::docid> documents = documents_of(Xapian::Database(folder.string()));
  for (const DocumentFileKind kind : document_file_kinds) {
    const DocumentFile file(kind, generation, Xapian::Database(generation.string()));
    NumberedBytes numbered;
    for (const Xapian::docid document : documents) numbered.emplace_back(document, file.of(document));
    write_document_file(kind, folder, numbered, [&] { file.release(); });
  }
}

void merge_document_files(const std::vector<fs::path>& parts, const fs::path& folder) {
  const std::vector<Xapian::docid> merged = documents_of(Xapian::Database(folder.string()));
  std::vector<std::vector<Xapian::docid>> documents;
  std::size_t count = 0;
  for (const fs::path& part : parts) {
    count += documents.emplace_back(documents_of(Xapian::Database(part.string()))).size();
  }
  if (count != merged.size()) {
    throw Error(ErrorKind::internal, "merging the parts of the index has lost or invented documents");
  }
  for (const DocumentFileKind kind : document_file_kinds) {
    std::vector<DocumentFile> files;
    NumberedBytes numbered;
    numbered.reserve(count);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      files.emplace_back(kind, parts[i]);
      for (const Xapian::docid document : documents[i]) {
        numbered.emplace_back(merged[numbered.size()], files.back().of(document));
      }
    }
    write_document_file(kind, folder, numbered, [&] {
      for (const DocumentFile& file : files) file.release();
    });
  }
}

}  // namespace kwic
