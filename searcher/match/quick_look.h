#pragma once
/// The quick look for a word, phrase or NEAR in a signature, or for several words that must all be there:
/// most signatures that queries meet need no other.

#include "index/position_set.h"
#include "index/word_signature.h"
#include "query/query.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace kwic {

class QuickLook {
public:
  enum class Answer {
    no,
    maybe,
    unknown,  ///< it takes a closer look
  };

  /// Memory to work in.
  struct Places {
    PositionSet borders;
    std::vector<PositionSet> words;
  };

  /// Nothing if the query is something else, or has compounds, or words of which signatures know nothing.
  [[nodiscard]] static std::optional<QuickLook> of(const Query& query);

  /// Throws Error (corrupt) for a damaged signature.
  [[nodiscard]] Answer look_in(const WordSignature& signature, Places& places) const;

private:
  /// A word or phrase: so many of `words_`, one right behind the other.
  struct Operand {
    std::size_t first_word = 0;
    std::size_t words = 0;
    std::optional<Field> field = {};
  };

  [[nodiscard]] bool add(const Query& leaf);
  [[nodiscard]] bool add_units(const WordSignature& signature, Places& places) const;
  [[nodiscard]] PositionSet& find(const Operand& operand, std::size_t size, Places& places) const;
  [[nodiscard]] bool is_near(std::size_t operand, std::size_t place, const PositionSet& others,
                             const PositionSet& borders) const;

  std::vector<SoughtHashes> words_;
  std::optional<SoughtHashes> all_words_;
  SoughtHashes borders_ = SoughtHashes::borders();
  std::vector<Operand> operands_;  ///< of a NEAR, or words that must all be there; else one
  std::vector<Gap> gaps_;          ///< of a NEAR, between them
  bool needs_borders_ = false;
  bool anywhere_ = false;  ///< all words must be there, wherever
};

}  // namespace kwic
