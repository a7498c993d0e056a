/// Each field is the first good one of a list of candidates, the most trustworthy first.
#include "readers/html_fields.h"

#include "readers/fields.h"
#include "readers/html_page.h"
#include "readers/html_text.h"
#include "readers/plain_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace kwic {
namespace {

using nlohmann::json;

/// Bytes: nlohmann's tree of a larger one would take much memory, and no site says so much about an article.
constexpr std::size_t max_json_ld = std::size_t{1} << 20U;

bool is_article_type(const json& type) {
  if (type.is_array())
    return std::ranges::any_of(type, [](const json& one) { return one.is_string() && is_article_type(one); });
  if (!type.is_string()) return false;
  const auto& name = type.get_ref<const std::string&>();
  return name.ends_with("Article") || name.ends_with("Posting") || name == "Report" || name == "Review";
}

/// The first object of an article's type in the value, in a list, or in an object's @graph.
const json* object_in(const json& value) {
  if (value.is_object() && value.contains("@type") && is_article_type(value["@type"])) return &value;
  const json* list = &value;
  if (value.is_object() && value.contains("@graph")) list = &value["@graph"];
  if (!list->is_array()) return nullptr;
  for (const auto& element : *list)
    if (element.is_object() && element.contains("@type") && is_article_type(element["@type"]))
      return &element;
  return nullptr;
}

json json_ld_article(const HtmlPage& page) {
  for (const auto& script : page.json_ld) {
    if (script.size() > max_json_ld) continue;
    const json value = json::parse(script, nullptr, false);
    if (value.is_discarded()) continue;
    if (const auto* article = object_in(value)) return *article;
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

using Candidates = std::vector<std::string>;

Candidates metas(const HtmlPage& page, std::initializer_list<const char*> names) {
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
std::string heading_title(const HtmlPage& page, const MainText& main) {
  for (const auto* heading : page.headings) {
    auto text = one_line(text_of(*heading));
    if (text.empty()) continue;
    const bool of_article = main.root != page.body && is_within(heading, main.root);
    if (of_article || page.title.starts_with(text)) return text;
  }
  return {};
}

std::string title_of(const HtmlPage& page, const json& data, const MainText& main) {
  const std::string any_heading =
      page.headings.empty() ? std::string() : one_line(text_of(*page.headings.front()));
  return first_of(strings_in(data, "headline") + metas(page, {"og:title"}) +
                  Candidates{heading_title(page, main), page.title, any_heading, find_title(main.text)});
}

std::string author_of(const HtmlPage& page, const json& data) {
  Candidates names = strings_in(data, "author");
  if (names.empty()) names = metas(page, {"author", "article:author", "dc.creator", "parsely-author"});
  // Some sites name the author's page here.
  std::erase_if(names, [](const auto& name) { return name.find("://") != std::string::npos; });
  Candidates unique;
  for (auto& name : names)
    if (std::ranges::find(unique, name) == unique.end()) unique.push_back(std::move(name));
  return join(unique, "; ");
}

std::string url_of(const HtmlPage& page, const json& data) {
  for (const auto& url : Candidates{page.canonical} + metas(page, {"og:url"}) + strings_in(data, "url") +
                             strings_in(data, "mainEntityOfPage"))
    if (url.starts_with("http://") || url.starts_with("https://")) return url;
  return {};
}

std::string language_of(const HtmlPage& page, const json& data) {
  for (const auto& tag :
       Candidates{page.language} + strings_in(data, "inLanguage") + metas(page, {"og:locale"}))
    if (auto code = language_code(tag); !code.empty()) return code;
  return {};
}

std::vector<std::string> keywords_of(const HtmlPage& page, const json& data) {
  return split_keywords(
      join(strings_in(data, "keywords") + metas(page, {"keywords", "news_keywords", "article:tag"}), ","));
}

}  // namespace

std::vector<SourceItem> article_in(const GumboNode& root) {
  const HtmlPage page = look_at(root);
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
                                          "dc.date.issued", "pubdate", "parsely-pub-date", "creationdate"}));
  items.emplace_back(std::move(article));
  return items;
}

}  // namespace kwic
