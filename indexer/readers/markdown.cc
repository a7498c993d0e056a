/// yaml-cpp reads the front matter, md4c the body; this file turns their events into one article.
#include "readers/markdown.h"

#include "readers/encoding.h"
#include "readers/fields.h"
#include "readers/html.h"
#include "readers/plain_text.h"
#include "readers/text_builder.h"

#include <md4c.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t max_front_matter = std::size_t{64} << 10U;

struct Parts {
  std::string_view front_matter;
  std::string_view body;
};

/// Front matter and body; nothing where the text has no front matter.
std::optional<Parts> split(std::string_view text) {
  const auto first = text.substr(0, text.find('\n'));
  if (first != "---" && first != "---\r") return {};
  const auto begin = first.size() + 1;
  for (auto at = begin; at < text.size() && at < max_front_matter;) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (line == "---" || line == "...")
      return Parts{.front_matter = text.substr(begin, at - begin),
                   .body = text.substr(std::min(end + 1, text.size()))};
    at = end + 1;
  }
  return {};
}

/// The scalars of a value or of a list of values; what is nested deeper is not ours.
std::vector<std::string> values_of(const YAML::Node& map, std::initializer_list<const char*> keys) {
  std::vector<std::string> values;
  for (const char* key : keys) {
    const YAML::Node node = map[key];
    if (node.IsDefined() && node.IsScalar()) values.push_back(node.Scalar());
    if (!node.IsDefined() || !node.IsSequence()) continue;
    for (const auto& element : node)
      if (element.IsScalar()) values.push_back(element.Scalar());
  }
  return values;
}

std::string value_of(const YAML::Node& map, std::initializer_list<const char*> keys) {
  const auto values = values_of(map, keys);
  return values.empty() ? std::string() : one_line(values.front());
}

std::vector<SourceItem> take_fields(Article& article, const YAML::Node& map) {
  article.id = value_of(map, {"id"});
  article.title = one_line(join(values_of(map, {"title"}), " "));
  auto authors = values_of(map, {"author", "authors"});
  for (auto& author : authors) author = one_line(author);
  article.author = join(authors, "; ");
  article.language = language_code(value_of(map, {"language", "lang"}));
  article.url = value_of(map, {"url", "link", "canonical"});
  article.keywords = split_keywords(join(values_of(map, {"keywords", "tags"}), ","));
  return take_date(article, values_of(map, {"date"}));
}

/// The listener of one run of md4c.
class Renderer {
public:
  void enter(MD_BLOCKTYPE type) {
    part(type);
    if (type == MD_BLOCK_HTML) html_.emplace();
    if (type == MD_BLOCK_CODE) code_ = true;
    if (type == MD_BLOCK_H) heading_start_ = builder_.text().size();
  }

  void leave(MD_BLOCKTYPE type, unsigned heading_level) {
    if (type == MD_BLOCK_HTML && html_) builder_.add_verbatim(html_to_text(*std::exchange(html_, {})));
    if (type == MD_BLOCK_CODE) code_ = false;
    if (type == MD_BLOCK_H) note_heading(heading_level);
    if (type == MD_BLOCK_TD || type == MD_BLOCK_TH)
      builder_.tab();
    else
      part(type);
  }

  void text(MD_TEXTTYPE type, std::string_view text) {
    if (html_)
      *html_ += text;
    else if (type == MD_TEXT_BR)
      builder_.break_line();
    else if (type == MD_TEXT_SOFTBR)
      builder_.add(" ");
    else if (type == MD_TEXT_NULLCHAR)
      builder_.add("\uFFFD");
    else if (type == MD_TEXT_ENTITY)
      builder_.add_verbatim(html_to_text(text));
    else if (code_)
      builder_.add_verbatim(text);
    else if (type != MD_TEXT_HTML)
      builder_.add(text);
  }

