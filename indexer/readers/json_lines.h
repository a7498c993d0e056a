#pragma once
/// JSON Lines: one article a line, the format for many articles in one file and for other programs' output.
///
/// Fields: those of JsonFields::names(), read from the names that JsonFields says. Each may be missing, null,
/// a string, a number, or a list of those: authors are joined by "; ", the parts of a text by blank lines,
/// other lists by a space; a string of keywords is split at commas and semicolons. Where a field has several
/// names, what they hold is joined alike, in the order of the names. Other names are ignored. Of a name that
/// comes twice the last one counts. A line that is no article gives a Notice, and the next line is read.

#include "readers/formats.h"

#include <memory>

namespace kwic {

[[nodiscard]] std::unique_ptr<ArticleReader> open_json_lines(InputFile file, const ReadOptions& options);

}  // namespace kwic
