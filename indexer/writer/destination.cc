#include "writer/destination.h"

#include "index/manifest.h"
#include "writer/build_journal.h"

#include <filesystem>
#include <optional>
#include <utility>

namespace kwic {
namespace {

/// How much larger than when it was written anew an index may be before the next update writes it anew. What
/// is small is soon written.
constexpr std::uint64_t small_bytes = std::uint64_t{64} << 20U;
constexpr double growth_of_small = 1.2;
constexpr double growth_of_large = 1.5;
constexpr double not_worth_it = 1 << 20;

bool has_outgrown(const IndexDirectory& directory) {
  const std::filesystem::path generation = directory.current().value();
  const std::optional<Manifest> manifest = Manifest::load(generation);
  if (!manifest || manifest->fresh_bytes == 0) return false;
  std::uint64_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(generation)) bytes += file.file_size();
  const double growth = manifest->fresh_bytes < small_bytes ? growth_of_small : growth_of_large;
  return static_cast<double>(bytes) > static_cast<double>(manifest->fresh_bytes) * growth + not_worth_it;
}

}  // namespace

Destination::Destination(IndexDirectory directory, std::string recipe, std::size_t small_change_bytes)
    : directory_(std::move(directory)), recipe_(std::move(recipe)), small_change_bytes_(small_change_bytes) {
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

std::optional<std::string> Destination::dictionary() const {
  return bulk_ ? bulk_->dictionary() : std::nullopt;
}

void Destination::keep_dictionary(const std::string& dictionary) {
  if (bulk_) bulk_->keep_dictionary(dictionary);
}

void Destination::take(PreparedBatch batch) {
  if (!held(batch)) bulk_->take(std::move(batch));
}

bool Destination::held(PreparedBatch& batch) {
  const std::lock_guard guard(mutex_);
  if (bulk_) return false;
  held_bytes_ += batch.text_bytes;
  held_[batch.number].push_back(std::move(batch));
  if (held_bytes_ > small_change_bytes_) build_anew();
  return true;
}

void Destination::build_anew() {
  bulk_ = std::make_unique<BulkBuild>(directory_, recipe_);
  for (auto& [number, parts] : held_) {
    for (PreparedBatch& part : parts) bulk_->take(std::move(part));
  }
  held_.clear();
}

std::size_t Destination::publish(const Changes& changes) {
  if (!bulk_ && has_outgrown(directory_)) build_anew();
  if (bulk_) return bulk_->publish(changes);
  const std::unique_ptr<Generation> transaction = make_transaction(directory_);
  for (auto& [number, parts] : held_) {
    for (PreparedBatch& part : parts) transaction->take(std::move(part));
  }
  return transaction->publish(changes);
}

}  // namespace kwic
