#include "analysis/word_cache.h"

#include "analysis/folding.h"
#include "text/hash.h"
#include "text/utf8.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t longest_word = 1024;
constexpr std::size_t kept_of_longer = 256;
constexpr std::size_t most_words = 1 << 17;
constexpr std::size_t most_bytes = 4 << 20;
constexpr std::size_t first_slots = 1 << 10;

bool is_number(std::string_view written) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return written.size() <= longest_word && is_digit(written.front()) &&
         std::ranges::all_of(written, is_digit);
}

bool is_possessive(std::string_view folded) {
  return folded.size() > 2 && folded.ends_with("'s");
}

constexpr std::size_t short_word = 7;

template <typename Integer>
std::uint64_t bytes_as(const char* bytes) {
  Integer value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

/// All bytes and the length of a word of at most seven bytes, so that different words give different numbers.
std::uint64_t packed(std::string_view word) {
  const std::size_t size = word.size();
  std::uint64_t value = static_cast<std::uint64_t>(size) << 56;
  if (size >= 4) {
    return value | bytes_as<std::uint32_t>(word.data()) |
           bytes_as<std::uint32_t>(word.data() + size - 4) << (8 * (size - 4));
  }
  for (std::size_t i = 0; i < size; ++i)
    value |= std::uint64_t{static_cast<unsigned char>(word[i])} << (8 * i);
  return value;
}

/// One to one: each step can be undone.
std::uint64_t mixed(std::uint64_t value) {
  value *= 0x9E3779B97F4A7C15U;
  return value ^ (value >> 32);
}

/// Lives in memory only and may change at any time. Short words with equal hashes are equal.
std::uint64_t quick_hash(std::string_view word) {
  if (word.size() <= short_word) return mixed(packed(word));
  std::uint64_t hash = word.size();
  for (std::size_t i = 0; i + 8 < word.size(); i += 8)
    hash = mixed(hash ^ bytes_as<std::uint64_t>(word.data() + i));
  return mixed(hash ^ bytes_as<std::uint64_t>(word.data() + word.size() - 8));
}

}  // namespace

WordTable::WordTable() : slots_(first_slots) {}

/// For entries of the same hash.
bool WordTable::is_written_so(const Entry& entry, std::string_view written) noexcept {
  return entry.written.size() == written.size() && (written.size() <= short_word || entry.written == written);
}

/// The slot of the word, or the empty one where it belongs.
std::size_t WordTable::place(std::string_view written, std::uint64_t hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  // The high bits are those that depend on every byte of the word.
  std::size_t at = hash >> std::countl_zero(mask);
  while (slots_[at].entry != nullptr &&
         (slots_[at].hash != hash || !is_written_so(*slots_[at].entry, written))) {
    at = (at + 1) & mask;
  }
  return at;
}

const Word* WordTable::find(std::string_view written) const noexcept {
  const Slot& slot = slots_[place(written, quick_hash(written))];
  return slot.entry == nullptr ? nullptr : &slot.entry->word;
}

const Word& WordTable::add(std::string_view written, Word word) {
  if (2 * (size_ + 1) > slots_.size()) grow();
  ++size_;
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
  size_ = 0;
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
