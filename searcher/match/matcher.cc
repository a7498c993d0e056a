#include "match/matcher.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace kwic {

using Kind = Query::Kind;

/// An article and where it has the words.
struct Matcher::Text {
  const Article& article;
  const Found& found;
};

Matcher::Matcher(const Query& query) : root_(compile(query)), quick_look_(QuickLook::of(query)) {
  words_.finish();
}

Matcher::Node Matcher::compile(const Query& query) {
  Node node{query.kind, query.leaf, query.field, {}, {}, query.gaps, query.filter};
  for (const QueryWord& word : query.words) node.words.push_back(compile(word));
  for (const Query& child : query.children) node.children.push_back(compile(child));
  return node;
}

Matcher::Word Matcher::compile(const QueryWord& word) {
  Word compiled{words_.add(word), {}, word.form != QueryWord::Form::inflected || word.expanded};
  for (const QueryWord& part : word.parts) compiled.parts.push_back(words_.add(part));
  return compiled;
}

/// A compound stands where its joined form does, and where its parts follow each other.
Occurrences Matcher::places_of_compound(const Word& word, const Found& found) {
  std::vector<const Occurrences*> parts;
  parts.reserve(word.parts.size());
  for (const std::size_t part : word.parts) parts.push_back(&found[part]);
  return united(found[word.number], in_sequence(parts));
}

Occurrences Matcher::places(const Node& leaf, const Found& found) {
  std::vector<const Occurrences*> words;
  std::vector<Occurrences> compounds;
  words.reserve(leaf.words.size());
  compounds.reserve(leaf.words.size());  // they are pointed to
  for (const Word& word : leaf.words) {
    if (word.parts.empty()) {
      words.push_back(&found[word.number]);
    } else {
      words.push_back(&compounds.emplace_back(places_of_compound(word, found)));
    }
    if (words.back()->empty()) return {};
  }
  Occurrences all = in_sequence(words);
  if (leaf.field) std::erase_if(all, [&](const Occurrence& place) { return place.field != *leaf.field; });
  return all;
}

std::vector<Occurrences> Matcher::chained(const Node& near, const Found& found) {
  std::vector<Occurrences> operands;
  operands.reserve(near.children.size());
  for (const Node& child : near.children) operands.push_back(places(child, found));
  keep_chains(operands, near.gaps);
  return operands;
}

/// Two words are the usual case, where no chain needs to be followed through.
bool Matcher::are_near(const Node& near, const Found& found) {
  const auto is_simple = [](const Node& leaf) {
    return leaf.words.size() == 1 && leaf.words.front().parts.empty() && !leaf.field;
  };
  if (near.children.size() != 2 || !std::ranges::all_of(near.children, is_simple)) {
    return !chained(near, found).front().empty();
  }
  const auto places_of = [&](const Node& leaf) -> const Occurrences& {
    return found[leaf.words.front().number];
  };
  return has_pair(places_of(near.children.front()), places_of(near.children.back()), near.gaps.front());
}

bool Matcher::in_signature(const Node& node) {
  return std::ranges::all_of(node.words, &Word::in_signature) &&
         std::ranges::all_of(node.children, in_signature);
}

