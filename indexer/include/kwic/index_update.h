#pragma once
/// Brings an index up to date with its sources: reads what is new or has changed, removes what is gone.

#include <kwic/article_source.h>
#include <kwic/index_writer.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kwic {

struct UpdateOptions {
  /// As ArticleSource takes them; none: all that were given to runs before, with the options of then.
  std::vector<std::string> sources = {};
  WalkOptions walk = {};
  ReadOptions read = {};
  IndexWriterOptions writer = {};
  std::vector<std::string> removed_ids = {};  ///< articles to remove, whatever their sources say
  bool keep_missing = false;                  ///< articles stay when their file, or their row in it, is gone
  bool force = false;                         ///< remove them even if a source is empty or could not be read
  bool reread = false;                        ///< read files that have not changed as well
};

/// What an update is going to do.
struct UpdatePlan {
  std::vector<FoundFile> to_read;  ///< new and changed files, in the order of the walk
  std::uint64_t bytes = 0;         ///< of them, as they lie there
  std::size_t unchanged = 0;       ///< files that are not read again
  std::vector<std::pair<std::string, std::string>>
      moved;                          ///< files whose content stands elsewhere now: from, to
  std::vector<std::string> vanished;  ///< files whose articles are removed, the moved ones among them
  std::vector<Notice> notices;        ///< of the walk, and of what is not removed, and why
};

/// A file was read to its end.
struct FileRead {
  std::string path;
  std::size_t articles = 0;
};

/// An article was taken in.
struct ArticleTaken {};

using UpdateStep = std::variant<ArticleTaken, FileRead, Notice>;

/// One update of an index. A file is not read again if its size, times and inode are those of the last run;
/// in doubt (other times, or a file that was just written when it was read), if its bytes are. Files that had
/// something to skip are read every time. Only what is below this run's sources is removed, and nothing below
/// a source that is missing, empty or could not be looked through, or of a file system that is not mounted.
/// Not thread-safe.
class IndexUpdate {
public:
  /// Looks through the sources and compares; writes nothing. Throws Error: invalid_argument if there are no
  /// sources, given or remembered, and nothing to remove; or if the index cannot be read.
  IndexUpdate(std::filesystem::path index, UpdateOptions options);
  ~IndexUpdate();
  IndexUpdate(const IndexUpdate&) = delete;
  IndexUpdate& operator=(const IndexUpdate&) = delete;

  [[nodiscard]] const UpdatePlan& plan() const;

  /// Does the next step of the plan; nothing at its end. The first call takes the index for writing. Throws
  /// Error, after which the index is what it was.
  [[nodiscard]] std::optional<UpdateStep> next();

  /// Bytes of the plan's files that have been read so far.
  [[nodiscard]] std::uint64_t bytes_read() const;

  /// Publishes what next() did, after its end. Nothing if there is no index and there was no article to make
  /// one of.
  [[nodiscard]] std::optional<IndexSummary> commit();

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace kwic
