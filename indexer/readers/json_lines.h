#pragma once
/// JSON Lines: one article a line, the format for many articles in one file and for other programs' output.
///
/// Fields: id, title, author, date, text, language, url, keywords. Each may be missing, null, a string, a
/// number, or a list of those: authors are joined by "; ", the parts of a text by blank lines, other lists by
/// a space; a string of keywords is split at commas and semicolons. Other fields are ignored. Of a name that
/// comes twice the last one counts. A line that is no article gives a Notice, and the next line is read.

#include "readers/formats.h"

#include <memory>

namespace kwic {

[[nodiscard]] std::unique_ptr<ArticleReader> open_json_lines(InputFile file);

}  // namespace kwic
