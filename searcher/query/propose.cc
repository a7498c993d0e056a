#include "query/propose.h"

#include "index/schema.h"

#include <algorithm>
#include <vector>

namespace kwic {
namespace {

/// A compound that stands as the phrase of its parts counts half of what the parts count: about as much as
/// its joined form, which is a rare word.
constexpr double weight_of_parts = 0.5;

Xapian::Query stems_query(const QueryWord& word) {
  std::vector<Xapian::Query> terms;
  for (const std::string& stem : word.stems) {
    terms.emplace_back(schema::make_term(schema::prefix::stem, stem));
    if (word.finds_stop_words) terms.emplace_back(schema::make_term(schema::prefix::stop_stem, stem));
  }
  return {Xapian::Query::OP_SYNONYM, terms.begin(), terms.end()};
}

Xapian::Query all_of(const std::vector<QueryWord>& words);

Xapian::Query word_query(const QueryWord& word) {
  if (word.parts.empty()) return stems_query(word);
  if (word.stems.empty()) return all_of(word.parts);
  return {Xapian::Query::OP_MAX, stems_query(word), all_of(word.parts) * weight_of_parts};
}

Xapian::Query all_of(const std::vector<QueryWord>& words) {
  std::vector<Xapian::Query> queries;
  queries.reserve(words.size());
  for (const QueryWord& word : words) queries.push_back(word_query(word));
  return {Xapian::Query::OP_AND, queries.begin(), queries.end()};
}

Xapian::Query joined(Xapian::Query::op op, const std::vector<Query>& children) {
  std::vector<Xapian::Query> queries;
  queries.reserve(children.size());
  for (const Query& child : children) queries.push_back(propose(child));
  return {op, queries.begin(), queries.end()};
}

/// What may be left to the matcher cannot be excluded here: it is proposed, and decided there.
Xapian::Query without(const std::vector<Query>& children) {
  Xapian::Query query = propose(children.front());
  for (std::size_t i = 1; i < children.size(); ++i) {
    if (!needs_matcher(children[i])) query = {Xapian::Query::OP_AND_NOT, query, propose(children[i])};
  }
  return query;
}

Xapian::Query prefer(const std::vector<Query>& children) {
  const std::vector<Query> others(children.begin() + 1, children.end());
  return {Xapian::Query::OP_AND_MAYBE, propose(children.front()), joined(Xapian::Query::OP_OR, others)};
}

}  // namespace

Xapian::Query propose(const Query& query) {
  switch (query.kind) {
    case Query::Kind::everything:
      return Xapian::Query::MatchAll;
    case Query::Kind::word:
      return word_query(query.words.front());
    case Query::Kind::phrase:
      return all_of(query.words);
    case Query::Kind::any:
      return joined(Xapian::Query::OP_OR, query.children);
    case Query::Kind::all:
      return joined(Xapian::Query::OP_AND, query.children);
    case Query::Kind::prefer:
      return prefer(query.children);
    case Query::Kind::without:
      return without(query.children);
  }
  return {};
}

bool needs_matcher(const Query& query) {
  if (query.kind == Query::Kind::phrase) return true;
  if (query.kind == Query::Kind::word) return !query.words.front().parts.empty();
  return std::ranges::any_of(query.children, needs_matcher);
}

}  // namespace kwic
