#include "rank/explain.h"

#include "index/schema.h"
#include "query/propose.h"
#include "rank/bm25.h"

#include <algorithm>
#include <string>
#include <utility>

namespace kwic {
namespace {

/// Tells how often a word counts in one article, and in how many articles it is.
class Counts {
public:
  Counts(const Xapian::Database& database, const Lexicon& lexicon, Xapian::docid document,
         const std::string& language)
      : database_(database), lexicon_(lexicon), document_(document), language_(language) {}

  void add(const QueryWord& word) {
    for (const std::string& stem : word.stems) {
      articles = std::max<std::size_t>(articles, lexicon_.articles_with(word, stem));
      if (counts_in(word, stem, language_))
        frequency += frequency_of(schema::make_term(schema::prefix::stem, stem));
    }
    if (word.stems.empty()) std::ranges::for_each(word.parts, [&](const QueryWord& part) { add(part); });
  }

  std::size_t frequency = 0;
  std::size_t articles = 0;

private:
  [[nodiscard]] std::size_t frequency_of(const std::string& term) const {
    auto posting = database_.postlist_begin(term);
    if (posting == database_.postlist_end(term)) return 0;
    posting.skip_to(document_);
    return posting != database_.postlist_end(term) && *posting == document_ ? posting.get_wdf() : 0;
  }

  const Xapian::Database& database_;
  const Lexicon& lexicon_;
  Xapian::docid document_;
  const std::string& language_;
};

bool is_leaf(const Query& query) {
  return !query.words.empty() || query.kind == Query::Kind::near;
}

bool is_in_title(const std::vector<Mark>& marks, const Query& leaf) {
  return std::ranges::any_of(
      marks, [&](const Mark& mark) { return mark.leaf == leaf.leaf && mark.field == Field::title; });
}

/// How many of the children rank.
std::size_t ranked_children(const Query& query) {
  return query.kind == Query::Kind::without ? 1 : query.children.size();
}

std::vector<std::string> printed_children(const Query& query) {
  std::vector<std::string> printed;
  for (const Query& child : query.children) printed.push_back(print(child));
  return printed;
}

std::size_t count_nodes(const Query& query) {
  std::size_t count = 1;
  for (const Query& child : query.children) count += count_nodes(child);
  return count;
}

Query unit_weight(Query leaf) {
  leaf.weight = 1;
  return leaf;
}

std::string unweighted(const Query& leaf) {
  return print(unit_weight(leaf));
}

/// A word that is asked for again counts so often more.
void add(TermScore term, std::vector<TermScore>& terms) {
  const auto same = std::ranges::find_if(
      terms, [&](const TermScore& each) { return each.text == term.text && each.part_of == term.part_of; });
  if (same == terms.end()) return terms.push_back(std::move(term));
  same->score += term.score;
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

}  // namespace

/// An article, and what was found in it.
struct Explainer::Hit {
  Xapian::docid document;
  const Article& article;
  const std::vector<Mark>& marks;
  std::vector<bool> matching;  ///< Matcher::matching_nodes()
};

Explanation Explainer::explain(const Candidate& candidate, const std::vector<Mark>& marks) const {
  const Xapian::docid document = candidate.document;
  const Article article = texts_.article(document);
  const Hit hit{document, article, marks, texts_.matching_nodes(matcher_, article)};
  Explanation explanation;
  std::size_t node = 0;
  add_terms(query_, 1, hit, node, explanation.terms);
  if (candidate.has_bonus) explanation.pairs = ranking_.pairs(document);
  explanation.recency = ranking_.recency(document);
  explanation.length = database_.get_doclength(document);
  explanation.average_length = database_.get_avlength();
  return explanation;
}

/// A word of a group that does not match has no part in the score, though another group may have marked it.
/// `node` counts the nodes of the tree in the order in which they are printed.
void Explainer::add_terms(const Query& query, double weight, const Hit& hit, std::size_t& node,
                          std::vector<TermScore>& terms) const {
  const std::size_t this_node = node++;
  if (is_leaf(query) && hit.matching[this_node]) add_leaf(query, weight * query.weight, hit, terms);
  const bool is_joined = !is_leaf(query) && hit.matching[this_node];
  const std::size_t ranked = is_joined ? ranked_children(query) : 0;
  for (std::size_t i = 0; i < ranked; ++i)
    add_terms(query.children[i], weight * query.weight, hit, node, terms);
  for (std::size_t i = ranked; i < query.children.size(); ++i) node += count_nodes(query.children[i]);
}

void Explainer::add_leaf(const Query& leaf, double weight, const Hit& hit,
                         std::vector<TermScore>& terms) const {
  const bool is_lone_word = leaf.kind == Query::Kind::word;
  bool in_title = false;
  for_each_leaf(leaf, [&](const Query& part) { in_title = in_title || is_in_title(hit.marks, part); });
  std::vector<const QueryWord*> words = words_looked_up(leaf, lexicon_);
  std::ranges::sort(words, {}, &QueryWord::position);
  for (const QueryWord* const word : words) {
    TermScore told = term(*word, hit);
    told.in_title = in_title;
    if (!is_lone_word || leaf.field || word->form == QueryWord::Form::exact) told.part_of = unweighted(leaf);
    told.score =
        weight * (is_lone_word ? score(propose(unit_weight(leaf), database_, texts_).query, hit.document)
                               : score(propose_terms(*word), hit.document));
    if (told.score > 0 || told.frequency > 0) add(std::move(told), terms);
  }
}

TermScore Explainer::term(const QueryWord& word, const Hit& hit) const {
  Counts counts(database_, lexicon_, hit.document, hit.article.language);
  counts.add(word);
  TermScore told;
  told.text = word.text;
  told.frequency = counts.frequency;
  told.articles = counts.articles;
  return told;
}

/// What Xapian gives the article for this alone. The article is known to have it, whatever its signature
/// leaves open.
double Explainer::score(const Xapian::Query& proposed, Xapian::docid document) const {
  const std::string id = database_.get_document(document).get_value(schema::slot::id);
  Xapian::Enquire enquire(database_);
  enquire.set_weighting_scheme(bm25());
  enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, proposed,
                                  Xapian::Query(schema::make_term(schema::prefix::id, id))));
  const Xapian::MSet found = enquire.get_mset(0, 1);
  return found.empty() ? 0 : found.begin().get_weight();
}

