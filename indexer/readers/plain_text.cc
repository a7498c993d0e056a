/// The rules of plain_text.h. They look at the head and the tail of the text only, whatever its length.
#include "readers/plain_text.h"

#include "readers/characters.h"
#include "readers/dates.h"
#include "readers/encoding.h"
#include "readers/fields.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <memory>

namespace kwic {
namespace {

constexpr std::size_t title_lines = 5;
constexpr std::size_t head_lines = 10;
constexpr std::size_t short_line = 200;   ///< bytes: titles, date lines and bylines are no longer
constexpr std::size_t wrapped_line = 40;  ///< bytes: a shorter line was not wrapped
constexpr std::size_t sentence_window = 4096;

struct Line {
  std::string_view text;      ///< trimmed
  bool is_paragraph = false;  ///< blank lines, or nothing, before and behind it
  bool is_wrapped = false;    ///< goes on with the sentence of a long line right above it
  bool goes_on = false;       ///< the line right below begins with a small letter: one sentence, wrapped
};

/// Takes the next line off the text, without its end.
std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return trim(line);
}

bool starts_small(std::string_view line) {
  std::size_t at = 0;
  return u_islower(next_character(line, at)) != 0;
}

/// The first lines that are not empty.
std::vector<Line> head_of(std::string_view text) {
  std::vector<Line> lines;
  bool after_blank = true;
  while (!text.empty()) {
    const auto line = take_line(text);
    if (!line.empty() && !after_blank) {
      lines.back().is_paragraph = false;
      lines.back().goes_on = starts_small(line);
    }
    if (!line.empty() && lines.size() == head_lines) break;
    // The first line may be a long title with a date line right below it.
    const bool wrapped = !after_blank && lines.size() > 1 && lines.back().text.size() >= wrapped_line;
    if (!line.empty()) lines.push_back({.text = line, .is_paragraph = after_blank, .is_wrapped = wrapped});
    after_blank = line.empty();
  }
  return lines;
}

struct CloseBreaks {
  void operator()(UBreakIterator* breaks) const { ubrk_close(breaks); }
};
using Breaks = std::unique_ptr<UBreakIterator, CloseBreaks>;

/// The byte offsets at which ICU would break the text; null where ICU's data are missing.
Breaks breaks_in(UBreakIteratorType type, std::string_view text, UText& view) {
  UErrorCode status = U_ZERO_ERROR;
  utext_openUTF8(&view, text.data(), static_cast<std::int64_t>(text.size()), &status);
  Breaks breaks(ubrk_open(type, "", nullptr, 0, &status));
  if (U_SUCCESS(status)) ubrk_setUText(breaks.get(), &view, &status);
  return U_SUCCESS(status) ? std::move(breaks) : nullptr;
}

std::size_t count_words(std::string_view text) {
  UText view = UTEXT_INITIALIZER;
  std::size_t words = 0;
  if (const auto breaks = breaks_in(UBRK_WORD, text, view))
    while (ubrk_next(breaks.get()) != UBRK_DONE)
      if (ubrk_getRuleStatus(breaks.get()) >= UBRK_WORD_NONE_LIMIT) ++words;
  utext_close(&view);
  return words;
}

/// "U.S." or "J.": its full stop may be none. ICU takes it for one before a capital letter.
bool ends_with_initial(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  text = trim(text);
  if (text.size() < 2 || text.back() != '.' || !is_letter(text[text.size() - 2])) return false;
  return text.size() == 2 || text[text.size() - 3] == '.' || text[text.size() - 3] == ' ';
}

std::string_view first_sentence(std::string_view text) {
  text = cut_at_word(text, sentence_window);
  UText view = UTEXT_INITIALIZER;
  std::size_t end = text.size();
  if (const auto breaks = breaks_in(UBRK_SENTENCE, text, view)) {
    auto at = ubrk_next(breaks.get());
    while (at != UBRK_DONE && ends_with_initial(text.substr(0, static_cast<std::size_t>(at))))
      at = ubrk_next(breaks.get());
    if (at != UBRK_DONE) end = static_cast<std::size_t>(at);
  }
  utext_close(&view);
  return trim(text.substr(0, end));
}

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](auto ending) { return text.ends_with(ending); });
}

bool ends_as_sentence(std::string_view line) {
  return ends_with_any(line, {".", ".\"", ".”", ".’", ".»", "。", "。」", "．", "।", "۔", "։", "።"});
}

/// A sentence end within the line.
bool has_sentence_end(std::string_view text) {
  text = trim(text);
  return text.find(". ") != std::string_view::npos || text.find_first_of("!?") != std::string_view::npos ||
         ends_as_sentence(text);
}

/// The word at the end of the text, in lower case (ASCII).
std::string last_word(std::string_view text) {
  const auto blank = text.find_last_of(" \t");
  return ascii_lower(blank == std::string_view::npos ? text : text.substr(blank + 1));
}

bool contains_word(std::string_view list, std::string_view word) {
  return list.find(' ' + std::string(word) + ' ') != std::string_view::npos;
}

constexpr std::string_view byline_words = " by von par por di door от автор: ";

