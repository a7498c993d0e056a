#include "rank/word_terms.h"

#include "index/schema.h"

#include <cmath>
#include <functional>
#include <queue>
#include <set>
#include <utility>

namespace kwic {
namespace {

/// As Xapian estimates it for OP_SYNONYM and OP_OR, which rank words in all other queries: the rarest two
/// first, taken for independent.
double articles_in_any(const std::vector<double>& lists, double all) {
  std::priority_queue<double, std::vector<double>, std::greater<>> counts(std::greater<>(), lists);
  if (counts.empty()) return 0;
  const auto take = [&] {
    const double count = counts.top();
    counts.pop();
    return count;
  };
  while (counts.size() > 1) {
    const double left = take();
    const double right = take();
    counts.push(std::floor(left + right - left * right / all + 0.5));
  }
  return counts.top();
}

double share_of(const std::set<std::string>& languages, const Lexicon& lexicon) {
  std::vector<double> counts;
  counts.reserve(languages.size());
  for (const std::string& code : languages) counts.push_back(lexicon.articles_in({code}));
  return articles_in_any(counts, lexicon.articles()) / lexicon.articles();
}

}  // namespace

std::vector<WordTerm> terms_of(const QueryWord& word, const Lexicon& lexicon) {
  const bool all_sure =
      word.form == QueryWord::Form::inflected || word.sure_stems.size() == word.stems.size();
  const std::set<std::string> sure(word.sure_stems.begin(), word.sure_stems.end());
  std::vector<WordTerm> terms;
  for (const std::string& stem : word.stems) {
    const Xapian::doccount articles = lexicon.articles_with(stem);
    if (articles == 0) continue;
    WordTerm term{schema::make_term(schema::prefix::stem, stem), articles, all_sure || sure.contains(stem)};
    if (const std::set<std::string>* const languages = languages_of(word, stem)) {
      term.only_in = *languages;
      term.share = share_of(*languages, lexicon);
    }
    terms.push_back(std::move(term));
  }
  return terms;
}

WordWeight weight_of(const std::vector<WordTerm>& terms, const Xapian::Database& database, double factor) {
  const double all = database.get_doccount();
  std::vector<double> counts;
  counts.reserve(terms.size());
  for (const WordTerm& term : terms) counts.push_back(std::floor(term.articles * term.share + 0.5));
  return {articles_in_any(counts, all), all, database.get_avlength(), factor};
}

std::vector<TermList> lists_of(const std::vector<WordTerm>& terms, const Xapian::Database& database,
                               ArticleLanguages& languages) {
  std::vector<TermList> lists;
  for (const WordTerm& term : terms) {
    TermList list{database.postlist_begin(term.name), database.postlist_end(term.name), term.articles,
                  term.sure};
    if (list.posting == list.end) continue;
    if (!term.only_in.empty()) list.only_in = languages.articles_in(term.only_in, database);
    lists.push_back(std::move(list));
  }
  return lists;
}

}  // namespace kwic
