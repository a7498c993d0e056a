#include "query/query_fields.h"

#include <algorithm>
#include <array>

namespace kwic {
namespace {

using Kind = QueryField::Kind;

constexpr std::array<QueryField, 10> fields{{
    {"title", Kind::words, Field::title, "words of the title"},
    {"author", Kind::words, Field::author, "words of the author's name"},
    {"keyword", Kind::words, Field::keyword, "words of a keyword"},
    {"text", Kind::words, Field::text, "words of the text itself"},
    {"date", Kind::date, {}, "a day, month, year or range of them"},
    {"language", Kind::language, {}, "the language, by its ISO 639 code"},
    {"path", Kind::path, {}, "a folder or file of the path, with * and ? if need be"},
    {"site", Kind::site, {}, "the host that the article was published on, and those below it"},
    {"id", Kind::id, {}, "the article's id, exactly"},
    {"words", Kind::word_count, {}, "how many words the text has: a number or a range"},
}};

bool same_letters(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](char l, char r) { return (l | 0x20) == (r | 0x20); });
}

}  // namespace

std::span<const QueryField> query_fields() noexcept {
  return fields;
}

const QueryField* find_query_field(std::string_view name) noexcept {
  const auto* const found =
      std::ranges::find_if(fields, [&](const QueryField& field) { return same_letters(field.name, name); });
  return found == fields.end() ? nullptr : found;
}

std::string query_field_names() {
  std::string names;
  for (const QueryField& field : fields) names.append(names.empty() ? "" : ", ").append(field.name);
  return names;
}

std::string_view query_field_name(Field part) noexcept {
  return std::ranges::find(fields, std::optional(part), &QueryField::part)->name;
}

}  // namespace kwic
