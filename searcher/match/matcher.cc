#include "match/matcher.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace kwic {

Matcher::Matcher(const Query& query) : root_(compile(query)) {}

Matcher::Node Matcher::compile(const Query& query) {
  Node node;
  node.kind = query.kind;
  node.form = query.kind == Query::Kind::phrase ? Form::exact : Form::inflected;
  if (!query.words.empty()) node.leaf = leaves_++;
  for (const QueryWord& word : query.words) node.words.push_back(compile(word, node.form));
  for (const Query& child : query.children) node.children.push_back(compile(child));
  return node;
}

Matcher::Word Matcher::compile(const QueryWord& word, Form form) {
  Word compiled{words_.add(word, form), {}};
  for (const QueryWord& part : word.parts) compiled.parts.push_back(words_.add(part, form));
  return compiled;
}

/// A compound stands where its joined form does, and where its parts follow each other.
Occurrences Matcher::places(const Word& word, const Found& found) {
  if (word.parts.empty()) return found[word.number];
  std::vector<Occurrences> parts;
  parts.reserve(word.parts.size());
  for (const std::size_t part : word.parts) parts.push_back(found[part]);
  return united(found[word.number], in_sequence(parts));
}

Occurrences Matcher::places(const Node& leaf, const Found& found) {
  std::vector<Occurrences> words;
  words.reserve(leaf.words.size());
  for (const Word& word : leaf.words) words.push_back(places(word, found));
  return in_sequence(words);
}

/// Three values: the signature's "no" is final, its "here" only "maybe".
Matcher::Verdict Matcher::by_signature(const Node& node, const Found& found) {
  const auto child = [&](const Node& each) { return by_signature(each, found); };
  switch (node.kind) {
    case Query::Kind::everything:
      return Verdict::yes;
    case Query::Kind::word:
      return Verdict::maybe;
    case Query::Kind::phrase:
      return places(node, found).empty() ? Verdict::no : Verdict::maybe;
    case Query::Kind::any:
      return child(std::ranges::max(node.children, {}, child));
    case Query::Kind::all:
      return child(std::ranges::min(node.children, {}, child));
    case Query::Kind::prefer:
      return child(node.children.front());
    case Query::Kind::without:
      break;
  }
  Verdict verdict = child(node.children.front());
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Verdict excluded = child(node.children[i]);
    if (excluded == Verdict::yes) return Verdict::no;
    if (excluded == Verdict::maybe) verdict = std::min(verdict, Verdict::maybe);
  }
  return verdict;
}

bool Matcher::may_match(const WordSignature& signature) const {
  return by_signature(root_, words_.find(signature)) != Verdict::no;
}

/// Adds the marks of what matched; of what did not, none stay.
bool Matcher::by_text(const Node& node, const Found& found, std::vector<Mark>& marks) {
  const std::size_t before = marks.size();
  const auto child = [&](const Node& each) { return by_text(each, found, marks); };
  bool matched = true;
  switch (node.kind) {
    case Query::Kind::everything:
      break;
    case Query::Kind::word:
    case Query::Kind::phrase: {
      const Occurrences here = places(node, found);
      for (const Occurrence& place : here) marks.push_back({place.field, place.start, place.end, node.leaf});
      matched = !here.empty();
      break;
    }
    case Query::Kind::any:
      matched = std::ranges::count_if(node.children, child) > 0;
      break;
    case Query::Kind::all:
      matched = std::ranges::all_of(node.children, child);
      break;
    case Query::Kind::prefer:
      matched = child(node.children.front());
      for (std::size_t i = 1; matched && i < node.children.size(); ++i) child(node.children[i]);
      break;
    case Query::Kind::without: {
      std::vector<Mark> excluded;
      matched = child(node.children.front());
      for (std::size_t i = 1; matched && i < node.children.size(); ++i) {
        matched = !by_text(node.children[i], found, excluded);
      }
      break;
    }
  }
  if (!matched) marks.resize(before);
  return matched;
}

std::optional<std::vector<Mark>> Matcher::match(const Article& article, Analyzer& analyzer) const {
  std::vector<Mark> marks;
  if (!by_text(root_, words_.find(article, analyzer), marks)) return std::nullopt;
  std::ranges::sort(marks, {}, [](const Mark& mark) {
    return std::make_tuple(mark.field, mark.start, mark.end, mark.leaf);
  });
  return marks;
}

}  // namespace kwic
