#include "rank/copies.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <unordered_map>

namespace kwic {
namespace {

constexpr std::size_t shingle_words = 3;
constexpr double least_resemblance = 0.7;
constexpr std::size_t bands = 8;
constexpr std::size_t rows = 3;  ///< min-hashes a band: at .7 of resemblance, 96 of 100 pairs share a band

using Shingles = std::vector<std::uint64_t>;  ///< sorted, each once

/// The finalizer of MurmurHash3.
std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 33U)) * 0xff51afd7ed558ccdULL;
  value = (value ^ (value >> 33U)) * 0xc4ceb9fe1a85ec53ULL;
  return value ^ (value >> 33U);
}

/// Signatures keep 16 bits of a hash, or 32 of which 16 are the same.
Shingles shingles_of(const WordSignature& article) {
  Shingles shingles;
  std::uint64_t last_words = 0;
  std::size_t words = 0;
  article.for_each_hash([&](std::uint32_t, std::uint32_t hash) {
    if (hash == WordSignature::border) return;
    last_words = ((last_words << 16U) | (hash & 0xFFFFU)) & 0xFFFF'FFFF'FFFFU;
    if (++words >= shingle_words) shingles.push_back(mixed(last_words));
  });
  if (words > 0 && words < shingle_words) shingles.push_back(mixed(last_words));
  std::ranges::sort(shingles);
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  return shingles;
}

/// One permutation: the smallest shingle of each of bands * rows classes.
std::array<std::uint64_t, bands> bands_of(const Shingles& shingles) {
  std::array<std::uint64_t, bands * rows> least{};
  least.fill(std::numeric_limits<std::uint64_t>::max());
  for (const std::uint64_t shingle : shingles) {
    std::uint64_t& smallest = least.at(shingle % least.size());
    smallest = std::min(smallest, mixed(shingle));
  }
  std::array<std::uint64_t, bands> keys{};
  for (std::size_t i = 0; i < least.size(); ++i) keys.at(i / rows) = mixed(keys.at(i / rows) + least.at(i));
  return keys;
}

double resemblance(const Shingles& left, const Shingles& right) {
  Shingles common;
  std::ranges::set_intersection(left, right, std::back_inserter(common));
  const std::size_t all = left.size() + right.size() - common.size();
  return all == 0 ? 0 : static_cast<double>(common.size()) / static_cast<double>(all);
}

}  // namespace

std::vector<std::size_t> first_copies(const std::vector<WordSignature>& signatures) {
  std::vector<std::size_t> first(signatures.size());
  std::vector<Shingles> shingles(signatures.size());
  std::array<std::unordered_map<std::uint64_t, std::vector<std::size_t>>, bands> sharing;
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    first[i] = i;
    shingles[i] = shingles_of(signatures[i]);
    const std::array<std::uint64_t, bands> keys = bands_of(shingles[i]);
    for (std::size_t band = 0; band < bands; ++band) {
      for (const std::size_t earlier : sharing.at(band)[keys.at(band)]) {
        if (earlier < first[i] && resemblance(shingles[earlier], shingles[i]) >= least_resemblance)
          first[i] = earlier;
      }
    }
    if (first[i] != i) continue;  // whoever resembles a copy resembles what it is a copy of, or stands alone
    for (std::size_t band = 0; band < bands; ++band) sharing.at(band)[keys.at(band)].push_back(i);
  }
  return first;
}

}  // namespace kwic
