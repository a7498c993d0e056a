#pragma once
/// The fields that a query can name: the one table that the parser, the help and every message are made from.

#include "index/article_fields.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kwic {

struct QueryField {
  enum class Kind {
    words,  ///< words of a part of the article, ranked
    date,   ///< the others filter
    language,
    path,
    site,
    id,
    word_count,
  };
  std::string_view name;
  Kind kind;
  std::optional<Field> part;     ///< of `words`: the part of the article
  std::string_view description;  ///< what it finds, for the page of the query language
};

[[nodiscard]] std::span<const QueryField> query_fields() noexcept;

/// The field of that name in any case; null if there is none.
[[nodiscard]] const QueryField* find_query_field(std::string_view name) noexcept;

/// "title, author, ..."
[[nodiscard]] std::string query_field_names();

/// The name that words of a part of the article are asked for by.
[[nodiscard]] std::string_view query_field_name(Field part) noexcept;

}  // namespace kwic
