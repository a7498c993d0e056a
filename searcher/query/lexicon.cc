#include "query/lexicon.h"

#include "index/schema.h"
#include "query/wildcards.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace kwic {
namespace {

/// Some 20 MB and 40 MB.
constexpr std::size_t most_counts = std::size_t{1} << 18U;
constexpr std::size_t most_bytes_of_forms = std::size_t{1} << 25U;

/// Terms that are read to be ready: to look up one takes as long as to read some ten in a row.
constexpr std::size_t most_read_ahead = std::size_t{1} << 17U;

/// All stems of so many articles are read in a millisecond or two.
constexpr Xapian::doccount most_articles_of_rare_language = 64;

constexpr std::uint32_t other_sign = 1U << 30U;
constexpr std::uint32_t beyond_ascii = 1U << 31U;

std::uint32_t letter_of(char c) noexcept {
  if (c >= 'a' && c <= 'z') return 1U << static_cast<unsigned>(c - 'a');
  if (c >= '0' && c <= '9') return 1U << (26U + static_cast<unsigned>(c - '0') % 4U);
  return static_cast<unsigned char>(c) < 0x80 ? other_sign : beyond_ascii;
}

}  // namespace

Xapian::doccount Lexicon::articles_with(std::string_view stem) const {
  return count_of(schema::make_term(schema::prefix::stem, stem));
}

Xapian::doccount Lexicon::articles_with(const QueryWord& word, const std::string& stem) const {
  const std::set<std::string>* const languages = languages_of(word, stem);
  const Xapian::doccount all = articles_with(stem);
  return languages == nullptr ? all : std::min(all, articles_in(*languages));
}

Xapian::doccount Lexicon::articles_in(const std::set<std::string>& languages) const {
  Xapian::doccount sum = 0;
  for (const std::string& code : languages)
    sum += count_of(schema::make_term(schema::prefix::language, code));
  return sum;
}

Xapian::doccount Lexicon::articles_with_stop_word(const QueryWord& word) const {
  return may_be_stop_word(word) ? articles_in(word.stop_in) : 0;
}

bool Lexicon::may_have_stem(const std::string& language, const std::string& stem) const {
  auto known = stems_of_languages_.find(language);
  if (known == stems_of_languages_.end()) {
    std::optional<Terms> stems;
    if (articles_in({language}) <= most_articles_of_rare_language) stems = stems_in(language);
    known = stems_of_languages_.emplace(language, std::move(stems)).first;
  }
  return !known->second || known->second->contains(schema::make_term(schema::prefix::stem, stem));
}

Lexicon::Terms Lexicon::stems_in(const std::string& language) const {
  Terms stems;
  const std::string first(schema::prefix::stem);
  const std::string articles = schema::make_term(schema::prefix::language, language);
  for (auto at = database_.postlist_begin(articles); at != database_.postlist_end(articles); ++at) {
    const auto end = database_.termlist_end(*at);
    auto term = database_.termlist_begin(*at);
    for (term.skip_to(first); term != end && (*term).starts_with(first); ++term) stems.insert(*term);
  }
  return stems;
}

Xapian::doccount Lexicon::count_of(std::string term) const {
  if (const auto known = counts_.find(term); known != counts_.end()) return known->second;
  if (std::ranges::any_of(read_ahead_, [&](const std::string& each) { return term.starts_with(each); })) {
    return 0;
  }
  if (counts_.size() >= most_counts) {
    counts_.clear();
    read_ahead_.clear();
  }
  return counts_.emplace(std::move(term), database_.get_termfreq(term)).first->second;
}

void Lexicon::read_ahead(std::string_view beginning) const {
  const std::string first = std::string(schema::prefix::stem) + std::string(beginning);
  if (std::ranges::any_of(read_ahead_, [&](const std::string& each) { return first.starts_with(each); }))
    return;
  std::size_t room = std::min(most_read_ahead, most_counts - std::min(most_counts, counts_.size()));
  auto term = database_.allterms_begin(first);
  for (; term != database_.allterms_end(first) && room > 0; ++term, --room) {
    counts_.insert_or_assign(*term, term.get_termfreq());
  }
  if (term == database_.allterms_end(first)) read_ahead_.push_back(first);
}

bool Lexicon::has_form(std::string_view form) const {
  if (forms_are_kept()) {
    const std::size_t i = lower_bound(form);
    return i < ends_.size() && this->form(i) == form;
  }
  bool has = false;
  vocabulary_.for_each_form(form, [&](std::string_view each) {
    has = each == form;
    return !has;
  });
  return has;
}

void Lexicon::for_each_match(std::string_view pattern, const Visit& visit) const {
  const auto visit_match = [&](std::string_view form) {
    return !matches_wildcards(pattern, form) || visit(form);
  };
  const std::string_view beginning = pattern.substr(0, pattern.find_first_of("*?"));
  if (!beginning.empty() && !forms_were_read_) return vocabulary_.for_each_form(beginning, visit_match);
  keep_forms();
  if (!forms_are_kept()) return vocabulary_.for_each_form(beginning, visit_match);
  std::string letters(pattern);
  std::erase_if(letters, [](char c) { return c == '*' || c == '?'; });
  const Letters needed = letters_of(letters);
  for (std::size_t i = lower_bound(beginning); i < ends_.size() && form(i).starts_with(beginning); ++i) {
    if ((letters_[i] & needed) == needed && !visit_match(form(i))) return;
  }
}

void Lexicon::for_each_near(const Spelling& spelling, std::string_view word, std::size_t most,
                            const Visit& visit) const {
  keep_forms();
  if (!forms_are_kept()) return vocabulary_.for_each_form("", visit);
  const Letters letters = letters_of(word);
  for (std::size_t i = 0; i < ends_.size(); ++i) {
    const auto differing = static_cast<std::size_t>(std::popcount(letters ^ letters_[i]));
    if (differing > 2 * most) continue;
    const bool is_ascii = (letters_[i] & beyond_ascii) == 0;
    if (is_ascii && form(i).size() > spelling.length() + most) continue;
    if (!visit(form(i))) return;
  }
}

Lexicon::Letters Lexicon::letters_of(std::string_view text) noexcept {
  Letters letters = 0;
  for (const char c : text) letters |= letter_of(c);
  return letters;
}

std::string_view Lexicon::form(std::size_t i) const {
  const std::size_t start = i == 0 ? 0 : ends_[i - 1];
  return std::string_view(forms_).substr(start, ends_[i] - start);
}

/// The place of the first form that is not less.
std::size_t Lexicon::lower_bound(std::string_view first) const {
  std::size_t begin = 0;
  std::size_t end = ends_.size();
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    form(middle) < first ? begin = middle + 1 : end = middle;
  }
  return begin;
}

bool Lexicon::forms_are_kept() const {
  return !ends_.empty();
}

void Lexicon::keep_forms() const {
  if (std::exchange(forms_were_read_, true)) return;
  bool fits = true;
  vocabulary_.for_each_form("", [&](std::string_view form) {
    fits = forms_.size() + 8 * ends_.size() < most_bytes_of_forms;
    if (!fits) return false;
    forms_ += form;
    ends_.push_back(static_cast<std::uint32_t>(forms_.size()));
    letters_.push_back(letters_of(form));
    return true;
  });
  if (fits) return;
  forms_ = {};
  ends_ = {};
  letters_ = {};
}

}  // namespace kwic
