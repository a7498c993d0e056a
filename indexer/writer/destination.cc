#include "writer/destination.h"

#include "writer/build_journal.h"

#include <utility>

namespace kwic {

Destination::Destination(const IndexDirectory& directory, std::string recipe, std::size_t small_change_bytes)
    : directory_(directory), recipe_(std::move(recipe)), small_change_bytes_(small_change_bytes) {
  const bool ended_half_way = BuildJournal(directory_.building()).is_of(recipe_);
  if (ended_half_way || !directory_.current()) {
    bulk_ = std::make_unique<BulkBuild>(directory_, recipe_);
  } else {
    directory_.remove_old_generations();
    directory_.remove_building();
  }
}

bool Destination::has_next(std::uint64_t fingerprint) {
  return bulk_ && bulk_->has_next(fingerprint);
}

std::size_t Destination::first_batch() {
  return bulk_ ? bulk_->first_batch() : 0;
}

std::set<std::string> Destination::languages() const {
  return bulk_ ? bulk_->languages() : std::set<std::string>{};
}

void Destination::take(PreparedBatch batch) {
  if (!held(batch)) bulk_->take(std::move(batch));
}

bool Destination::held(PreparedBatch& batch) {
  const std::lock_guard guard(mutex_);
  if (bulk_) return false;
  held_bytes_ += batch.text_bytes;
  const std::size_t number = batch.number;
  held_.emplace(number, std::move(batch));
  if (held_bytes_ <= small_change_bytes_) return true;
  bulk_ = std::make_unique<BulkBuild>(directory_, recipe_);
  for (auto& [held_number, held_batch] : held_) bulk_->take(std::move(held_batch));
  held_.clear();
  return true;
}

std::size_t Destination::publish(const Changes& changes) {
  if (bulk_) return bulk_->publish(changes);
  const std::unique_ptr<Generation> transaction = make_transaction(directory_);
  for (auto& [number, batch] : held_) transaction->take(std::move(batch));
  return transaction->publish(changes);
}

}  // namespace kwic
