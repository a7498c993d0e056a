#include "analysis/word_cache.h"

#include "analysis/folding.h"
#include "text/hash.h"
#include "text/utf8.h"

namespace kwic {
namespace {

constexpr std::size_t longest_word = 1024;
constexpr std::size_t kept_of_longer = 256;
constexpr std::size_t most_words = 1 << 16;

bool is_possessive(std::string_view folded) { return folded.size() > 2 && folded.ends_with("'s"); }

}  // namespace

WordCache::WordCache(const Language& language) : language_(language), stemmer_(std::string(language.stemmer)) {}

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
  const auto found = stemmed_.find(written);
  if (found != stemmed_.end()) return found->second;
  return stemmed_.emplace(written, analyze(written)).first->second;
}

const Word& WordCache::literal(std::string_view written) {
  const auto found = literal_.find(written);
  if (found != literal_.end()) return found->second;
  Word word;
  word.surface = word.stem = strip_marks(folded(written));
  return literal_.emplace(written, std::move(word)).first->second;
}

void WordCache::forget_if_full() {
  if (stemmed_.size() + literal_.size() < most_words) return;
  stemmed_.clear();
  literal_.clear();
}

}  // namespace kwic
