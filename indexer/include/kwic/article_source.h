#pragma once
/// Articles out of files, folders and standard input: the first half of the indexer.
///
/// In two steps, so that files which have not changed need not be read, and several can be read at once:
/// FileWalk finds files, ArticlesOf reads one. ArticleSource does both, one file after the other.

#include <kwic/article.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kwic {

/// Something to tell about a source, in words fit for a terminal.
struct Notice {
  std::string source;  ///< the path, or path#line in JSON Lines ("-#line" on standard input)
  std::string
      message;  ///< what is the matter, without the source's name; its kind, then ": " and the details
  bool skipped = true;  ///< false: the article was read all the same ("read as windows-1252")
};

using SourceItem = std::variant<Article, Notice>;

/// What the file system tells of a file without reading it. Equal states: very probably equal bytes.
struct FileState {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;     ///< bytes
  std::int64_t mtime_ns = 0;  ///< since 1970, UTC
  std::int64_t ctime_ns = 0;
  bool operator==(const FileState&) const = default;
};

struct FoundFile {
  std::string path;  ///< absolute, its bytes as they are (see path_as_text for messages); "-": standard input
  std::string root;  ///< the root that led to it, absolute; the path itself where the file was named
  FileState state;   ///< of the file itself where the path is a symbolic link; zeros for standard input
  bool named = false;               ///< the user named this very file: it is read whatever its name says
  std::uint64_t folder_device = 0;  ///< the file system of the folder that the path stands in; 0: not known
};

using WalkItem = std::variant<FoundFile, Notice>;

/// What became of a root, once it is walked.
struct RootReport {
  std::string root;       ///< absolute; "-" for standard input
  std::size_t files = 0;  ///< found under it, without those that an earlier root led to
  /// What could not be looked at: the root itself if it is missing, folders without permission (those that a
  /// pattern leads through as well), broken links, indexes.
  /// Files at or below these paths may be there all the same.
  std::vector<std::string> unseen;
  bool is_pattern = false;  ///< and nothing matched it
};

/// What roots are that look like patterns of the shell, as "docs/*.md" does.
enum class RootKind : std::uint8_t {
  either,  ///< the path of what has that very name, if anything has it, else a pattern
  path,
  pattern,
};

/// Which of the entries below the roots are wanted. A pattern is one of the shell (*, ?, [...]; * stands for
/// "/" too). Without a "/" it is matched with the name of the entry; with one, with its path below the root
/// or the end of that path that begins with a name; beginning with "/", with the absolute path. One that ends
/// with "/" is for folders only.
struct WalkOptions {
  std::vector<std::string> exclude = {};  ///< neither read nor entered; roots too
  std::vector<std::string> include =
      {};               ///< if any: the only files to read in folders, whatever their format
  bool hidden = false;  ///< names that begin with a dot as well
  RootKind roots = RootKind::either;
};

/// Finds the files below the given roots: a root is a file, a folder (walked recursively, the entries of each
/// folder in the order of their names' bytes), a pattern such as "docs/*.md" that the shell has left alone
/// (and that is nothing's name), or "-" for standard input. In folders, hidden entries, indexes and what is
/// known by its name to be no article (pictures, programs, archives) are passed over without a word; a file
/// named as a root never is. Symbolic links are followed; a file that is reached twice is found once. Never
/// throws for what it finds: an unreadable folder, a FIFO, a link loop each give one Notice. Not thread-safe.
class FileWalk {
public:
  explicit FileWalk(std::vector<std::string> roots, WalkOptions options = {});
  ~FileWalk();
  FileWalk(FileWalk&&) noexcept;
  FileWalk& operator=(FileWalk&&) noexcept;

  /// The next file or notice; nothing when all roots are walked.
  [[nodiscard]] std::optional<WalkItem> next();

  /// The roots that are walked so far, in their order.
  [[nodiscard]] const std::vector<RootReport>& roots() const;

private:
  class Walk;
  std::unique_ptr<Walk> walk_;
};

/// From which names of JSON Lines the fields of an article are read.
class JsonFields {
public:
  static const std::vector<std::string>& names();  ///< "id", "title", ...: all fields

  /// From the name of its own.
  JsonFields();

  /// From `name`, besides the other names that the same field was mapped to, instead of its own:
  /// "byline.name" is the name in the object byline. Throws Error (invalid_argument) for an unknown field or
  /// an empty name.
  void map(const std::string& field, std::string name);

  struct Source {
    std::string name;
    std::size_t field = 0;  ///< which of names()
  };
  [[nodiscard]] const std::vector<Source>& sources() const { return sources_; }

private:
  std::vector<Source> sources_;
  std::vector<bool> mapped_;  ///< by field
};

struct ReadOptions {
  JsonFields json_fields = {};
};

/// The articles of one file. Its format is told by its name (see readers/formats.h), or by its first bytes
/// where the name says nothing. Compressed files (.gz, .zst) are unpacked while they are read. Paths in
/// articles are absolute, as path_as_text() gives them. Never throws for what it finds: a binary file, a
/// broken line, a file that changes while it is read each give one Notice. Not thread-safe, but different
/// files can be read in different threads.
class ArticlesOf {
public:
  explicit ArticlesOf(FoundFile file, ReadOptions options = {});
  ~ArticlesOf();
  ArticlesOf(ArticlesOf&&) noexcept;
  ArticlesOf& operator=(ArticlesOf&&) noexcept;

  /// The next article or notice; nothing at the end, or at once for a script in a folder.
  [[nodiscard]] std::optional<SourceItem> next();

  /// Bytes of the file, as it lies there, that have been read so far.
  [[nodiscard]] std::uint64_t bytes_read() const;

private:
  class Reading;
  std::unique_ptr<Reading> reading_;
};

/// Reads the articles of the given roots one after the other. Not thread-safe.
class ArticleSource {
public:
  explicit ArticleSource(std::vector<std::string> roots, WalkOptions walk = {}, ReadOptions read = {});

  /// The next article or notice; nothing when all roots are read.
  [[nodiscard]] std::optional<SourceItem> next();

private:
  FileWalk walk_;
  ReadOptions options_;
  std::optional<ArticlesOf> file_;
};

}  // namespace kwic
