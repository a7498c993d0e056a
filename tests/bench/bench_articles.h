#pragma once
/// The articles of a source, for benchmarks.

#include <kwic/article_source.h>

#include <optional>
#include <string>
#include <variant>

namespace kwic::bench {

/// Changed articles of a source are every so manyth, from the first on: one in a hundred.
inline constexpr std::size_t changed_every = 100;

template <typename Visit>
void for_each_article(const std::string& source, const Visit& visit) {
  ArticleSource articles({source});
  while (std::optional<SourceItem> item = articles.next()) {
    if (auto* const article = std::get_if<Article>(&*item)) visit(*article);
  }
}

}  // namespace kwic::bench
