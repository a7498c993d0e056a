#pragma once
/// The words of an article in order, as short hashes: what phrases are looked up in, in place of a table of
/// positions.

#include "index/position_set.h"
#include "text/varint.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

class SoughtHashes;

/// One hash a position of the word's surface, and one a unit (see Token) with the positions that it covers.
///
/// Stored as: a byte (1 if hashes take 32 bits, else 0), the number of positions, where hashes take 32 bits
/// the text offsets (32 bits each) of every 64th position, the hashes of all, the number of units, and for
/// each the distance of its first position from the one of the unit before, its parts and its hash. Numbers
/// are LEB128 varints, offsets and hashes little-endian. Hashes take 16 bits in articles of up to 4,096
/// positions and 32 in longer ones, where 16 would collide too often. Different words may share a hash, so
/// "not here" is certain and "here" is not.
class WordSignature {
public:
  struct Unit {
    std::uint32_t position;
    std::uint32_t parts;
    std::uint32_t hash;
  };

  /// Stands at positions between two fields; no word has it.
  static constexpr std::uint32_t border = 0;

  /// Reads what SignatureWriter wrote where it is: `stored` must outlive the object. Throws Error (corrupt)
  /// for anything else, as far as it is not in the units.
  explicit WordSignature(std::string_view stored) {
    if (stored.empty()) return;
    wide_ = stored.front() != 0;
    stored.remove_prefix(1);
    const std::uint64_t positions = take_varint(stored);
    if (positions > stored.size() / hash_size()) fail_as_damaged();
    size_ = positions;
    if (wide_) take_offsets(stored);
    hashes_ = stored.data();
    units_ = stored.substr(size_ * hash_size());
    if (units_.empty()) fail_as_damaged();
  }

  /// How many positions there are.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  [[nodiscard]] std::uint32_t hash_at(std::size_t position) const noexcept {
    return wide_ ? wide_at(position) : narrow_at(position);
  }

  /// True if one of the hashes stands at some position.
  [[nodiscard]] bool has(const SoughtHashes& hashes) const;

  /// True if one of the second word's hashes stands right behind one of the first's somewhere.
  [[nodiscard]] bool has_pair(const SoughtHashes& first, const SoughtHashes& second) const;

  /// True if a unit has one of the hashes. May throw as for_each_unit().
  [[nodiscard]] bool has_unit(const SoughtHashes& hashes) const;

  /// Puts the positions where one of the hashes stands in place of what `found` holds.
  void find(const SoughtHashes& hashes, PositionSet& found) const;

  /// Calls `visit(position, hash)` for every position.
  template <typename Visit>
  void for_each_hash(const Visit& visit) const {
    if (wide_) {
      for (std::uint32_t i = 0; i < size_; ++i) visit(i, wide_at(i));
    } else {
      for (std::uint32_t i = 0; i < size_; ++i) visit(i, narrow_at(i));
    }
  }

  /// Calls `visit(unit)` for every unit. Throws Error (corrupt) for units that SignatureWriter did not write.
  template <typename Visit>
  void for_each_unit(const Visit& visit) const {
    if (units_.front() == '\0') return;  // as in most articles
    std::string_view rest = units_;
    Unit unit{0, 0, 0};
    for (std::uint64_t left = take_varint(rest); left > 0; --left) {
      take_unit(rest, unit);
      visit(unit);
    }
  }

  /// The positions of a long article in cells of so many: of each it is known where in the text it begins.
  static constexpr std::size_t positions_in_cell = 64;
  static constexpr std::size_t offset_bytes = 4;

  /// Where the text of a cell begins, in bytes of the article's text; 0 for cells that begin in other fields.
  /// Only if is_wide(), for cells up to the last.
  [[nodiscard]] std::size_t text_offset(std::size_t cell) const noexcept;

  /// True if hashes take 32 bits.
  [[nodiscard]] bool is_wide() const noexcept { return wide_; }

  /// The hash that `surface` has in signatures that are wide, or not.
  [[nodiscard]] static std::uint32_t hash(std::string_view surface, bool wide) noexcept;

