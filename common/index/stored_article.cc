#include "index/stored_article.h"

#include <kwic/error.h>

#include <nlohmann/json.hpp>

namespace kwic {

using nlohmann::json;

std::string store_article(const Article& article) {
  json line = {{"id", article.id}};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) line[name] = value;
  };
  add("title", article.title);
  add("author", article.author);
  add("date", article.date);
  add("language", article.language);
  add("url", article.url);
  add("path", article.path);
  if (!article.keywords.empty()) line["keywords"] = article.keywords;
  return line.dump(-1, ' ', false, json::error_handler_t::replace) + '\n' + article.text;
}

Article restore_article(std::string_view stored) {
  const std::size_t end = stored.find('\n');
  const json line = json::parse(stored.substr(0, end), nullptr, false);
  if (end == std::string_view::npos || !line.is_object()) {
    throw Error(ErrorKind::corrupt,
                "the index is damaged: an article cannot be read; remove it and build it anew");
  }
  const auto text = [&](const char* name) {
    const auto found = line.find(name);
    return found != line.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  Article article;
  article.id = text("id");
  article.title = text("title");
  article.author = text("author");
  article.date = text("date");
  article.language = text("language");
  article.url = text("url");
  article.path = text("path");
  if (const auto keywords = line.find("keywords"); keywords != line.end() && keywords->is_array()) {
    for (const json& keyword : *keywords) {
      if (keyword.is_string()) article.keywords.push_back(keyword.get<std::string>());
    }
  }
  article.text = stored.substr(end + 1);
  return article;
}

}  // namespace kwic
