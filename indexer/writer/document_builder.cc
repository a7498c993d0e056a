#include "writer/document_builder.h"

#include "analysis/folding.h"
#include "index/article_fields.h"
#include "index/schema.h"
#include "index/word_signature.h"
#include "text/host.h"
#include "text/little_endian.h"

#include <algorithm>
#include <string_view>
#include <tuple>
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
      if (field == Field::text) ++words_;
      signature_.add_part(word.surface_hash, field == Field::text ? token.start : 0);
    } else {
      signature_.add_unit(token.position, token.parts, word.surface_hash);
    }
    forms_.add(word);
    Xapian::termcount count = 0;
    if (token.ranks) count = field == Field::title ? schema::title_weight : 1;
    if (word.stop) return;
    stems_.add(word.stem, word.stem_hash, count);
    if (word.other_stem_hash != 0) stems_.add(word.other_stem, word.other_stem_hash, count);
  }

  void add_border() { signature_.add_border(); }

  /// In the order of the terms: so Xapian's map of them grows at its end, which is at hand. Returns how often
  /// all of them are there: what Xapian calls the document's length.
  Xapian::termcount write_terms(Xapian::Document& document) {
    Xapian::termcount length = 0;
    for (const CountedStem& stem : stems_.take()) {
      document.add_term(schema::make_term(prefix::stem, stem.text), stem.count);
      length += stem.count;
    }
    return length;
  }

  [[nodiscard]] std::string signature() const { return signature_.stored(); }

  /// How many words the text has.
  [[nodiscard]] std::size_t words() const { return words_; }

private:
  StemCounts& stems_;
  NewForms& forms_;
  SignatureWriter signature_;
  std::size_t words_ = 0;
};

/// What hits are sorted and counted by.
void add_values(Xapian::Document& document, const Article& article) {
  namespace slot = schema::slot;
  const auto add = [&](Xapian::valueno number, const std::string& value) {
    if (!value.empty()) document.add_value(number, value);
  };
  std::string keywords;
  for (const std::string& keyword : article.keywords) keywords += (keywords.empty() ? "" : "\n") + keyword;
  add(slot::date, article.date);
  add(slot::id, article.id);
  add(slot::title, strip_marks(fold(article.title)).substr(0, schema::title_key));
  add(slot::author, article.author);
  add(slot::language, article.language);
  add(slot::keywords, keywords);
  add(slot::words, Xapian::sortable_serialise(static_cast<double>(article.words)));
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
}

}  // namespace

DocumentBuilder::DocumentBuilder(const std::string& default_language, std::string_view dictionary)
    : default_language_(named_language(default_language).code), packer_(dictionary) {}

std::pair<std::string, LanguageOrigin> DocumentBuilder::language_of(const Article& article) const {
  std::string told = find_language(article.language).code;
  if (told != "und") return {std::move(told), LanguageOrigin::told};
  std::string detected = detect_language(article.text);
  if (detected.empty()) return {default_language_, LanguageOrigin::assumed};
  return {std::move(detected), LanguageOrigin::detected};
}

bool DocumentBuilder::has_language_of(const Article& article, const Article& old,
                                      LanguageOrigin old_origin) const {
  const bool is_told = find_language(article.language).code != std::string_view("und");
  if (is_told || old_origin == LanguageOrigin::told) return language_of(article).first == old.language;
  return old_origin == LanguageOrigin::detected || old.language == default_language_;
}

DocumentBuilder::Reader& DocumentBuilder::reader_for(const std::string& code) {
  const auto found = readers_.find(code);
  if (found != readers_.end()) return found->second;
  return readers_.emplace(code, Reader{Analyzer(find_language(code))}).first->second;
}

std::vector<WordForm> DocumentBuilder::take_new_forms() {
  for (auto& [code, reader] : readers_) reader.forms.take(forms_);
  return std::exchange(forms_, {});
}

void DocumentBuilder::forget_above(std::size_t bytes) {
  std::size_t remembered = 0;
  for (const auto& [code, reader] : readers_) {
    remembered += reader.analyzer.remembered_bytes() + reader.forms.remembered_bytes();
  }
  if (remembered <= bytes) return;
  forms_ = take_new_forms();
  readers_.clear();
}

BuiltDocument DocumentBuilder::build(Article& article) {
  LanguageOrigin origin{};
  std::tie(article.language, origin) = language_of(article);
  Reader& reader = reader_for(article.language);
  Inventory inventory(stems_, reader.forms);
  for_each_token(
      article, reader.analyzer, [&](Field field, const Token& token) { inventory.add(field, token); },
      [&](std::uint32_t) { inventory.add_border(); });
  article.words = inventory.words();
  BuiltDocument built;
  append_number<sizeof(Xapian::termcount)>(built.bytes.length, inventory.write_terms(built.document));
  add_filters(built.document, article);
  add_values(built.document, article);
  built.bytes.signature = inventory.signature();
  built.bytes.article = packer_.pack(article, origin);
  return built;
}

}  // namespace kwic