  [[nodiscard]] const std::string& text() const { return builder_.text(); }
  [[nodiscard]] std::string title() const { return level_one_.empty() ? first_heading_ : level_one_; }

private:
  /// Breaks before and behind a block.
  void part(MD_BLOCKTYPE type) {
    if (type == MD_BLOCK_TD || type == MD_BLOCK_TH) return;
    if (type == MD_BLOCK_LI || type == MD_BLOCK_TR)
      builder_.end_line();
    else if (type != MD_BLOCK_THEAD && type != MD_BLOCK_TBODY)
      builder_.end_block();
  }

  void note_heading(unsigned level) {
    builder_.cut(without_attributes(builder_.text()).size());
    const auto title =
        one_line(std::string_view(builder_.text()).substr(std::min(heading_start_, builder_.text().size())));
    if (first_heading_.empty()) first_heading_ = title;
    if (level == 1 && level_one_.empty()) level_one_ = title;
  }

  /// "Heading { #anchor }": the braces are an attribute list, an extension that md4c does not know.
  [[nodiscard]] std::string_view without_attributes(std::string_view text) const {
    const auto brace = text.rfind('{');
    if (!text.ends_with('}') || brace == std::string_view::npos || brace <= heading_start_) return text;
    const bool is_list =
        text.substr(brace + 1).find_first_not_of(' ') == text.find_first_of("#.:", brace) - brace - 1;
    return is_list ? trim(text.substr(0, brace)) : text;
  }

  TextBuilder builder_;
  std::optional<std::string> html_;  ///< the HTML block that is being gathered
  bool code_ = false;
  std::size_t heading_start_ = 0;
  std::string first_heading_;
  std::string level_one_;
};

int enter_block(MD_BLOCKTYPE type, void* /*detail*/, void* renderer) {
  static_cast<Renderer*>(renderer)->enter(type);
  return 0;
}

int leave_block(MD_BLOCKTYPE type, void* detail, void* renderer) {
  const unsigned level = type == MD_BLOCK_H ? static_cast<MD_BLOCK_H_DETAIL*>(detail)->level : 0;
  static_cast<Renderer*>(renderer)->leave(type, level);
  return 0;
}

int ignore_span(MD_SPANTYPE /*type*/, void* /*detail*/, void* /*renderer*/) {
  return 0;
}

int add_text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* renderer) {
  static_cast<Renderer*>(renderer)->text(type, {text, size});
  return 0;
}

Renderer render(std::string_view markdown) {
  MD_PARSER parser{};
  parser.flags = MD_DIALECT_GITHUB;
  parser.enter_block = enter_block;
  parser.leave_block = leave_block;
  parser.enter_span = ignore_span;
  parser.leave_span = ignore_span;
  parser.text = add_text;
  Renderer renderer;
  md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &renderer);
  return renderer;
}

Notice remark(std::string message) {
  return {.source = {}, .message = std::move(message), .skipped = false};
}

/// The map of the front matter; a scalar between rules is text as well, and no mistake.
std::optional<YAML::Node> read_front_matter(std::string_view yaml, std::vector<SourceItem>& items) {
  try {
    const YAML::Node node = YAML::Load(std::string(yaml));
    if (node.IsMap() || node.IsNull()) return node;
  } catch (const std::exception&) {
    items.emplace_back(remark("front matter is not valid YAML: taken as text"));
  }
  return {};
}

}  // namespace

std::vector<SourceItem> read_markdown(std::string bytes) {
  const auto decoded = to_utf8(std::move(bytes));
  std::vector<SourceItem> items;
  if (!decoded.text) return {Notice{.source = {}, .message = decoded.remark, .skipped = true}};
  if (!decoded.remark.empty()) items.emplace_back(remark(decoded.remark));
  Article article;
  std::string_view body = *decoded.text;
  if (const auto parts = split(body))
    if (const auto map = read_front_matter(parts->front_matter, items)) {
      body = parts->body;
      if (map->IsMap())
        for (auto& item : take_fields(article, *map)) items.push_back(std::move(item));
    }
  const Renderer rendered = render(body);
  article.text = rendered.text();
  if (article.title.empty()) article.title = rendered.title();
  if (article.title.empty()) article.title = find_title(article.text);
  items.emplace_back(std::move(article));
  return items;
}

}  // namespace kwic
