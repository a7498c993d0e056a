#include "update/plan.h"

#include "index/durable_file.h"
#include "index/index_directory.h"
#include "index/index_settings.h"
#include "index/manifest.h"
#include "index/open_index.h"
#include "index/schema.h"
#include "index/xapian_errors.h"
#include "sources/patterns.h"
#include "text/utf8.h"

#include <kwic/error.h>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <tuple>
#include <utility>

namespace kwic {
namespace {

namespace fs = std::filesystem;

std::string absolute(const std::string& source, RootKind kind) {
  if (source == "-" || source.empty()) return source;
  std::error_code error;
  const std::string here = fs::current_path(error).string();
  // What stands in front of a pattern is none.
  const fs::path path = fs::path(kind == RootKind::pattern ? pattern_of(here) : here) / source;
  std::string normal = (error ? fs::path(source) : path).lexically_normal().string();
  if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
  return normal;
}

bool is_at_or_below(std::string_view path, std::string_view folder) {
  if (!path.starts_with(folder)) return false;
  return path.size() == folder.size() || folder.ends_with('/') || path[folder.size()] == '/';
}

bool covers(const std::string& source, bool is_pattern, const std::string& path) {
  return is_pattern ? stands_for(source, path) : is_at_or_below(path, source);
}

/// The folder above; empty if there is none.
std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos || path == "/") return {};
  return path.substr(0, std::max<std::size_t>(slash, 1));
}

/// A source as a run names it. What was a path once is one still when it is gone.
RememberedSource named_source(const std::string& name, const UpdateOptions& options,
                              const std::vector<RememberedSource>& before) {
  RememberedSource source{absolute(name, RootKind::path), options.walk, options.read};
  const auto was_path = [&](const RememberedSource& other) {
    return other.source == source.source && other.walk.roots == RootKind::path;
  };
  if (source.walk.roots == RootKind::either) {
    const bool may_match = is_pattern(name) && std::ranges::none_of(before, was_path);
    source.walk.roots = may_match ? RootKind::pattern : RootKind::path;
  }
  source.source = absolute(name, source.walk.roots);
  return source;
}

/// True if the nearest folder that is there is on another file system than the file's folder was: one that is
/// not mounted. (Where the file itself is kept matters not: it may have been a link.)
bool was_elsewhere(const FileRecord& file) {
  for (fs::path folder = fs::path(file.path).parent_path(); folder.has_relative_path();
       folder = folder.parent_path()) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) == 0)
      return file.folder_device != 0 && status.st_dev != file.folder_device;
  }
  return false;
}

/// True if the system does not tell whether it is there.
bool is_unknown(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) != 0 && errno != ENOENT && errno != ENOTDIR;
}

/// What a rename leaves as it is.
auto identity(const FileState& state) {
  return std::tuple(state.device, state.inode, state.size, state.mtime_ns);
}

}  // namespace

RememberedSources RememberedSources::of(const fs::path& index) {
  if (index.empty()) throw Error(ErrorKind::invalid_argument, "no index is named: use --index DIR");
  return with_translated_errors(index.string(), ErrorKind::not_readable, [&] {
    RememberedSources remembered;
    std::error_code error;
    remembered.index_exists = fs::exists(index, error) && IndexDirectory(index).current().has_value();
    if (!remembered.index_exists) return remembered;
    const Xapian::Database database = open_index(index).database;
    // Records of another version could be misread.
    (void)IndexSettings::restore(database.get_metadata(schema::settings_key), visible(index.string()));
    const auto each = [&](std::string_view kind, const auto& take) {
      const std::string first = std::string(schema::record_key) + std::string(kind);
      for (auto key = database.metadata_keys_begin(first); key != database.metadata_keys_end(first); ++key) {
        take(database.get_metadata(*key));
      }
    };
    each(file_record, [&](const std::string& value) {
      if (auto record = restore_file(value))
        remembered.files.insert_or_assign(record->path, std::move(*record));
    });
    each(source_record, [&](const std::string& value) {
      if (auto source = restore_source(value)) remembered.sources.push_back(std::move(*source));
    });
    return remembered;
  });
}

