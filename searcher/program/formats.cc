// The table of formats.
#include "program/output.h"

#include <algorithm>
#include <array>

namespace kwic::program {
namespace {

constexpr std::array<Format, 8> all_formats = {{
    {"text", "for people", true, true, true, true, render_text},
    {"jsonl", "a JSON object a hit, then a summary, each on a line", false, true, true, true, render_jsonl},
    {"tsv", "columns with their names", true, true, true, false, render_tsv},
    {"html", "a page", true, true, true, false, render_html},
    {"trec", "a run for trec_eval", false, false, true, false, render_trec},
    {"list", "", true, false, true, false, render_list},
    {"count", "", true, false, false, false, render_count},
    {"template", "", true, true, true, false, render_template},
}};

}  // namespace

std::string_view name_of(FacetField field) {
  switch (field) {
    case FacetField::author:
      return "author";
    case FacetField::year:
      return "year";
    case FacetField::language:
      return "language";
    case FacetField::keyword:
      return "keyword";
    case FacetField::site:
      return "site";
    case FacetField::folder:
      return "folder";
    case FacetField::words:
      break;
  }
  return "words";
}

std::span<const Format> formats() {
  return all_formats;
}

const Format& find_format(std::string_view name) {
  return *std::ranges::find(all_formats, name, &Format::name);
}

}  // namespace kwic::program
