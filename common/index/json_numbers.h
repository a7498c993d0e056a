#pragma once
/// Whole numbers from 0 on in what kwic itself has written as JSON. nlohmann::json would convert whatever
/// number stands there, a fraction or 1e40 too, which is undefined behaviour in C++.

#include <nlohmann/json.hpp>

#include <cstdint>
#include <vector>

namespace kwic {

/// Throws nlohmann::json::exception if it is anything else.
[[nodiscard]] inline std::uint64_t number_in(const nlohmann::json& field) {
  return field.get_ref<const nlohmann::json::number_unsigned_t&>();
}

/// Likewise, of an array.
[[nodiscard]] inline std::vector<std::uint64_t> numbers_in(const nlohmann::json& array) {
  std::vector<std::uint64_t> numbers;
  for (const nlohmann::json& field : array.get_ref<const nlohmann::json::array_t&>()) {
    numbers.push_back(number_in(field));
  }
  return numbers;
}

}  // namespace kwic
