#pragma once
/// The renderings of what a search found and of tokens: data in, text out.

#include <kwic/searcher.h>
#include <kwic/tokens.h>

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
};

/// A way to write answers. `render` puts `color` only where a person asked for it.
struct Format {
  std::string_view name;
  std::string_view help;
  bool for_people;  ///< warnings and "no article matches" are said on stderr, beside the answer
  bool passages;    ///< shows snippets and highlights
  std::string (*render)(const Answer&, bool color);
};

/// All formats, the default first. The one table of them.
[[nodiscard]] std::span<const Format> formats();

/// The format of that name, which must be one of them.
[[nodiscard]] const Format& find_format(std::string_view name);

/// For people: titles, sources, snippets. `color` marks the highlights with terminal escapes. Nothing that
/// comes from an article reaches the terminal as anything but text.
[[nodiscard]] std::string render_text(const Answer& answer, bool color);

/// For programs: an object a hit, then a summary, each on a line. What is lacking is null.
[[nodiscard]] std::string render_jsonl(const Answer& answer, bool color);

/// The name of a field that articles are counted by, as on the command line.
[[nodiscard]] std::string_view name_of(FacetField field);

/// Where an article stands, as a line for people or an object for programs.
[[nodiscard]] std::string render_text(const Standing& standing, std::string_view id);
[[nodiscard]] std::string render_jsonl(const Standing& standing, std::string_view id);

/// For evaluation: lines "query Q0 id rank score kwic", which trec_eval reads. Bytes of an id that would part
/// its column are written as %XX.
[[nodiscard]] std::string render_trec(const Answer& answer, bool color);

/// A token as a line of tab-separated columns, named by token_columns(), or as an object on a line. `written`
/// is what stands in the text.
[[nodiscard]] std::string token_columns();
[[nodiscard]] std::string render_text(const AnalyzedToken& token, std::string_view written,
                                      std::string_view language);
[[nodiscard]] std::string render_jsonl(const AnalyzedToken& token, std::string_view written,
                                       std::string_view language);

}  // namespace kwic::program
