// Any bytes as a text, in any language: its segments are those of ICU, and its tokens obey the laws of
// analyzer.h.
#include "analysis/analyzer.h"

#include "fuzz/target.h"
#include "support/icu_words.h"
#include "text/utf8.h"

#include <array>
#include <map>
#include <string>

namespace kwic::fuzz {
namespace {

constexpr std::array languages{"en", "de", "fr", "tr", "ru", "el", "ar", "hu", "zh", "ja", "th", "und"};

/// A token with everything that it refers to.
struct Kept {
  Token token;
  std::string surface;
  std::vector<std::string> stems;

  explicit Kept(const Token& given) : token(given), surface(given.word->surface) {
    for (const auto& stem : {given.word->stem, given.word->other_stem}) stems.emplace_back(stem);
  }
  [[nodiscard]] bool operator==(const Kept& other) const {
    return token.kind == other.token.kind && token.ranks == other.token.ranks &&
           token.start == other.token.start && token.end == other.token.end &&
           token.position == other.token.position && token.parts == other.token.parts &&
           surface == other.surface && stems == other.stems;
  }
};

std::vector<Kept> tokens_of(Analyzer& analyzer, std::string_view text) {
  std::vector<Kept> tokens;
  analyzer.start(text);
  while (const Token* const token = analyzer.next()) tokens.emplace_back(*token);
  return tokens;
}

void require_laws(const std::vector<Kept>& tokens, std::string_view text) {
  std::vector<Token> parts;
  for (const auto& [token, surface, stems] : tokens) {
    require(token.start < token.end, "tokens are not empty", text);
    require_range(text, token.start, token.end);
    require(!surface.empty() && is_valid_utf8(surface), "surfaces are UTF-8", text);
    require(!stems.front().empty() && is_valid_utf8(stems.front()), "stems are UTF-8", text);
    if (token.kind == Token::Kind::part) {
      require(token.position == parts.size() && token.parts == 1, "parts have the positions 0, 1, 2", text);
      require(parts.empty() || parts.back().end <= token.start, "parts rise", text);
      parts.push_back(token);
    } else {
      require(token.parts > 0 && token.position + token.parts == parts.size(), "units follow their parts",
              text);
      require(token.start <= parts[token.position].start && parts.back().end <= token.end,
              "units cover their parts", text);
    }
  }
}

Analyzer& analyzer_for(const std::string& language) {
  static std::map<std::string, Analyzer> analyzers;
  const auto found = analyzers.find(language);
  return found == analyzers.end() ? analyzers.try_emplace(language, find_language(language)).first->second
                                  : found->second;
}

}  // namespace
}  // namespace kwic::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwic;
  fuzz::Input input(data, size);
  const std::string language = fuzz::languages.at(input.choice(fuzz::languages.size()));
  const std::string_view text = input.rest();
  const std::string difference = test::difference_from_icu(text);
  fuzz::require(difference.empty(), "words end where ICU ends them", difference);
  Analyzer& analyzer = fuzz::analyzer_for(language);
  const auto tokens = fuzz::tokens_of(analyzer, text);
  fuzz::require_laws(tokens, text);
  fuzz::require(fuzz::tokens_of(analyzer, text) == tokens, "equal texts have equal tokens", text);
  return 0;
}
