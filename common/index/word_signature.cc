#include "index/word_signature.h"

#include "text/hash.h"
#include "text/varint.h"

#include <kwic/error.h>

#include <algorithm>

namespace kwic {
namespace {

constexpr std::size_t most_narrow_positions = 4096;

std::uint32_t shortened(std::uint64_t hash, bool wide) {
  const auto bits = static_cast<std::uint32_t>(wide ? hash & 0xFFFFFFFFU : hash & 0xFFFFU);
  return bits == WordSignature::border ? 1 : bits;
}

void append_hash(std::string& out, std::uint32_t hash, bool wide) {
  for (unsigned shift = 0; shift < (wide ? 32U : 16U); shift += 8) {
    out.push_back(static_cast<char>((hash >> shift) & 0xFFU));
  }
}

std::uint32_t take_hash(std::string_view& stored, bool wide) {
  std::uint32_t hash = 0;
  const std::size_t size = wide ? 4 : 2;
  for (std::size_t i = 0; i < size; ++i) {
    hash |= static_cast<std::uint32_t>(static_cast<unsigned char>(stored[i])) << (8 * i);
  }
  stored.remove_prefix(size);
  return hash;
}

/// A number of things that take at least `least_bytes` each, so that a damaged count cannot ask for memory
/// without end.
std::size_t take_count(std::string_view& stored, std::size_t least_bytes) {
  const std::uint64_t count = take_varint(stored);
  if (count > stored.size() / least_bytes) throw Error(ErrorKind::corrupt, "a word signature is damaged");
  return count;
}

}  // namespace

WordSignature::WordSignature(std::string_view stored) {
  if (stored.empty()) return;
  wide_ = stored.front() != 0;
  stored.remove_prefix(1);
  const std::size_t hash_size = wide_ ? 4 : 2;
  hashes_.resize(take_count(stored, hash_size));
  for (std::uint32_t& hash : hashes_) hash = take_hash(stored, wide_);
  units_.resize(take_count(stored, hash_size + 2));
  std::uint32_t position = 0;
  for (Unit& unit : units_) {
    position += static_cast<std::uint32_t>(take_varint(stored));
    unit.position = position;
    unit.parts = static_cast<std::uint32_t>(take_varint(stored));
    const bool fits =
        unit.parts > 0 && unit.position < hashes_.size() && unit.parts <= hashes_.size() - unit.position;
    if (!fits || stored.size() < hash_size) throw Error(ErrorKind::corrupt, "a word signature is damaged");
    unit.hash = take_hash(stored, wide_);
  }
}

std::uint32_t WordSignature::hash(std::string_view surface, bool wide) noexcept {
  return shortened(hash_bytes(surface), wide);
}

void SignatureWriter::add_part(std::string_view surface) {
  hashes_.push_back(hash_bytes(surface));
}

void SignatureWriter::add_border() {
  hashes_.push_back(0);
}

void SignatureWriter::add_unit(std::uint32_t position, std::uint32_t parts, std::string_view surface) {
  units_.push_back({position, parts, hash_bytes(surface)});
}

std::string SignatureWriter::stored() const {
  const bool wide = hashes_.size() > most_narrow_positions;
  std::string out(1, wide ? '\1' : '\0');
  out.reserve(hashes_.size() * (wide ? 4 : 2) + units_.size() * 6 + 16);
  append_varint(out, hashes_.size());
  for (const std::uint64_t hash : hashes_) {
    append_hash(out, hash == 0 ? WordSignature::border : shortened(hash, wide), wide);
  }
  append_varint(out, units_.size());
  std::uint32_t position = 0;
  for (const Unit& unit : units_) {
    append_varint(out, unit.position - position);
    append_varint(out, unit.parts);
    append_hash(out, shortened(unit.hash, wide), wide);
    position = unit.position;
  }
  return out;
}

}  // namespace kwic
