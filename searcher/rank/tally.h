#pragma once
/// Sums by place, where most places have none and many sums are made one after the other.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kwic {

/// A set of places from 0 to `size`.
class PlaceSet {
public:
  explicit PlaceSet(std::size_t size) : words_((size + 63) / 64) {}

  /// Returns whether the place was not there before.
  bool insert(std::size_t place) noexcept {
    const std::uint64_t bit = std::uint64_t{1} << (place % 64);
    const bool fresh = (words_[place / 64] & bit) == 0;
    words_[place / 64] |= bit;
    return fresh;
  }
  void erase(std::size_t place) noexcept { words_[place / 64] &= ~(std::uint64_t{1} << (place % 64)); }

  /// Those that are in the other set, too, stay. Both are of one size.
  void keep(const PlaceSet& other) noexcept {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }

  /// Takes the places of a larger set from `first` on, a multiple of 64, in place of its own.
  void assign(const PlaceSet& larger, std::size_t first) noexcept {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] = first / 64 + i < larger.words_.size() ? larger.words_[first / 64 + i] : 0;
    }
  }

  [[nodiscard]] bool contains(std::size_t place) const noexcept {
    return (words_[place / 64] >> (place % 64) & 1U) != 0;
  }

  void clear() { words_.assign(words_.size(), 0); }

  /// In rising order.
  template <typename Visit>
  void for_each(const Visit& visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(64 * i + static_cast<std::size_t>(std::countr_zero(word)));
      }
    }
  }

private:
  std::vector<std::uint64_t> words_;
};

/// What has been added up for each place.
template <typename Number>
class Tally {
public:
  explicit Tally(std::size_t size) : places_(size), sums_(size) {}

  void add(std::size_t place, Number number) noexcept {
    sums_[place] = places_.insert(place) ? number : sums_[place] + number;
  }
  void erase(std::size_t place) noexcept { places_.erase(place); }
  void clear() { places_.clear(); }

  [[nodiscard]] bool has(std::size_t place) const noexcept { return places_.contains(place); }

  /// Of a place that it has.
  [[nodiscard]] Number at(std::size_t place) const noexcept { return sums_[place]; }

  /// Calls `visit(place, sum)` in rising order of places.
  template <typename Visit>
  void for_each(const Visit& visit) const {
    places_.for_each([&](std::size_t place) { visit(place, sums_[place]); });
  }

private:
  PlaceSet places_;
  std::vector<Number> sums_;
};

}  // namespace kwic
