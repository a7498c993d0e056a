#include "analysis/word_cache.h"

#include "analysis/folding.h"
#include "text/hash.h"
#include "text/utf8.h"

#include <algorithm>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t longest_word = 1024;
constexpr std::size_t kept_of_longer = 256;
constexpr std::size_t most_words = 1 << 17;
constexpr std::size_t most_bytes = 4 << 20;

bool is_number(std::string_view written) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return written.size() <= longest_word && is_digit(written.front()) &&
         std::ranges::all_of(written, is_digit);
}

bool is_possessive(std::string_view folded) {
  return folded.size() > 2 && folded.ends_with("'s");
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

Word WordCache::analyze(std::string_view written) const {
  std::string form = folded(written);
  if (is_possessive(form)) form.resize(form.size() - 2);
  Word word;
  word.stop = language_.is_stop_word(form);
  word.surface = strip_marks(form);
  word.stem = strip_marks(stemmer_(form));
  if (word.surface == form) return word;
  std::string other = strip_marks(stemmer_(word.surface));
  if (other != word.stem) word.other_stem = std::move(other);
  return word;
}

const Word& WordCache::stemmed(std::string_view written) {
  if (is_number(written))
    return numbers_.emplace_back(Word{false, std::string(written), std::string(written), {}});
  const Word* const known = stemmed_.find(written);
  return known != nullptr ? *known : add(stemmed_, written, analyze(written));
}

const Word& WordCache::literal(std::string_view written) {
  if (const Word* const known = literal_.find(written)) return *known;
  Word word;
  word.surface = word.stem = strip_marks(folded(written));
  return add(literal_, written, std::move(word));
}

const Word& WordCache::add(WordTable& table, std::string_view written, Word word) {
  const Word& added = table.add(written, std::move(word));
  full_ =
      stemmed_.size() + literal_.size() >= most_words || stemmed_.bytes() + literal_.bytes() >= most_bytes;
  return added;
}

void WordCache::forget() {
  stemmed_.clear();
  literal_.clear();
  full_ = false;
}

}  // namespace kwic
