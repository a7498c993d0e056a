#pragma once
/// The words of an article in order, as short hashes: what phrases are looked up in, in place of a table of
/// positions.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// One hash a position of the word's surface, and one a unit (see Token) with the positions that it covers.
///
/// Stored as: a byte (1 if hashes take 32 bits, else 0), the number of positions, their hashes, the number of
/// units, and for each the distance of its first position from the one of the unit before, its parts and its
/// hash. Numbers are LEB128 varints, hashes little-endian. Hashes take 16 bits in articles of up to 4,096
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

  /// Reads what SignatureWriter wrote. Throws Error (corrupt) for anything else.
  explicit WordSignature(std::string_view stored);

  [[nodiscard]] const std::vector<std::uint32_t>& hashes() const noexcept { return hashes_; }
  [[nodiscard]] const std::vector<Unit>& units() const noexcept { return units_; }

  /// True if hashes take 32 bits.
  [[nodiscard]] bool is_wide() const noexcept { return wide_; }

  /// The hash that `surface` has in signatures that are wide, or not.
  [[nodiscard]] static std::uint32_t hash(std::string_view surface, bool wide) noexcept;

private:
  bool wide_ = false;
  std::vector<std::uint32_t> hashes_;
  std::vector<Unit> units_;
};

/// Collects the words of one article, positions without a gap.
class SignatureWriter {
public:
  void add_part(std::string_view surface);
  void add_border();
  void add_unit(std::uint32_t position, std::uint32_t parts, std::string_view surface);

  [[nodiscard]] std::string stored() const;

private:
  struct Unit {
    std::uint32_t position;
    std::uint32_t parts;
    std::uint64_t hash;
  };
  std::vector<std::uint64_t> hashes_;  ///< 0 at borders
  std::vector<Unit> units_;
};

}  // namespace kwic
