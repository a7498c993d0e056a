#include "query/propose.h"

#include "index/schema.h"
#include "query/article_set.h"
#include "query/lexicon.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;
namespace prefix = schema::prefix;

/// A compound that stands as the phrase of its parts counts half of what the parts count: about as much as
/// its joined form, which is a rare word.
constexpr double weight_of_parts = 0.5;

/// Of a phrase or a NEAR so many words are looked up.
constexpr std::size_t most_words_proposed = 8;

Xapian::Query joined(Xapian::Query::op op, const std::vector<Xapian::Query>& queries) {
  return {op, queries.begin(), queries.end()};
}

Xapian::Query without_weight(const Xapian::Query& query) {
  return query * 0.0;
}

Xapian::Query languages_query(const std::set<std::string>& codes) {
  std::vector<Xapian::Query> terms;
  terms.reserve(codes.size());
  for (const std::string& code : codes) terms.emplace_back(schema::make_term(prefix::language, code));
  return joined(Xapian::Query::OP_OR, terms);
}

/// The articles that have one of the stems, which are among those of the word.
Xapian::Query stems_query(const QueryWord& word, const std::vector<std::string>& stems) {
  std::vector<Xapian::Query> terms;
  terms.reserve(stems.size());
  for (const std::string& stem : stems) {
    Xapian::Query term(schema::make_term(prefix::stem, stem));
    const std::set<std::string>* const languages = languages_of(word, stem);
    terms.push_back(languages == nullptr
                        ? std::move(term)
                        : Xapian::Query(Xapian::Query::OP_FILTER, term, languages_query(*languages)));
  }
  return joined(Xapian::Query::OP_SYNONYM, terms);
}

/// The articles that have one of the word's stems, and those that may have it as a stop word.
Xapian::Query stems_query(const QueryWord& word) {
  Xapian::Query stems = stems_query(word, word.stems);
  if (!may_be_stop_word(word)) return stems;
  return joined(Xapian::Query::OP_OR, {stems, without_weight(languages_query(word.stop_in))});
}

/// The terms that begin with a prefix, without it.
template <typename Accepts>
Xapian::Query any_term(const Xapian::Database& database, std::string_view term_prefix,
                       const Accepts& accepts) {
  std::vector<std::string> terms;
  const std::string begin(term_prefix);
  for (auto term = database.allterms_begin(begin); term != database.allterms_end(begin); ++term) {
    if (accepts(std::string_view(*term).substr(begin.size()))) terms.push_back(*term);
  }
  return articles_with_any(terms, database);
}

Xapian::Query date_query(const DateRange& dates) {
  const auto between = [](const std::string& first, const std::string& last) {
    return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, schema::slot::date, first, last);
  };
  Xapian::Query all = between(dates.first, dates.last);
  for (const std::string& period : dates.too_long())
    all = Xapian::Query(Xapian::Query::OP_AND_NOT, all, between(period, period));
  return all;
}

Xapian::Query words_query(const NumberRange& numbers) {
  const auto value = [](std::uint64_t number) {
    return Xapian::sortable_serialise(static_cast<double>(number));
  };
  return {Xapian::Query::OP_VALUE_RANGE, schema::slot::words, value(numbers.first), value(numbers.last)};
}

/// True if the articles that have the word are those that have one of its stems.
bool is_told_by_stems(const QueryWord& word) {
  if (may_be_stop_word(word)) return false;
  return word.form == QueryWord::Form::inflected || word.sure_stems.size() == word.stems.size();
}

bool is_bare_word(const Query& query) {
  return query.kind == Kind::word && !query.field && query.words.front().parts.empty();
}

/// About how many articles have a word; a compound counts as its rarest part.
Xapian::doccount frequency(const QueryWord& word, const Lexicon& lexicon) {
  Xapian::doccount sum = lexicon.articles_with_stop_word(word);
  for (const std::string& stem : word.stems) sum += lexicon.articles_with(stem);
  for (std::size_t i = 0; i < word.parts.size(); ++i) {
    const Xapian::doccount of_part = frequency(word.parts[i], lexicon);
    sum = i == 0 ? of_part : std::min(sum, of_part);
  }
  return sum;
}

