#pragma once
/// What every format does alike with the values of an article's fields, so that a title, a language or a list
/// of keywords means the same wherever it came from.

#include <kwic/article_source.h>

#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// Without ASCII white space, U+FEFF, no-break and ideographic spaces at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Trimmed, and every run of white space and control characters (line breaks above all) made one space.
[[nodiscard]] std::string one_line(std::string_view text);

/// ASCII only: the names of formats, attributes and encodings.
[[nodiscard]] std::string ascii_lower(std::string_view text);

/// The ISO 639-1 code of a language tag: "en" of "en-US", "EN_us" and "eng"; empty when there is none.
[[nodiscard]] std::string language_code(std::string_view tag);

/// "a, b; c" as {"a", "b", "c"}: trimmed, without empty parts and repetitions.
[[nodiscard]] std::vector<std::string> split_keywords(std::string_view list);

/// The parts that are not empty, with the separator between them.
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// At most `limit` bytes of the text, cut at a space where there is one in the second half, else between
/// characters.
[[nodiscard]] std::string_view cut_at_word(std::string_view text, std::size_t limit);

/// Fills Article::date with the first of the candidates that can be read. Where there are candidates and none
/// can be read the answer is a Notice about it (the article is read all the same), without a source.
[[nodiscard]] std::vector<SourceItem> take_date(Article& article, const std::vector<std::string>& candidates);

}  // namespace kwic
