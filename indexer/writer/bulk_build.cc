#include "index/durable_file.h"
#include "index/manifest.h"
#include "index/schema.h"
#include "index/vocabulary.h"
#include "writer/build_journal.h"
#include "writer/generation.h"
#include "writer/segment.h"

#include <kwic/error.h>

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kwic {
namespace {

namespace fs = std::filesystem;

/// What is lost when a build is ended: at most so many batches for each thread.
constexpr std::size_t batches_in_group = 16;

std::uint64_t size_of(const std::vector<fs::path>& parts) {
  std::uint64_t bytes = 0;
  for (const fs::path& part : parts) {
    for (const fs::directory_entry& file : fs::directory_iterator(part)) bytes += file.file_size();
  }
  return bytes;
}

void copy_tables(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::create_directories(to);
  for (const fs::directory_entry& file : fs::directory_iterator(from)) {
    const fs::path name = file.path().filename();
    if (name == "iamglass" || name.extension() == ".glass") fs::copy_file(file.path(), to / name);
  }
}

}  // namespace

class BulkBuild::Work {
public:
  Work(IndexDirectory directory, const std::string& recipe)
      : directory_(std::move(directory)), base_(directory_.current()), journal_(directory_.building()) {
    directory_.remove_old_generations();
    if (journal_.is_of(recipe)) {
      dictionary_ = journal_.dictionary();
      if (base_ || dictionary_) groups_ = journal_.intact_groups();
      settled_ = groups_.empty();
      return;
    }
    directory_.remove_building();
    fs::create_directory(directory_.building());
    journal_.start(recipe);
  }

  [[nodiscard]] bool has_next(std::uint64_t fingerprint) {
    if (settled_ || at_group_ == groups_.size()) return false;
    if (groups_[at_group_].fingerprints[at_article_] != fingerprint) {
      settle();
      return false;
    }
    if (++at_article_ == groups_[at_group_].fingerprints.size()) {
      ++at_group_;
      at_article_ = 0;
    }
    return true;
  }

  [[nodiscard]] std::size_t first_batch() {
    settle();
    return groups_.size() * batches_in_group;
  }

  [[nodiscard]] std::set<std::string> languages() const {
    std::set<std::string> all;
    for (const BatchGroup& group : groups_) all.insert(group.languages.begin(), group.languages.end());
    return all;
  }

  [[nodiscard]] std::optional<std::string> dictionary() const { return dictionary_; }

  void keep_dictionary(const std::string& dictionary) {
    journal_.enter_dictionary(dictionary);
    dictionary_ = dictionary;
  }

  void take(PreparedBatch part) {
    Segment& segment = segment_of(part.number);
    const std::size_t number = part.number;
    const bool ends = part.ends;
    segment.write(std::move(part));
    if (!ends) return;
    segment.close();
    if (std::optional<BatchGroup> group = ended(number)) merge_group(std::move(*group));
  }

  std::size_t publish(const Changes& changes) {
    settle();
    std::vector<fs::path> parts = finished_parts();
    require_free_space(directory_.path(), size_of(parts) + (base_ ? 2 * size_of({*base_}) : 0));
    if (base_) {
      verify_fully(*base_);
      parts.insert(parts.begin(), what_stays(changes));
    } else {
      parts.push_back(settings_segment(changes));
    }
    const fs::path finished = directory_.building() / "finished";
    merge_parts(parts, finished);
    sync_directory(finished);
    const Xapian::Database database(finished.string());
    Manifest::write(finished, database.get_revision());
    directory_.publish(finished);
    return database.get_doccount();
  }

private:
  [[nodiscard]] fs::path segment_path(std::size_t number) const {
    return directory_.building() / ("segment-" + std::to_string(number));
  }

  /// The part of what was salvaged that was not asked for does not belong to this build.
  void settle() {
    if (std::exchange(settled_, true) || at_group_ == groups_.size()) return;
    if (at_article_ > 0) shorten(groups_[at_group_++], at_article_);
    for (std::size_t i = at_group_; i < groups_.size(); ++i) fs::remove_all(journal_.group_path(i));
    groups_.resize(at_group_);
  }

  void shorten(BatchGroup& group, std::size_t articles) const {
    Xapian::WritableDatabase database(journal_.group_path(group.number).string(), Xapian::DB_OPEN);
    for (std::size_t i = articles; i < group.fingerprints.size(); ++i) {
      database.delete_document(static_cast<Xapian::docid>(i + 1));
    }
    database.commit();  // what the files hold of the rest stays, and nothing asks for it
    group.fingerprints.resize(articles);
  }

  /// References to elements of a map stay valid, and no other thread uses this one.
  [[nodiscard]] Segment& segment_of(std::size_t number) {
    const std::lock_guard guard(mutex_);
    return segments_.try_emplace(number, segment_path(number)).first->second;
  }

  /// Notes that a segment is written. Returns its group if it was the last that the group lacked.
  [[nodiscard]] std::optional<BatchGroup> ended(std::size_t number) {
    const std::lock_guard guard(mutex_);
    const std::size_t group = number / batches_in_group;
    if (++ended_in_group_[group] < batches_in_group) return std::nullopt;
    const auto first = segments_.lower_bound(group * batches_in_group);
    const auto last = segments_.lower_bound((group + 1) * batches_in_group);
    BatchGroup complete{.number = group, .fingerprints = {}, .languages = {}, .files = {}};
    for (auto part = first; part != last; ++part) part->second.enter_in(complete);
    segments_.erase(first, last);
    return complete;
  }

  void merge_group(BatchGroup group) {
    std::vector<fs::path> parts;
    for (std::size_t i = 0; i < batches_in_group; ++i) {
      parts.push_back(segment_path(group.number * batches_in_group + i));
    }
    const fs::path merged = journal_.group_path(group.number);
    merge_parts(parts, merged);
    sync_directory(merged);
    sync_to_disk(directory_.building());
    group.files = sums_of(merged);
    const std::lock_guard guard(mutex_);
    journal_.enter(group);
    last_group_ = std::max(last_group_, group.number + 1);
  }

  /// Groups and single segments in the order of their articles.
  [[nodiscard]] std::vector<fs::path> finished_parts() const {
    std::vector<fs::path> parts;
    const std::size_t groups = std::max(groups_.size(), last_group_);
    for (std::size_t i = 0; i < groups; ++i) parts.push_back(journal_.group_path(i));
    for (const auto& [number, segment] : segments_) parts.push_back(segment_path(number));
    return parts;
  }

  /// The current generation without what is removed or replaced, and with the new records: merging keeps an
  /// arbitrary one of two equal keys, so only one part has any.
  [[nodiscard]] fs::path what_stays(const Changes& changes) const {
    fs::path copy = directory_.building() / "base";
    copy_tables(*base_, copy);
    Xapian::WritableDatabase database(copy.string(), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
    for (const Xapian::docid document : changes.removed) database.delete_document(document);
    for (const Xapian::docid document : changes.replaced) database.delete_document(document);
    write_records(database, changes);
    for (const DocumentFileKind kind : document_file_kinds) database.set_metadata(file_name(kind), "");
    database.commit();
    copy_document_files(*base_, copy);
    return copy;
  }

  [[nodiscard]] fs::path settings_segment(const Changes& changes) const {
    fs::path path = directory_.building() / "segment-settings";
    Xapian::WritableDatabase database(path.string(), new_segment);
    write_records(database, changes);
    begin_vocabulary(database);
    database.commit();
    write_document_files(path, {});
    return path;
  }

  IndexDirectory directory_;
  std::optional<fs::path> base_;
  BuildJournal journal_;
  std::optional<std::string> dictionary_;

  std::vector<BatchGroup> groups_;  ///< of an ended build
  std::size_t at_group_ = 0;        ///< the article of them that is expected next
  std::size_t at_article_ = 0;
  bool settled_ = true;

  std::mutex mutex_;  ///< guards what follows and the journal
  std::map<std::size_t, Segment> segments_;
  std::map<std::size_t, std::size_t> ended_in_group_;
  std::size_t last_group_ = 0;
};

BulkBuild::BulkBuild(const IndexDirectory& directory, const std::string& recipe)
    : work_(std::make_unique<Work>(directory, recipe)) {}
BulkBuild::~BulkBuild() = default;

bool BulkBuild::has_next(std::uint64_t fingerprint) {
  return work_->has_next(fingerprint);
}
std::size_t BulkBuild::first_batch() {
  return work_->first_batch();
}
std::set<std::string> BulkBuild::languages() const {
  return work_->languages();
}
std::optional<std::string> BulkBuild::dictionary() const {
  return work_->dictionary();
}
void BulkBuild::keep_dictionary(const std::string& dictionary) {
  work_->keep_dictionary(dictionary);
}
void BulkBuild::take(PreparedBatch batch) {
  work_->take(std::move(batch));
}
std::size_t BulkBuild::publish(const Changes& changes) {
  return work_->publish(changes);
}

}  // namespace kwic
