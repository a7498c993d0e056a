#include "writer/document_builder.h"

#include "analysis/folding.h"
#include "index/article_fields.h"
#include "index/schema.h"
#include "index/stored_article.h"
#include "index/word_signature.h"
#include "text/host.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace kwic {
namespace {

namespace prefix = schema::prefix;

/// The stems of one article with how often they count, and its signature.
class Inventory {
public:
  explicit Inventory(NewForms& forms) : forms_(forms) {}

  void add(Field field, const Token& token) {
    if (token.kind == Token::Kind::part) {
      signature_.add_part(token.word->surface);
    } else {
      signature_.add_unit(token.position, token.parts, token.word->surface);
    }
    const Xapian::termcount counts = field == Field::title ? schema::title_weight : 1;
    const std::string_view kind = token.word->stop ? prefix::stop_stem : prefix::stem;
    add_stem(kind, field, token.word->stem, token.ranks ? counts : 0);
    forms_.add(token.word->surface, token.word->stem);
    if (token.word->other_stem.empty()) return;
    add_stem(kind, field, token.word->other_stem, token.ranks ? counts : 0);
    forms_.add(token.word->surface, token.word->other_stem);
  }

  void add_border() { signature_.add_border(); }

  void write(Xapian::Document& document) const {
    for (const auto& [term, count] : terms_) document.add_term(term, count);
    document.add_value(schema::slot::signature, signature_.stored());
  }

private:
  void add_stem(std::string_view kind, Field field, const std::string& stem, Xapian::termcount count) {
    terms_[schema::make_term(kind, stem)] += count;
    if (field == Field::title) terms_[schema::make_term(prefix::title_stem, stem)] += 0;
    if (field == Field::author) terms_[schema::make_term(prefix::author_stem, stem)] += 0;
  }

  NewForms& forms_;
  std::unordered_map<std::string, Xapian::termcount> terms_;
  SignatureWriter signature_;
};

/// What hits are sorted and counted by.
void add_values(Xapian::Document& document, const Article& article) {
  namespace slot = schema::slot;
  const auto add = [&](Xapian::valueno number, const std::string& value) {
    if (!value.empty()) document.add_value(number, value);
  };
  std::string keywords;
  for (const std::string& keyword : article.keywords) keywords += (keywords.empty() ? "" : "\n") + keyword;
  add(slot::id, article.id);
  add(slot::title, strip_marks(fold(article.title)).substr(0, schema::title_key));
  add(slot::author, article.author);
  add(slot::language, article.language);
  add(slot::keywords, keywords);
}

void add_date(Xapian::Document& document, const std::string& date) {
  if (date.empty()) return;
  document.add_value(schema::slot::date, date);
  std::string digits = date.substr(0, 10);
  std::erase(digits, '-');
  const auto add = [&](std::string_view kind, std::size_t length) {
    if (digits.size() >= length) document.add_boolean_term(schema::make_term(kind, digits.substr(0, length)));
  };
  add(prefix::year, 4);
  add(prefix::month, 6);
  add(prefix::day, 8);
}

void add_filters(Xapian::Document& document, const Article& article) {
  const auto add = [&](std::string_view kind, std::string_view text) {
    if (!text.empty()) document.add_boolean_term(schema::make_term(kind, text));
  };
  add(prefix::id, article.id);
  add(prefix::language, article.language);
  add(prefix::path, article.path);
  add(prefix::host, fold(host_of(article.url)));
  for (const std::string& keyword : article.keywords) add(prefix::keyword, strip_marks(fold(keyword)));
  add_date(document, article.date);
}

}  // namespace

DocumentBuilder::DocumentBuilder(const std::string& default_language)
    : default_language_(named_language(default_language).code) {}

std::string DocumentBuilder::language_of(const Article& article) const {
  std::string told = find_language(article.language).code;
  if (told != "und") return told;
  std::string detected = detect_language(article.text);
  return detected.empty() ? default_language_ : detected;
}

Analyzer& DocumentBuilder::analyzer_for(const std::string& code) {
  const auto found = analyzers_.find(code);
  if (found != analyzers_.end()) return found->second;
  return analyzers_.emplace(code, Analyzer(find_language(code))).first->second;
}

void DocumentBuilder::forget_above(std::size_t bytes) {
  std::size_t remembered = 0;
  for (const auto& [code, analyzer] : analyzers_) remembered += analyzer.remembered_bytes();
  if (remembered > bytes) analyzers_.clear();
}

Xapian::Document DocumentBuilder::build(Article& article) {
  article.language = language_of(article);
  Inventory inventory(new_forms_);
  for_each_token(
      article, analyzer_for(article.language),
      [&](Field field, const Token& token) { inventory.add(field, token); },
      [&](std::uint32_t) { inventory.add_border(); });
  Xapian::Document document;
  inventory.write(document);
  add_filters(document, article);
  add_values(document, article);
  document.set_data(store_article(article));
  return document;
}

}  // namespace kwic
