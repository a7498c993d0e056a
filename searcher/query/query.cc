#include "query/query.h"

namespace kwic {
namespace {

const char* name(Query::Kind kind) {
  switch (kind) {
    case Query::Kind::any:
      return "any";
    case Query::Kind::all:
      return "all";
    case Query::Kind::prefer:
      return "prefer";
    case Query::Kind::without:
      return "without";
    default:
      return "everything";
  }
}

std::string joined(const std::vector<QueryWord>& words) {
  std::string text;
  for (const QueryWord& word : words) text += (text.empty() ? "" : " ") + word.text;
  return text;
}

}  // namespace

std::string print(const Query& query) {
  if (query.kind == Query::Kind::word) return joined(query.words);
  if (query.kind == Query::Kind::phrase) return '"' + joined(query.words) + '"';
  if (query.kind == Query::Kind::everything) return "everything";
  std::string text = std::string("(") + name(query.kind);
  for (const Query& child : query.children) text += ' ' + print(child);
  return text + ')';
}

}  // namespace kwic
