#include "analysis/word_cache.h"

#include "analysis/folding.h"
#include "text/hash.h"
#include "text/utf8.h"

#include <cstring>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t longest_word = 1024;
constexpr std::size_t kept_of_longer = 256;
constexpr std::size_t most_words = 1 << 16;
constexpr std::size_t most_bytes = 4 << 20;
constexpr std::size_t first_slots = 1 << 10;

bool is_possessive(std::string_view folded) {
  return folded.size() > 2 && folded.ends_with("'s");
}

std::uint64_t eight_bytes(const char* bytes) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

/// Eight bytes at a time, each multiplied into the hash; the last eight may overlap those before. It lives in
/// memory only and may change at any time.
std::uint64_t quick_hash(std::string_view bytes) {
  std::uint64_t hash = bytes.size();
  const auto mix = [&](std::uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 32;
  };
  if (bytes.size() < 8) {
    std::uint64_t value = 0;
    for (const char c : bytes) value = (value << 8) | static_cast<unsigned char>(c);
    mix(value);
    return hash;
  }
  for (std::size_t i = 0; i + 8 < bytes.size(); i += 8) mix(eight_bytes(bytes.data() + i));
  mix(eight_bytes(bytes.data() + bytes.size() - 8));
  return hash;
}

}  // namespace

WordTable::WordTable() : slots_(first_slots) {}

/// The slot of the word, or the empty one where it belongs.
std::size_t WordTable::place(std::string_view written, std::uint64_t hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].entry != nullptr && (slots_[at].hash != hash || slots_[at].entry->written != written)) {
    at = (at + 1) & mask;
  }
  return at;
}

const Word* WordTable::find(std::string_view written) const noexcept {
  const Slot& slot = slots_[place(written, quick_hash(written))];
  return slot.entry == nullptr ? nullptr : &slot.entry->word;
}

const Word& WordTable::add(std::string_view written, Word word) {
  if (2 * (entries_.size() + 1) > slots_.size()) grow();
  bytes_ += written.size();
  const Entry& entry = entries_.emplace_back(Entry{std::string(written), std::move(word)});
  const std::uint64_t hash = quick_hash(written);
  slots_[place(written, hash)] = {hash, &entry};
  return entry.word;
}

void WordTable::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
  for (const Slot& slot : old) {
    if (slot.entry != nullptr) slots_[place(slot.entry->written, slot.hash)] = slot;
  }
}

void WordTable::clear() {
  slots_.assign(first_slots, {});
  entries_.clear();
  bytes_ = 0;
}

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
  const Word* const known = stemmed_.find(written);
  return known != nullptr ? *known : stemmed_.add(written, analyze(written));
}

const Word& WordCache::literal(std::string_view written) {
  if (const Word* const known = literal_.find(written)) return *known;
  Word word;
  word.surface = word.stem = strip_marks(folded(written));
  return literal_.add(written, std::move(word));
}

void WordCache::forget_if_full() {
  const bool full = stemmed_.size() + literal_.size() >= most_words;
  if (!full && stemmed_.bytes() + literal_.bytes() < most_bytes) return;
  stemmed_.clear();
  literal_.clear();
}

}  // namespace kwic
