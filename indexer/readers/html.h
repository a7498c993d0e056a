#pragma once
/// HTML: the article in a web page, without the page around it.
///
/// Main text: the longest <article> if it holds a third of the text of the page or more, else <main>, else
/// <body>; without scripts, styles, navigation, asides, forms, footers, hidden elements and the page's
/// header. Blocks are parted by line breaks, white space is folded but in <pre>, cells are parted by tabs.
/// Title: JSON-LD headline; og:title; an <h1> of the main text; an <h1> that <title> begins with; <title>;
/// any <h1>; else by the rule of plain text. Author, date, language, URL and keywords: JSON-LD of an article,
/// then <meta>, then <html lang> and <link rel=canonical>. Encoding: byte order mark, valid UTF-8, <meta
/// charset>, ICU's detector. A page beyond the limits of html_tree.h is skipped.

#include <kwic/article_source.h>

#include <string>
#include <string_view>
#include <vector>

namespace kwic {

[[nodiscard]] std::vector<SourceItem> read_html(std::string bytes);

/// The text of a piece of HTML, also of a mere entity. Empty for one beyond the limits.
[[nodiscard]] std::string html_to_text(std::string_view fragment);

}  // namespace kwic
