#pragma once
/// What a format is, and the one table of them.
///
/// A new format is one new file beside this one and one row in the table of formats.cc. Most are a
/// ReadWholeFile: a function from the bytes of a file to its article. One that reads article by article is an
/// ArticleReader. One whose library is not to be trusted with memory or time, or that a program of its own
/// reads best, is a ReadWholeFile that hands the bytes to run_converter() (converter.h), which runs that
/// program in a child process with limits: pdf.cc shows how. A reader knows no globals and no other file.

#include "sources/input_file.h"

#include <kwic/article_source.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// The articles of one file, one after the other.
class ArticleReader {
public:
  ArticleReader() = default;
  ArticleReader(const ArticleReader&) = delete;
  ArticleReader& operator=(const ArticleReader&) = delete;
  virtual ~ArticleReader() = default;

  /// Throws Error when the file cannot be read any further; what was given before holds.
  virtual std::optional<SourceItem> next() = 0;
};

struct Format {
  std::string_view name;
  std::vector<std::string_view> extensions;  ///< in lower case; each may be followed by packed_extensions()
  std::unique_ptr<ArticleReader> (*open)(InputFile file, const ReadOptions& options);
};

/// A format of one article a file is a function from the whole file to the article and notices about it. It
/// leaves out what the caller knows better: the path, the id where the source has none, the source of the
/// notices.
using ReadWholeFile = std::vector<SourceItem> (*)(std::string bytes);

[[nodiscard]] const std::vector<Format>& formats();

/// The format that the file's name tells; nullptr where the name tells nothing.
[[nodiscard]] const Format* format_of_name(std::string_view file_name);

/// The format that the first bytes tell, for files whose names tell nothing: plain text, or JSON Lines in a
/// .json file that has one object a line. Throws Error for binary files and for other JSON.
[[nodiscard]] const Format& format_of_content(std::string_view file_name, std::string_view first_bytes);

/// Pictures, programs, archives, style sheets: found in a folder they are passed over without a word.
[[nodiscard]] bool is_no_article(std::string_view file_name);

/// ".txt, .text, .md, ...", for messages.
[[nodiscard]] std::string readable_extensions();

/// ".gz or .zst": what may follow them.
[[nodiscard]] std::string packed_extensions();

}  // namespace kwic
