#pragma once
/// The renderings of what a search found and of tokens: data in, text out.

#include <kwic/searcher.h>
#include <kwic/tokens.h>

#include <string>
#include <string_view>

namespace kwic::program {

/// For people: titles, sources, snippets. `color` marks the highlights with terminal escapes. Nothing that
/// comes from an article reaches the terminal as anything but text.
[[nodiscard]] std::string render_text(const SearchResult& result, std::size_t offset, bool color);

/// For programs: an object a hit, then a summary, each on a line. What an article lacks is null.
[[nodiscard]] std::string render_jsonl(const SearchResult& result, std::string_view query);

/// A token as a line of tab-separated columns, named by token_columns(), or as an object on a line. `written`
/// is what stands in the text.
[[nodiscard]] std::string token_columns();
[[nodiscard]] std::string render_text(const AnalyzedToken& token, std::string_view written,
                                      std::string_view language);
[[nodiscard]] std::string render_jsonl(const AnalyzedToken& token, std::string_view written,
                                       std::string_view language);

}  // namespace kwic::program
