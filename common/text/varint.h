#pragma once
/// Numbers in as few bytes as they need (LEB128), for what is stored in the index.

#include <kwic/error.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace kwic {

inline void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(0x80U | (value & 0x7FU)));
  out.push_back(static_cast<char>(value));
}

/// Takes a number off the front of `stored`. Throws Error (corrupt) where there is none.
inline std::uint64_t take_varint(std::string_view& stored) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !stored.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(stored.front());
    stored.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) return value;
  }
  throw Error(ErrorKind::corrupt, "a number in the index is damaged");
}

}  // namespace kwic
