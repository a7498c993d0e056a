#pragma once
/// PDF, by the program pdftotext (Debian package poppler-utils): its text in reading order.
///
/// Title, author and keywords are those of the document's properties, where they are set, the date is the day
/// it was made. A page begins on a new line. Where the program is missing the file is skipped, and the notice
/// names the package.

#include <kwic/article_source.h>

#include <string>
#include <vector>

namespace kwic {

[[nodiscard]] std::vector<SourceItem> read_pdf(std::string bytes);

}  // namespace kwic
