#pragma once
/// What a page says about its article: where the main text is, and the metadata as they stand there.

#include <gumbo.h>

#include <map>
#include <string>
#include <vector>

namespace kwic {

/// Gathered in one walk; the first of a kind wins.
struct HtmlPage {
  std::string language;
  std::string title;
  std::string canonical;
  std::map<std::string, std::vector<std::string>>
      metas;  ///< name, property or itemprop in lower case -> contents
  std::vector<std::string> json_ld;
  std::vector<const GumboNode*> articles;  ///< the outermost
  const GumboNode* main = nullptr;
  const GumboNode* body = nullptr;
  std::vector<const GumboNode*> headings;  ///< <h1>
};

[[nodiscard]] HtmlPage look_at(const GumboNode& root);

struct MainText {
  std::string text;
  const GumboNode* root = nullptr;
};

/// The longest <article> if it holds a third of the text of the page or more, else <main>, else <body>.
[[nodiscard]] MainText main_text(const HtmlPage& page);

}  // namespace kwic
