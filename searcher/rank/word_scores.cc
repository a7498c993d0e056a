#include "rank/word_scores.h"

#include "index/schema.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <set>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;

/// Where one article in so many or more is looked at, reading the lengths of all costs less than to ask for
/// each.
constexpr double few_articles = 1.0 / 16;

/// Documents in rising order, as something to match.
class DocumentList : public Xapian::PostingSource {
public:
  explicit DocumentList(std::vector<Xapian::docid> documents) : documents_(std::move(documents)) {}

  void init(const Xapian::Database&) override { next_ = 0; }
  [[nodiscard]] Xapian::doccount get_termfreq_min() const override { return size(); }
  [[nodiscard]] Xapian::doccount get_termfreq_est() const override { return size(); }
  [[nodiscard]] Xapian::doccount get_termfreq_max() const override { return size(); }
  [[nodiscard]] Xapian::docid get_docid() const override { return documents_[next_ - 1]; }
  [[nodiscard]] bool at_end() const override { return next_ > documents_.size(); }
  void next(double) override { ++next_; }

private:
  [[nodiscard]] Xapian::doccount size() const { return static_cast<Xapian::doccount>(documents_.size()); }

  std::vector<Xapian::docid> documents_;
  std::size_t next_ = 0;  ///< one more than the place of the current one
};

/// The best so far, and all that tie with the last of them.
class Best {
public:
  explicit Best(std::size_t count)
      : count_(count), least_(count == 0 ? std::numeric_limits<double>::max() : 0) {}

  void add(Xapian::docid document, double score) {
    if (score < least_ - 1e-4) return;  // even if it is rounded up
    candidates_.push_back({document, rounded(score)});
    if (candidates_.size() > most_) cut();
  }

  std::vector<Candidate> take() {
    if (candidates_.size() > count_) cut();
    return std::move(candidates_);
  }

private:
  void cut() {
    const auto last = candidates_.begin() + static_cast<std::ptrdiff_t>(count_ - 1);
    std::ranges::nth_element(candidates_, last, std::ranges::greater(), &Candidate::score);
    least_ = last->score;
    std::erase_if(candidates_, [&](const Candidate& each) { return each.score < least_; });
    most_ = std::max(most_, 2 * candidates_.size());
  }

  std::size_t count_;
  double least_;
  std::vector<Candidate> candidates_;
  std::size_t most_ = 4 * count_ + 100;
};

}  // namespace

bool WordScores::can_rank(const Query& query) {
  if (query.kind == Kind::any) return std::ranges::all_of(query.children, can_rank);
  return query.kind == Kind::word && !query.field && query.words.front().parts.empty();
}

WordScores::WordScores(const Xapian::Database& database, const Lexicon& lexicon, const Query& query,
                       const ArticleTexts& texts, DocumentLengths& lengths)
    : database_(database),
      lexicon_(lexicon),
      texts_(texts),
      lengths_(lengths),
      asked_(DocumentLengths::window_size) {
  add_leaves(query, 1);
}

void WordScores::add_leaves(const Query& query, double factor) {
  if (query.kind == Kind::word) return add_leaf(query, factor * query.weight);
  for (const Query& child : query.children) add_leaves(child, factor * query.weight);
}

/// Stems are sure as propose() takes them to be.
void WordScores::add_leaf(const Query& query, double factor) {
  const QueryWord& word = query.words.front();
  const bool all_sure =
      word.form == QueryWord::Form::inflected || word.sure_stems.size() == word.stems.size();
  const std::set<std::string> sure(word.sure_stems.begin(), word.sure_stems.end());
  std::vector<Term> terms;
  std::shared_ptr<LeafCheck> check;
  for (const std::string& stem : word.stems) {
    const bool is_sure = all_sure || sure.contains(stem);
    if (!is_sure && !check) check = std::make_shared<LeafCheck>(query, false, texts_);
    for (const std::string_view prefix : {schema::prefix::stem, schema::prefix::stop_stem}) {
      if (prefix == schema::prefix::stop_stem && !word.finds_stop_words) continue;
      const Xapian::doccount articles = lexicon_.articles(prefix, stem);
      if (articles > 0) terms.push_back({schema::make_term(prefix, stem), articles, is_sure});
    }
  }
  const WordWeight weight(articles_with_any(terms), database_.get_doccount(), database_.get_avlength(),
                          factor);
  leaves_.push_back({std::move(terms), weight, std::move(check)});
}

