#pragma once
/// Plain text: the whole file is the text, as it is; title, date and author are found in it by rules.
///
/// Title, looked for in the first five lines that are not empty:
///   1. a line of two words or more that comes twice (pages that were scraped often carry their title twice);
///   2. else the first line of five words or more that is a whole paragraph or heading: it does not end as a
///   sentence does,
///      with a full stop, and the next line does not go on with it in small letters;
///   3. else the first sentence of the first line, cut at a word.
///   It has 200 bytes at most and is neither a date line nor a byline.
/// Date: of the first date line among the first ten lines that are not empty. A date line has 200 bytes at
/// most; the
///   date, with a lead-in such as "Published on" or not, stands at its start or behind a separator; it ends
///   the line, or a separator follows; four other words at most are there (six in a byline), with no sentence
///   end and nothing that speaks of a photograph or its agency. So a date told in prose or in a picture's
///   caption is not the article's.
/// Author: the first of
///   1. "By NAME", and the same in German, French, Spanish, Portuguese, Italian, Dutch and Russian, in those
///   ten lines;
///   2. a name alone on one of those lines, before the first long line, when somewhere a line tells who that
///   is:
///      "NAME is/was ..." or "NAME, ..." with a word such as reporter, editor, professor;
///   3. a last paragraph "NAME is ..." with such a word, when the name stands nowhere else in the text.
///   A name is two to four capitalized words. No author is better than a wrong one: there is no fourth rule.

#include <kwic/article_source.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

[[nodiscard]] std::vector<SourceItem> read_plain_text(std::string bytes);

[[nodiscard]] std::string find_title(std::string_view text);
[[nodiscard]] std::optional<std::string> find_article_date(std::string_view text);
[[nodiscard]] std::string find_author(std::string_view text);

}  // namespace kwic
