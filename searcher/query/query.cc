#include "query/query.h"

#include <array>
#include <cstdio>
#include <map>
#include <string_view>

namespace kwic {
namespace {

using Kind = Query::Kind;

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::any:
      return "any";
    case Kind::all:
      return "all";
    case Kind::odd:
      return "odd";
    case Kind::prefer:
      return "prefer";
    case Kind::without:
      return "without";
    default:
      return "";
  }
}

std::string number(double value) {
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%g", value);
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string print(const QueryWord& word) {
  switch (word.form) {
    case QueryWord::Form::exact:
      return '=' + word.text;
    case QueryWord::Form::similar:
      return word.text + '~' + std::to_string(word.distance);
    default:
      return word.text;
  }
}

/// Within quotation marks every word is exact, and the sign goes without saying.
std::string print_phrase(const std::vector<QueryWord>& words) {
  std::string text;
  for (const QueryWord& word : words) {
    text += text.empty() ? "" : " ";
    text += word.form == QueryWord::Form::exact ? word.text : print(word);
  }
  return '"' + text + '"';
}

std::string print_near(const Query& query) {
  std::string text = '(' + print(query.children.front());
  for (std::size_t i = 0; i < query.gaps.size(); ++i) {
    text += query.gaps[i].ordered ? " adj/" : " near/";
    text += std::to_string(query.gaps[i].words) + ' ' + print(query.children[i + 1]);
  }
  return text + ')';
}

std::string_view field_name(const Query& query) {
  for (const QueryField& field : query_fields()) {
    const bool same = query.kind == Kind::filter ? field.kind == query.filter.kind
                                                 : field.part.has_value() && field.part == query.field;
    if (same) return field.name;
  }
  return "";
}

std::string print_unweighted(const Query& query) {
  switch (query.kind) {
    case Kind::everything:
      return "everything";
    case Kind::word:
      return print(query.words.front());
    case Kind::phrase:
      return print_phrase(query.words);
    case Kind::near:
      return print_near(query);
    case Kind::filter:
      return query.filter.value;
    default:
      break;
  }
  std::string text = '(' + std::string(name(query.kind));
  for (const Query& child : query.children) text += ' ' + print(child);
  return text + ')';
}

std::string print_in_field(const Query& query) {
  std::string text(field_name(query));
  if (!text.empty()) text += ':';
  return text + print_unweighted(query);
}

/// Equal for leaves that stand at the same places, whatever they weigh.
std::string identity(const Query& leaf) {
  std::string text = print_in_field(leaf);
  for (const QueryWord& word : leaf.words) {
    text += may_be_stop_word(word) ? '+' : ' ';
    for (const std::string& stem : word.stems) text += '\0' + stem;
  }
  return text;
}

/// A word within a NEAR stands elsewhere than the word alone, or within another NEAR.
void number_leaves(Query& query, const std::string& near, std::map<std::string, std::size_t>& numbers) {
  if (!query.words.empty())
    query.leaf = numbers.emplace(near + '\0' + identity(query), numbers.size()).first->second;
  const std::string of_children = query.kind == Kind::near ? print_unweighted(query) : near;
  for (Query& child : query.children) number_leaves(child, of_children, numbers);
}

}  // namespace

std::string print(const Query& query) {
  std::string text = print_in_field(query);
  if (query.weight != 1) text += '^' + number(query.weight);
  return text;
}

std::size_t number_leaves(Query& query) {
  std::map<std::string, std::size_t> numbers;
  number_leaves(query, "", numbers);
  return numbers.size();
}

}  // namespace kwic
