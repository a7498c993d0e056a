#include "support/index_content.h"

#include "index/open_index.h"
#include "index/stored_article.h"

#include <xapian.h>

namespace kwic::test {

std::map<std::string, std::string> content(const std::filesystem::path& index) {
  const Xapian::Database database = open_index(index).database;
  std::map<std::string, std::string> all;
  for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at) {
    const Xapian::Document document = database.get_document(*at);
    std::string text = document.get_data();
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
      text += '\n' + *term + ' ' + std::to_string(term.get_wdf()) + ' ' +
              std::to_string(database.get_termfreq(*term));
    }
    for (auto value = document.values_begin(); value != document.values_end(); ++value) {
      text += '\n' + std::to_string(value.get_valueno()) + *value;
    }
    all[restore_article(document.get_data()).id] = text;
  }
  return all;
}

}  // namespace kwic::test
