#include "query/clause_list.h"

#include "query/word_reader.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;

/// So many bare words side by side are nobody's list of words.
constexpr std::size_t least_words_of_prose = 10;

/// A bare word, the only thing that may be a stop word.
bool is_bare(const Query& clause) {
  return clause.kind == Kind::word && clause.words.front().form == QueryWord::Form::inflected &&
         !clause.words.front().finds_stop_words;
}

bool is_stop_word(const Query& clause) {
  return is_bare(clause) && clause.words.front().stop;
}

/// True if it says nothing of words.
bool is_filter(const Query& clause) {
  if (clause.kind == Kind::filter || clause.kind == Kind::everything) return true;
  return !clause.children.empty() && clause.kind != Kind::near &&
         std::ranges::all_of(clause.children, is_filter);
}

/// The stop word itself still does not rank.
void only_acronym(QueryWord& word) {
  QueryWord acronym = word;
  acronym.surfaces.clear();
  acronym.stems.clear();
  acronym.only_in.clear();
  add_acronym(acronym);
  if (acronym.stems.empty()) return;
  acronym.stop = false;
  word = std::move(acronym);
}

/// "all of these, and not those" out of `a AND NOT b`: what is excluded is excluded from the whole.
Query without_excluded(std::vector<Query> children) {
  std::vector<Query> wanted;
  std::vector<Query> excluded;
  for (Query& child : children) {
    const bool only_excludes =
        child.kind == Kind::without && child.weight == 1 && child.children.front().kind == Kind::everything;
    if (!only_excludes) {
      wanted.push_back(std::move(child));
    } else {
      std::move(child.children.begin() + 1, child.children.end(), std::back_inserter(excluded));
    }
  }
  Query query = wanted.empty() ? Query{} : combined(Kind::all, std::move(wanted));
  excluded.insert(excluded.begin(), std::move(query));
  return {.kind = Kind::without, .children = std::move(excluded)};
}

}  // namespace

bool requires_itself(const Query& clause) {
  if (clause.kind == Kind::filter || clause.kind == Kind::near) return true;
  if (!clause.words.empty()) return clause.field.has_value();
  const auto children = std::span(clause.children);
  const bool excludes_only = clause.kind == Kind::without && children.front().kind == Kind::everything;
  return !children.empty() && std::ranges::all_of(children.subspan(excludes_only ? 1 : 0), requires_itself);
}

Query combined(Query::Kind kind, std::vector<Query> children) {
  if (children.size() == 1) return std::move(children.front());
  const auto only_excludes = [](const Query& child) {
    return child.kind == Kind::without && child.children.front().kind == Kind::everything;
  };
  if (kind == Kind::all && std::ranges::any_of(children, only_excludes)) {
    return without_excluded(std::move(children));
  }
  std::vector<Query> flat;
  for (Query& child : children) {
    if (child.kind == kind && child.weight == 1) {
      std::ranges::move(child.children, std::back_inserter(flat));
    } else {
      flat.push_back(std::move(child));
    }
  }
  return {.kind = kind, .children = std::move(flat)};
}

void find_as_stop_word(QueryWord& word) {
  word.finds_stop_words = true;
  std::ranges::for_each(word.parts, find_as_stop_word);
}

void make_exact(QueryWord& word) {
  word.form = QueryWord::Form::exact;
  word.finds_stop_words = true;
  std::ranges::for_each(word.parts, make_exact);
}

Query phrase_of(std::vector<QueryWord> words) {
  for (QueryWord& word : words) {
    if (word.form == QueryWord::Form::inflected) make_exact(word);
    add_acronym(word);
  }
  Query phrase{.kind = Kind::phrase, .words = std::move(words)};
  phrase.position = phrase.words.front().position;
  phrase.end = phrase.words.back().position + phrase.words.back().text.size();
  return phrase;
}

void ClauseList::add(Query clause, Demand demand) {
  std::vector<Query>& list = demand == Demand::optional   ? optional_
                             : demand == Demand::required ? required_
                                                          : excluded_;
  list.push_back(std::move(clause));
}

void ClauseList::add_quotation(Query phrase, std::vector<Query> words) {
  quotations_.push_back({required_.size(), optional_.size(), std::move(words)});
  required_.push_back(std::move(phrase));
}

