#include "index/word_signature.h"

#include "text/hash.h"
#include "text/little_endian.h"

#include <kwic/error.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <cstring>

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

/// The hash as it is in memory where it is stored.
std::uint16_t as_stored(std::uint16_t hash) {
  const std::array<char, 2> bytes{static_cast<char>(hash & 0xFFU), static_cast<char>(hash >> 8U)};
  std::uint16_t stored = 0;
  std::memcpy(&stored, bytes.data(), sizeof stored);
  return stored;
}

/// A hash as often as a register of the processor holds it.
constexpr std::size_t eight = 8;
using Eight = std::array<std::uint16_t, eight>;

/// A bit for each of eight narrow hashes that is one of a few, the lowest for the first. Of how many the
/// compiler is told, so that it keeps them in registers.
#ifdef __SSE2__
__m128i load(const void* bytes) {
  return _mm_loadu_si128(static_cast<const __m128i*>(bytes));
}

/// All bits of each that is.
template <std::size_t Count>
__m128i compared(const char* hashes, const Eight* few) {
  const __m128i found = load(hashes);
  __m128i equal = _mm_cmpeq_epi16(found, load(few[0].data()));
  for (std::size_t i = 1; i < Count; ++i) {
    equal = _mm_or_si128(equal, _mm_cmpeq_epi16(found, load(few[i].data())));
  }
  return equal;
}

template <std::size_t Count>
std::uint64_t any_among_8(const char* hashes, const Eight* few) {
  const __m128i bytes = _mm_packs_epi16(compared<Count>(hashes, few), _mm_setzero_si128());
  return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(bytes)));
}

template <std::size_t Count>
std::uint64_t any_among_64(const char* hashes, const Eight* few) {
  const auto sixteen = [&](const char* first) {
    const __m128i bytes =
        _mm_packs_epi16(compared<Count>(first, few), compared<Count>(first + sizeof(Eight), few));
    return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(bytes)));
  };
  constexpr std::size_t step = 2 * sizeof(Eight);
  return sixteen(hashes) | sixteen(hashes + step) << 16U | sixteen(hashes + 2 * step) << 32U |
         sixteen(hashes + 3 * step) << 48U;
}
#else
template <std::size_t Count>
std::uint64_t any_among_8(const char* hashes, const Eight* few) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < eight; ++i) {
    std::uint16_t hash = 0;
    std::memcpy(&hash, hashes + i * sizeof hash, sizeof hash);
    bool found = false;
    for (std::size_t j = 0; j < Count; ++j) found = found || hash == few[j].front();
    bits |= static_cast<std::uint64_t>(found) << i;
  }
  return bits;
}

template <std::size_t Count>
std::uint64_t any_among_64(const char* hashes, const Eight* few) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; i += eight) {
    bits |= any_among_8<Count>(hashes + i * sizeof(std::uint16_t), few) << i;
  }
  return bits;
}
#endif

/// The hashes of an article that are compared with a few, by blocks of positions.
template <std::size_t Count>
class Compared {
public:
  Compared(const char* hashes, std::size_t size, const Eight* few)
      : hashes_(hashes), size_(size), few_(few) {}

  [[nodiscard]] std::size_t blocks() const noexcept { return (size_ + block - 1) / block; }

  [[nodiscard]] std::uint64_t bits(std::size_t number) const {
    const std::size_t rest = size_ - number * block;
    if (rest >= block) return any_among_64<Count>(hashes_ + number * block * hash_size, few_);
    if (number > 0) return any_among_64<Count>(hashes_ + (size_ - block) * hash_size, few_) >> (block - rest);
    return bits_of_short();
  }

private:
  static constexpr std::size_t block = PositionSet::block_size;
  static constexpr std::size_t hash_size = sizeof(std::uint16_t);

  [[nodiscard]] std::uint64_t eight_from(std::size_t first) const {
    return any_among_8<Count>(hashes_ + first * hash_size, few_) << first;
  }

  /// Of an article of fewer positions than a block.
  [[nodiscard]] std::uint64_t bits_of_short() const {
    if (size_ >= eight) {
      std::uint64_t bits = eight_from(size_ - eight);
      for (std::size_t first = 0; first + eight < size_; first += eight) bits |= eight_from(first);
      return bits;
    }
    std::array<char, sizeof(Eight)> padded{};
    std::memcpy(padded.data(), hashes_, size_ * hash_size);
    return any_among_8<Count>(padded.data(), few_) & ((std::uint64_t{1} << size_) - 1);
  }

  const char* hashes_;
  std::size_t size_;
  const Eight* few_;
};

/// Calls `use(compared)`.
template <typename Use>
auto compare(const char* hashes, std::size_t size, std::span<const Eight> few, const Use& use) {
  static_assert(SoughtHashes::most_compared == 4);
  switch (few.size()) {
    case 1:
      return use(Compared<1>(hashes, size, few.data()));
    case 2:
      return use(Compared<2>(hashes, size, few.data()));
    case 3:
      return use(Compared<3>(hashes, size, few.data()));
    default:
      return use(Compared<4>(hashes, size, few.data()));
  }
}

}  // namespace

