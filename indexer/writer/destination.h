#pragma once
/// Where analyzed batches go: a new index is built in bulk, and so is what would be a large change to one
/// that is there; a small change is one transaction. Which it is shows while batches come in.

#include "writer/generation.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kwic {

class Destination {
public:
  /// `recipe` as in BulkBuild. A change of up to `small_change_bytes` of text is small.
  Destination(IndexDirectory directory, std::string recipe, std::size_t small_change_bytes);

  /// As in BulkBuild; to be called in its order.
  [[nodiscard]] bool has_next(std::uint64_t fingerprint);
  [[nodiscard]] std::size_t first_batch();
  [[nodiscard]] std::set<std::string> languages() const;
  [[nodiscard]] std::optional<std::string> dictionary() const;
  void keep_dictionary(const std::string& dictionary);

  /// Thread-safe.
  void take(PreparedBatch batch);

  std::size_t publish(const Changes& changes);

private:
  [[nodiscard]] bool held(PreparedBatch& batch);
  void build_anew();

  IndexDirectory directory_;
  std::string recipe_;
  std::size_t small_change_bytes_;
  std::mutex mutex_;                                        ///< guards what follows
  std::map<std::size_t, std::vector<PreparedBatch>> held_;  ///< as long as it may be a small change
  std::size_t held_bytes_ = 0;
  std::unique_ptr<BulkBuild> bulk_;
};

}  // namespace kwic
