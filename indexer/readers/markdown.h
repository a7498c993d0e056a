#pragma once
/// Markdown, with YAML front matter or without: what a reader of the rendered page sees, as plain text.
///
/// Front matter is a map between lines "---" (or "---" and "...") at the very start. Keys: title; author or
/// authors; date; language or lang; url, link or canonical; keywords and tags; id. Each may be missing, null,
/// one value or a list. Front matter that is no valid YAML is text, and a Notice says so. The body is
/// CommonMark with GitHub's tables: blocks are parted by blank lines, items and rows stand on lines of their
/// own, cells are parted by tabs; code is kept, and so are the texts of links and pictures, not their
/// targets; HTML gives its text. Title: the front matter's, else the first heading of level 1, else the first
/// heading, else by the rule of plain text.

#include <kwic/article_source.h>

#include <string>
#include <vector>

namespace kwic {

[[nodiscard]] std::vector<SourceItem> read_markdown(std::string bytes);

}  // namespace kwic
