#include "writer/segment.h"

#include "index/open_index.h"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

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

/// Xapian's inverted lists are made of maps, which are slow once they outgrow the processor's cache: they are
/// written out after so much text. A database of several such pieces is smaller than several databases,
/// because merging leaves the lists of a term in the pieces that it finds them in.
constexpr std::size_t bytes_of_commit = std::size_t{128} << 10U;

void merge(const std::vector<fs::path>& parts, const fs::path& into) {
  Xapian::Database all;
  for (const fs::path& part : parts) all.add_database(open_database(part));
  fs::remove_all(into);
  // No DB_NO_SYNC here: to compact() the same number means DBCOMPACT_NO_RENUMBER.
  all.compact(into.string(), Xapian::DB_BACKEND_GLASS);
  all.close();
  merge_document_files(parts, into);
  for (const fs::path& part : parts) fs::remove_all(part);
}

/// As many neighbours at once as may be.
std::vector<fs::path> merged_neighbours(const std::vector<fs::path>& parts, std::size_t together) {
  std::vector<fs::path> merged;
  for (std::size_t i = 0; i < parts.size(); i += together) {
    const auto first = parts.begin() + static_cast<std::ptrdiff_t>(i);
    const auto last = first + static_cast<std::ptrdiff_t>(std::min(together, parts.size() - i));
    merged.push_back(parts[i]);
    merged.back() += "-merged";
    merge({first, last}, merged.back());
  }
  return merged;
}

}  // namespace

Segment::Segment(fs::path path) : path_(std::move(path)), database_(path_.string(), new_segment) {}

void Segment::write(PreparedBatch part) {
  for (PreparedDocument& prepared : part.documents) {
    const Xapian::docid document = database_.add_document(prepared.built.document);
    bytes_[document] = std::move(prepared.built.bytes);
    fingerprints_.push_back(prepared.fingerprint);
  }
  languages_.insert(part.languages.begin(), part.languages.end());
  write_forms(database_, part.forms);
  uncommitted_ += part.text_bytes;
  if (uncommitted_ >= bytes_of_commit) commit();
}

void Segment::commit() {
  database_.commit();
  uncommitted_ = 0;
}

void Segment::close() {
  commit();
  database_.close();
  write_document_files(path_, bytes_);
  bytes_.clear();
}

void Segment::enter_in(BatchGroup& group) {
  group.fingerprints.insert(group.fingerprints.end(), fingerprints_.begin(), fingerprints_.end());
  group.languages.merge(languages_);
}

void merge_parts(std::vector<fs::path> parts, const fs::path& into) {
  while (parts.size() > merged_at_once()) parts = merged_neighbours(parts, merged_at_once());
  merge(parts, into);
}

}  // namespace kwic
