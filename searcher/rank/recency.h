#pragma once
/// What an article's age does to its score.

#include <string_view>

namespace kwic {

/// Days from 1970-01-01 to a date as articles have it (YYYY, YYYY-MM or longer: as early as it may be);
/// nothing readable counts as very long ago.
[[nodiscard]] double day_of(std::string_view date);

/// Today, likewise.
[[nodiscard]] double today();

/// From 1 for what is new down to a half: (1 + 2^(-age / half_life)) / 2, so that age weighs and words still
/// decide. Dates to come are new.
[[nodiscard]] double recency(std::string_view date, double half_life, double today);

}  // namespace kwic
