#include "support/index_content.h"

#include "index/open_index.h"
#include "index/schema.h"
#include "index/stored_article.h"

#include <xapian.h>

namespace kwic::test {

std::map<std::string, std::string> content(const std::filesystem::path& index) {
  const OpenIndex opened = open_index(index);
  const Xapian::Database& database = opened.database;
  const ArticleUnpacker unpacker(database.get_metadata(schema::dictionary_key));
  ArticlePacker packer;
  std::map<std::string, std::string> all;
  for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at) {
    const Xapian::Document document = database.get_document(*at);
    const Article article = unpacker.unpack(opened.articles.of(*at));
    std::string text = packer.pack(article);
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
      text += '\n' + *term + ' ' + std::to_string(term.get_wdf()) + ' ' +
              std::to_string(database.get_termfreq(*term));
    }
    for (auto value = document.values_begin(); value != document.values_end(); ++value) {
      text += '\n' + std::to_string(value.get_valueno()) + *value;
    }
    for (const DocumentFile* const file : {&opened.signatures, &opened.lengths}) {
      text += '\n' + std::string(file->of(*at));
    }
    all[article.id] = text;
  }
  return all;
}

}  // namespace kwic::test
