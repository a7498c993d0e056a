#include "readers/html_page.h"

#include "readers/fields.h"
#include "readers/html_text.h"
#include "readers/html_tree.h"

#include <utility>

namespace kwic {
namespace {

/// The characters of a <script> or <title>.
std::string content_of(const GumboNode& node) {
  std::string content;
  for (unsigned i = 0; i < node.v.element.children.length; ++i) {
    const auto& child = *static_cast<const GumboNode*>(node.v.element.children.data[i]);
    if (!is_element(child) && child.type != GUMBO_NODE_DOCUMENT) content += child.v.text.text;
  }
  return content;
}

void note_meta(HtmlPage& page, const GumboNode& node) {
  for (const char* key : {"name", "property", "itemprop"})
    if (const auto name = attribute(node, key); !name.empty())
      page.metas[ascii_lower(name)].push_back(one_line(attribute(node, "content")));
}

void note_element(HtmlPage& page, const GumboNode& node, bool in_article) {
  switch (tag_of(node)) {
    case GUMBO_TAG_HTML:
      page.language = language_code(attribute(node, "lang"));
      break;
    case GUMBO_TAG_TITLE:
      if (page.title.empty() && page.body == nullptr) page.title = one_line(content_of(node));
      break;
    case GUMBO_TAG_META:
      note_meta(page, node);
      break;
    case GUMBO_TAG_LINK:
      if (page.canonical.empty() && ascii_lower(attribute(node, "rel")) == "canonical")
        page.canonical = one_line(attribute(node, "href"));
      break;
    case GUMBO_TAG_SCRIPT:
      if (ascii_lower(attribute(node, "type")) == "application/ld+json")
        page.json_ld.push_back(content_of(node));
      break;
    case GUMBO_TAG_BODY:
      page.body = &node;
      break;
    case GUMBO_TAG_ARTICLE:
      if (!in_article) page.articles.push_back(&node);
      break;
    case GUMBO_TAG_H1:
      page.headings.push_back(&node);
      break;
    default:
      break;
  }
  const bool is_main = tag_of(node) == GUMBO_TAG_MAIN || attribute(node, "role") == "main";
  if (is_main && page.main == nullptr) page.main = &node;
}

}  // namespace

HtmlPage look_at(const GumboNode& root) {
  HtmlPage page;
  std::size_t article_depth = 0;
  walk(
      root,
      [&](const GumboNode& node) {
        if (!is_element(node)) return node.type == GUMBO_NODE_DOCUMENT;
        note_element(page, node, article_depth > 0);
        if (tag_of(node) == GUMBO_TAG_ARTICLE) ++article_depth;
        return node.type != GUMBO_NODE_TEMPLATE;
      },
      [&](const GumboNode& node) {
        if (tag_of(node) == GUMBO_TAG_ARTICLE) --article_depth;
      });
  return page;
}

MainText main_text(const HtmlPage& page) {
  if (page.body == nullptr) return {};
  const GumboNode& outer = page.main != nullptr ? *page.main : *page.body;
  MainText main{.text = text_of(outer), .root = &outer};
  MainText best;
  for (const auto* article : page.articles)
    if (auto text = text_of(*article); text.size() > best.text.size())
      best = {.text = std::move(text), .root = article};
  if (!best.text.empty() && best.text.size() * 3 >= main.text.size()) return best;
  // Some sites wrap the whole page in one <form>.
  if (main.text.empty()) main.text = text_of(*page.body, Keep::whole_page);
  return main;
}

}  // namespace kwic