std::vector<fs::path> places_of(const fs::path& index, const UpdateOptions& options) {
  std::vector<RememberedSource> sources;
  const RememberedSources before = RememberedSources::of(index);
  for (const std::string& name : options.sources) {
    if (name != "-") sources.push_back(named_source(name, options, before.sources));
  }
  std::vector<fs::path> places;
  for (const RememberedSource& source : sources.empty() ? before.sources : sources) {
    const bool is_pattern = source.walk.roots == RootKind::pattern;
    places.emplace_back(is_pattern ? path_of_pattern(source.source) : source.source);
  }
  return places;
}

SourcePlan::SourcePlan(const fs::path& index, const UpdateOptions& options)
    : before_(RememberedSources::of(index)) {
  for (const std::string& name : options.sources)
    sources_.push_back(named_source(name, options, before_.sources));
  if (sources_.empty() && options.removed_ids.empty()) sources_ = before_.sources;
  if (sources_.empty() && options.removed_ids.empty()) {
    throw Error(ErrorKind::invalid_argument,
                "nothing to index: name files or folders, or - for standard input (see indexer --help)");
  }
  find_known();
  for (const RememberedSource& source : sources_) walk(source);
  remember(sources_);
  if (!options.reread) drop_unchanged();
  for (const FoundFile& file : plan_.to_read) plan_.bytes += file.state.size;
  find_vanished(options);
  find_moved();
}

/// For the next run without sources. One whose name is not UTF-8 must be named each time, and one that is not
/// there was a slip.
void SourcePlan::remember(const std::vector<RememberedSource>& sources) {
  std::map<std::string_view, std::string> known;
  for (const RememberedSource& source : before_.sources) known[source.source] = stored(source);
  for (const RememberedSource& source : sources) {
    if (source.source == "-" || !is_valid_utf8(source.source) || missing_.contains(source.source)) continue;
    std::string now = stored(source);
    const auto before = known.find(source.source);
    if (before == known.end() || before->second != now)
      changed_[record_key(source_record, source.source)] = std::move(now);
  }
}

/// Those of this run, and what is remembered of others.
void SourcePlan::find_known() {
  const auto add = [&](const RememberedSource& source, bool is_of_this_run) {
    auto& known = source.walk.roots == RootKind::pattern ? known_patterns_ : known_paths_;
    known.try_emplace(source.source, Known{&source, is_of_this_run, number_of(source.read)});
  };
  for (const RememberedSource& source : sources_) add(source, true);
  for (const RememberedSource& source : before_.sources) add(source, false);
}

/// The most specific source that a file belongs to, the one with the longest name; null if it belongs to
/// none.
const SourcePlan::Known* SourcePlan::source_of(std::string_view path, bool of_this_run_only) const {
  const Known* closest = nullptr;
  const auto may_be = [&](const Known& known) { return known.is_of_this_run || !of_this_run_only; };
  for (std::string_view folder = path; !folder.empty() && closest == nullptr; folder = parent_of(folder)) {
    const auto found = known_paths_.find(folder);
    if (found != known_paths_.end() && may_be(found->second)) closest = &found->second;
  }
  for (const auto& [pattern, known] : known_patterns_) {
    const bool is_closer = closest == nullptr || pattern.size() > closest->source->source.size();
    if (is_closer && may_be(known) && stands_for(pattern, std::string(path))) closest = &known;
  }
  return closest;
}

