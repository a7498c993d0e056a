#pragma once
/// The step that turns analyzed articles into what searchers see. Two ways behind one interface: a bulk build
/// of a new generation, and a transaction on the current one.

#include "index/index_directory.h"
#include "index/index_settings.h"
#include "writer/prepared_batch.h"

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kwic {

/// What a commit does to the index besides taking new documents.
struct Changes {
  std::vector<Xapian::docid> removed;          ///< of the current generation, replaced ones aside
  std::vector<Xapian::docid> replaced;         ///< of the current generation
  std::map<std::string, std::string> records;  ///< user metadata; an empty value removes the key
  std::set<std::string> languages;             ///< of the new articles
  std::string dictionary;                      ///< of stored articles; of an index that is new
};

/// Writes the records and the settings, whose languages are those of `changes` and of the articles that stay.
void write_records(Xapian::WritableDatabase& database, const Changes& changes);

class Generation {
public:
  Generation() = default;
  Generation(const Generation&) = delete;
  Generation& operator=(const Generation&) = delete;
  virtual ~Generation() = default;

  /// Takes a batch in, in any order. Thread-safe.
  virtual void take(PreparedBatch batch) = 0;

  /// Makes all of it visible at once and durable. Every batch up to the highest number must be there. Returns
  /// how many articles there are then.
  virtual std::size_t publish(const Changes& changes) = 0;
};

/// One transaction on the current generation: for changes that are small.
[[nodiscard]] std::unique_ptr<Generation> make_transaction(const IndexDirectory& directory);

/// A new generation: each batch is written to a database of its own, and they are merged in their order with
/// what stays of the current generation, if there is one, before them. The same batches give the same index,
/// whatever the number of threads.
///
/// Every so many batches are merged into a group, synced and entered in a journal; when a build is ended
/// half-way, the next one of the same `recipe` (whatever decides how documents are made) continues after
/// those groups.
class BulkBuild : public Generation {
public:
  BulkBuild(const IndexDirectory& directory, const std::string& recipe);
  ~BulkBuild() override;

  /// True if the next article of an ended build had this fingerprint, so that it is there already and need
  /// not be analyzed. Ask for one article after the other in their order, until it says no. Not thread-safe.
  [[nodiscard]] bool has_next(std::uint64_t fingerprint);

  /// To be called before the first take(): the number of the first batch, and the languages of the articles
  /// that are there already.
  [[nodiscard]] std::size_t first_batch();
  [[nodiscard]] std::set<std::string> languages() const;

  /// The dictionary that the articles of a new index are packed with: kept when the build is ended.
  [[nodiscard]] std::optional<std::string> dictionary() const;
  void keep_dictionary(const std::string& dictionary);

  void take(PreparedBatch batch) override;
  std::size_t publish(const Changes& changes) override;

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace kwic
