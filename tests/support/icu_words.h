#pragma once
/// ICU's word boundaries, and where the segmenter's differ from them.

#include "analysis/segmenter.h"

#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {

[[nodiscard]] std::vector<Segment> cut(std::string_view text);

/// The first place where the segmenter and ICU differ, in words; empty if there is none.
[[nodiscard]] std::string difference_from_icu(std::string_view text);

/// A text and its bytes.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace kwic::test