void WordSignature::fail_as_damaged() {
  throw Error(ErrorKind::corrupt, "a word signature is damaged");
}

void WordSignature::take_offsets(std::string_view& stored) {
  const std::size_t cells = (size_ + positions_in_cell - 1) / positions_in_cell;
  if (cells * offset_bytes > stored.size() - size_ * hash_size()) fail_as_damaged();
  offsets_ = stored.data();
  stored.remove_prefix(cells * offset_bytes);
}

bool WordSignature::has(const SoughtHashes& hashes) const {
  if (!wide_ && hashes.are_few()) {
    return compare(hashes_, size_, hashes.few_, [](const auto& compared) {
      for (std::size_t i = 0; i < compared.blocks(); ++i) {
        if (compared.bits(i) != 0) return true;
      }
      return false;
    });
  }
  for (std::size_t i = 0; i < size_; ++i) {
    if (hashes.contain(hash_at(i), wide_)) return true;
  }
  return false;
}

bool WordSignature::has_pair(const SoughtHashes& first, const SoughtHashes& second) const {
  if (!wide_ && first.are_few() && second.are_few()) {
    return compare(hashes_, size_, first.few_, [&](const auto& firsts) {
      return compare(hashes_, size_, second.few_, [&](const auto& seconds) {
        std::uint64_t last = 0;
        for (std::size_t i = 0; i < firsts.blocks(); ++i) {
          const std::uint64_t found = firsts.bits(i);
          const std::uint64_t behind = found << 1U | last;
          if (behind != 0 && (behind & seconds.bits(i)) != 0) return true;
          last = found >> (PositionSet::block_size - 1);
        }
        return false;
      });
    });
  }
  for (std::size_t i = 1; i < size_; ++i) {
    if (second.contain(hash_at(i), wide_) && first.contain(hash_at(i - 1), wide_)) return true;
  }
  return false;
}

std::size_t WordSignature::text_offset(std::size_t cell) const noexcept {
  return number_at<offset_bytes>(offsets_ + cell * offset_bytes);
}

void WordSignature::find(const SoughtHashes& hashes, PositionSet& found) const {
  if (!wide_ && hashes.are_few()) {
    return compare(hashes_, size_, hashes.few_, [&](const auto& compared) {
      found.assign(size_, [&](std::size_t block) { return compared.bits(block); });
    });
  }
  found.start_over(size_);
  for_each_hash([&](std::uint32_t position, std::uint32_t hash) {
    if (hashes.contain(hash, wide_)) found.insert(position);
  });
}

/// Nearly all units of a narrow signature take four bytes, the last two of them the hash.
bool WordSignature::has_unit(const SoughtHashes& hashes) const {
  std::string_view rest = units_;
  const std::uint64_t count = take_varint(rest);
#ifdef __SSE2__
  if (constexpr std::size_t four = 4;
      !wide_ && count >= four && count <= rest.size() / four && hashes.are_some()) {
    constexpr int high_bits_of_numbers = 0x3333;
    constexpr int bytes_of_hashes = 0xCCCC;
    const std::size_t last = count - four;
    // The last four may overlap with those before them.
    for (std::size_t first = 0;; first = std::min(first + four, last)) {
      const __m128i units = load(rest.data() + first * four);
      if ((_mm_movemask_epi8(units) & high_bits_of_numbers) != 0) break;
      int equal = 0;
      for (const Eight& one : hashes.few_)
        equal |= _mm_movemask_epi8(_mm_cmpeq_epi16(units, load(one.data())));
      if ((equal & bytes_of_hashes) != 0) return true;
      if (first == last) return false;
    }
  }
#endif
  if (count == 0) return false;
  bool has = false;
  for_each_unit([&](const Unit& unit) { has = has || hashes.contain(unit.hash, wide_); });
  return has;
}

std::uint32_t WordSignature::hash(std::string_view surface, bool wide) noexcept {
  return shortened(hash_bytes(surface), wide);
}

SoughtHashes::SoughtHashes(std::span<const std::string> forms) {
  for (const std::string& form : forms) {
    narrow_.push_back(static_cast<std::uint16_t>(WordSignature::hash(form, false)));
    wide_.push_back(WordSignature::hash(form, true));
  }
  make_ready();
}

SoughtHashes SoughtHashes::borders() {
  SoughtHashes borders;
  borders.narrow_.push_back(WordSignature::border);
  borders.wide_.push_back(WordSignature::border);
  borders.make_ready();
  return borders;
}

void SoughtHashes::make_ready() {
  std::ranges::sort(narrow_);
  std::ranges::sort(wide_);
  if (narrow_.size() <= most_compared_with_units) {
    for (const std::uint16_t hash : narrow_) few_.emplace_back().fill(as_stored(hash));
  }
  const auto set = [&](std::uint32_t low) { low_bits_[low / 64] |= std::uint64_t{1} << low % 64; };
  for (const std::uint16_t hash : narrow_) set(hash);
  for (const std::uint32_t hash : wide_) set(hash & 0xFFFFU);
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
    for (const std::uint32_t offset : offsets_) append_number<WordSignature::offset_bytes>(out, offset);
  }
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