bool ClauseList::is_prose() const {
  return static_cast<std::size_t>(std::ranges::count_if(optional_, is_bare)) >= least_words_of_prose;
}

std::vector<std::size_t> ClauseList::loosen_quotations() {
  std::vector<std::size_t> positions;
  for (; !quotations_.empty(); quotations_.pop_back()) {
    Quotation& last = quotations_.back();
    const auto phrase = required_.begin() + static_cast<std::ptrdiff_t>(last.in_required);
    positions.push_back(phrase->position);
    required_.erase(phrase);
    optional_.insert(optional_.begin() + static_cast<std::ptrdiff_t>(last.in_optional),
                     std::make_move_iterator(last.words.begin()), std::make_move_iterator(last.words.end()));
  }
  return positions;
}

ClauseList::Tree ClauseList::tree(MatchMode match) && {
  std::vector<std::size_t> loosened;
  if (match == MatchMode::any && is_prose()) loosened = loosen_quotations();
  Tree tree = wanted(match);
  if (!excluded_.empty()) {
    excluded_.insert(excluded_.begin(), tree.query ? std::move(*tree.query) : Query{});
    tree = {Query{.kind = Kind::without, .children = std::move(excluded_)}};
  }
  tree.loosened = std::move(loosened);
  return tree;
}

/// Words beside filters only are not optional: at least one of them is what is looked for.
ClauseList::Tree ClauseList::wanted(MatchMode match) {
  if (required_.empty()) return ranked(match);
  const bool only_filters = std::ranges::all_of(required_, is_filter);
  if (!only_filters && only_stop_words()) optional_.clear();
  Tree optional = ranked(match);
  Query required = combined(Kind::all, std::move(required_));
  if (!optional.query) return {std::move(required), std::nullopt};
  std::vector<Query> both;
  both.push_back(std::move(required));
  both.push_back(std::move(*optional.query));
  if (only_filters || match == MatchMode::all) return {combined(Kind::all, std::move(both)), std::nullopt};
  return {Query{.kind = Kind::prefer, .children = std::move(both)}, std::nullopt};
}

ClauseList::Tree ClauseList::ranked(MatchMode match) {
  if (optional_.empty()) return {};
  if (only_stop_words()) return stop_words();
  const bool all = match == MatchMode::all;
  std::vector<Query> clauses = without_stop_words(!all);
  // What is a stop word to some languages of the index only is required in theirs, too.
  for (Query& clause : clauses) {
    if (all && is_bare(clause)) find_as_stop_word(clause.words.front());
  }
  return {combined(all ? Kind::all : Kind::any, std::move(clauses)), std::nullopt};
}

ClauseList::Tree ClauseList::stop_words() {
  if (optional_.size() == 1) {
    add_acronym(optional_.front().words.front());
    find_as_stop_word(optional_.front().words.front());
    return {std::move(optional_.front()), std::nullopt};
  }
  std::vector<QueryWord> words;
  for (Query& clause : optional_) {
    words.push_back(clause.words.front());
    find_as_stop_word(clause.words.front());
  }
  return {phrase_of(std::move(words)), combined(Kind::all, std::move(optional_))};
}

/// A lone stop word in a query of names may be an acronym ("us iran talks"); in a sentence it is none.
std::vector<Query> ClauseList::without_stop_words(bool with_acronym) {
  const auto stops = std::ranges::count_if(optional_, is_stop_word);
  const bool may_be_acronym = with_acronym && stops == 1 && optional_.size() <= 4;
  std::vector<Query> clauses;
  for (Query& clause : optional_) {
    if (is_stop_word(clause) && may_be_acronym) only_acronym(clause.words.front());
    if (!is_stop_word(clause)) clauses.push_back(std::move(clause));
  }
  return clauses;
}

/// True if there is a language of the index in which all are stop words.
bool ClauseList::only_stop_words() const {
  if (optional_.empty() || !is_bare(optional_.front())) return false;
  std::set<std::string> languages = optional_.front().words.front().stop_in;
  for (const Query& clause : optional_) {
    std::erase_if(languages, [&](const std::string& code) {
      return !is_bare(clause) || !clause.words.front().stop_in.contains(code);
    });
  }
  return !languages.empty();
}

}  // namespace kwic
