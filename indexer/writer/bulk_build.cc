#include "index/schema.h"
#include "writer/generation.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kwic {
namespace {

namespace fs = std::filesystem;

/// Xapian's inverter slows down when its maps outgrow the processor's cache, so batches are small.
constexpr std::size_t batch_text_bytes = 1 << 20;

/// An open database takes up to six file descriptors; this many stay far below the usual limit of 1,024.
constexpr std::size_t merged_at_once = 64;

class BulkBuild : public Generation {
public:
  explicit BulkBuild(IndexDirectory directory) : directory_(std::move(directory)) {
    directory_.remove_leftovers();
    fs::create_directory(directory_.building());
  }

  [[nodiscard]] std::optional<std::string> existing(const std::string&) const override {
    return std::nullopt;
  }

  void put(const std::string&, const Xapian::Document& document, std::size_t text_bytes) override {
    if (!batch_) batch_.emplace(open_segment());
    batch_->add_document(document);
    ++articles_;
    batch_bytes_ += text_bytes;
    if (batch_bytes_ >= batch_text_bytes) finish_batch();
  }

  std::size_t publish(const IndexSettings& settings, NewForms& forms) override {
    finish_batch();
    // A segment of its own: merging keeps an arbitrary one of several equal keys.
    Xapian::WritableDatabase last = open_segment();
    forms.write_to(last);
    last.set_metadata(schema::settings_key, settings.stored());
    last.commit();
    last.close();
    while (segments_.size() > merged_at_once) merge_groups();
    const fs::path finished = next_path();
    merge(segments_, finished);
    sync_directory(finished);
    directory_.publish(finished);
    return articles_;
  }

private:
  [[nodiscard]] fs::path next_path() { return directory_.segment(++last_segment_); }

  [[nodiscard]] Xapian::WritableDatabase open_segment() {
    segments_.push_back(next_path());
    constexpr int flags = Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC;
    return Xapian::WritableDatabase(segments_.back().string(), flags);
  }

  void finish_batch() {
    if (!batch_) return;
    batch_->commit();
    batch_->close();
    batch_.reset();
    batch_bytes_ = 0;
  }

  static void merge(const std::vector<fs::path>& segments, const fs::path& into) {
    Xapian::Database all;
    for (const fs::path& segment : segments) all.add_database(Xapian::Database(segment.string()));
    // No DB_NO_SYNC here: to compact() the same number means DBCOMPACT_NO_RENUMBER.
    all.compact(into.string(), Xapian::DB_BACKEND_GLASS);
    for (const fs::path& segment : segments) fs::remove_all(segment);
  }

  /// Neighbouring segments become one, so that the order of documents stays.
  void merge_groups() {
    std::vector<fs::path> merged;
    for (std::size_t i = 0; i < segments_.size(); i += merged_at_once) {
      const auto first = segments_.begin() + static_cast<std::ptrdiff_t>(i);
      const auto last = first + static_cast<std::ptrdiff_t>(std::min(merged_at_once, segments_.size() - i));
      merged.push_back(next_path());
      merge({first, last}, merged.back());
    }
    segments_ = std::move(merged);
  }

  IndexDirectory directory_;
  std::vector<fs::path> segments_;
  std::size_t last_segment_ = 0;
  std::optional<Xapian::WritableDatabase> batch_;
  std::size_t batch_bytes_ = 0;
  std::size_t articles_ = 0;
};

}  // namespace

std::unique_ptr<Generation> make_bulk_build(const IndexDirectory& directory) {
  return std::make_unique<BulkBuild>(directory);
}

}  // namespace kwic
