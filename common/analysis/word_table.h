#pragma once
/// Words by the bytes that they are written with: every word of every text is looked up here.

#include "analysis/eight_bytes.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// What analysis makes of the bytes of one word. What is looked at for every word of every text stands in one
/// line of the processor's cache.
struct alignas(64) Word {
  bool stop = false;                  ///< a stop word of the language
  std::uint32_t number = 0;           ///< no other word of the same analyzer has it; 0: it has none
  std::uint64_t surface_hash = 0;     ///< hash_bytes() of the surface
  std::uint64_t stem_hash = 0;        ///< and of the stem: whoever counts words need not read them
  std::uint64_t other_stem_hash = 0;  ///< and of the other stem; 0 if there is none
  std::string stem;                   ///< of the folded word with its marks, which are taken off afterwards
  std::string surface;                ///< folded, without marks
  std::string other_stem = {};        ///< of the surface, where it differs from `stem`; else empty
};

/// What words are compared by: all bytes of a short word and its size, so that equal keys are equal words; of
/// a longer word a hash and its size.
struct WordKey {
  static constexpr std::size_t short_word = 15;

  /// Of the word that the first `size` bytes of `text` are. What follows them may be read, but does not
  /// count.
  static WordKey of(std::string_view text, std::size_t size) noexcept {
    if (size > short_word) return of_long_word(text.substr(0, size));
    if (text.size() > short_word) return of_short_word(text.data(), size);
    std::array<char, short_word + 1> padded{};
    std::memcpy(padded.data(), text.data(), size);
    return of_short_word(padded.data(), size);
  }

  std::uint64_t head = 0;
  std::uint64_t tail = 0;

  [[nodiscard]] bool is_short() const noexcept { return tail >> 56 <= short_word; }

  /// The high bits depend on every byte. Lives in memory only and may change at any time.
  [[nodiscard]] std::uint64_t hash() const noexcept { return mixed(head ^ mixed(tail)); }

  friend bool operator==(const WordKey&, const WordKey&) = default;

private:
  static std::uint64_t mixed(std::uint64_t value) noexcept {
    value *= 0x9E3779B97F4A7C15U;
    return value ^ (value >> 32);
  }

  /// The lowest `bytes` bytes.
  static constexpr std::uint64_t lowest(std::size_t bytes) {
    return bytes >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * bytes)) - 1;
  }

  /// Reads 16 bytes.
  static WordKey of_short_word(const char* bytes, std::size_t size) noexcept {
    static constexpr auto masks = [] {
      std::array<WordKey, short_word + 1> all{};
      for (std::size_t i = 0; i < all.size(); ++i) all[i] = {lowest(i), lowest(i > 8 ? i - 8 : 0)};
      return all;
    }();
    const WordKey& mask = masks[size];
    return {eight_bytes(bytes) & mask.head, (eight_bytes(bytes + 8) & mask.tail) | std::uint64_t{size} << 56};
  }

  static WordKey of_long_word(std::string_view word) noexcept {
    std::uint64_t hash = word.size();
    for (std::size_t i = 0; i + 8 < word.size(); i += 8) hash = mixed(hash ^ eight_bytes(word.data() + i));
    hash = mixed(hash ^ eight_bytes(word.data() + word.size() - 8));
    return {hash, word.size() | std::uint64_t{0xFF} << 56};
  }
};

/// A hash table with open addressing. References stay valid until clear().
class WordTable {
public:
  WordTable();

  /// A word, and what most of them are asked: to look into the word itself costs a cache miss.
  struct Found {
    const Word* word = nullptr;
    bool stop = false;
  };

  /// The word that the first `size` bytes of `text` are, or null. Faster where more than 15 bytes of text
  /// follow.
  [[nodiscard]] Found find(std::string_view text, std::size_t size) const noexcept {
    const WordKey key = WordKey::of(text, size);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = key.hash() >> shift_;; at = (at + 1) & mask) {
      const Slot& slot = slots_[at];
      if (slot.found.word == nullptr) return {};
      if (slot.key == key && (key.is_short() || is_written_so(slot, text.substr(0, size)))) return slot.found;
    }
  }
  [[nodiscard]] Found find(std::string_view written) const noexcept { return find(written, written.size()); }

  /// Adds a word that is not there yet.
  Found add(std::string_view written, Word word);

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

  /// How many bytes the words are written with, all together.
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

  void clear();

private:
  struct Entry : Word {
    std::string written;  ///< of a long word only
  };
  struct alignas(32) Slot {
    WordKey key;
    Found found;
  };

  static bool is_written_so(const Slot& slot, std::string_view written) noexcept {
    return static_cast<const Entry*>(slot.found.word)->written == written;
  }
  void put(const Slot& slot);
  void grow();

  std::vector<Slot> slots_;  ///< a power of two of them, at most half taken
  unsigned shift_ = 0;       ///< takes a hash to the slot to begin with
  std::deque<Entry> entries_;
  std::size_t bytes_ = 0;
};

}  // namespace kwic
