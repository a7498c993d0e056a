#pragma once
/// How the different spellings of one word become one form.

#include <string>
#include <string_view>

namespace kwic {

enum class Casing { standard, turkic };

/// Case, width, ligatures and normalization forms away: NFKC_Casefold (UAX #44), which also drops soft
/// hyphens, joiners and bidi marks. Marks stay: stemmers want them. Every apostrophe becomes U+0027. With
/// `turkic`, I is the capital of dotless ı, and dotted İ that of i. Of a run of combining marks the first 30
/// are kept, so that the time stays linear.
[[nodiscard]] std::string fold(std::string_view word, Casing casing = Casing::standard);

/// What should not part two spellings once the stem is taken, on a folded word: accents of Latin, Greek and
/// Cyrillic letters (but й stays), strokes and ligatures (ø = o, ı = i, æ = ae), Arabic and Hebrew vowel
/// points and tatweel, the variants of Arabic alef, yeh and kaf, and what stands inside a word without being
/// a letter (apostrophes, the Catalan middle dot, the Hebrew gershayim). Digits of every script become ASCII.
[[nodiscard]] std::string strip_marks(std::string_view folded);

}  // namespace kwic
