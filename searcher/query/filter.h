#pragma once
/// What an article is, beside its words: a condition that lets it in or keeps it out, and never ranks.

#include "query/dates.h"
#include "query/number_range.h"
#include "query/query_fields.h"

#include <kwic/article.h>

#include <string>

namespace kwic {

struct Filter {
  QueryField::Kind kind = QueryField::Kind::id;
  std::string value;  ///< language code, host or path in lower case, id; of a range, as it is written
  DateRange dates;
  NumberRange numbers;

  [[nodiscard]] bool accepts(const Article& article) const;
};

/// True for the host itself and those below it: "example.com" covers "www.example.com".
[[nodiscard]] bool covers_host(std::string_view site, std::string_view host) noexcept;

/// True if a path is covered by what a query says of it. From "/" on, a pattern is held against the path's
/// beginning, else against any run of its folders and files, in ASCII letters of any case; `*` stands for
/// any characters, `?` for one.
[[nodiscard]] bool covers_path(std::string_view pattern, std::string_view path);

}  // namespace kwic
