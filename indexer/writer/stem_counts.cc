#include "writer/stem_counts.h"

#include <algorithm>

namespace kwic {

void StemCounts::add(std::string_view stem, std::uint64_t hash, Xapian::termcount count) {
  if (taken_) stems_.clear();
  taken_ = false;
  find(stem, hash).count += count;
}

CountedStem& StemCounts::find(std::string_view stem, std::uint64_t hash) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    if (slots_[at] == 0) {
      stems_.push_back({std::string(stem), 0, hash});
      slots_[at] = static_cast<std::uint32_t>(stems_.size());
      if (2 * stems_.size() > slots_.size()) grow();
      return stems_.back();
    }
    CountedStem& known = stems_[slots_[at] - 1];
    if (known.hash == hash && known.text == stem) return known;
  }
}

void StemCounts::grow() {
  slots_.assign(2 * slots_.size(), 0);
  for (std::size_t i = 0; i < stems_.size(); ++i) {
    std::size_t at = stems_[i].hash & (slots_.size() - 1);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

const std::vector<CountedStem>& StemCounts::take() {
  if (taken_) stems_.clear();
  taken_ = true;
  slots_.assign(first_slots, 0);
  std::ranges::sort(stems_, {}, &CountedStem::text);
  return stems_;
}

}  // namespace kwic
