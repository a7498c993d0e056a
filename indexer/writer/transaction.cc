#include "index/durable_file.h"
#include "index/manifest.h"
#include "writer/document_bytes.h"
#include "writer/generation.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace kwic {
namespace {

/// What a document costs in a table before it is in it, in bytes a byte of its text: the factor was 1.8 for
/// short news articles; blocks are rewritten beside those that searchers read.
constexpr std::uint64_t table_bytes_per_text_byte = 4;
constexpr std::uint64_t least_free_bytes = std::uint64_t{4} << 20U;

class Transaction : public Generation {
public:
  explicit Transaction(const IndexDirectory& directory) : generation_(directory.current().value()) {}

  void take(PreparedBatch batch) override {
    const std::lock_guard guard(mutex_);
    batches_[batch.number].push_back(std::move(batch));
  }

  std::size_t publish(const Changes& changes) override {
    require_free_space(generation_, space_needed());
    verify_fully(generation_);
    Xapian::WritableDatabase database(generation_.string(), Xapian::DB_OPEN);
    Manifest::write_unsummed(generation_, database.get_revision());
    // Inside a transaction nothing is half written, not even when an exception destroys the database.
    database.begin_transaction(true);
    for (const Xapian::docid document : changes.removed) database.delete_document(document);
    BytesByDocument bytes;
    for (auto& [number, parts] : batches_) {
      for (PreparedBatch& part : parts) write(part, database, bytes);
    }
    append_to_document_files(generation_, bytes, database);
    write_records(database, changes);
    database.commit_transaction();
    const std::size_t articles = database.get_doccount();
    database.close();
    // Xapian renames its root file, but leaves the directory unsynced.
    sync_to_disk(generation_);
    Manifest::write(generation_, Xapian::Database(generation_.string()).get_revision());
    return articles;
  }

private:
  static void write(PreparedBatch& batch, Xapian::WritableDatabase& database, BytesByDocument& bytes) {
    for (auto& [built, replaces, fingerprint] : batch.documents) {
      if (replaces != 0) database.replace_document(replaces, built.document);
      const Xapian::docid number = replaces != 0 ? replaces : database.add_document(built.document);
      bytes[number] = std::move(built.bytes);
    }
    write_forms(database, batch.forms);
  }

  [[nodiscard]] std::uint64_t space_needed() const {
    std::uint64_t bytes = 0;
    for (const auto& [number, parts] : batches_) {
      for (const PreparedBatch& part : parts) bytes += part.text_bytes;
    }
    return least_free_bytes + bytes * table_bytes_per_text_byte;
  }

  std::filesystem::path generation_;
  std::mutex mutex_;
  std::map<std::size_t, std::vector<PreparedBatch>> batches_;
};

}  // namespace

std::unique_ptr<Generation> make_transaction(const IndexDirectory& directory) {
  return std::make_unique<Transaction>(directory);
}

}  // namespace kwic
