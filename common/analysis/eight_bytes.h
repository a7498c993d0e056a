#pragma once
/// Looking at eight bytes of text at once is what makes words cheap to find and to compare.

#include <bit>
#include <cstdint>
#include <cstring>

namespace kwic {

/// The eight bytes from `bytes` on, the first one in the lowest bits whatever the machine.
inline std::uint64_t eight_bytes(const char* bytes) noexcept {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
  return value;
}

}  // namespace kwic
