#include "index/durable_file.h"
#include "index/manifest.h"
#include "index/schema.h"
#include "index/signature_file.h"
#include "writer/build_journal.h"
#include "writer/generation.h"

#include <kwic/error.h>

#include <sys/resource.h>

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

/// An open database takes up to six file descriptors, and some are in use.
constexpr std::size_t files_of_database = 6;
constexpr std::size_t files_in_use = 20;
constexpr std::size_t most_merged_at_once = 64;

/// How many databases this process may have open at once; two at least, or nothing could be merged.
std::size_t merged_at_once() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < files_in_use) return 2;
  return std::clamp<std::size_t>((limit.rlim_cur - files_in_use) / files_of_database, 2, most_merged_at_once);
}

/// What is lost when a build is ended: at most so many batches for each thread.
constexpr std::size_t batches_in_group = 16;

/// Xapian's inverted lists are made of maps, which are slow once they outgrow the processor's cache: they are
/// written out after so much text. A database of several such pieces is smaller than several databases,
/// because merging leaves the lists of a term in the pieces that it finds them in.
constexpr std::size_t bytes_of_commit = std::size_t{128} << 10U;

constexpr int new_segment = Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC;

std::vector<Xapian::docid> documents_of(const fs::path& part) {
  const Xapian::Database database(part.string());
  return {database.postlist_begin(""), database.postlist_end("")};
}

/// Merging numbers the documents anew and keeps their order.
void merge_signatures(const std::vector<fs::path>& parts, const fs::path& into) {
  const std::vector<Xapian::docid> documents = documents_of(into);
  std::vector<SignatureFile> files;
  NumberedSignatures merged;
  for (const fs::path& part : parts) {
    files.emplace_back(part);
    for (const Xapian::docid document : documents_of(part)) {
      if (merged.size() == documents.size()) break;
      merged.emplace_back(documents[merged.size()], files.back().of(document));
    }
  }
  if (merged.size() != documents.size()) {
    throw Error(ErrorKind::internal, "merging the parts of the index has lost or invented documents");
  }
  write_signatures(into / signatures_name, merged);
}

void merge(const std::vector<fs::path>& parts, const fs::path& into) {
  Xapian::Database all;
  for (const fs::path& part : parts) all.add_database(Xapian::Database(part.string()));
  fs::remove_all(into);
  // No DB_NO_SYNC here: to compact() the same number means DBCOMPACT_NO_RENUMBER.
  all.compact(into.string(), Xapian::DB_BACKEND_GLASS);
  all.close();
  merge_signatures(parts, into);
  for (const fs::path& part : parts) fs::remove_all(part);
}

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

/// The database and the signatures of one batch.
class Segment {
public:
  explicit Segment(fs::path path) : path_(std::move(path)), database_(path_.string(), new_segment) {}

  void write(PreparedBatch part) {
    for (PreparedDocument& prepared : part.documents) {
      documents_.push_back(database_.add_document(prepared.built.document));
      signatures_.push_back(std::move(prepared.built.signature));
      fingerprints_.push_back(prepared.fingerprint);
    }
    languages_.insert(part.languages.begin(), part.languages.end());
    write_forms(database_, part.forms);
    uncommitted_ += part.text_bytes;
    if (uncommitted_ >= bytes_of_commit) commit();
  }

  void close() {
    commit();
    database_.close();
    NumberedSignatures numbered;
    for (std::size_t i = 0; i < documents_.size(); ++i) numbered.emplace_back(documents_[i], signatures_[i]);
    write_signatures(path_ / signatures_name, numbered);
    signatures_ = {};
  }

  void enter_in(BatchGroup& group) {
    group.fingerprints.insert(group.fingerprints.end(), fingerprints_.begin(), fingerprints_.end());
    group.languages.merge(languages_);
  }

private:
  void commit() {
    database_.commit();
    uncommitted_ = 0;
  }

  fs::path path_;
  Xapian::WritableDatabase database_;
  std::size_t uncommitted_ = 0;
  std::vector<Xapian::docid> documents_;
  std::vector<std::string> signatures_;
  std::vector<std::uint64_t> fingerprints_;
  std::set<std::string> languages_;
};

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
      parts.insert(parts.begin(), what_stays(changes));
    } else {
      parts.push_back(settings_segment(changes));
    }
    while (parts.size() > merged_at_once()) merge_neighbours(parts, merged_at_once());
    const fs::path finished = directory_.building() / "finished";
    merge(parts, finished);
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
    database.commit();  // the signatures of the rest stay, and nothing asks for them
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
    while (parts.size() > merged_at_once()) merge_neighbours(parts, merged_at_once());
    merge(parts, merged);
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
    database.set_metadata(schema::signatures_key, "");
    database.commit();
    const SignatureFile signatures(*base_, Xapian::Database(base_->string()));
    NumberedSignatures numbered;
    for (const Xapian::docid document : documents_of(copy)) {
      numbered.emplace_back(document, signatures.of(document));
    }
    write_signatures(copy / signatures_name, numbered);
    return copy;
  }

  [[nodiscard]] fs::path settings_segment(const Changes& changes) const {
    fs::path path = directory_.building() / "segment-settings";
    Xapian::WritableDatabase database(path.string(), new_segment);
    write_records(database, changes);
    database.commit();
    write_signatures(path / signatures_name, {});
    return path;
  }

  static void merge_neighbours(std::vector<fs::path>& parts, std::size_t together) {
    std::vector<fs::path> merged;
    for (std::size_t i = 0; i < parts.size(); i += together) {
      const auto first = parts.begin() + static_cast<std::ptrdiff_t>(i);
      const auto last = first + static_cast<std::ptrdiff_t>(std::min(together, parts.size() - i));
      const std::vector<fs::path> neighbours(first, last);
      merged.push_back(parts[i]);
      merged.back() += "-merged";
      merge(neighbours, merged.back());
    }
    parts = std::move(merged);
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
