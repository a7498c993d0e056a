/// gumbo parses; this file walks its tree without recursion, because hostile pages are nested 100,000 deep.
#include "readers/html.h"

#include "readers/encoding.h"
#include "readers/fields.h"
#include "readers/plain_text.h"
#include "readers/text_builder.h"
#include "sources/input_file.h"

#include <kwic/error.h>

#include <gumbo.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdlib>
#include <initializer_list>
#include <map>
#include <memory>
#include <utility>

namespace kwic {
namespace {

using nlohmann::json;

/// The memory of one parse, freed at once: gumbo's own destructor recurses as deep as the page is nested.
class Heap {
public:
  Heap() = default;
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;
  ~Heap() {
    for (Block* block = last_; block != nullptr;) std::free(std::exchange(block, block->before));
  }

  /// gumbo cannot bear a failing allocation, so it is left by a jump to `full`.
  static void* allocate(void* heap, std::size_t size) { return static_cast<Heap*>(heap)->add(size); }
  static void release(void* heap, void* data) {
    if (data != nullptr) static_cast<Heap*>(heap)->remove(static_cast<Block*>(data) - 1);
  }

  std::jmp_buf full{};

private:
  struct alignas(std::max_align_t) Block {
    Block* before;
    Block* after;
    std::size_t size;
  };

  void* add(std::size_t size) {
    used_ += size + sizeof(Block);
    auto* const block =
        used_ <= max_html_memory ? static_cast<Block*>(std::malloc(size + sizeof(Block))) : nullptr;
    if (block == nullptr) std::longjmp(full, 1);
    *block = {.before = last_, .after = nullptr, .size = size};
    if (last_ != nullptr) last_->after = block;
    last_ = block;
    return block + 1;
  }

  void remove(Block* block) {
    used_ -= block->size + sizeof(Block);
    (block->after != nullptr ? block->after->before : last_) = block->before;
    if (block->before != nullptr) block->before->after = block->after;
    std::free(block);
  }

