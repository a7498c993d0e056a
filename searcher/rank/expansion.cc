#include "rank/expansion.h"

#include "index/schema.h"
#include "rank/bm25.h"
#include "rank/candidates.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace kwic {
namespace {

/// Chosen on four collections (tests/relevance/README.md).
constexpr std::size_t feedback_words = 40;
constexpr double feedback_share = 0.3;  ///< of the query's own weight
constexpr std::size_t similar_words = 30;

struct TellingStem {
  std::string stem;
  double rareness = 0;
  double weight = 0;                ///< the sum of its BM25 weights in the articles
  std::size_t articles = 0;         ///< how many of them have it
  std::set<std::string> languages;  ///< of these, by their codes
};

/// Its code; empty if it is in one that no other article is in.
std::string language_of(const Xapian::Database& database, Xapian::docid document) {
  const std::string prefix(schema::prefix::language);
  auto term = database.termlist_begin(document);
  term.skip_to(prefix);
  const bool is_told = term != database.termlist_end(document) && (*term).starts_with(prefix);
  return is_told && term.get_termfreq() > 1 ? (*term).substr(prefix.size()) : "";
}

bool is_stem(const std::string& term) {
  return term.size() > 1 && (term[1] < 'A' || term[1] > 'Z');
}

/// The stems of some articles, those that tell most first. A stem that only one article has finds no other.
std::vector<TellingStem> telling_stems(const Xapian::Database& database,
                                       const std::vector<Xapian::docid>& documents) {
  std::map<std::string, TellingStem> stems;
  const std::string prefix(schema::prefix::stem);
  for (const Xapian::docid document : documents) {
    const double length = database.get_doclength(document) / database.get_avlength();
    const std::string language = language_of(database, document);
    auto term = database.termlist_begin(document);
    for (term.skip_to(prefix); term != database.termlist_end(document) && (*term).starts_with(prefix);
         ++term) {
      const Xapian::doccount frequency = term.get_termfreq();
      if (!is_stem(*term) || term.get_wdf() == 0 || frequency < 2) continue;
      TellingStem& stem = stems[(*term).substr(prefix.size())];
      stem.rareness = rareness(frequency, database.get_doccount());
      stem.weight += stem.rareness * saturated(term.get_wdf(), length);
      ++stem.articles;
      if (!language.empty()) stem.languages.insert(language);
    }
  }
  std::vector<TellingStem> sorted;
  for (auto& [text, stem] : stems) {
    stem.stem = text;
    sorted.push_back(std::move(stem));
  }
  std::ranges::stable_sort(sorted, std::ranges::greater(), &TellingStem::weight);
  return sorted;
}

Query word_of(const TellingStem& stem, double weight) {
  Query query;
  query.kind = Query::Kind::word;
  query.words.resize(1);
  query.words.front().text = stem.stem;
  query.words.front().stems = {stem.stem};
  if (!stem.languages.empty()) query.words.front().only_in[stem.stem] = stem.languages;
  query.weight = weight;
  return query;
}

/// Any of the first `most` of the stems; together they weigh `weight`.
Query any_of(const std::vector<TellingStem>& stems, std::size_t most, double weight) {
  const std::size_t count = std::min(stems.size(), most);
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += stems[i].weight;
  Query query;
  query.kind = Query::Kind::any;
  for (std::size_t i = 0; i < count; ++i) {
    query.children.push_back(word_of(stems[i], weight * stems[i].weight / sum / stems[i].rareness));
  }
  return query;
}

/// Stems count in the languages that they were found in.
void tidy_languages(Query& query, const WordReader& words) {
  for_each_leaf(query, [&](Query& leaf) {
    for (QueryWord& word : leaf.words) words.tidy_languages(word);
  });
}

bool requires_nothing(const Query& query) {
  return query.kind == Query::Kind::word || query.kind == Query::Kind::any;
}

}  // namespace

Query expanded(const Xapian::Database& database, const Lexicon& lexicon, const WordReader& words,
               const Query& query, const std::vector<Xapian::docid>& best_hits) {
  std::vector<TellingStem> stems = telling_stems(database, best_hits);
  const std::size_t least = std::min<std::size_t>(2, best_hits.size());
  std::erase_if(stems, [&](const TellingStem& stem) { return stem.articles < least; });
  if (stems.empty()) return query;
  const std::vector<double> weights = leaf_weights(lexicon, query);
  double weight = 0;
  for_each_leaf(query, [&](const Query& leaf) { weight += weights[leaf.leaf]; });
  Query more;
  more.kind = requires_nothing(query) ? Query::Kind::any : Query::Kind::prefer;
  more.children = {query, any_of(stems, feedback_words, feedback_share * weight)};
  tidy_languages(more, words);
  number_leaves(more);
  return more;
}

Query similar_to(const Xapian::Database& database, const WordReader& words, Xapian::docid document,
                 const std::string& id) {
  const std::vector<TellingStem> stems = telling_stems(database, {document});
  Query itself;
  itself.kind = Query::Kind::filter;
  itself.filter.kind = QueryField::Kind::id;
  itself.filter.value = id;
  Query query;
  query.kind = Query::Kind::without;
  query.children = {any_of(stems, similar_words, static_cast<double>(similar_words)), std::move(itself)};
  tidy_languages(query, words);
  number_leaves(query);
  return query;
}

}  // namespace kwic
