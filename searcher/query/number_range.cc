#include "query/number_range.h"

#include <charconv>
#include <utility>

namespace kwic {
namespace {

std::optional<std::uint64_t> read_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

/// No number is less than 0: "<0" is a range that holds none.
std::optional<NumberRange> compared(std::string_view text) {
  const bool or_equal = text.size() > 1 && text[1] == '=';
  const auto bound = read_number(text.substr(or_equal ? 2 : 1));
  if (!bound || (*bound == no_last && text[0] == '>')) return std::nullopt;
  if (text[0] == '>') return NumberRange{or_equal ? *bound : *bound + 1, no_last};
  if (or_equal) return NumberRange{0, *bound};
  return *bound == 0 ? NumberRange{1, 0} : NumberRange{0, *bound - 1};
}

}  // namespace

std::optional<NumberRange> read_numbers(std::string_view text, bool& turned) {
  turned = false;
  if (text.starts_with('<') || text.starts_with('>')) return compared(text);
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    const auto number = read_number(text);
    return number ? std::optional(NumberRange{*number, *number}) : std::nullopt;
  }
  const std::string_view from = text.substr(0, dots);
  const std::string_view to = text.substr(dots + 2);
  const auto first = from.empty() ? 0 : read_number(from);
  const auto last = to.empty() ? no_last : read_number(to);
  if (!first || !last || (from.empty() && to.empty())) return std::nullopt;
  NumberRange range{*first, *last};
  turned = range.last < range.first;
  if (turned) std::swap(range.first, range.last);
  return range;
}

}  // namespace kwic
