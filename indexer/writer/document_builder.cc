#include "writer/document_builder.h"

#include "analysis/folding.h"
#include "index/schema.h"
#include "index/word_signature.h"
#include "text/hash.h"
#include "text/host.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace kwic {
namespace {

namespace prefix = schema::prefix;

/// Takes the tokens of one article.
class Inventory {
public:
  Inventory(StemCounts& stems, NewForms& forms) : stems_(stems), forms_(forms) {}

  void add(Field field, const Token& token) {
    const Word& word = *token.word;
    if (token.kind == Token::Kind::part) {
      signature_.add_part(word.surface);
    } else {
      signature_.add_unit(token.position, token.parts, word.surface);
    }
    forms_.add(word);
    Xapian::termcount count = 0;
    if (token.ranks) count = field == Field::title ? schema::title_weight : 1;
    stems_.add(word.stem, word.stem_hash, word.stop, field, count);
    if (word.other_stem.empty()) return;
    stems_.add(word.other_stem, hash_bytes(word.other_stem), word.stop, field, count);
  }

  void add_border() { signature_.add_border(); }

  void write(Xapian::Document& document) {
    add_terms(document, stems_.take());
    document.add_value(schema::slot::signature, signature_.stored());
  }

private:
  /// In the order of the terms: so Xapian's map of them grows at its end, which is at hand.
  static void add_terms(Xapian::Document& document, const std::vector<CountedStem>& stems) {
    const auto add = [&](std::string_view kind, auto is_meant) {
      for (const CountedStem& stem : stems) {
        if (!is_meant(stem)) continue;
        const bool counts = kind == prefix::stem || kind == prefix::stop_stem;
        document.add_term(schema::make_term(kind, stem.text), counts ? stem.count : 0);
      }
    };
    add(prefix::author_stem, [](const CountedStem& stem) { return stem.in_author; });
    add(prefix::stop_stem, [](const CountedStem& stem) { return stem.stop; });
    add(prefix::title_stem, [](const CountedStem& stem) { return stem.in_title; });
    add(prefix::stem, [](const CountedStem& stem) { return !stem.stop; });
  }

  StemCounts& stems_;
  NewForms& forms_;
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

DocumentBuilder::DocumentBuilder(const std::string& default_language, std::string_view dictionary)
    : default_language_(named_language(default_language).code), packer_(dictionary) {}

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
  if (remembered + new_forms_.remembered_bytes() <= bytes) return;
  analyzers_.clear();
  new_forms_.forget();
}

Xapian::Document DocumentBuilder::build(Article& article) {
  article.language = language_of(article);
  Inventory inventory(stems_, new_forms_);
  for_each_token(
      article, analyzer_for(article.language),
      [&](Field field, const Token& token) { inventory.add(field, token); },
      [&](std::uint32_t) { inventory.add_border(); });
  Xapian::Document document;
  inventory.write(document);
  add_filters(document, article);
  add_values(document, article);
  document.set_data(packer_.pack(article));
  return document;
}

}  // namespace kwic
