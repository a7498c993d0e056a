#include "snippet/hit_texts.h"

#include "query/expand.h"
#include "snippet/fragments.h"
#include "snippet/snippets.h"

#include <algorithm>
#include <utility>

namespace kwic {
namespace {

/// A text of fewer bytes is not worth the search for its passages.
constexpr std::size_t shortest_long_text = block_bytes + 1;

/// No snippet reaches farther than so many bytes a column, whatever its script.
constexpr std::size_t bytes_of_column = 4;

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_space(c); });
}

bool is_of_text(const Mark& mark) {
  return mark.field == Field::text;
}

/// What is shown of a text without marks.
void read_beginning(PartialArticle& article) {
  article.read(0, text_around);
  if (is_blank(std::string_view(article.article().text).substr(0, text_around))) article.read_all();
}

}  // namespace

HitTexts::HitTexts(const ArticleTexts& texts, const Query& query, const Matcher& matcher,
                   const Lexicon& lexicon, WordReader& reader, const std::vector<double>& leaf_weights,
                   std::size_t columns)
    : texts_(texts),
      query_(query),
      matcher_(matcher),
      lexicon_(lexicon),
      reader_(reader),
      leaf_weights_(leaf_weights),
      reach_(bytes_of_column * columns) {}

std::vector<Mark> HitTexts::all_marks(const Article& article) const {
  return texts_.match(matcher_, article).value_or(std::vector<Mark>{});
}

HitTexts::HitText HitTexts::whole(Xapian::docid document) const {
  PartialArticle article = texts_.partial_article(document);
  article.read_all();
  std::vector<Mark> marks = all_marks(article.article());
  return {std::move(article), std::move(marks)};
}

std::optional<std::vector<Range>> HitTexts::likely_passages(Xapian::docid document, std::size_t size) {
  const WordSignature signature = texts_.signature(document);
  if (size < shortest_long_text || !signature.is_wide()) return std::nullopt;
  if (!likely_) likely_.emplace(expanded_for_signatures(query_, lexicon_, reader_), leaf_weights_);
  return likely_->in(signature, size, reach_);
}

HitTexts::HitText HitTexts::passages(Xapian::docid document) {
  PartialArticle article = texts_.partial_article(document);
  const std::size_t size = article.article().text.size();
  const std::optional<std::vector<Range>> likely = likely_passages(document, size);
  if (!likely) return whole(document);
  for (const Range& range : *likely) {
    article.read(range.start - std::min(range.start, text_around), std::min(size, range.end + text_around));
  }
  if (likely->empty()) read_beginning(article);
  std::optional<std::vector<Mark>> marks = texts_.match(matcher_, article.article(), *likely);
  const bool are_borne_out = marks && (likely->empty() || std::ranges::any_of(*marks, is_of_text));
  if (!are_borne_out) return whole(document);  // the signature was mistaken
  return {std::move(article), *std::move(marks)};
}

}  // namespace kwic
