#pragma once
/// The noun that everything else is about: an article, as a reader makes it and as the index keeps it.

#include <cstddef>
#include <string>
#include <vector>

namespace kwic {

/// One article. All strings are UTF-8; an empty one means that the article lacks the item.
/// Plain data: copy and share it as you like. (Every member has an initializer so that `{.id = ..., .text =
/// ...}` draws no warning.)
struct Article {
  std::string id =
      {};  ///< unique in an index; readers use the path, or path#line in JSON Lines, when the source has none
  std::string title = {};     ///< one line, without markup
  std::string author = {};    ///< the name as written; several names are joined by "; "
  std::string date = {};      ///< ISO 8601: YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss
  std::string language = {};  ///< ISO 639-1 code such as "en"; empty: to be detected
  std::string url = {};       ///< where the article was published
  std::string path =
      {};  ///< of the file it was read from, as path_as_text() gives it; empty for standard input
  std::vector<std::string> keywords = {};
  std::string text = {};  ///< what searches look through and what every byte offset refers to
  std::string source =
      {};  ///< for messages while indexing: the path, or path#line in JSON Lines; not kept in the index
  std::size_t words = 0;  ///< how many the text has; counted while the article is indexed
};

}  // namespace kwic
