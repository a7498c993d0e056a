/// From bytes to a tree to an article: the encoding, and what the other html files make of the page.
#include "readers/html.h"

#include "readers/encoding.h"
#include "readers/fields.h"
#include "readers/html_fields.h"
#include "readers/html_text.h"
#include "readers/html_tree.h"

#include <kwic/error.h>

namespace kwic {
namespace {

/// The value behind a key such as "charset" in a tag.
std::string value_behind(std::string_view tag, std::string_view key) {
  const auto found = tag.find(key);
  if (found == std::string_view::npos) return {};
  tag.remove_prefix(found + key.size());
  const auto begin = tag.find_first_not_of(" \t\n\r=\"'");
  if (begin == std::string_view::npos) return {};
  return std::string(tag.substr(begin, tag.find_first_of(" \t\n\r\"'>;/?", begin) - begin));
}

/// What <meta> or the XML declaration in the first 4 KiB says.
std::string declared_encoding(std::string_view bytes) {
  const std::string head = ascii_lower(bytes.substr(0, 4096));
  if (head.starts_with("<?xml"))
    if (auto encoding = value_behind(head.substr(0, head.find('>')), "encoding"); !encoding.empty())
      return encoding;
  for (auto at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 1))
    if (auto encoding = value_behind(head.substr(at, head.find('>', at) - at), "charset"); !encoding.empty())
      return encoding;
  return {};
}

}  // namespace

std::vector<SourceItem> read_html(std::string bytes) {
  const std::string declared = declared_encoding(bytes);
  const auto decoded = to_utf8(std::move(bytes), declared);
  if (!decoded.text) return {Notice{.source = {}, .message = decoded.remark, .skipped = true}};
  const HtmlTree tree(*decoded.text);
  auto items = article_in(tree.root());
  if (!decoded.remark.empty())
    items.insert(items.begin(), Notice{.source = {}, .message = decoded.remark, .skipped = false});
  return items;
}

std::string html_to_text(std::string_view fragment) {
  try {
    return text_of(HtmlTree(fragment).root(), Keep::whole_page);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace kwic
