#pragma once
/// Numbers of so many bytes, the lowest first, as files of the index hold them.

#include <cstddef>
#include <cstdint>
#include <string>

namespace kwic {

template <std::size_t bytes>
std::uint64_t number_at(const char* place) noexcept {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    number |= std::uint64_t{static_cast<unsigned char>(place[i])} << (8 * i);
  }
  return number;
}

template <std::size_t bytes>
void append_number(std::string& out, std::uint64_t number) {
  for (std::size_t i = 0; i < bytes; ++i) out.push_back(static_cast<char>((number >> (8 * i)) & 0xFFU));
}

}  // namespace kwic
