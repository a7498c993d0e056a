#pragma once
/// The renderings of a search result: data in, text out.

#include <kwic/searcher.h>

#include <string>
#include <string_view>

namespace kwic::program {

/// For people: titles, sources, snippets. `color` marks the highlights with terminal escapes. Nothing that
/// comes from an article reaches the terminal as anything but text.
[[nodiscard]] std::string render_text(const SearchResult& result, std::size_t offset, bool color);

/// For programs: an object a hit, then a summary, each on a line. What an article lacks is null.
[[nodiscard]] std::string render_jsonl(const SearchResult& result, std::string_view query);

}  // namespace kwic::program
