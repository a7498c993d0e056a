#pragma once
/// The renderings of what a search found and of tokens: data in, text out.

#include "program/paragraph.h"

#include <kwic/searcher.h>
#include <kwic/tokens.h>

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace kwic::program {

/// A query with what it found.
struct Answer {
  std::string_view query;
  std::string_view query_id;  ///< in a batch; else empty
  std::size_t offset = 0;     ///< of the first hit
  const SearchResult& result;
  std::string_view error = {};  ///< why there is no result
};

/// How answers are to be written.
struct Writing {
  Look look;                 ///< for people
  std::string hit_template;  ///< for the format of that name
  char separator = '\n';     ///< behind an answer's items in the formats that are lists
  bool exact_paths = true;   ///< paths byte by byte, which nothing but a terminal minds
  bool explain = false;      ///< for people: how the query was understood
};

/// A way to write answers.
struct Format {
  std::string_view name;
  std::string_view help;  ///< empty: chosen by an option of its own, not by name
  bool for_people;        ///< warnings and "no article matches" are said on stderr, beside the answer
  bool passages;          ///< shows snippets and highlights
  bool hits;              ///< shows hits; else the total only
  bool details;           ///< shows facets and explanations
  std::string (*render)(const Answer&, const Writing&);
};

/// All formats, the default first. The one table of them.
[[nodiscard]] std::span<const Format> formats();

/// The format of that name, which must be one of them.
[[nodiscard]] const Format& find_format(std::string_view name);

/// For people: titles, sources, snippets. Nothing that comes from an article reaches the terminal as anything
/// but text.
[[nodiscard]] std::string render_text(const Answer& answer, const Writing& writing);

/// For programs: an object a hit, then a summary, each on a line. What is lacking is null.
[[nodiscard]] std::string render_jsonl(const Answer& answer, const Writing& writing);

/// For spreadsheets: a line of names, then one a hit, with tabs between; none of them holds a tab or a line
/// end.
[[nodiscard]] std::string render_tsv(const Answer& answer, const Writing& writing);

/// For browsers: a page. Everything is escaped; <mark> stands around highlights.
[[nodiscard]] std::string render_html(const Answer& answer, const Writing& writing);

inline constexpr std::array all_facet_fields = {FacetField::author,  FacetField::year, FacetField::language,
                                                FacetField::keyword, FacetField::site, FacetField::folder,
                                                FacetField::words};

/// The name of a field that articles are counted by, as on the command line.
[[nodiscard]] std::string_view name_of(FacetField field);

/// Where an article stands, as a line for people or an object for programs.
[[nodiscard]] std::string render_text(const Standing& standing, std::string_view id);
[[nodiscard]] std::string render_jsonl(const Standing& standing, std::string_view id);

/// For evaluation: lines "query Q0 id rank score kwic", which trec_eval reads. Bytes of an id that would part
/// its column, or that visible() takes out, are written as %XX.
[[nodiscard]] std::string render_trec(const Answer& answer, const Writing& writing);

/// Where the hits are: the path, or the URL or the id of what has none; each once.
[[nodiscard]] std::string render_list(const Answer& answer, const Writing& writing);

/// How many articles match.
[[nodiscard]] std::string render_count(const Answer& answer, const Writing& writing);

/// A line a hit, made from writing.hit_template. In it {name} stands for an item of the hit, {{ and }} for
/// braces, \t, \n and \\ for tab, line end and backslash.
[[nodiscard]] std::string render_template(const Answer& answer, const Writing& writing);

/// What is the matter with a template; empty if nothing is.
[[nodiscard]] std::string template_problem(const std::string& hit_template);

/// The names that a template may hold, in order.
[[nodiscard]] std::string template_names();

/// A hit as render_text() writes it.
[[nodiscard]] std::string render_hit(const Hit& hit, const Look& look);

/// "1-10 of about 120 articles": of the hits from offset + 1 on, `shown` are shown.
[[nodiscard]] std::string totals(const SearchResult& result, std::size_t offset, std::size_t shown);

/// A whole article.
[[nodiscard]] std::string render_text(const MarkedArticle& article, const Look& look);
[[nodiscard]] std::string render_jsonl(const MarkedArticle& article);
[[nodiscard]] std::string render_html(const MarkedArticle& article);

/// A token as a line of tab-separated columns, named by token_columns(), or as an object on a line. `written`
/// is what stands in the text.
[[nodiscard]] std::string token_columns();
[[nodiscard]] std::string render_text(const AnalyzedToken& token, std::string_view written,
                                      std::string_view language);
[[nodiscard]] std::string render_jsonl(const AnalyzedToken& token, std::string_view written,
                                       std::string_view language);

}  // namespace kwic::program
