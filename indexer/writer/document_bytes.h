#pragma once
/// What is written of documents beside the tables (see DocumentFile): for a new part of an index, behind
/// that of a generation, and out of several parts into one.

#include "index/document_file.h"

#include <xapian.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// Of one document, in the file of each kind.
struct DocumentBytes {
  std::string signature;  ///< see WordSignature
  std::string article;    ///< see ArticlePacker
  std::string length;     ///< how often all its terms are in it; 4 bytes, see DocumentFile

  [[nodiscard]] const std::string& of(DocumentFileKind kind) const noexcept;
};

/// Of some documents, by their numbers.
using BytesByDocument = std::map<Xapian::docid, DocumentBytes>;

/// The numbers of all documents, rising.
[[nodiscard]] std::vector<Xapian::docid> documents_of(const Xapian::Database& database);

/// Writes the files of a folder anew. Throws Error (not_writable).
void write_document_files(const std::filesystem::path& folder, const BytesByDocument& documents);

/// Appends to the files of a generation, inside the transaction of `database`. Throws as
/// append_to_document_file() does.
void append_to_document_files(const std::filesystem::path& generation, const BytesByDocument& documents,
                              Xapian::WritableDatabase& database);

/// Writes into `folder`, where a copy of a generation's tables is that has lost some documents, files without
/// these. Throws Error.
void copy_document_files(const std::filesystem::path& generation, const std::filesystem::path& folder);

/// Writes into `folder`, where the tables of `parts` were merged, what their files hold. Merging numbers the
/// documents anew and keeps their order. Throws Error.
void merge_document_files(const std::vector<std::filesystem::path>& parts,
                          const std::filesystem::path& folder);

}  // namespace kwic
