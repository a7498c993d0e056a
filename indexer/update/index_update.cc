#include "index/manifest.h"
#include "update/plan.h"
#include "update/source_records.h"

#include <kwic/error.h>
#include <kwic/index_update.h>
#include <kwic/path_text.h>

#include <chrono>
#include <utility>

namespace kwic {
namespace {

namespace fs = std::filesystem;

std::int64_t now_ns() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(since_1970).count();
}

/// Nothing if the file cannot be read, which reading it will tell.
std::optional<std::uint64_t> sum_of_file(const std::string& path) {
  try {
    return sum_of(path).sum;
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

class IndexUpdate::Work {
public:
  Work(fs::path index, UpdateOptions options)
      : index_(std::move(index)), options_(std::move(options)), sources_(index_, options_) {}

  [[nodiscard]] const UpdatePlan& plan() const { return sources_.plan(); }

  std::optional<UpdateStep> next() {
    begin();
    for (;;) {
      if (!unknown_ids_.empty()) return unknown_id();
      if (file_) {
        if (auto step = read_on()) return step;
      } else if (next_file_ < plan().to_read.size()) {
        open_file(next_file_++);
      } else {
        return std::nullopt;
      }
    }
  }

  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_ + (file_ ? file_->bytes_read() : 0); }

  std::optional<IndexSummary> commit() {
    begin();
    if (!writer_) return std::nullopt;
    if (!options_.keep_missing) {
      for (const std::string& path : plan().vanished) writer_->remove_unseen(path_as_text(path));
    }
    for (SourcePlan::Records records = sources_.take_changed_records(); !records.empty();) {
      SourcePlan::Records::node_type record = records.extract(records.begin());
      writer_->set_record(record.key(), std::move(record.mapped()));
    }
    return writer_->commit();
  }

private:
  /// An index that is there is taken for writing at once; a new one is made with the first article, so that a
  /// run without any leaves nothing behind.
  void begin() {
    if (std::exchange(begun_, true)) return;
    if (!sources_.index_exists()) {
      unknown_ids_ = options_.removed_ids;
      return;
    }
    start_writer();
    for (const FoundFile& file : plan().to_read) writer_->release(path_as_text(file.path));
    for (const std::string& path : plan().vanished) writer_->release(path_as_text(path));
    for (const std::string& id : options_.removed_ids) {
      if (!writer_->remove(id)) unknown_ids_.push_back(id);
    }
  }

  void start_writer() { writer_ = std::make_unique<IndexWriter>(index_, options_.writer); }

  Notice unknown_id() {
    const std::string id = std::move(unknown_ids_.back());
    unknown_ids_.pop_back();
    return {id, "no article has this id", true};
  }

  void open_file(std::size_t number) {
    const FoundFile& file = plan().to_read[number];
    const std::optional<std::uint64_t> sum = file.path == "-" ? std::nullopt : sum_of_file(file.path);
    const SourcePlan::Reading& reading = sources_.reading(number);
    record_ = {.path = file.path,
               .state = file.state,
               .sum = sum.value_or(0),
               .read_ns = now_ns(),
               .folder_device = file.folder_device,
               .options = reading.number};
    file_.emplace(file, *reading.options);
    articles_ = 0;
    whole_ = sum.has_value();
    clean_ = true;
    has_broken_lines_ = false;
  }

  /// A step of the file that is open; nothing once it is closed.
  std::optional<UpdateStep> read_on() {
    auto item = file_->next();
    if (!item && keeps_all()) return kept_all();
    if (!item && keeps_rows()) return kept_rows();
    if (!item) return close_file();
    if (Notice* const notice = std::get_if<Notice>(&*item)) {
      if (notice->skipped) {
        // What a broken line held, or what a file that cannot be read does, is not known: so nothing is known
        // to be gone.
        clean_ = false;
        has_broken_lines_ = has_broken_lines_ || notice->source != path_as_text(record_.path);
        if (!options_.force) whole_ = false;
      }
      return std::move(*notice);
    }
    if (!writer_) start_writer();
    if (std::optional<Notice> refused = writer_->add(std::get<Article>(std::move(*item)))) {
      clean_ = false;
      return std::move(*refused);
    }
    ++articles_;
    return ArticleTaken{};
  }

  /// True once, for a file that had articles and has none any more: as likely as not, it is being written.
  [[nodiscard]] bool keeps_all() const {
    return writer_ && whole_ && clean_ && articles_ == 0 && !options_.force && !options_.keep_missing &&
           writer_->has_unseen(path_as_text(record_.path));
  }

  Notice kept_all() {
    clean_ = whole_ = false;
    return {.source = path_as_text(record_.path),
            .message = "holds no article any more: what the index has of it stays, without --force",
            .skipped = false};
  }

  /// True once, for a file of whose rows some may be gone, and some may stand in lines that are broken.
  [[nodiscard]] bool keeps_rows() const {
    return writer_ && has_broken_lines_ && !whole_ && !options_.keep_missing && !options_.force &&
           writer_->has_unseen(path_as_text(record_.path));
  }

  Notice kept_rows() {
    has_broken_lines_ = false;
    return {.source = path_as_text(record_.path),
            .message = "some rows are gone, or in lines that cannot be read: they stay, without --force",
            .skipped = false};
  }

  UpdateStep close_file() {
    bytes_ += file_->bytes_read();
    file_.reset();
    if (writer_ && whole_ && has_its_size() && !options_.keep_missing)
      writer_->remove_unseen(path_as_text(record_.path));
    if (!clean_) record_.state = {};
    if (record_.path != "-") sources_.note(record_);
    return FileRead{path_as_text(record_.path), articles_};
  }

  /// False if the file was cut or grew while it was read.
  [[nodiscard]] bool has_its_size() const {
    std::error_code error;
    return fs::file_size(record_.path, error) == record_.state.size && !error;
  }

  fs::path index_;
  UpdateOptions options_;
  SourcePlan sources_;
  bool begun_ = false;
  std::unique_ptr<IndexWriter> writer_;
  std::vector<std::string> unknown_ids_;
  std::size_t next_file_ = 0;  ///< of the plan
  std::uint64_t bytes_ = 0;    ///< of the files that are closed

  std::optional<ArticlesOf> file_;  ///< the one that is open
  FileRecord record_;
  std::size_t articles_ = 0;
  bool whole_ = true;  ///< it could be read, and no line of it is unknown
  bool clean_ = true;  ///< nothing of it was skipped
  bool has_broken_lines_ = false;
};

IndexUpdate::IndexUpdate(fs::path index, UpdateOptions options)
    : work_(std::make_unique<Work>(std::move(index), std::move(options))) {}
IndexUpdate::~IndexUpdate() = default;

const UpdatePlan& IndexUpdate::plan() const {
  return work_->plan();
}
std::optional<UpdateStep> IndexUpdate::next() {
  return work_->next();
}
std::uint64_t IndexUpdate::bytes_read() const {
  return work_->bytes_read();
}
std::optional<IndexSummary> IndexUpdate::commit() {
  return work_->commit();
}

}  // namespace kwic
