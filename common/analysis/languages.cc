#include "analysis/languages.h"

#include "analysis/stop_words.h"
#include "text/utf8.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <unicode/locid.h>

#include <algorithm>
#include <array>

namespace kwic {
namespace {

struct Entry {
  std::string_view code;
  std::string_view stemmer;
};

/// Every stemmer of Xapian 1.4.22 but the variants of one language (Lovins, Porter, German 2,
/// Kraaij-Pohlmann).
constexpr std::array entries{
    Entry{"ar", "arabic"},     Entry{"ca", "catalan"},  Entry{"da", "danish"},     Entry{"de", "german"},
    Entry{"en", "english"},    Entry{"es", "spanish"},  Entry{"eu", "basque"},     Entry{"fi", "finnish"},
    Entry{"fr", "french"},     Entry{"ga", "irish"},    Entry{"hu", "hungarian"},  Entry{"hy", "armenian"},
    Entry{"id", "indonesian"}, Entry{"it", "italian"},  Entry{"lt", "lithuanian"}, Entry{"nb", "norwegian"},
    Entry{"ne", "nepali"},     Entry{"nl", "dutch"},    Entry{"nn", "norwegian"},  Entry{"no", "norwegian"},
    Entry{"pt", "portuguese"}, Entry{"ro", "romanian"}, Entry{"ru", "russian"},    Entry{"sv", "swedish"},
    Entry{"ta", "tamil"},      Entry{"tr", "turkish"},
};

/// Two of Norway's three codes share the lists of the third.
std::string_view list_code(std::string_view code) {
  return code == "nb" || code == "nn" ? "no" : code;
}

std::string code_of(std::string_view tag) {
  const icu::Locale locale = icu::Locale::createCanonical(std::string(tag.substr(0, 32)).c_str());
  const std::string_view code = locale.getLanguage();
  const bool letters = std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
  return letters && code.size() >= 2 && code.size() <= 3 && is_ascii(tag) ? std::string(code) : "und";
}

}  // namespace

bool Language::is_stop_word(std::string_view folded) const {
  return std::ranges::binary_search(stop_words, folded);
}

Language find_language(std::string_view tag) {
  Language language;
  language.code = code_of(tag);
  language.turkic_casing = language.code == "tr" || language.code == "az";
  language.stop_words = stop_words(list_code(language.code));
  const auto entry = std::ranges::find(entries, language.code, &Entry::code);
  if (entry != entries.end()) language.stemmer = entry->stemmer;
  return language;
}

Language named_language(std::string_view tag) {
  Language language = find_language(tag);
  if (language.code != "und" || tag == "und") return language;
  throw Error(ErrorKind::invalid_argument,
              "\"" + visible(tag) + "\" is no language code, such as en, fr or zh");
}

}  // namespace kwic
