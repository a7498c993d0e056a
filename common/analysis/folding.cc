#include "analysis/folding.h"

#include "text/utf8.h"

#include <kwic/error.h>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <array>
#include <optional>

namespace kwic {
namespace {

constexpr int longest_mark_run = 30;
constexpr char32_t small_short_i = 0x439;  // й, a letter of its own and not an accented и
constexpr char32_t tatweel = 0x640;

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*instance)(UErrorCode&)) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* found = instance(status);
  if (U_FAILURE(status)) throw Error(ErrorKind::internal, std::string("ICU: ") + u_errorName(status));
  return *found;
}

bool is_apostrophe(char32_t c) {
  return c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2BC;
}

bool is_mark(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

void append_cased(std::string& out, char32_t c, Casing casing) {
  if (casing == Casing::turkic && c == U'I') return append_utf8(out, 0x131);
  if (casing == Casing::turkic && c == 0x130) return append_utf8(out, U'i');
  append_utf8(out, c);
}

/// Before NFKC_Casefold: the Turkic letters i, of which it knows nothing, and an end to long runs of marks.
std::string capped_and_cased(std::string_view word, Casing casing) {
  std::string out;
  out.reserve(word.size());
  int marks = 0;
  bool capital_i = false;
  for (std::size_t i = 0; i < word.size();) {
    const DecodedChar c = decode_utf8(word, i);
    i += c.length;
    const bool invisible =
        u_hasBinaryProperty(static_cast<UChar32>(c.code_point), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
    if (invisible) continue;  // NFKC_Casefold drops it, and it must not hide a longer run
    if (casing == Casing::turkic && c.code_point == 0x307 && out.ends_with("\u0131") && capital_i) {
      out.replace(out.size() - 2, 2, "i");
      capital_i = false;
      continue;
    }
    capital_i = c.code_point == U'I';
    marks = is_mark(c.code_point) ? marks + 1 : 0;
    if (marks <= longest_mark_run) append_cased(out, c.code_point, casing);
  }
  return out;
}

std::string with_plain_apostrophes(const std::string& folded) {
  std::string out;
  for (std::size_t i = 0; i < folded.size();) {
    const DecodedChar c = decode_utf8(folded, i);
    is_apostrophe(c.code_point) ? out.push_back('\'') : void(out.append(folded, i, c.length));
    i += c.length;
  }
  return out;
}

std::string lower_ascii(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

struct Replacement {
  char32_t letter;
  std::string_view by;
};

/// Letters that no decomposition takes apart, and the Arabic variants that writers and keyboards mix up.
constexpr std::array replacements{
    Replacement{0xE6, "ae"},      Replacement{0xF0, "d"},       Replacement{0xF8, "o"},
    Replacement{0xFE, "th"},      Replacement{0x111, "d"},      Replacement{0x127, "h"},
    Replacement{0x131, "i"},      Replacement{0x142, "l"},      Replacement{0x153, "oe"},
    Replacement{0x167, "t"},      Replacement{0x622, "\u0627"}, Replacement{0x623, "\u0627"},
    Replacement{0x625, "\u0627"}, Replacement{0x629, "\u0647"}, Replacement{0x649, "\u064A"},
    Replacement{0x671, "\u0627"}, Replacement{0x6A9, "\u0643"}, Replacement{0x6CC, "\u064A"},
};

std::optional<std::string_view> replacement(char32_t c) {
  for (const Replacement& entry : replacements) {
    if (entry.letter == c) return entry.by;
  }
  return std::nullopt;
}

bool loses_accents(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &status);
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

bool is_vowel_point(char32_t c) {
  const bool semitic = (c >= 0x591 && c <= 0x5C7) || (c >= 0x610 && c <= 0x61A) ||
                       (c >= 0x64B && c <= 0x65F) || c == 0x670 || (c >= 0x6D6 && c <= 0x6ED);
  return semitic && is_mark(c);
}

bool stands_inside_words(char32_t c) {
  return c == U'\'' || c == U'"' || c == 0xB7 || c == 0x387 || c == 0x5F3 || c == 0x5F4 || c == 0x2027;
}

/// The letter under the accents: the first character of the canonical decomposition.
void append_base(std::string& out, char32_t c) {
  static const icu::Normalizer2& nfd = normalizer(icu::Normalizer2::getNFDInstance);
  icu::UnicodeString decomposition;
  if (c == small_short_i || nfd.getDecomposition(static_cast<UChar32>(c), decomposition) == 0) {
    append_utf8(out, c);
    return;
  }
  const auto base = static_cast<char32_t>(decomposition.char32At(0));
  const auto by = replacement(base);
  by ? void(out.append(*by)) : append_utf8(out, base);
}

}  // namespace

std::string fold(std::string_view word, Casing casing) {
  if (is_ascii(word) && casing == Casing::standard) return lower_ascii(word);
  static const icu::Normalizer2& nfkc_casefold = normalizer(icu::Normalizer2::getNFKCCasefoldInstance);
  const std::string capped = capped_and_cased(word, casing);
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  UErrorCode status = U_ZERO_ERROR;
  nfkc_casefold.normalizeUTF8(0, capped, sink, nullptr, status);
  if (U_FAILURE(status)) throw Error(ErrorKind::internal, std::string("ICU: ") + u_errorName(status));
  return with_plain_apostrophes(folded);
}

std::string strip_marks(std::string_view folded) {
  if (is_ascii(folded) && folded.find('\'') == std::string_view::npos) return std::string(folded);
  std::string out;
  out.reserve(folded.size());
  bool base_loses_accents = false;
  for (std::size_t i = 0; i < folded.size();) {
    const auto [c, length] = decode_utf8(folded, i);
    i += length;
    if (is_mark(c) && (base_loses_accents || is_vowel_point(c))) continue;
    if (c == tatweel || stands_inside_words(c)) continue;
    if (!is_mark(c)) base_loses_accents = loses_accents(c);
    const int digit = c < 0x80 ? -1 : u_charDigitValue(static_cast<UChar32>(c));
    if (digit >= 0) {
      out.push_back(static_cast<char>('0' + digit));
    } else if (const auto by = replacement(c)) {
      out.append(*by);
    } else if (base_loses_accents) {
      append_base(out, c);
    } else {
      append_utf8(out, c);
    }
  }
  return out;
}

}  // namespace kwic
