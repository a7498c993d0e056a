#pragma once
/// The hash that index formats rely on: it must never change.

#include <cstdint>
#include <string>
#include <string_view>

namespace kwic {

/// 64-bit FNV-1a (Fowler, Noll, Vo; RFC draft eastlake-fnv) with the finalizer of MurmurHash3, so that the
/// low 16 bits are as well mixed as the rest.
[[nodiscard]] constexpr std::uint64_t hash_bytes(std::string_view bytes) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDU;
  hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53U;
  return hash ^ (hash >> 33);
}

/// 16 digits, the highest first.
[[nodiscard]] inline std::string hexadecimal(std::uint64_t value) {
  std::string digits(16, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, value >>= 4) {
    *digit = "0123456789abcdef"[value & 0xF];
  }
  return digits;
}

}  // namespace kwic
