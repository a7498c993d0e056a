#include "index/word_signature.h"

#include "text/hash.h"

#include <kwic/error.h>

#include <array>
#include <cstring>

namespace kwic {
namespace {

constexpr std::size_t most_narrow_positions = 4096;

std::uint32_t shortened(std::uint64_t hash, bool wide) {
  const auto bits = static_cast<std::uint32_t>(wide ? hash & 0xFFFFFFFFU : hash & 0xFFFFU);
  return bits == WordSignature::border ? 1 : bits;
}

void append_number(std::string& out, std::uint32_t number, bool wide) {
  for (unsigned shift = 0; shift < (wide ? 32U : 16U); shift += 8) {
    out.push_back(static_cast<char>((number >> shift) & 0xFFU));
  }
}

/// The hash as it is in memory where it is stored.
template <typename Stored>
Stored as_stored(std::uint32_t hash) {
  std::array<char, sizeof(Stored)> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>((hash >> (8 * i)) & 0xFFU);
  Stored stored = 0;
  std::memcpy(&stored, bytes.data(), sizeof stored);
  return stored;
}

template <typename Stored>
Stored stored_at(const char* hashes, std::size_t position) {
  Stored stored = 0;
  std::memcpy(&stored, hashes + position * sizeof stored, sizeof stored);
  return stored;
}

/// Goes through all, so that the compiler compares many at once.
template <typename Stored>
bool is_among(const char* hashes, std::size_t count, std::uint32_t hash) {
  const auto wanted = as_stored<Stored>(hash);
  Stored found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    found = static_cast<Stored>(found | static_cast<Stored>(stored_at<Stored>(hashes, i) == wanted));
  }
  return found != 0;
}

/// Likewise.
template <typename Stored>
bool is_pair_among(const char* hashes, std::size_t count, std::uint32_t first, std::uint32_t second) {
  const auto left = as_stored<Stored>(first);
  const auto right = as_stored<Stored>(second);
  Stored found = 0;
  for (std::size_t i = 1; i < count; ++i) {
    const auto differs = static_cast<Stored>((stored_at<Stored>(hashes, i - 1) ^ left) |
                                             (stored_at<Stored>(hashes, i) ^ right));
    found = static_cast<Stored>(found | static_cast<Stored>(differs == 0));
  }
  return found != 0;
}

constexpr std::size_t offset_bytes = 4;

constexpr std::size_t cells_of(std::size_t positions) {
  return (positions + WordSignature::positions_in_cell - 1) / WordSignature::positions_in_cell;
}

[[noreturn]] void fail_as_damaged() {
  throw Error(ErrorKind::corrupt, "a word signature is damaged");
}

}  // namespace

WordSignature::WordSignature(std::string_view stored) {
  if (stored.empty()) return;
  wide_ = stored.front() != 0;
  stored.remove_prefix(1);
  const std::uint64_t positions = take_varint(stored);
  if (positions > stored.size() / hash_size()) fail_as_damaged();
  size_ = positions;
  if (wide_) {
    const std::size_t bytes = cells_of(size_) * offset_bytes;
    if (bytes > stored.size() - size_ * hash_size()) fail_as_damaged();
    offsets_ = stored.data();
    stored.remove_prefix(bytes);
  }
  hashes_ = stored.data();
  units_ = stored.substr(size_ * hash_size());
}

void WordSignature::take_unit(std::string_view& stored, Unit& unit) const {
  unit.position += static_cast<std::uint32_t>(take_varint(stored));
  unit.parts = static_cast<std::uint32_t>(take_varint(stored));
  const bool fits = unit.parts > 0 && unit.position < size_ && unit.parts <= size_ - unit.position;
  if (!fits || stored.size() < hash_size()) fail_as_damaged();
  unit.hash = 0;
  for (std::size_t i = 0; i < hash_size(); ++i) {
    unit.hash |= static_cast<std::uint32_t>(static_cast<unsigned char>(stored[i])) << (8 * i);
  }
  stored.remove_prefix(hash_size());
}

std::size_t WordSignature::text_offset(std::size_t cell) const noexcept {
  std::size_t offset = 0;
  for (std::size_t i = 0; i < offset_bytes; ++i) {
    offset |= std::size_t{static_cast<unsigned char>(offsets_[cell * offset_bytes + i])} << (8 * i);
  }
  return offset;
}

bool WordSignature::has(std::uint32_t hash) const noexcept {
  return wide_ ? is_among<std::uint32_t>(hashes_, size_, hash)
               : is_among<std::uint16_t>(hashes_, size_, hash);
}

bool WordSignature::has_pair(std::uint32_t first, std::uint32_t second) const noexcept {
  return wide_ ? is_pair_among<std::uint32_t>(hashes_, size_, first, second)
               : is_pair_among<std::uint16_t>(hashes_, size_, first, second);
}

WordSignature WordSignature::first_field() const noexcept {
  WordSignature field = *this;
  field.size_ = 0;
  while (field.size_ < size_ && hash_at(field.size_) != border) ++field.size_;
  return field;
}

bool WordSignature::may_have_unit(std::uint32_t hash) const noexcept {
  std::array<char, 4> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>((hash >> (8 * i)) & 0xFFU);
  return units_.find(std::string_view(bytes.data(), hash_size())) != std::string_view::npos;
}

std::uint32_t WordSignature::hash(std::string_view surface, bool wide) noexcept {
  return shortened(hash_bytes(surface), wide);
}

/// A text is never as long as an offset can tell.
void SignatureWriter::note_cell(std::size_t text_offset) {
  if (hashes_.size() % WordSignature::positions_in_cell != 0) return;
  offsets_.push_back(static_cast<std::uint32_t>(text_offset));
}

void SignatureWriter::add_part(std::uint64_t hash, std::size_t text_offset) {
  note_cell(text_offset);
  hashes_.push_back(hash);
}

void SignatureWriter::add_border() {
  note_cell(0);
  hashes_.push_back(0);
}

void SignatureWriter::add_unit(std::uint32_t position, std::uint32_t parts, std::uint64_t hash) {
  units_.push_back({position, parts, hash});
}

std::string SignatureWriter::stored() const {
  const bool wide = hashes_.size() > most_narrow_positions;
  std::string out(1, wide ? '\1' : '\0');
  out.reserve(hashes_.size() * (wide ? 4 : 2) + units_.size() * 6 + offsets_.size() * 4 + 16);
  append_varint(out, hashes_.size());
  if (wide) {
    for (const std::uint32_t offset : offsets_) append_number(out, offset, wide);
  }
  for (const std::uint64_t hash : hashes_) {
    append_number(out, hash == 0 ? WordSignature::border : shortened(hash, wide), wide);
  }
  append_varint(out, units_.size());
  std::uint32_t position = 0;
  for (const Unit& unit : units_) {
    append_varint(out, unit.position - position);
    append_varint(out, unit.parts);
    append_number(out, shortened(unit.hash, wide), wide);
    position = unit.position;
  }
  return out;
}

}  // namespace kwic
