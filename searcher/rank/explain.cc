#include "rank/explain.h"

#include "index/schema.h"
#include "query/propose.h"
#include "rank/bm25.h"

#include <algorithm>

namespace kwic {
namespace {

/// Tells how often a word counts in one article, and in how many articles it is.
class Counts {
public:
  Counts(const Xapian::Database& database, Xapian::docid document)
      : database_(database), document_(document) {}

  void add(const QueryWord& word) {
    for (const std::string& stem : word.stems) {
      if (counts(word, stem)) add(schema::make_term(schema::prefix::stem, stem));
    }
    if (word.stems.empty()) std::ranges::for_each(word.parts, [&](const QueryWord& part) { add(part); });
  }

  std::size_t frequency = 0;
  std::size_t articles = 0;

private:
  [[nodiscard]] bool counts(const QueryWord& word, const std::string& stem) const {
    const auto languages = word.only_in.find(stem);
    return languages == word.only_in.end() ||
           std::ranges::any_of(languages->second, [&](const std::string& code) {
             return is_at(posting_of(schema::make_term(schema::prefix::language, code)));
           });
  }

  void add(const std::string& term) {
    articles = std::max<std::size_t>(articles, database_.get_termfreq(term));
    if (const Xapian::PostingIterator posting = posting_of(term); is_at(posting))
      frequency += posting.get_wdf();
  }

  /// That of the article, or the next one.
  [[nodiscard]] Xapian::PostingIterator posting_of(const std::string& term) const {
    Xapian::PostingIterator posting = database_.postlist_begin(term);
    if (posting != Xapian::PostingIterator()) posting.skip_to(document_);
    return posting;
  }

  [[nodiscard]] bool is_at(const Xapian::PostingIterator& posting) const {
    return posting != Xapian::PostingIterator() && *posting == document_;
  }

  const Xapian::Database& database_;
  Xapian::docid document_;
};

bool is_marked(const std::vector<Mark>& marks, const Query& leaf) {
  return std::ranges::find(marks, leaf.leaf, &Mark::leaf) != marks.end();
}

bool is_in_title(const std::vector<Mark>& marks, const Query& leaf) {
  return std::ranges::any_of(
      marks, [&](const Mark& mark) { return mark.leaf == leaf.leaf && mark.field == Field::title; });
}

/// How many of the children rank.
std::size_t ranked_children(const Query& query) {
  return query.kind == Query::Kind::without ? 1 : query.children.size();
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

}  // namespace

Explanation Explainer::explain(Xapian::docid document, const std::vector<Mark>& marks) const {
  Explanation explanation;
  add_terms(query_, 1, document, marks, explanation.terms);
  explanation.pairs = ranking_.pairs(document);
  explanation.recency = ranking_.recency(document);
  explanation.length = database_.get_doclength(document);
  explanation.average_length = database_.get_avlength();
  return explanation;
}

void Explainer::add_terms(const Query& query, double weight, Xapian::docid document,
                          const std::vector<Mark>& marks, std::vector<TermScore>& terms) const {
  const bool is_leaf = !query.words.empty() || query.kind == Query::Kind::near;
  if (is_leaf) {
    TermScore score = term(query, weight, document, marks);
    if (score.score > 0 || score.frequency > 0) terms.push_back(std::move(score));
    return;
  }
  for (std::size_t i = 0; i < ranked_children(query); ++i) {
    add_terms(query.children[i], weight * query.weight, document, marks, terms);
  }
}

TermScore Explainer::term(const Query& leaf, double weight, Xapian::docid document,
                          const std::vector<Mark>& marks) const {
  TermScore told;
  bool marked = false;
  Counts counts(database_, document);
  for_each_leaf(leaf, [&](const Query& part) {
    marked = marked || is_marked(marks, part);
    told.in_title = told.in_title || is_in_title(marks, part);
    std::ranges::for_each(part.words, [&](const QueryWord& word) { counts.add(word); });
  });
  if (!marked) return told;
  told.text = print(leaf);
  told.score = weight * score(leaf, document);
  told.frequency = counts.frequency;
  told.articles = counts.articles;
  return told;
}

/// What Xapian gives the article for this leaf alone. The article is known to have it, whatever its signature
/// leaves open.
double Explainer::score(const Query& leaf, Xapian::docid document) const {
  const std::string id = database_.get_document(document).get_value(schema::slot::id);
  const Proposal proposal = propose(leaf, database_, texts_);
  Xapian::Enquire enquire(database_);
  enquire.set_weighting_scheme(bm25());
  enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, proposal.query,
                                  Xapian::Query(schema::make_term(schema::prefix::id, id))));
  const Xapian::MSet found = enquire.get_mset(0, 1);
  return found.empty() ? 0 : found.begin().get_weight();
}

std::vector<std::string> lacking(const Query& query, const std::vector<Mark>& marks) {
  std::vector<std::string> lacks;
  if (!query.words.empty() && !is_marked(marks, query)) lacks.push_back(print(query));
  for (std::size_t i = 0; i < ranked_children(query); ++i) {
    for (std::string& part : lacking(query.children[i], marks)) lacks.push_back(std::move(part));
  }
  return lacks;
}

std::string what_keeps_out(const Query& query, const Article& article, const ArticleTexts& texts) {
  const auto matches = [&](const Query& part) { return texts.match(Matcher(part), article).has_value(); };
  std::vector<std::string> reasons;
  switch (query.kind) {
    case Query::Kind::any:
      return "it has none of " + joined(lacking(query, {}), ", ");
    case Query::Kind::all:
      for (const Query& child : query.children) {
        if (!matches(child)) reasons.push_back(what_keeps_out(child, article, texts));
      }
      return joined(reasons, "; ");
    case Query::Kind::prefer:
      return what_keeps_out(query.children.front(), article, texts);
    case Query::Kind::without:
      if (!matches(query.children.front())) return what_keeps_out(query.children.front(), article, texts);
      for (std::size_t i = 1; i < query.children.size(); ++i) {
        if (matches(query.children[i]))
          reasons.push_back("it has " + print(query.children[i]) + ", which is excluded");
      }
      return joined(reasons, "; ");
    case Query::Kind::filter:
      return "the filter " + print(query) + " does not let it in";
    default:
      return "it does not have " + print(query);
  }
}

}  // namespace kwic
