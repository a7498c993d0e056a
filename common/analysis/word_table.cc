#include "analysis/word_table.h"

#include <bit>
#include <utility>

namespace kwic {
namespace {

/// A search looks up some hundred words, in tables for each language.
constexpr std::size_t first_slots = 1 << 6;

unsigned shift_for(std::size_t slots) {
  return static_cast<unsigned>(std::countl_zero(slots - 1));
}

}  // namespace

WordTable::WordTable() : slots_(first_slots), shift_(shift_for(first_slots)) {}

WordTable::Found WordTable::add(std::string_view written, Word word) {
  if (2 * (entries_.size() + 1) > slots_.size()) grow();
  bytes_ += written.size();
  const WordKey key = WordKey::of(written, written.size());
  const Entry& entry =
      entries_.emplace_back(Entry{std::move(word), key.is_short() ? std::string() : std::string(written)});
  const Found found{&entry, entry.stop};
  put({key, found});
  return found;
}

void WordTable::put(const Slot& slot) {
  std::size_t at = slot.key.hash() >> shift_;
  while (slots_[at].found.word != nullptr) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = slot;
}

void WordTable::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
  shift_ = shift_for(slots_.size());
  for (const Slot& slot : old) {
    if (slot.found.word != nullptr) put(slot);
  }
}

void WordTable::clear() {
  slots_.assign(first_slots, {});
  shift_ = shift_for(first_slots);
  entries_.clear();
  bytes_ = 0;
}

}  // namespace kwic