/// What follows "By " at the start of the line; empty where there is no such word.
std::string_view byline(std::string_view line) {
  const auto blank = line.find(' ');
  if (blank == std::string_view::npos || blank == 0) return {};
  std::string word = ascii_lower(line.substr(0, blank));
  if (word == "От" || word == "Автор:") word = "автор:";
  return contains_word(byline_words, word) ? trim(line.substr(blank)) : std::string_view();
}

/// What stands before a date, without such words as "Published on" at its end.
std::string_view without_lead_in(std::string_view before) {
  constexpr std::string_view lead_ins =
      " published posted updated update: date: date dated on released issued modified first last written vom "
      "am den le "
      "il el op em veröffentlicht stand: datum: publié publicado pubblicato gepubliceerd опубликовано "
      "published: posted: "
      "updated: released: mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday "
      "sunday monday, "
      "tuesday, wednesday, thursday, friday, saturday, sunday, ";
  for (before = trim(before); contains_word(lead_ins, last_word(before)); before = trim(before))
    before.remove_suffix(last_word(before).size());
  return before;
}

bool may_stand_before_date(std::string_view before) {
  return before.empty() || ends_with_any(before, {"/", "|", ",", ":", ";", "-", "–", "—", "•", "·", "("});
}

bool may_stand_behind_date(std::string_view behind) {
  behind = trim(behind);
  if (behind.empty()) return true;
  constexpr std::array<std::string_view, 12> separators = {"/", "|", ",", ":", ";", "-",
                                                           "–", "—", "•", "·", ")", "."};
  return std::ranges::any_of(separators, [&](auto separator) { return behind.starts_with(separator); });
}

bool speaks_of_photograph(std::string_view text) {
  const std::string lower = ascii_lower(text);
  for (const std::string_view word :
       {"photo", "getty", "afp", "reuters", "shutterstock", "credit", "image", "courtesy", "foto",
        "file picture", "caption", "copyright", "©", "via "})
    if (lower.find(word) != std::string::npos) return true;
  return lower.starts_with("ap ") || lower.find("/ap") != std::string::npos ||
         lower.find("(ap") != std::string::npos;
}

/// The date of a date line.
std::optional<std::string> date_of_line(std::string_view line) {
  if (line.size() > short_line) return {};
  auto found = find_date(line);
  if (!found) return {};
  const auto before = without_lead_in(line.substr(0, found->begin));
  const auto behind = line.substr(found->end);
  const bool by = !byline(line).empty();
  if (!(by || may_stand_before_date(before)) || !may_stand_behind_date(behind)) return {};
  if (speaks_of_photograph(before) || speaks_of_photograph(behind)) return {};
  if (has_sentence_end(before) || (trim(behind) != "." && has_sentence_end(behind))) return {};
  const std::size_t words = count_words(before) + count_words(behind);
  if (words > (by ? 6 : 4)) return {};
  return std::move(found->value);
}

bool is_name_particle(std::string_view word) {
  return contains_word(" de del della da di do dos du la le van von der den ter ten zu al el bin ibn y e ",
                       word);
}

/// "Maria", "O'Neill", "Jean-Paul", "T.": a capital letter, then letters and what joins them.
bool is_name_word(std::string_view word) {
  std::size_t at = 0;
  UChar32 c = next_character(word, at);
  if (c < 0 || (u_isupper(c) == 0 && u_istitle(c) == 0)) return false;
  while (at < word.size()) {
    c = next_character(word, at);
    if (c < 0 || (u_isalpha(c) == 0 && c != '\'' && c != u'’' && c != '-' && c != '.')) return false;
  }
  return true;
}

bool is_name(std::string_view text) {
  if (text.size() > 60) return false;
  std::size_t capitalized = 0;
  bool last_is_word = false;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    last_is_word = is_name_word(word);
    if (last_is_word)
      ++capitalized;
    else if (capitalized == 0 || !is_name_particle(word))
      return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return last_is_word && capitalized >= 2 && capitalized <= 4;
}

constexpr std::array<std::string_view, 8> name_joints = {" and ", " und ", " et ", " y ",
                                                         " e ",   " en ",  " и ",  " & "};

std::size_t earliest(std::string_view text, std::initializer_list<std::string_view> pieces) {
  std::size_t first = text.size();
  for (const auto piece : pieces) first = std::min(first, text.find(piece));
  return first;
}

/// "Ann Lee and Bo Chen, Daily Post" as "Ann Lee; Bo Chen". Commas part names only where a joint comes after
/// them: else a comma is followed by a place or a paper.
std::string names_of_byline(std::string_view line) {
  std::string list(line.substr(0, earliest(line, {" | ", " / ", " · ", " • ", " – ", " — ", " - ", " ("})));
  std::size_t last_joint = 0;
  for (const auto joint : name_joints)
    for (auto at = list.find(joint); at != std::string::npos; at = list.find(joint, at)) {
      list.replace(at, joint.size(), 1, ';');
      last_joint = std::max(last_joint, at);
    }
  std::replace(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(last_joint), ',', ';');
  list.resize(std::min(list.find(','), list.size()));
  std::vector<std::string> names = split_keywords(list);
  const bool all =
      !names.empty() && std::ranges::all_of(names, [](const auto& name) { return is_name(name); });
  return all ? join(names, "; ") : std::string();
}

