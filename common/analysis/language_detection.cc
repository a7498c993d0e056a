// CLD2 has a file of its own: its headers are the only ones here that do not compile without warnings.
#include "analysis/languages.h"
#include "text/utf8.h"

#include <cld2/public/compact_lang_det.h>

#include <array>

namespace kwic {
namespace {

constexpr std::size_t looked_at = 1024;
constexpr std::size_t least_bytes = 200;

}  // namespace

std::string detect_language(std::string_view text) {
  if (text.size() < least_bytes) return {};
  const std::string head = repair_utf8(text.substr(0, char_border_before(text, looked_at)));
  bool reliable = false;
  int text_bytes = 0;
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  const CLD2::Language best =
      CLD2::DetectLanguageSummary(head.data(), static_cast<int>(head.size()), true, languages.data(),
                                  percents.data(), &text_bytes, &reliable);
  if (!reliable || static_cast<std::size_t>(text_bytes) < least_bytes || best == CLD2::UNKNOWN_LANGUAGE)
    return {};
  return find_language(CLD2::LanguageCode(best)).code;
}

}  // namespace kwic