/// As Xapian estimates it for OP_SYNONYM, which is what ranks words in all other queries: the rarest two
/// first, taken for independent.
double WordScores::articles_with_any(const std::vector<Term>& terms) const {
  std::priority_queue<double, std::vector<double>, std::greater<>> counts;
  for (const Term& term : terms) counts.push(term.articles);
  if (counts.empty()) return 0;
  const auto take = [&] {
    const double count = counts.top();
    counts.pop();
    return count;
  };
  while (counts.size() > 1) {
    const double left = take();
    const double right = take();
    counts.push(std::floor(left + right - left * right / database_.get_doccount() + 0.5));
  }
  return counts.top();
}

/// What a check has learnt from the text changes the scores of a query of several words: then all is done
/// anew.
Proposed WordScores::first(std::size_t count) {
  const auto is_unsure = [](const Leaf& leaf) { return !leaf.unsure.empty(); };
  const bool checks = std::ranges::any_of(leaves_, [](const Leaf& leaf) { return leaf.check != nullptr; });
  std::size_t kept = checks ? std::max(count, counted_exactly) : count;
  for (;; kept *= 4) {
    Proposed proposed;
    std::vector<Candidate>& candidates = proposed.candidates;
    candidates = scan(kept, proposed.total.value);
    if (std::ranges::any_of(leaves_, is_unsure)) {
      proposed.total.exact = proposed.total.value <= std::max(count, counted_exactly);
      const std::size_t wanted = proposed.total.exact ? candidates.size() : count;
      const std::size_t rejected = keep_borne_out(candidates, wanted);
      proposed.total.value -= rejected;
      const bool too_few = !proposed.total.exact && candidates.size() < count;
      if (rejected > 0 && (leaves_.size() > 1 || too_few)) continue;
    } else {
      put_in_order(database_, candidates, count);
    }
    candidates.resize(std::min(candidates.size(), count));
    return proposed;
  }
}

std::vector<Candidate> WordScores::scan(std::size_t count, std::size_t& total) {
  std::vector<Lists> lists = open_lists();
  Best best(count);
  const Xapian::docid last = database_.get_lastdocid();
  for (start_ = 0; start_ <= last; start_ += DocumentLengths::window_size) {
    use_lengths();
    for (std::size_t i = 0; i < leaves_.size(); ++i) walk(lists[i], leaves_[i]);
    scores_.for_each([&](std::size_t place, double score) {
      best.add(start_ + static_cast<Xapian::docid>(place), score);
      ++total;
    });
    scores_.clear();
    if (last - start_ < DocumentLengths::window_size) break;
  }
  return best.take();
}

std::vector<WordScores::Lists> WordScores::open_lists() {
  postings_ = 0;
  std::vector<Lists> lists;
  for (Leaf& leaf : leaves_) {
    leaf.unsure.clear();
    Lists& of_leaf = lists.emplace_back();
    for (const Term& term : leaf.terms) {
      List list{database_.postlist_begin(term.name), database_.postlist_end(term.name), term.sure};
      if (list.posting == list.end) continue;
      postings_ += term.articles;
      of_leaf.push_back(std::move(list));
    }
  }
  return lists;
}

void WordScores::use_lengths() {
  const std::size_t number = start_ / DocumentLengths::window_size;
  const bool all = postings_ > few_articles * database_.get_doccount();
  const DocumentLengths::Window& window = all ? lengths_.read(database_, number) : lengths_.known(number);
  known_ = window.empty() ? nullptr : &window;
}