Xapian::Query parts_of(const QueryWord& word) {
  std::vector<Xapian::Query> parts;
  for (const QueryWord& part : word.parts) parts.push_back(stems_query(part));
  return joined(Xapian::Query::OP_AND, parts);
}

class Proposer {
public:
  Proposer(const Xapian::Database& database, const ArticleTexts& texts)
      : database_(database), lexicon_(database), texts_(texts) {}

  Proposal propose(const Query& query) {
    Xapian::Query proposed = of(query, false);
    return {std::move(proposed), std::move(checks_)};
  }

private:
  /// `surely`: what is proposed is taken away from something, or may be.
  Xapian::Query of(const Query& query, bool surely) { return weighted(query, query.weight, surely); }

  Xapian::Query weighted(const Query& query, double weight, bool surely) {
    const Xapian::Query unweighted = of_unweighted(query, surely);
    return weight == 1 ? unweighted : unweighted * weight;
  }

  Xapian::Query of_unweighted(const Query& query, bool surely) {
    switch (query.kind) {
      case Kind::everything:
        return Xapian::Query::MatchAll;
      case Kind::word:
        return word(query, surely);
      case Kind::phrase:
      case Kind::near:
        return filtered(query, all_words(query), surely);
      case Kind::filter:
        return without_weight(filter(query.filter));
      case Kind::any:
        return joined(Xapian::Query::OP_OR, different_children(query, surely));
      case Kind::all:
        return joined(Xapian::Query::OP_AND, different_children(query, surely));
      case Kind::odd:
        return joined(Xapian::Query::OP_XOR, children(query, 0, true));
      case Kind::prefer:
        return {Xapian::Query::OP_AND_MAYBE, of(query.children.front(), surely),
                joined(Xapian::Query::OP_OR, children(query, 1, surely))};
      case Kind::without:
        return {Xapian::Query::OP_AND_NOT, of(query.children.front(), surely),
                joined(Xapian::Query::OP_OR, children(query, 1, true))};
    }
    return {};
  }

  std::vector<Xapian::Query> children(const Query& query, std::size_t first, bool surely) {
    std::vector<Xapian::Query> queries;
    queries.reserve(query.children.size());
    for (std::size_t i = first; i < query.children.size(); ++i) {
      queries.push_back(of(query.children[i], surely));
    }
    return queries;
  }

  /// A word or phrase that is asked for again counts so often more: Xapian would walk through its lists
  /// again, and take the two for independent in its estimates.
  std::vector<Xapian::Query> different_children(const Query& query, bool surely) {
    std::vector<std::pair<const Query*, double>> different;  // each with its weight
    std::map<CountedStems, std::size_t> known;               // places of words in it
    std::map<std::size_t, std::size_t> known_leaves;         // of other leaves
    for (const Query& child : query.children) {
      const std::size_t next = different.size();
      std::size_t place = next;
      if (is_bare_word(child) && is_told_by_stems(child.words.front())) {
        place = known.emplace(counted_stems(child.words.front()), next).first->second;
      } else if (!child.words.empty()) {
        place = known_leaves.emplace(child.leaf, next).first->second;
      }
      if (place == next) {
        different.emplace_back(&child, child.weight);
      } else {
        different[place].second += child.weight;
      }
    }
    std::vector<Xapian::Query> queries;
    queries.reserve(different.size());
    for (const auto& [child, weight] : different) queries.push_back(weighted(*child, weight, surely));
    return queries;
  }

  Xapian::Query word(const Query& query, bool surely) {
    const QueryWord& word = query.words.front();
    if (query.field) return filtered(query, propose_terms(word), surely);
    if (word.parts.empty()) return simple_word(query, word, surely);
    Xapian::Query parts = filtered(query, parts_of(word), surely);
    if (word.stems.empty()) return parts;
    return {Xapian::Query::OP_MAX,
            is_told_by_stems(word) ? stems_query(word) : filtered(query, stems_query(word), surely),
            parts * weight_of_parts};
  }

