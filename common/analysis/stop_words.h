#pragma once
/// The stop word lists in stop_words/, compiled in.

#include <span>
#include <string_view>

namespace kwic {

/// The stop words of a language by its code, in the order of their bytes; none if there is no list of that
/// name.
[[nodiscard]] std::span<const std::string_view> stop_words(std::string_view code);

}  // namespace kwic
