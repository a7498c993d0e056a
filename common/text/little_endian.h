#pragma once
/// Numbers of four or eight bytes, the lowest first, as files of the index hold them.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

namespace kwic {

template <std::size_t bytes>
std::uint64_t number_at(const char* place) noexcept {
  static_assert(bytes == 4 || bytes == 8);
  std::conditional_t<bytes == 4, std::uint32_t, std::uint64_t> number = 0;
  std::memcpy(&number, place, bytes);
  if constexpr (std::endian::native == std::endian::little) return number;
  return bytes == 4 ? __builtin_bswap32(static_cast<std::uint32_t>(number)) : __builtin_bswap64(number);
}

template <std::size_t bytes>
void append_number(std::string& out, std::uint64_t number) {
  for (std::size_t i = 0; i < bytes; ++i) out.push_back(static_cast<char>((number >> (8 * i)) & 0xFFU));
}

}  // namespace kwic
