#include "analysis/word_cache.h"

#include "analysis/folding.h"
#include "text/hash.h"
#include "text/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t longest_word = 1024;
constexpr std::size_t kept_of_longer = 256;
constexpr std::size_t most_words = 1 << 17;
constexpr std::size_t most_bytes = 4 << 20;

/// Numbers other than days and years: there is no end of them, and analysis leaves them as they are.
bool is_rare_number(std::string_view written) {
  constexpr std::size_t common_digits = 4;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (written.empty() || !is_digit(written.front()) || written.size() > longest_word) return false;
  const auto others = std::ranges::find_if_not(written, is_digit);
  if (others == written.end()) return written.size() > common_digits;
  return std::all_of(others, written.end(), [&](char c) { return c == '.' || is_digit(c); });
}

Word hashed(Word word) {
  word.surface_hash = hash_bytes(word.surface);
  word.stem_hash = hash_bytes(word.stem);
  if (!word.other_stem.empty()) word.other_stem_hash = hash_bytes(word.other_stem);
  return word;
}

bool is_possessive(std::string_view folded) {
  return folded.size() > 2 && folded.ends_with("'s");
}

/// What Turkish adds to a name behind an apostrophe, folded, in the order of their bytes: cases, plurals,
/// "with", "of the kind of" and "is" (Goksel and Kerslake 2005, "Turkish: A Comprehensive Grammar", 8.1).
/// What stands behind other apostrophes ("Kur'an", "san'at") is part of the word.
constexpr auto name_endings = std::to_array<std::string_view>(
    {"a",       "da",       "daki",     "dan",       "de",         "deki",     "den",     "dir",
     "dur",     "d\u00FCr", "d\u0131r", "e",         "i",          "in",       "la",      "lar",
     "lara",    "larda",    "lardan",   "lar\u0131", "lar\u0131n", "le",       "ler",     "lerde",
     "lerden",  "lere",     "leri",     "lerin",     "li",         "lu",       "l\u00FC", "l\u0131",
     "na",      "nda",      "ndan",     "nde",       "nden",       "ne",       "ni",      "nin",
     "nu",      "nun",      "n\u00FC",  "n\u00FCn",  "n\u0131",    "n\u0131n", "si",      "su",
     "s\u00FC", "s\u0131",  "ta",       "taki",      "tan",        "te",       "teki",    "ten",
     "tir",     "tur",      "t\u00FCr", "t\u0131r",  "u",          "un",       "ya",      "ye",
     "yi",      "yla",      "yle",      "yu",        "y\u00FC",    "y\u0131",  "\u00FC",  "\u00FCn",
     "\u0131",  "\u0131n"});
static_assert(std::ranges::is_sorted(name_endings));

/// The bytes of a name before such an ending: of "Ankara'ya" those of Ankara.
std::size_t name_length(std::string_view folded) {
  const std::size_t apostrophe = folded.rfind('\'');
  const bool has_ending = apostrophe != std::string_view::npos && apostrophe > 0 &&
                          std::ranges::binary_search(name_endings, folded.substr(apostrophe + 1));
  return has_ending ? apostrophe : folded.size();
}

}  // namespace

WordCache::WordCache(const Language& language)
    : language_(language), stemmer_(std::string(language.stemmer)) {}

std::string WordCache::folded(std::string_view written) const {
  const Casing casing = language_.turkic_casing ? Casing::turkic : Casing::standard;
  if (written.size() <= longest_word) return fold(written, casing);
  const std::string_view kept = written.substr(0, char_border_before(written, kept_of_longer));
  return fold(kept, casing) + hexadecimal(hash_bytes(written));
}

/// Of some words the Turkish stemmer leaves nothing ("leri"), and all of those would be one.
std::string WordCache::stem_of(const std::string& form) const {
  std::string stem = strip_marks(stemmer_(form));
  return stem.empty() ? strip_marks(form) : stem;
}

Word WordCache::analyze(std::string_view written) const {
  std::string form = folded(written);
  if (is_possessive(form)) form.resize(form.size() - 2);
  if (language_.turkic_casing) form.resize(name_length(form));
  Word word;
  word.stop = language_.is_stop_word(form);
  word.surface = strip_marks(form);
  word.stem = stem_of(form);
  if (word.surface == form) return word;
  std::string other = stem_of(word.surface);
  if (other != word.stem) word.other_stem = std::move(other);
  return word;
}

const Word& WordCache::stemmed(std::string_view written) {
  return *(is_rare_number(written) ? new_stemmed(written) : stemmed(written, written.size())).word;
}

WordTable::Found WordCache::new_stemmed(std::string_view written) {
  if (is_rare_number(written))
    return {&keep_for_now({.stem = std::string(written), .surface = std::string(written)}), false};
  if (written.size() > longest_word) return {&keep_for_now(analyze(written)), false};
  return add(stemmed_, written, analyze(written));
}

const Word& WordCache::keep_for_now(Word word) {
  full_ = true;
  return for_now_.emplace_back(hashed(std::move(word)));
}

const Word& WordCache::literal(std::string_view written) {
  if (const Word* const known = literal_.find(written).word) return *known;
  Word word;
  word.surface = word.stem = strip_marks(folded(written));
  if (written.size() > longest_word) return keep_for_now(std::move(word));
  return *add(literal_, written, std::move(word)).word;
}

WordTable::Found WordCache::add(WordTable& table, std::string_view written, Word word) {
  word.number = next_number_;
  if (next_number_ != 0) ++next_number_;
  const WordTable::Found added = table.add(written, hashed(std::move(word)));
  full_ |=
      stemmed_.size() + literal_.size() >= most_words || stemmed_.bytes() + literal_.bytes() >= most_bytes;
  return added;
}

void WordCache::forget() {
  full_ = false;
  for_now_.clear();
  if (stemmed_.size() + literal_.size() < most_words && stemmed_.bytes() + literal_.bytes() < most_bytes)
    return;
  stemmed_.clear();
  literal_.clear();
}

}  // namespace kwic