/// Calls `visit(place, frequency, length)`.
template <typename Visit>
void WordScores::for_each_in_window(List& list, const Visit& visit) {
  for (; list.posting != list.end; ++list.posting) {
    const std::size_t place = *list.posting - start_;
    if (place >= DocumentLengths::window_size) return;
    const Xapian::termcount length = known_ ? (*known_)[place] : list.posting.get_doclength();
    visit(place, list.posting.get_wdf(), length);
  }
}

void WordScores::walk(Lists& lists, Leaf& leaf) {
  if (lists.size() != 1 || leaf.check) return walk_together(lists, leaf);
  for_each_in_window(lists.front(),
                     [&](std::size_t place, Xapian::termcount frequency, Xapian::termcount length) {
                       scores_.add(place, leaf.weight.score(frequency, length));
                     });
}

/// The stems of a word count as one.
void WordScores::walk_together(Lists& lists, Leaf& leaf) {
  for (List& list : lists) {
    for_each_in_window(list, [&](std::size_t place, Xapian::termcount frequency, Xapian::termcount length) {
      frequencies_.add(place, frequency);
      asked_[place] = length;
      if (list.sure && leaf.check) sure_.insert(place);
    });
  }
  if (leaf.check) check_unsure(leaf);
  frequencies_.for_each([&](std::size_t place, Xapian::termcount frequency) {
    const Xapian::termcount length = asked_[place];
    scores_.add(place, leaf.weight.score(std::min(frequency, length), length));
  });
  frequencies_.clear();
  if (leaf.check) sure_.clear();
}

void WordScores::check_unsure(Leaf& leaf) {
  std::vector<Xapian::docid> documents;
  frequencies_.for_each([&](std::size_t place, Xapian::termcount) {
    if (!sure_.contains(place)) documents.push_back(start_ + static_cast<Xapian::docid>(place));
  });
  if (documents.empty()) return;
  const auto count = static_cast<Xapian::doccount>(documents.size());
  auto* const list = new DocumentList(documents);
  Xapian::Enquire enquire(database_);
  enquire.set_query({Xapian::Query::OP_FILTER, Xapian::Query(list->release()), leaf_source(leaf.check)});
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_docid_order(Xapian::Enquire::ASCENDING);
  const Xapian::MSet accepted = enquire.get_mset(0, count);
  auto next = accepted.begin();
  for (const Xapian::docid document : documents) {
    if (next != accepted.end() && *next == document) {
      leaf.unsure.push_back(document);
      ++next;
    } else {
      frequencies_.erase(document - start_);
    }
  }
}

/// Of what the text does not bear out the checks are told. More and more is put in order while it is needed.
std::size_t WordScores::keep_borne_out(std::vector<Candidate>& candidates, std::size_t wanted) {
  std::vector<Candidate> kept;
  std::size_t looked_at = 0;
  while (kept.size() < wanted && looked_at < candidates.size()) {
    const std::span<Candidate> rest = std::span(candidates).subspan(looked_at);
    const std::size_t next = std::min(rest.size(), std::max(wanted - kept.size(), 7 * looked_at));
    put_in_order(database_, rest, next);
    for (std::size_t i = 0; i < next && kept.size() < wanted; ++i, ++looked_at) {
      if (is_borne_out(rest[i].document)) kept.push_back(std::move(rest[i]));
    }
  }
  candidates = std::move(kept);
  return looked_at - candidates.size();
}

/// Whether the text bears out what the signature says of each leaf. What it does not is told to the checks.
bool WordScores::is_borne_out(Xapian::docid document) {
  bool borne_out = true;
  for (const Leaf& leaf : leaves_) {
    if (!std::ranges::binary_search(leaf.unsure, document)) continue;
    if (texts_.match(leaf.check->matcher(), texts_.article(document))) continue;
    leaf.check->reject(document);
    borne_out = false;
  }
  return borne_out;
}

}  // namespace kwic