namespace {

/// The leaves that rank.
void add_leaves(const Query& query, std::vector<Query>& leaves) {
  if (is_leaf(query)) return leaves.push_back(query);
  for (std::size_t i = 0; i < ranked_children(query); ++i) add_leaves(query.children[i], leaves);
}

std::size_t number_of(const Query& leaf) {
  return leaf.kind == Query::Kind::near ? leaf.children.front().leaf : leaf.leaf;
}

}  // namespace

std::vector<std::string> lacking(const Query& query, const Article& article, const ArticleTexts& texts) {
  Query any{.kind = Query::Kind::any};
  add_leaves(query, any.children);
  if (any.children.empty()) return {};
  const std::vector<Mark> marks = texts.match(Matcher(any), article).value_or(std::vector<Mark>{});
  std::vector<std::string> lacks;
  for (const Query& leaf : any.children) {
    const bool has = std::ranges::find(marks, number_of(leaf), &Mark::leaf) != marks.end();
    if (!has) lacks.push_back(print(leaf));
  }
  return lacks;
}

namespace {

/// Of what an exclusion is excluded from (`-(-oil)`) it is the lack that keeps out.
std::string why_excluded(const Query& query) {
  const bool excludes_only =
      query.kind == Query::Kind::without && query.children.front().kind == Query::Kind::everything;
  if (!excludes_only) return "it has " + print(query) + ", which is excluded";
  std::vector<std::string> lacks = printed_children(query);
  lacks.erase(lacks.begin());
  return "it does not have " + joined(lacks, ", ");
}

}  // namespace

std::string what_keeps_out(const Query& query, const Article& article, const ArticleTexts& texts) {
  const auto matches = [&](const Query& part) { return texts.match(Matcher(part), article).has_value(); };
  std::vector<std::string> reasons;
  switch (query.kind) {
    case Query::Kind::any:
      if (std::ranges::all_of(query.children, is_leaf))
        return "it has none of " + joined(printed_children(query), ", ");
      for (const Query& child : query.children) reasons.push_back(what_keeps_out(child, article, texts));
      return joined(reasons, "; ");
    case Query::Kind::odd:
      return "it has an even number of those of which it should have an odd one: " +
             joined(printed_children(query), ", ");
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
        if (matches(query.children[i])) reasons.push_back(why_excluded(query.children[i]));
      }
      return joined(reasons, "; ");
    case Query::Kind::filter:
      return "the filter " + print(query) + " does not let it in";
    default:
      return "it does not have " + print(query);
  }
}

}  // namespace kwic
