#include "support/signature_of.h"

#include "index/article_fields.h"
#include "index/word_signature.h"

namespace kwic::test {

std::string signature_of(const Article& article, Analyzer& analyzer) {
  SignatureWriter writer;
  const auto add = [&](Field field, const Token& token) {
    if (token.kind == Token::Kind::unit)
      return writer.add_unit(token.position, token.parts, token.word->surface_hash);
    writer.add_part(token.word->surface_hash, field == Field::text ? token.start : 0);
  };
  for_each_token(article, analyzer, add, [&](std::uint32_t) { writer.add_border(); });
  return writer.stored();
}

}  // namespace kwic::test
