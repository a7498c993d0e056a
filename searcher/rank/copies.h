#pragma once
/// Finds the hits that tell the same story in nearly the same words.

#include "index/word_signature.h"

#include <cstddef>
#include <vector>

namespace kwic {

/// For each article, given by its stored word signature, its first near-duplicate before it, or itself. Two
/// are near-duplicates if of their shingles of three words (runs across fields included) seven of ten are
/// common to both. Candidates share one of several bands of min-hashes (Broder 1997, "On the resemblance and
/// containment of documents"); they are compared in full. Depends on nothing but the words and the order.
[[nodiscard]] std::vector<std::size_t> first_copies(const std::vector<WordSignature>& signatures);

}  // namespace kwic
