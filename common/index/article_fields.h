#pragma once
/// Which parts of an article hold words, and in which order their positions follow each other.

#include "analysis/analyzer.h"

#include <kwic/article.h>

#include <cstdint>

namespace kwic {

enum class Field : std::uint8_t { title, author, keyword, text };

/// Calls `on_token(field, token)` for every token of the article. All fields share one sequence of positions,
/// with one left free between two of them, empty ones too, so that no phrase reaches from one field into the
/// next and the borders tell the fields apart; `on_border(position)` is called for each that is left free.
template <typename OnToken, typename OnBorder>
void for_each_token(const Article& article, Analyzer& analyzer, OnToken on_token, OnBorder on_border) {
  std::uint32_t position = 0;
  const auto walk = [&](Field field, std::string_view text) {
    analyzer.start(text, 0, text.size(), position);
    while (const Token* token = analyzer.next()) on_token(field, *token);
    position = analyzer.position();
  };
  const auto border = [&] { on_border(position++); };
  walk(Field::title, article.title);
  border();
  walk(Field::author, article.author);
  border();
  for (const std::string& keyword : article.keywords) {
    walk(Field::keyword, keyword);
    border();
  }
  walk(Field::text, article.text);
}

}  // namespace kwic