  Block* last_ = nullptr;
  std::size_t used_ = 0;
};

/// nullptr when the heap is full. Has no local objects, as the jump demands.
const GumboNode* parse(Heap& heap, const char* html, std::size_t size) {
  if (setjmp(heap.full) != 0) return nullptr;  // NOLINT(cert-err52-cpp)
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = Heap::allocate;
  options.deallocator = Heap::release;
  options.userdata = &heap;
  options.max_errors = 0;
  return gumbo_parse_with_options(&options, html, size)->root;
}

bool is_any_of(std::string_view list, std::string_view name) {
  return list.find(' ' + std::string(name) + ' ') != std::string_view::npos;
}

/// The end of a comment, or of an element whose content is no markup; `at` stands behind its "<".
std::size_t end_of_opaque(std::string_view html, std::size_t at, std::string_view name) {
  if (html.substr(at).starts_with("!--")) return std::min(html.find("-->", at), html.size());
  if (!is_any_of(" script style textarea title ", name)) return at;
  for (auto end = html.find("</", at); end != std::string_view::npos; end = html.find("</", end + 2))
    if (ascii_lower(html.substr(end + 2, name.size())) == name) return end;
  return html.size();
}

/// Looks at the tags alone: how deep they may nest, without those that close each other or have no content.
bool is_nested_too_deep(std::string_view html) {
  constexpr std::string_view shallow =
      " p li td th tr dt dd option tbody thead tfoot br hr img input meta link area base col embed source "
      "track wbr ";
  std::size_t depth = 0;
  for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
    ++at;
    const bool closes = html.substr(at).starts_with('/');
    if (closes) ++at;
    const auto end = std::min(html.find_first_of(" \t\n\r\f/>", at), at + 16);
    const auto name = ascii_lower(html.substr(at, end - at));
    if (!closes) at = end_of_opaque(html, at, name);
    const bool counts = !name.empty() && name[0] >= 'a' && name[0] <= 'z' && !is_any_of(shallow, name);
    if (!counts) continue;
    if (!closes && ++depth > max_html_depth) return true;
    if (closes && depth > 0) --depth;
  }
  return false;
}

const GumboVector* children_of(const GumboNode& node) {
  if (node.type == GUMBO_NODE_DOCUMENT) return &node.v.document.children;
  if (node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE) return &node.v.element.children;
  return nullptr;
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

GumboTag tag_of(const GumboNode& node) {
  return is_element(node) ? node.v.element.tag : GUMBO_TAG_UNKNOWN;
}

std::string_view attribute(const GumboNode& node, const char* name) {
  const auto* const found = gumbo_get_attribute(&node.v.element.attributes, name);
  return found == nullptr ? std::string_view() : found->value;
}

bool has_attribute(const GumboNode& node, const char* name) {
  return gumbo_get_attribute(&node.v.element.attributes, name) != nullptr;
}

/// Calls enter(node), which says whether to go into it, and leave(node) for those gone into, in document
/// order.
template <class Enter, class Leave>
void walk(const GumboNode& root, Enter enter, Leave leave) {
  std::vector<std::pair<const GumboNode*, unsigned>> path;
  if (enter(root)) path.emplace_back(&root, 0);
  while (!path.empty()) {
    auto& [node, next] = path.back();
    const auto* const children = children_of(*node);
    if (children == nullptr || next == children->length) {
      leave(*node);
      path.pop_back();
      continue;
    }
    const auto& child = *static_cast<const GumboNode*>(children->data[next++]);
    if (enter(child)) path.emplace_back(&child, 0);
  }
}

bool is_one_of(GumboTag tag, std::initializer_list<GumboTag> tags) {
  return std::ranges::find(tags, tag) != tags.end();
}

bool is_never_text(GumboTag tag) {
  return is_one_of(tag,
                   {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_HEAD,
                    GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_SVG, GUMBO_TAG_CANVAS, GUMBO_TAG_VIDEO,
                    GUMBO_TAG_AUDIO, GUMBO_TAG_SELECT, GUMBO_TAG_TEXTAREA, GUMBO_TAG_BUTTON});
}

bool is_page_furniture(GumboTag tag) {
  return is_one_of(tag, {GUMBO_TAG_NAV, GUMBO_TAG_ASIDE, GUMBO_TAG_FOOTER, GUMBO_TAG_FORM});
}

bool is_inline(GumboTag tag) {
  return is_one_of(
      tag,
      {GUMBO_TAG_A,      GUMBO_TAG_ABBR, GUMBO_TAG_ACRONYM, GUMBO_TAG_B,     GUMBO_TAG_BDI,  GUMBO_TAG_BDO,
       GUMBO_TAG_BIG,    GUMBO_TAG_CITE, GUMBO_TAG_CODE,    GUMBO_TAG_DATA,  GUMBO_TAG_DEL,  GUMBO_TAG_DFN,
       GUMBO_TAG_EM,     GUMBO_TAG_FONT, GUMBO_TAG_I,       GUMBO_TAG_IMG,   GUMBO_TAG_INS,  GUMBO_TAG_KBD,
       GUMBO_TAG_LABEL,  GUMBO_TAG_MARK, GUMBO_TAG_NOBR,    GUMBO_TAG_Q,     GUMBO_TAG_RP,   GUMBO_TAG_RT,
       GUMBO_TAG_RUBY,   GUMBO_TAG_S,    GUMBO_TAG_SAMP,    GUMBO_TAG_SMALL, GUMBO_TAG_SPAN, GUMBO_TAG_STRIKE,
       GUMBO_TAG_STRONG, GUMBO_TAG_SUB,  GUMBO_TAG_SUP,     GUMBO_TAG_TIME,  GUMBO_TAG_TT,   GUMBO_TAG_U,
       GUMBO_TAG_VAR,    GUMBO_TAG_WBR,  GUMBO_TAG_UNKNOWN});
}

bool is_line(GumboTag tag) {
  return is_one_of(tag, {GUMBO_TAG_LI, GUMBO_TAG_TR, GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_OPTION});
}

bool is_cell(GumboTag tag) {
  return is_one_of(tag, {GUMBO_TAG_TD, GUMBO_TAG_TH});
}

enum class Keep { main_text, whole_page };  ///< whole_page: forms and navigation too

/// Writes the text below one node.
class Renderer {
public:
  Renderer(const GumboNode& root, Keep keep)
      : root_(root), keep_(keep), whole_body_(tag_of(root) == GUMBO_TAG_BODY) {}

  std::string text() {
    walk(
        root_, [this](const GumboNode& node) { return enter(node); },
        [this](const GumboNode& node) { leave(node); });
    return std::string(trim(builder_.text()));
  }

private:
  [[nodiscard]] bool is_left_out(const GumboNode& node) const {
    const GumboTag tag = tag_of(node);
    if (is_never_text(tag) || has_attribute(node, "hidden")) return true;
    return keep_ == Keep::main_text && (is_page_furniture(tag) || (whole_body_ && tag == GUMBO_TAG_HEADER));
  }

  bool enter(const GumboNode& node) {
    if (!is_element(node)) return enter_text(node);
    if (&node != &root_ && is_left_out(node)) return false;
    const GumboTag tag = tag_of(node);
    if (tag == GUMBO_TAG_BR) builder_.break_line();
    if (tag == GUMBO_TAG_PRE) ++preformatted_;
    part(tag);
    return true;
  }

  bool enter_text(const GumboNode& node) {
    if (node.type == GUMBO_NODE_DOCUMENT) return true;
    if (node.type == GUMBO_NODE_COMMENT) return false;
    if (preformatted_ > 0)
      builder_.add_verbatim(node.v.text.text);
    else
      builder_.add(node.v.text.text);
    return false;
  }

  void leave(const GumboNode& node) {
    const GumboTag tag = tag_of(node);
    if (tag == GUMBO_TAG_PRE) --preformatted_;
    if (is_cell(tag))
      builder_.tab();
    else
      part(tag);
  }

  void part(GumboTag tag) {
    if (is_line(tag))
      builder_.end_line();
    else if (!is_inline(tag) && !is_cell(tag) && tag != GUMBO_TAG_BR)
      builder_.end_block();
  }

  const GumboNode& root_;
  Keep keep_;
  bool whole_body_;
  TextBuilder builder_;
  int preformatted_ = 0;
};

std::string text_of(const GumboNode& node, Keep keep = Keep::main_text) {
  return Renderer(node, keep).text();
}

/// What the tree says, gathered in one walk; the first of a kind wins.
struct Page {
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

/// The characters of a <script> or <title>.
std::string content_of(const GumboNode& node) {
  std::string content;
  for (unsigned i = 0; i < node.v.element.children.length; ++i) {
    const auto& child = *static_cast<const GumboNode*>(node.v.element.children.data[i]);
    if (!is_element(child) && child.type != GUMBO_NODE_DOCUMENT) content += child.v.text.text;
  }
  return content;
}

void note_meta(Page& page, const GumboNode& node) {
  for (const char* key : {"name", "property", "itemprop"})
    if (const auto name = attribute(node, key); !name.empty())
      page.metas[ascii_lower(name)].push_back(one_line(attribute(node, "content")));
}

void note_element(Page& page, const GumboNode& node, bool in_article) {
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

Page look_at(const GumboNode& root) {
  Page page;
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

struct MainText {
  std::string text;
  const GumboNode* root = nullptr;
};

MainText main_text(const Page& page) {
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

// JSON-LD
// -------------------------------------------------------------------------------------------------------

bool is_article_type(const json& type) {
  if (type.is_array())
    return std::ranges::any_of(type, [](const json& one) { return one.is_string() && is_article_type(one); });
  if (!type.is_string()) return false;
  const auto& name = type.get_ref<const std::string&>();
  return name.ends_with("Article") || name.ends_with("Posting") || name == "Report" || name == "Review";
}

/// The first object of an article's type in the value, in a list, or in an object's @graph.
const json* article_in(const json& value) {
  if (value.is_object() && value.contains("@type") && is_article_type(value["@type"])) return &value;
  const json* list = &value;
  if (value.is_object() && value.contains("@graph")) list = &value["@graph"];
  if (!list->is_array()) return nullptr;
  for (const auto& element : *list)
    if (element.is_object() && element.contains("@type") && is_article_type(element["@type"]))
      return &element;
  return nullptr;
}

json json_ld_article(const Page& page) {
  for (const auto& script : page.json_ld) {
    const json value = json::parse(script, nullptr, false);
    if (value.is_discarded()) continue;
    if (const auto* article = article_in(value)) return *article;
  }
  return json::object();
}

/// A value that is a string, an object with a name or an @id, or a list of those.
std::vector<std::string> strings_in(const json& object, const char* key) {
  std::vector<std::string> strings;
  if (!object.contains(key)) return strings;
  const json& value = object[key];
  const auto add = [&](const json& one) {
    if (one.is_string()) strings.push_back(one_line(one.get_ref<const std::string&>()));
    for (const char* name : {"name", "@id"})
      if (one.is_object() && one.contains(name) && one[name].is_string())
        return strings.push_back(one_line(one[name].get_ref<const std::string&>()));
  };
  if (value.is_array())
    std::ranges::for_each(value, add);
  else
    add(value);
  return strings;
}

// The article's fields
// --------------------------------------------------------------------------------------------

using Candidates = std::vector<std::string>;

Candidates metas(const Page& page, std::initializer_list<const char*> names) {
  Candidates values;
  for (const char* name : names)
    if (const auto found = page.metas.find(name); found != page.metas.end())
      values.insert(values.end(), found->second.begin(), found->second.end());
  return values;
}

std::string first_of(const Candidates& values) {
  const auto found = std::ranges::find_if(values, [](const auto& value) { return !value.empty(); });
  return found == values.end() ? std::string() : *found;
}

Candidates operator+(Candidates left, const Candidates& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

bool is_within(const GumboNode* node, const GumboNode* ancestor) {
  for (; node != nullptr; node = node->parent)
    if (node == ancestor) return true;
  return false;
}

/// The <h1> of the main text, else one that <title> begins with (a site's name follows there).
std::string heading_title(const Page& page, const MainText& main) {
  for (const auto* heading : page.headings) {
    auto text = one_line(text_of(*heading));
    if (text.empty()) continue;
    const bool of_article = main.root != page.body && is_within(heading, main.root);
    if (of_article || page.title.starts_with(text)) return text;
  }
  return {};
}

std::string title_of(const Page& page, const json& data, const MainText& main) {
  const std::string any_heading =
      page.headings.empty() ? std::string() : one_line(text_of(*page.headings.front()));
  return first_of(strings_in(data, "headline") + metas(page, {"og:title"}) +
                  Candidates{heading_title(page, main), page.title, any_heading, find_title(main.text)});
}

std::string author_of(const Page& page, const json& data) {
  Candidates names = strings_in(data, "author");
  if (names.empty()) names = metas(page, {"author", "article:author", "dc.creator", "parsely-author"});
  // Some sites name the author's page here.
  std::erase_if(names, [](const auto& name) { return name.find("://") != std::string::npos; });
  Candidates unique;
  for (auto& name : names)
    if (std::ranges::find(unique, name) == unique.end()) unique.push_back(std::move(name));
  return join(unique, "; ");
}

std::string url_of(const Page& page, const json& data) {
  for (const auto& url : Candidates{page.canonical} + metas(page, {"og:url"}) + strings_in(data, "url") +
                             strings_in(data, "mainEntityOfPage"))
    if (url.starts_with("http://") || url.starts_with("https://")) return url;
  return {};
}

std::string language_of(const Page& page, const json& data) {
  for (const auto& tag :
       Candidates{page.language} + strings_in(data, "inLanguage") + metas(page, {"og:locale"}))
    if (auto code = language_code(tag); !code.empty()) return code;
  return {};
}

std::vector<std::string> keywords_of(const Page& page, const json& data) {
  return split_keywords(
      join(strings_in(data, "keywords") + metas(page, {"keywords", "news_keywords", "article:tag"}), ","));
}

/// An article and, where its date cannot be read, a notice.
std::vector<SourceItem> items_of(const GumboNode& root) {
  const Page page = look_at(root);
  const json data = json_ld_article(page);
  MainText main = main_text(page);
  Article article;
  article.title = title_of(page, data, main);
  article.author = author_of(page, data);
  article.language = language_of(page, data);
  article.url = url_of(page, data);
  article.keywords = keywords_of(page, data);
  article.text = std::move(main.text);
  auto items =
      take_date(article, strings_in(data, "datePublished") +
                             metas(page, {"article:published_time", "datepublished", "date", "dc.date",
                                          "dc.date.issued", "pubdate", "parsely-pub-date"}));
  items.emplace_back(std::move(article));
  return items;
}

// Encoding
// ----------------------------------------------------------------------------------------------------------

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
  if (is_nested_too_deep(*decoded.text))
    throw Error(ErrorKind::not_readable, "HTML nested more than " + std::to_string(max_html_depth) + " deep");
  Heap heap;
  const auto* const root = parse(heap, decoded.text->data(), decoded.text->size());
  if (root == nullptr)
    throw Error(ErrorKind::not_readable, "HTML takes more memory than " + size_in_words(max_html_memory));
  auto items = items_of(*root);
  if (!decoded.remark.empty())
    items.insert(items.begin(), Notice{.source = {}, .message = decoded.remark, .skipped = false});
  return items;
}

std::string html_to_text(std::string_view fragment) {
  if (is_nested_too_deep(fragment)) return {};
  Heap heap;
  const auto* const root = parse(heap, fragment.data(), fragment.size());
  return root == nullptr ? std::string() : text_of(*root, Keep::whole_page);
}

}  // namespace kwic