std::string byline_author(const std::vector<Line>& lines) {
  for (const auto& line : lines) {
    if (line.text.size() > short_line) continue;
    auto names = byline(line.text);
    if (const auto date = find_date(names)) names = names.substr(0, date->begin);
    while (ends_with_any(names, {",", " ", "|", "/", "-", "·", ":"})) names.remove_suffix(1);
    if (auto author = names_of_byline(names); !author.empty()) return author;
  }
  return {};
}

bool has_role(std::string_view text) {
  const std::string lower = ascii_lower(cut_at_word(text, short_line));
  for (const std::string_view role :
       {"writer", "editor", "author", "reporter", "journalist", "correspondent", "columnist", "contributor",
        "fellow", "professor", "researcher", "lecturer", "historian"})
    if (lower.find(role) != std::string::npos) return true;
  return false;
}

/// "NAME is an editor at ...", "NAME, a reporter, ..."
bool tells_who_is(std::string_view line, std::string_view name) {
  if (!line.starts_with(name)) return false;
  line.remove_prefix(name.size());
  const bool told = line.starts_with(" is ") || line.starts_with(" was ") || line.starts_with(", ");
  return told && has_role(line);
}

bool is_told_of(std::string_view text, std::string_view name) {
  for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const bool begins_line = at == 0 || text[at - 1] == '\n';
    if (begins_line && tells_who_is(text.substr(at, text.find('\n', at) - at), name)) return true;
  }
  return false;
}

std::string lone_name_author(std::string_view text, const std::vector<Line>& lines) {
  for (const auto& line : lines) {
    if (line.text.size() > short_line) break;
    if (line.is_paragraph && is_name(line.text) && is_told_of(text, line.text)) return std::string(line.text);
  }
  return {};
}

/// Where the last paragraph begins: behind the last empty line.
std::size_t last_paragraph(std::string_view text) {
  for (std::size_t end = trim(text).size(); end > 0;) {
    const auto line_end = text.rfind('\n', end - 1);
    if (line_end == std::string_view::npos || line_end == 0) return 0;
    const auto before = text.rfind('\n', line_end - 1);
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    if (trim(text.substr(begin, line_end - begin)).empty()) return line_end + 1;
    end = line_end;
  }
  return 0;
}

std::string closing_author(std::string_view text) {
  const auto begin = last_paragraph(text);
  if (begin == 0) return {};
  const auto bio = trim(text.substr(begin));
  const auto name = bio.substr(0, std::min(bio.find(" is "), bio.size()));
  if (!is_name(name) || !tells_who_is(bio, name)) return {};
  return text.substr(0, begin).find(name) == std::string_view::npos ? std::string(name) : std::string();
}

bool is_headline(const Line& line, std::size_t words) {
  const bool fits = !line.text.empty() && line.text.size() <= short_line && !date_of_line(line.text);
  return fits && byline_author({line}).empty() && count_words(line.text) >= words;
}

}  // namespace

std::string find_title(std::string_view text) {
  auto lines = head_of(text);
  lines.resize(std::min(lines.size(), title_lines));
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (lines[k].text == lines[i].text && is_headline(lines[i], 2)) return one_line(lines[i].text);
  for (const auto& line : lines) {
    if (!line.goes_on && !line.is_wrapped && is_headline(line, 5) && !ends_as_sentence(line.text))
      return one_line(line.text);
  }
  for (const auto& line : lines)
    if (line.text.size() > short_line || is_headline(line, 1))
      return one_line(cut_at_word(first_sentence(line.text), short_line));
  return lines.empty() ? std::string() : one_line(cut_at_word(lines.front().text, short_line));
}

std::optional<std::string> find_article_date(std::string_view text) {
  const std::string title = find_title(text);
  bool below_title = false;
  for (const auto& line : head_of(text)) {
    const bool may_be_prose = line.is_wrapped && (!below_title || ends_as_sentence(line.text));
    below_title = line.text == title;
    if (may_be_prose) continue;
    if (auto date = date_of_line(line.text)) return date;
  }
  return {};
}

std::string find_author(std::string_view text) {
  const auto lines = head_of(text);
  if (auto author = byline_author(lines); !author.empty()) return author;
  if (auto author = lone_name_author(text, lines); !author.empty()) return author;
  return closing_author(text);
}

std::vector<SourceItem> read_plain_text(std::string bytes) {
  auto decoded = to_utf8(std::move(bytes));
  std::vector<SourceItem> items;
  if (!decoded.remark.empty())
    items.emplace_back(Notice{.source = {}, .message = decoded.remark, .skipped = !decoded.text});
  if (!decoded.text) return items;
  Article article;
  article.title = find_title(*decoded.text);
  article.author = find_author(*decoded.text);
  article.date = find_article_date(*decoded.text).value_or("");
  article.text = std::move(*decoded.text);
  items.emplace_back(std::move(article));
  return items;
}

}  // namespace kwic
