#pragma once
/// The languages that the analyzer knows: their codes, stemmers and stop words. The one table of them.

#include <span>
#include <string>
#include <string_view>

namespace kwic {

/// How words of one language are analyzed. A language without a stemmer or a list of stop words is analyzed
/// without.
struct Language {
  std::string code;                   ///< ISO 639-1, or 639-2 where there is none; "und" if unknown
  std::string_view stemmer = "none";  ///< name of a stemmer of Xapian::Stem
  std::span<const std::string_view> stop_words;  ///< folded with their accents, in the order of their bytes
  bool turkic_casing = false;

  [[nodiscard]] bool is_stop_word(std::string_view folded) const;
};

/// The language of a BCP 47 tag or an ISO 639 code in any case ("fr", "fr-CA", "FRA"), never an error: what
/// is not a language tag gives "und".
[[nodiscard]] Language find_language(std::string_view tag);

/// The same for a code that somebody has chosen: throws Error (invalid_argument) for what is no language tag.
[[nodiscard]] Language named_language(std::string_view tag);

/// The language a text seems to be written in: CLD2's verdict on the first KiB, when it calls itself reliable
/// on 200 bytes or more; else empty.
[[nodiscard]] std::string detect_language(std::string_view text);

}  // namespace kwic