  /// Signatures are asked only about the stems that other words have too.
  Xapian::Query simple_word(const Query& query, const QueryWord& word, bool surely) {
    if (is_told_by_stems(word)) return stems_query(word);
    if (may_be_stop_word(word) || word.sure_stems.empty()) return filtered(query, stems_query(word), surely);
    const std::set<std::string> sure(word.sure_stems.begin(), word.sure_stems.end());
    std::vector<std::string> shared;
    std::ranges::copy_if(word.stems, std::back_inserter(shared),
                         [&](const std::string& stem) { return !sure.contains(stem); });
    const Xapian::Query checked = filtered(query, stems_query(word, shared), surely);
    return {Xapian::Query::OP_FILTER, stems_query(word),
            joined(Xapian::Query::OP_OR, {stems_query(word, word.sure_stems), checked})};
  }

  [[nodiscard]] Xapian::Query all_words(const Query& leaf) const {
    std::vector<Xapian::Query> words;
    for (const QueryWord* const word : words_looked_up(leaf, lexicon_)) words.push_back(propose_terms(*word));
    return joined(Xapian::Query::OP_AND, words);
  }

  /// What is proposed by terms, where the signature does not deny the leaf.
  Xapian::Query filtered(const Query& leaf, const Xapian::Query& terms, bool surely) {
    checks_.push_back(std::make_shared<LeafCheck>(leaf, surely, texts_));
    return {Xapian::Query::OP_FILTER, terms, leaf_source(checks_.back())};
  }

  Xapian::Query filter(const Filter& filter) {
    switch (filter.kind) {
      case QueryField::Kind::date:
        return date_query(filter.dates);
      case QueryField::Kind::language:
        return Xapian::Query(schema::make_term(prefix::language, filter.value));
      case QueryField::Kind::path:
        return any_term(database_, prefix::path,
                        [&](std::string_view path) { return covers_path(filter.value, path); });
      case QueryField::Kind::site:
        return any_term(database_, prefix::host,
                        [&](std::string_view host) { return covers_host(filter.value, host); });
      case QueryField::Kind::id:
        return Xapian::Query(schema::make_term(prefix::id, filter.value));
      case QueryField::Kind::word_count:
        return words_query(filter.numbers);
      case QueryField::Kind::words:
        break;
    }
    return Xapian::Query::MatchNothing;
  }

  const Xapian::Database& database_;
  Lexicon lexicon_;
  const ArticleTexts& texts_;
  std::vector<std::shared_ptr<LeafCheck>> checks_;
};

}  // namespace

Xapian::Query propose_terms(const QueryWord& word) {
  if (word.parts.empty()) return stems_query(word);
  if (word.stems.empty()) return parts_of(word);
  return {Xapian::Query::OP_MAX, stems_query(word), parts_of(word) * weight_of_parts};
}

std::vector<const QueryWord*> words_looked_up(const Query& leaf, const Lexicon& lexicon) {
  std::vector<std::pair<Xapian::doccount, const QueryWord*>> by_frequency;
  for_each_leaf(leaf, [&](const Query& each) {
    for (const QueryWord& word : each.words) by_frequency.emplace_back(frequency(word, lexicon), &word);
  });
  std::ranges::stable_sort(by_frequency, {}, &std::pair<Xapian::doccount, const QueryWord*>::first);
  by_frequency.resize(std::min(by_frequency.size(), most_words_proposed));
  std::vector<const QueryWord*> words;
  words.reserve(by_frequency.size());
  for (const auto& [articles, word] : by_frequency) words.push_back(word);
  return words;
}

Proposal propose(const Query& query, const Xapian::Database& database, const ArticleTexts& texts) {
  return Proposer(database, texts).propose(query);
}

}  // namespace kwic