/// Three values: the signature's "no" is final, its "here" only "maybe".
Matcher::Verdict Matcher::by_signature(const Node& node, const Found& found) {
  const auto child = [&](const Node& each) { return by_signature(each, found); };
  const auto here = [](bool may_be) { return may_be ? Verdict::maybe : Verdict::no; };
  switch (node.kind) {
    case Kind::everything:
      return Verdict::yes;
    case Kind::filter:
    case Kind::odd:
      return Verdict::maybe;
    case Kind::word:
    case Kind::phrase:
      return here(!in_signature(node) || !places(node, found).empty());
    case Kind::near:
      return here(!in_signature(node) || are_near(node, found));
    case Kind::any:
      return child(std::ranges::max(node.children, {}, child));
    case Kind::all:
      return child(std::ranges::min(node.children, {}, child));
    case Kind::prefer:
      return child(node.children.front());
    case Kind::without:
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

bool Matcher::may_match(const WordSignature& signature, FoundWords& found) const {
  if (quick_look_) {
    const QuickLook::Answer answer = quick_look_->look_in(signature, found.quick);
    if (answer != QuickLook::Answer::unknown) return answer == QuickLook::Answer::maybe;
  }
  words_.find(signature, found);
  return by_signature(root_, found.words) != Verdict::no;
}

std::optional<std::vector<LikelyPlace>> Matcher::likely_places(const WordSignature& signature,
                                                               FoundWords& found) const {
  if (!in_signature(root_)) return std::nullopt;
  words_.find(signature, found);
  std::vector<LikelyPlace> likely;
  add_likely(root_, found.words, likely);
  return likely;
}

/// What is excluded is never marked.
void Matcher::add_likely(const Node& node, const Found& found, std::vector<LikelyPlace>& likely) {
  const auto add = [&](const Occurrences& places, std::size_t leaf) {
    for (const Occurrence& place : places) {
      if (place.field == Field::text) likely.push_back({place.first, leaf});
    }
  };
  if (node.kind == Kind::near) {
    const std::vector<Occurrences> operands = chained(node, found);
    for (std::size_t i = 0; i < operands.size(); ++i) add(operands[i], node.children[i].leaf);
    return;
  }
  if (!node.words.empty()) add(places(node, found), node.leaf);
  const std::size_t wanted = node.kind == Kind::without ? 1 : node.children.size();
  for (std::size_t i = 0; i < wanted; ++i) add_likely(node.children[i], found, likely);
}

bool Matcher::leaf_matches(const Node& node, const Found& found) {
  if (node.kind == Kind::near) return !chained(node, found).front().empty();
  const bool is_lone_word = node.words.size() == 1 && node.words.front().parts.empty() && !node.field;
  return is_lone_word ? !found[node.words.front().number].empty() : !places(node, found).empty();
}

bool Matcher::children_match(const Node& node, const Text& text, Leaves& matched) {
  const auto child = [&](const Node& each) { return by_text(each, text, matched); };
  if (node.kind == Kind::any) return std::ranges::count_if(node.children, child) > 0;
  if (node.kind == Kind::odd) return std::ranges::count_if(node.children, child) % 2 == 1;
  if (node.kind == Kind::all) return std::ranges::all_of(node.children, child);
  if (!child(node.children.front())) return false;
  const auto first = node.children.begin() + 1;
  if (node.kind == Kind::prefer) {
    std::for_each(first, node.children.end(), child);
    return true;
  }
  Leaves excluded;
  return std::none_of(first, node.children.end(),
                      [&](const Node& each) { return by_text(each, text, excluded); });
}

/// Adds the leaves that matched; of what did not, none stay.
bool Matcher::by_text(const Node& node, const Text& text, Leaves& leaves) {
  const std::size_t before = leaves.size();
  bool matched = true;
  switch (node.kind) {
    case Kind::everything:
      break;
    case Kind::filter:
      matched = node.filter.accepts(text.article);
      break;
    case Kind::word:
    case Kind::phrase:
    case Kind::near:
      matched = leaf_matches(node, text.found);
      if (matched) leaves.push_back(&node);
      break;
    default:
      matched = children_match(node, text, leaves);
  }
  if (!matched) leaves.resize(before);
  return matched;
}

/// Leaves of one number stand at the same places: a word that is asked for a thousand times is marked once.
void Matcher::keep_different(Leaves& leaves) {
  const auto number = [](const Node* leaf) {
    return leaf->kind == Kind::near ? leaf->children.front().leaf : leaf->leaf;
  };
  std::ranges::stable_sort(leaves, {}, number);
  leaves.erase(
      std::unique(leaves.begin(), leaves.end(),
                  [&](const Node* left, const Node* right) { return number(left) == number(right); }),
      leaves.end());
}

void Matcher::add_marks(const Node& node, const Found& found, std::vector<Mark>& marks) {
  const auto mark = [&](const Occurrences& places, std::size_t leaf) {
    for (const Occurrence& place : places) marks.push_back({place.field, place.start, place.end, leaf});
  };
  if (node.kind != Kind::near) return mark(places(node, found), node.leaf);
  const std::vector<Occurrences> operands = chained(node, found);
  for (std::size_t i = 0; i < operands.size(); ++i) mark(operands[i], node.children[i].leaf);
}

std::vector<bool> Matcher::matching_nodes(const Article& article, Analyzer& analyzer) const {
  const Found found = words_.find(article, {{0, article.text.size()}}, analyzer);
  std::vector<bool> matching;
  add_matching(root_, {article, found}, matching);
  return matching;
}

void Matcher::add_matching(const Node& node, const Text& text, std::vector<bool>& matching) {
  Leaves leaves;
  matching.push_back(by_text(node, text, leaves));
  for (const Node& child : node.children) add_matching(child, text, matching);
}

std::optional<std::vector<Mark>> Matcher::match(const Article& article, Analyzer& analyzer) const {
  return match(article, {{0, article.text.size()}}, analyzer);
}

std::optional<std::vector<Mark>> Matcher::match(const Article& article, const std::vector<Range>& passages,
                                                Analyzer& analyzer) const {
  const Found found = words_.find(article, passages, analyzer);
  Leaves matched;
  if (!by_text(root_, {article, found}, matched)) return std::nullopt;
  keep_different(matched);
  std::vector<Mark> marks;
  for (const Node* const leaf : matched) add_marks(*leaf, found, marks);
  std::ranges::sort(marks, {}, [](const Mark& mark) {
    return std::make_tuple(mark.field, mark.start, mark.end, mark.leaf);
  });
  return marks;
}

}  // namespace kwic
