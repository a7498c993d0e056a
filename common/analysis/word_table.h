#pragma once
/// Words by the bytes that they are written with: every word of every text is looked up here.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// What analysis makes of the bytes of one word.
struct Word {
  bool stop = false;       ///< a stop word of the language
  std::string surface;     ///< folded, without marks
  std::string stem;        ///< of the folded word with its marks, which are taken off afterwards
  std::string other_stem;  ///< of the surface, where it differs from `stem`; else empty
};

/// A hash table with open addressing, behind a small one that holds the short words met last: most words of a
/// text are few and short, and these fit into the processor's nearest cache. References stay valid until
/// clear().
class WordTable {
public:
  WordTable();

  /// The word, or null.
  [[nodiscard]] const Word* find(std::string_view written) noexcept {
    const std::uint64_t hash = hash_of(written);
    if (written.size() > short_word) return find_in_all(written, hash);
    Recent& recent = recent_[hash >> (64 - recent_bits)];
    if (recent.hash == hash && recent.word != nullptr) return recent.word;
    const Word* const word = find_in_all(written, hash);
    if (word != nullptr) recent = {hash, word};
    return word;
  }

  /// Adds a word that is not there yet.
  const Word& add(std::string_view written, Word word);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// How many bytes the words are written with, all together.
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

  void clear();

private:
  struct Entry {
    std::string written;
    Word word;
  };
  struct Slot {
    std::uint64_t hash = 0;
    const Entry* entry = nullptr;
  };
  struct Recent {
    std::uint64_t hash = 0;
    const Word* word = nullptr;
  };

  static constexpr std::size_t short_word = 7;
  static constexpr unsigned recent_bits = 12;

  template <typename Integer>
  static std::uint64_t bytes_as(const char* bytes) noexcept {
    Integer value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
  }

  /// All bytes and the length of a short word, so that different words give different numbers.
  static std::uint64_t packed(std::string_view word) noexcept {
    const std::size_t size = word.size();
    std::uint64_t value = static_cast<std::uint64_t>(size) << 56;
    if (size >= 4) {
      const std::uint64_t tail = bytes_as<std::uint32_t>(word.data() + size - 4);
      return value | bytes_as<std::uint32_t>(word.data()) | tail << (8 * (size - 4));
    }
    for (std::size_t i = 0; i < size; ++i) {
      value |= std::uint64_t{static_cast<unsigned char>(word[i])} << (8 * i);
    }
    return value;
  }

  /// One to one: each step can be undone. The high bits depend on every byte.
  static std::uint64_t mixed(std::uint64_t value) noexcept {
    value *= 0x9E3779B97F4A7C15U;
    return value ^ (value >> 32);
  }

  /// Lives in memory only and may change at any time. Short words with equal hashes are equal.
  static std::uint64_t hash_of(std::string_view word) noexcept {
    if (word.size() <= short_word) return mixed(packed(word));
    std::uint64_t hash = word.size();
    for (std::size_t i = 0; i + 8 < word.size(); i += 8) {
      hash = mixed(hash ^ bytes_as<std::uint64_t>(word.data() + i));
    }
    return mixed(hash ^ bytes_as<std::uint64_t>(word.data() + word.size() - 8));
  }

  [[nodiscard]] static bool is_written_so(const Entry& entry, std::string_view written) noexcept;
  [[nodiscard]] std::size_t place(std::string_view written, std::uint64_t hash) const noexcept;
  [[nodiscard]] const Word* find_in_all(std::string_view written, std::uint64_t hash) const noexcept;
  void grow();

  std::array<Recent, std::size_t{1} << recent_bits> recent_{};
  std::vector<Slot> slots_;  ///< a power of two of them, at most half taken
  std::deque<Entry> entries_;
  std::size_t size_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace kwic
