#include "analysis/word_table.h"

#include <bit>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t first_slots = 1 << 10;

}  // namespace

WordTable::WordTable() : slots_(first_slots) {}

/// For entries of the same hash.
bool WordTable::is_written_so(const Entry& entry, std::string_view written) noexcept {
  return entry.written.size() == written.size() && (written.size() <= short_word || entry.written == written);
}

/// The slot of the word, or the empty one where it belongs.
std::size_t WordTable::place(std::string_view written, std::uint64_t hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash >> std::countl_zero(mask);
  while (slots_[at].entry != nullptr &&
         (slots_[at].hash != hash || !is_written_so(*slots_[at].entry, written))) {
    at = (at + 1) & mask;
  }
  return at;
}

const Word* WordTable::find_in_all(std::string_view written, std::uint64_t hash) const noexcept {
  const Slot& slot = slots_[place(written, hash)];
  return slot.entry == nullptr ? nullptr : &slot.entry->word;
}

const Word& WordTable::add(std::string_view written, Word word) {
  if (2 * (size_ + 1) > slots_.size()) grow();
  ++size_;
  bytes_ += written.size();
  const Entry& entry = entries_.emplace_back(Entry{std::string(written), std::move(word)});
  const std::uint64_t hash = hash_of(written);
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
  recent_.fill({});
  size_ = 0;
  bytes_ = 0;
}

}  // namespace kwic
