#pragma once
/// The quick look for a word or phrase in a signature: most signatures that many queries meet need no other.

#include "index/word_signature.h"
#include "query/query.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace kwic {

/// A word or phrase as the hashes of its words, which stand one right behind the other.
class HashRun {
public:
  enum class Answer {
    no,
    maybe,
    unknown,  ///< it takes a closer look
  };

  /// Nothing if the query is something else, or takes more to be told: fields but the title, compounds, words
  /// that stand for many forms beside others.
  [[nodiscard]] static std::optional<HashRun> of(const Query& query);

  [[nodiscard]] Answer look_in(const WordSignature& signature) const;

private:
  using Hashes = std::vector<std::uint32_t>;  ///< of the forms of one word

  [[nodiscard]] static HashRun of_many_forms(const QueryWord& word);
  [[nodiscard]] static bool stands_in(const WordSignature& signature, const std::vector<Hashes>& words);
  [[nodiscard]] bool has_any(const WordSignature& signature) const;

  bool in_title_ = false;   ///< the first field of every article
  std::vector<bool> many_;  ///< by narrow hashes: those of a lone word with many forms; else empty
  std::vector<Hashes> narrow_;
  std::vector<Hashes> wide_;
};

}  // namespace kwic