void SourcePlan::walk(const RememberedSource& source) {
  FileWalk walk({source.source}, source.walk);
  while (std::optional<WalkItem> item = walk.next()) {
    if (Notice* const notice = std::get_if<Notice>(&*item)) {
      plan_.notices.push_back(std::move(*notice));
      continue;
    }
    auto& file = std::get<FoundFile>(*item);
    if (!found_.insert(file.path).second) continue;
    const Known* const known = source_of(file.path, false);
    readings_.push_back(known == nullptr ? Reading{&source.read, number_of(source.read)}
                                         : Reading{&known->source->read, known->options});
    plan_.to_read.push_back(std::move(file));
  }
  for (const RootReport& root : walk.roots()) {
    if (std::ranges::find(root.unseen, root.root) != root.unseen.end()) missing_.insert(root.root);
    roots_.push_back(root);
  }
}

void SourcePlan::drop_unchanged() {
  std::vector<FoundFile>& files = plan_.to_read;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (is_unchanged(files[i], readings_[i])) continue;
    readings_[kept] = readings_[i];
    if (kept != i) files[kept] = std::move(files[i]);
    ++kept;
  }
  plan_.unchanged = files.size() - kept;
  files.resize(kept);
  readings_.resize(kept);
}

bool SourcePlan::is_unchanged(const FoundFile& file, const Reading& reading) {
  const auto known = before_.files.find(file.path);
  if (known == before_.files.end()) return false;
  const FileRecord& before = known->second;
  if (before.options != reading.number) return false;
  if (before.state == file.state && !before.may_have_changed_unseen()) return true;
  if (before.state.size != file.state.size || before.state == FileState{}) return false;
  try {
    if (sum_of(file.path).sum != before.sum) return false;
  } catch (const Error&) {
    return false;
  }
  if (before.state != file.state) {
    FileRecord now = before;
    now.state = file.state;
    now.folder_device = file.folder_device;
    note(now);
  }
  return true;
}

/// What another source names more closely is left to that, as long as it is there.
bool SourcePlan::is_of_this_run(const std::string& path) const {
  const Known* const closest = source_of(path, false);
  if (closest == nullptr || closest->is_of_this_run) return closest != nullptr;
  return !is_there(path) && source_of(path, true) != nullptr;
}

bool SourcePlan::may_be_there(const std::string& path) const {
  return std::ranges::any_of(roots_, [&](const RootReport& root) {
    if (root.files == 0 && covers(root.root, root.is_pattern, path)) return true;
    return std::ranges::any_of(root.unseen, [&](const auto& unseen) { return is_at_or_below(path, unseen); });
  });
}

void SourcePlan::find_vanished(const UpdateOptions& options) {
  std::size_t kept = 0;
  for (const auto& [path, record] : before_.files) {
    if (found_.contains(path) || !is_of_this_run(path)) continue;
    if (!options.force && (may_be_there(path) || is_unknown(path) || was_elsewhere(record))) {
      ++kept;
      continue;
    }
    plan_.vanished.push_back(path);
    if (!options.keep_missing) changed_[record_key(file_record, path)] = "";
  }
  if (kept == 0) return;
  plan_.notices.push_back(
      {.source = "sources",
       .message = std::to_string(kept) +
                  (kept == 1 ? " file that was read before is" : " files that were read before are") +
                  " not seen, but a source is empty, not mounted or could not be looked through: "
                  "nothing of it is removed without --force",
       .skipped = false});
}

void SourcePlan::find_moved() {
  std::map<decltype(identity({})), std::string> gone;
  for (const std::string& path : plan_.vanished) gone.emplace(identity(before_.files.at(path).state), path);
  for (const FoundFile& file : plan_.to_read) {
    const auto from = gone.find(identity(file.state));
    if (from != gone.end() && !before_.files.contains(file.path))
      plan_.moved.emplace_back(from->second, file.path);
  }
}

const SourcePlan::Reading& SourcePlan::reading(std::size_t number) const {
  return readings_.at(number);
}

void SourcePlan::note(const FileRecord& record) {
  changed_[record_key(file_record, record.path)] = stored(record);
}

}  // namespace kwic