private:
  [[nodiscard]] std::size_t hash_size() const noexcept { return wide_ ? 4 : 2; }
  [[nodiscard]] std::uint32_t byte_at(std::size_t i) const noexcept {
    return static_cast<unsigned char>(hashes_[i]);
  }
  [[nodiscard]] std::uint32_t narrow_at(std::size_t position) const noexcept {
    return byte_at(2 * position) | byte_at(2 * position + 1) << 8U;
  }
  [[nodiscard]] std::uint32_t wide_at(std::size_t position) const noexcept {
    return byte_at(4 * position) | byte_at(4 * position + 1) << 8U | byte_at(4 * position + 2) << 16U |
           byte_at(4 * position + 3) << 24U;
  }

  void take_offsets(std::string_view& stored);
  [[noreturn]] static void fail_as_damaged();

  /// A number that mostly takes a byte.
  static std::uint32_t take_small(std::string_view& stored) {
    if (stored.empty() || static_cast<unsigned char>(stored.front()) >= 0x80)
      return static_cast<std::uint32_t>(take_varint(stored));
    const auto number = static_cast<unsigned char>(stored.front());
    stored.remove_prefix(1);
    return number;
  }

  /// The unit after `unit`, which it becomes.
  void take_unit(std::string_view& stored, Unit& unit) const {
    unit.position += take_small(stored);
    unit.parts = take_small(stored);
    const bool fits = unit.parts > 0 && unit.position < size_ && unit.parts <= size_ - unit.position;
    if (!fits || stored.size() < hash_size()) fail_as_damaged();
    unit.hash = 0;
    for (std::size_t i = 0; i < hash_size(); ++i) {
      unit.hash |= static_cast<std::uint32_t>(static_cast<unsigned char>(stored[i])) << (8 * i);
    }
    stored.remove_prefix(hash_size());
  }

  bool wide_ = false;
  std::size_t size_ = 0;
  const char* offsets_ = nullptr;  ///< of a wide one
  const char* hashes_ = nullptr;
  std::string_view units_{"\0", 1};  ///< their number, then they
};

/// The hashes of a word's forms, made ready to be looked for in many signatures.
class SoughtHashes {
public:
  /// Of more, to compare each with all positions takes longer than to look each position up.
  static constexpr std::size_t most_compared = 4;
  static constexpr std::size_t most_compared_with_units = 8;  ///< the same of units

  explicit SoughtHashes(std::span<const std::string> forms);

  /// What stands between fields.
  [[nodiscard]] static SoughtHashes borders();

  /// Whether a hash of a signature that is wide, or not, is among them.
  [[nodiscard]] bool contain(std::uint32_t hash, bool wide) const noexcept {
    const std::uint32_t low = hash & 0xFFFFU;
    if ((low_bits_[low / 64] >> low % 64 & 1U) == 0) return false;
    return !wide || std::ranges::binary_search(wide_, hash);
  }

private:
  friend class WordSignature;

  SoughtHashes() = default;

  void make_ready();
  [[nodiscard]] bool are_few() const noexcept { return are_some() && few_.size() <= most_compared; }
  [[nodiscard]] bool are_some() const noexcept { return !few_.empty(); }

  std::vector<std::uint16_t> narrow_;  ///< rising
  std::vector<std::uint32_t> wide_;    ///< likewise
  std::vector<std::array<std::uint16_t, 8>>
      few_;  ///< each of some narrow ones eight times, as they are stored; none if there are more
  std::vector<std::uint64_t> low_bits_ =
      std::vector<std::uint64_t>(1024);  ///< a bit for each narrow hash, and each lower half of a wide one
};

/// Collects the words of one article, positions without a gap.
class SignatureWriter {
public:
  /// `hash` is hash_bytes() of the surface, `text_offset` where it stands in the text; 0 in other fields.
  void add_part(std::uint64_t hash, std::size_t text_offset);
  void add_border();
  void add_unit(std::uint32_t position, std::uint32_t parts, std::uint64_t hash);

  [[nodiscard]] std::string stored() const;

private:
  struct Unit {
    std::uint32_t position;
    std::uint32_t parts;
    std::uint64_t hash;
  };
  void note_cell(std::size_t text_offset);

  std::vector<std::uint64_t> hashes_;   ///< 0 at borders
  std::vector<std::uint32_t> offsets_;  ///< of cells
  std::vector<Unit> units_;
};

}  // namespace kwic
