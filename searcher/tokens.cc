#include "analysis/analyzer.h"

#include <kwic/tokens.h>

namespace kwic {
namespace {

Language chosen(std::string_view text, std::string_view language) {
  if (!language.empty()) return named_language(language);
  const std::string detected = detect_language(text);
  return find_language(detected.empty() ? "en" : detected);
}

}  // namespace

class TokenWalk::Work {
public:
  Work(std::string_view text, std::string_view language) : analyzer_(chosen(text, language)) {
    analyzer_.start(text);
  }

  std::optional<AnalyzedToken> next() {
    const Token* const token = analyzer_.next();
    if (token == nullptr) return std::nullopt;
    const Word& word = *token->word;
    return AnalyzedToken{token->kind == Token::Kind::unit,
                         token->start,
                         token->end,
                         token->position,
                         token->parts,
                         word.surface,
                         word.stem,
                         word.other_stem,
                         word.stop,
                         token->ranks};
  }

  [[nodiscard]] const std::string& language() const noexcept { return analyzer_.language().code; }

private:
  Analyzer analyzer_;
};

TokenWalk::TokenWalk(std::string_view text, std::string_view language)
    : work_(std::make_unique<Work>(text, language)) {}
TokenWalk::~TokenWalk() = default;
TokenWalk::TokenWalk(TokenWalk&&) noexcept = default;
TokenWalk& TokenWalk::operator=(TokenWalk&&) noexcept = default;

std::optional<AnalyzedToken> TokenWalk::next() {
  return work_->next();
}
const std::string& TokenWalk::language() const noexcept {
  return work_->language();
}

}  // namespace kwic
