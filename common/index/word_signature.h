#pragma once
/// The words of an article in order, as short hashes: what phrases are looked up in, in place of a table of
/// positions.

#include "text/varint.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

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
  explicit WordSignature(std::string_view stored);

  /// How many positions there are.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  [[nodiscard]] std::uint32_t hash_at(std::size_t position) const noexcept {
    return wide_ ? wide_at(position) : narrow_at(position);
  }

  /// True if the hash stands at some position.
  [[nodiscard]] bool has(std::uint32_t hash) const noexcept;

  /// True if somewhere `second` stands at the position behind `first`.
  [[nodiscard]] bool has_pair(std::uint32_t first, std::uint32_t second) const noexcept;

  /// The positions before the first border; its units are still those of the whole article.
  [[nodiscard]] WordSignature first_field() const noexcept;

  /// False if no unit has the hash.
  [[nodiscard]] bool may_have_unit(std::uint32_t hash) const noexcept;

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
    std::string_view rest = units_;
    Unit unit{0, 0, 0};
    for (std::uint64_t left = take_varint(rest); left > 0; --left) {
      take_unit(rest, unit);
      visit(unit);
    }
  }

  /// The positions of a long article in cells of so many: of each it is known where in the text it begins.
  static constexpr std::size_t positions_in_cell = 64;

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

  /// The unit after `unit`, which it becomes.
  void take_unit(std::string_view& stored, Unit& unit) const;

  bool wide_ = false;
  std::size_t size_ = 0;
  const char* offsets_ = nullptr;  ///< of a wide one
  const char* hashes_ = nullptr;
  std::string_view units_{"\0", 1};  ///< their number, then they
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
