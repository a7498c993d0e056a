#pragma once
/// Articles out of files, folders and standard input: the first half of the indexer.

#include <kwic/article.h>

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kwic {

/// Something to tell about a source, in words fit for a terminal.
struct Notice {
  std::string source;   ///< the path, or path#line in JSON Lines ("-#line" on standard input)
  std::string message;  ///< what is the matter, without the source's name
  bool skipped = true;  ///< false: the article was read all the same ("read as windows-1252")
};

using SourceItem = std::variant<Article, Notice>;

/// Reads the articles of the given roots one after the other: a root is a file, a folder (walked recursively,
/// the entries of each folder in the order of their names' bytes) or "-" for JSON Lines on standard input. A
/// file's format is told by its name (see readers/formats.h), or by its first bytes where the name says
/// nothing. Compressed files (.gz) are unpacked while they are read. In folders, hidden entries, indexes and
/// what is known to be no article (pictures, programs, scripts) are passed over without a word; a file named
/// as a root never is. Symbolic links are followed; a file that is reached twice is read once. Paths are
/// absolute; bytes in them that are not UTF-8 are written as %FF. Never throws for what it finds: an
/// unreadable folder, a binary file, a broken line each give one Notice. Not thread-safe.
class ArticleSource {
public:
  explicit ArticleSource(std::vector<std::string> roots);
  ~ArticleSource();
  ArticleSource(ArticleSource&&) noexcept;
  ArticleSource& operator=(ArticleSource&&) noexcept;

  /// The next article or notice; nothing when all roots are read.
  [[nodiscard]] std::optional<SourceItem> next();

private:
  class Walk;
  std::unique_ptr<Walk> walk_;
};

}  // namespace kwic
