#include "snippet/sentences.h"

#include "text/utf8.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace kwic {
namespace {

constexpr std::size_t longest_look = 2048;

/// Where a line is longer, lines are not wrapped, and every line end means something.
constexpr std::size_t longest_wrapped_line = 120;

/// A line of fewer bytes was not wrapped: what follows is another paragraph.
constexpr std::size_t shortest_wrapped_line = 40;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

std::string_view line_from(std::string_view text, std::size_t start) {
  return text.substr(start, text.find('\n', start) - start);
}

bool is_blank(std::string_view line) {
  return std::ranges::all_of(line, is_space);
}

/// White space, a bullet, or "1." at the beginning of a line starts something new.
bool starts_paragraph(std::string_view line) {
  if (is_blank(line) || is_space(line[0])) return true;
  for (const std::string_view bullet : {"- ", "* ", "+ ", "> ", "\u2022", "\u2013 ", "\u2014 "}) {
    if (line.starts_with(bullet)) return true;
  }
  const std::size_t digits = line.find_first_not_of("0123456789");
  return digits > 0 && digits <= 3 &&
         (line.substr(digits).starts_with(". ") || line.substr(digits).starts_with(") "));
}

/// True if the line end at `newline` is one between two paragraphs.
bool ends_paragraph(std::string_view text, std::size_t newline) {
  const std::size_t before = newline == 0 ? std::string_view::npos : text.rfind('\n', newline - 1);
  const std::size_t line_start = before == std::string_view::npos ? 0 : before + 1;
  const std::string_view line = text.substr(line_start, newline - line_start);
  return line.size() < shortest_wrapped_line || starts_paragraph(line_from(text, newline + 1));
}

bool has_wrapped_lines(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    if (length > longest_wrapped_line) return false;
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return true;
}

Range paragraph(std::string_view text, std::size_t offset) {
  const std::size_t lowest = offset > longest_look ? char_border_before(text, offset - longest_look) : 0;
  const std::size_t highest = char_border_before(text, offset + longest_look);
  const bool wrapped = has_wrapped_lines(text.substr(lowest, highest - lowest));
  const auto ends = [&](std::size_t at) {
    return text[at] == '\n' && (!wrapped || ends_paragraph(text, at));
  };
  std::size_t start = offset;
  while (start > lowest && !ends(start - 1)) --start;
  std::size_t end = offset;
  while (end < highest && !ends(end)) ++end;
  return {start, end};
}

/// "J.", "U.N.", "p.m.", but not a small letter alone.
bool is_letters_with_points(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool letter =
        (word[i] >= 'A' && word[i] <= 'Z') || (word.size() > 2 && word[i] >= 'a' && word[i] <= 'z');
    if (i % 2 == 0 ? !letter : word[i] != '.') return false;
  }
  return true;
}

/// True for text that ends in "J.", "U.N." or "Mr.": the point says nothing about the sentence.
bool ends_in_abbreviation(std::string_view sentence) {
  if (!sentence.ends_with('.')) return false;
  const std::size_t space = sentence.find_last_of(" \t\n(");
  const std::string_view word = space == std::string_view::npos ? sentence : sentence.substr(space + 1);
  if (is_letters_with_points(word)) return true;
  constexpr std::array<std::string_view, 17> abbreviations{"Mr.",   "Mrs.", "Ms.",  "Dr.",  "Prof.", "Sen.",
                                                           "Rep.",  "Gen.", "Gov.", "Col.", "Lt.",   "Sgt.",
                                                           "Capt.", "St.",  "No.",  "vs.",  "Rev."};
  return std::ranges::find(abbreviations, word) != abbreviations.end();
}

Range trimmed(std::string_view text, Range range) {
  while (range.start < range.end && is_space(text[range.start])) ++range.start;
  while (range.end > range.start && is_space(text[range.end - 1])) --range.end;
  return range;
}

}  // namespace

/// ICU's sentence break iterators, one a language that was met.
class SentenceFinder::Iterators {
public:
  Iterators() = default;
  Iterators(const Iterators&) = delete;
  Iterators& operator=(const Iterators&) = delete;
  ~Iterators() {
    for (const auto& [language, iterator] : opened_) ubrk_close(iterator);
    utext_close(text_);
  }

  /// The ends of the sentences of a paragraph, the last one its size.
  std::vector<std::size_t> ends(const std::string& paragraph, const std::string& language) {
    UBreakIterator* const sentences = of(language);
    UErrorCode status = U_ZERO_ERROR;
    text_ = utext_openUTF8(text_, paragraph.data(), static_cast<std::int64_t>(paragraph.size()), &status);
    ubrk_setUText(sentences, text_, &status);
    check(status);
    std::vector<std::size_t> ends;
    ubrk_first(sentences);
    for (std::int32_t end = ubrk_next(sentences); end != UBRK_DONE; end = ubrk_next(sentences)) {
      ends.push_back(static_cast<std::size_t>(end));
    }
    return ends;
  }

private:
  static void check(UErrorCode status) {
    if (U_FAILURE(status)) throw Error(ErrorKind::internal, std::string("ICU: ") + u_errorName(status));
  }

  /// With CLDR's abbreviations of the language; those of English are known better here, and take ICU half a
  /// millisecond to load.
  UBreakIterator* of(const std::string& language) {
    const auto found = opened_.find(language);
    if (found != opened_.end()) return found->second;
    const std::string locale = language == "en" ? language : language + "@ss=standard";
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator* const iterator = ubrk_open(UBRK_SENTENCE, locale.c_str(), nullptr, 0, &status);
    check(status);
    return opened_.emplace(language, iterator).first->second;
  }

  std::map<std::string, UBreakIterator*> opened_;
  UText* text_ = nullptr;
};

SentenceFinder::SentenceFinder() : iterators_(std::make_unique<Iterators>()) {}
SentenceFinder::~SentenceFinder() = default;
SentenceFinder::SentenceFinder(SentenceFinder&&) noexcept = default;
SentenceFinder& SentenceFinder::operator=(SentenceFinder&&) noexcept = default;

std::vector<Range> SentenceFinder::around(std::string_view text, std::size_t offset,
                                          const std::string& language) {
  const Range whole = paragraph(text, offset);
  std::string unwrapped(text.substr(whole.start, whole.end - whole.start));
  // ICU ends a sentence at every line end, so a wrapped line must not have one. The offsets stay.
  std::ranges::replace_if(
      unwrapped, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  std::vector<Range> sentences;
  std::size_t start = whole.start;
  for (const std::size_t end : iterators_->ends(unwrapped, language)) {
    const Range sentence = trimmed(text, {start, whole.start + end});
    const bool last = whole.start + end == whole.end;
    if (!last && ends_in_abbreviation(text.substr(sentence.start, sentence.end - sentence.start))) continue;
    if (sentence.end > sentence.start) sentences.push_back(sentence);
    start = whole.start + end;
  }
  return sentences;
}

}  // namespace kwic
