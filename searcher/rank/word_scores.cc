#include "rank/word_scores.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;

/// Articles whose text is looked at for an estimate, and bytes of them as they are packed: a millisecond or
/// two.
constexpr std::size_t most_sampled = 32;
constexpr std::size_t most_bytes_sampled = std::size_t{32} << 10U;

/// The best so far, and all that tie with the last of them.
class Best {
public:
  explicit Best(std::size_t count)
      : count_(count), least_(count == 0 ? std::numeric_limits<double>::max() : 0) {}

  void add(Xapian::docid document, double score) {
    if (score < least_ - 1e-4) return;  // even if it is rounded up
    candidates_.push_back({.document = document, .score = rounded(score)});
    if (candidates_.size() > most_) cut();
  }

  std::vector<Candidate> take() {
    if (candidates_.size() > count_) cut();
    return std::move(candidates_);
  }

private:
  /// Those that all tie stay in their order, which spares whoever reads of them to sort them again.
  void cut() {
    const double first = candidates_.front().score;
    least_ = first;
    if (!std::ranges::all_of(candidates_, [&](const Candidate& each) { return each.score == first; })) {
      const auto last = candidates_.begin() + static_cast<std::ptrdiff_t>(count_ - 1);
      std::ranges::nth_element(candidates_, last, std::ranges::greater(), &Candidate::score);
      least_ = last->score;
      std::erase_if(candidates_, [&](const Candidate& each) { return each.score < least_; });
    }
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
  return RunScores::can_score(query);
}

WordScores::WordScores(const Xapian::Database& database, const Lexicon& lexicon, const Query& query,
                       const ArticleTexts& texts, RankingMemory& memory)
    : database_(database), lexicon_(lexicon), texts_(texts), memory_(memory) {
  add_leaves(query, 1);
}

void WordScores::add_leaves(const Query& query, double factor) {
  factor *= query.weight;
  if (query.kind == Kind::any) {
    for (const Query& child : query.children) add_leaves(child, factor);
  } else if (query.kind == Kind::word && !query.field && !may_be_stop_word(query.words.front())) {
    add_word(query, factor);
  } else {
    runs_.emplace_back(database_, lexicon_, query, factor, texts_, run_places_, memory_);
  }
}

void WordScores::add_word(const Query& leaf, double factor) {
  std::vector<WordTerm> terms = terms_of(leaf.words.front(), lexicon_);
  const WordWeight weight = weight_of(terms, database_, factor);
  if (!std::ranges::all_of(terms, &WordTerm::sure)) {
    leaves_.push_back({std::move(terms), weight, std::make_shared<LeafCheck>(leaf, false, texts_)});
    return;
  }
  // A word that is asked for again counts so often more, and its list is walked through once.
  const auto [known, is_new] = leaf_of_stems_.emplace(counted_stems(leaf.words.front()), leaves_.size());
  if (is_new) {
    leaves_.push_back({std::move(terms), weight, nullptr});
  } else {
    leaves_[known->second].weight.add(factor);
  }
}

void WordScores::look_at(std::size_t bytes) {
  const std::size_t each = bytes / std::max<std::size_t>(1, leaves_.size() + runs_.size());
  for (Leaf& leaf : leaves_) {
    if (leaf.check) leaf.check->look_at(each);
  }
  for (RunScores& run : runs_) run.look_at(each);
}

/// What a check has learnt from the text changes the scores where there is more than one word or phrase, and
/// whether what is left can be counted exactly: then all is done anew.
Proposed WordScores::first(std::size_t count) {
  const bool is_one_leaf = leaves_.size() + runs_.size() == 1;
  const std::size_t few = std::max(count, counted_exactly);
  for (std::size_t kept = few;; kept *= 4) {
    Proposed proposed;
    std::vector<Candidate>& candidates = proposed.candidates;
    candidates = scan(kept, proposed.total.value);
    if (is_unsure()) {
      proposed.total.exact = proposed.total.value <= few;
      const std::size_t wanted = proposed.total.exact ? candidates.size() : count;
      const std::size_t mistaken = is_one_leaf && !proposed.total.exact ? likely_mistaken() : 0;
      const std::size_t rejected = keep_borne_out(candidates, wanted);
      proposed.total.value -= rejected;
      const std::size_t counted = proposed.total.value;
      if (mistaken > rejected) {
        proposed.total.value = std::max(counted - (mistaken - rejected), candidates.size());
      }
      const bool too_few = !proposed.total.exact && candidates.size() < count;
      const bool becomes_exact = !proposed.total.exact && counted <= few;
      if (rejected > 0 && (!is_one_leaf || too_few || becomes_exact)) continue;
    } else {
      put_in_order(database_, candidates, count);
    }
    candidates.resize(std::min(candidates.size(), count));
    return proposed;
  }
}

/// Of what the only leaf believed, how much a sample lets one expect not to be there.
std::size_t WordScores::likely_mistaken() {
  const std::vector<Xapian::docid> unsure = leaves_.empty() ? runs_.front().unsure() : leaves_.front().unsure;
  const std::size_t step = std::max<std::size_t>(1, unsure.size() / most_sampled);
  std::size_t bytes = 0;
  for (std::size_t i = step / 2; i < unsure.size() && bytes < most_bytes_sampled; i += step) {
    bytes += texts_.article_bytes(unsure[i]);
    (void)is_borne_out(unsure[i]);
  }
  const double share =
      leaves_.empty() ? runs_.front().share_borne_out() : leaves_.front().check->share_borne_out();
  return static_cast<std::size_t>(std::lround((1 - share) * static_cast<double>(unsure.size())));
}

bool WordScores::is_unsure() const {
  return std::ranges::any_of(leaves_, [](const Leaf& leaf) { return !leaf.unsure.empty(); }) ||
         std::ranges::any_of(runs_, &RunScores::is_unsure);
}

std::vector<Candidate> WordScores::scan(std::size_t count, std::size_t& total) {
  start_over();
  Best best(count);
  const Xapian::docid last = database_.get_lastdocid();
  for (window_.start = 0; window_.start <= last; window_.start += DocumentLengths::window_size) {
    window_.lengths = &memory_.lengths.of_window(window_.start / DocumentLengths::window_size);
    for (Leaf& leaf : leaves_) walk(leaf);
    for (RunScores& run : runs_) run.walk(window_, scores_);
    scores_.for_each([&](std::size_t place, double score) {
      best.add(window_.document(place), score);
      ++total;
    });
    scores_.clear();
    if (last - window_.start < DocumentLengths::window_size) break;
  }
  for (RunScores& run : runs_) run.finish();
  return best.take();
}

void WordScores::start_over() {
  for (Leaf& leaf : leaves_) {
    leaf.unsure.clear();
    leaf.lists = lists_of(leaf.terms, database_, memory_.languages);
  }
  for (RunScores& run : runs_) run.start_over();
}

void WordScores::walk(Leaf& leaf) {
  if (leaf.lists.size() != 1 || leaf.check) return walk_together(leaf);
  window_.for_each(leaf.lists.front(), [&](std::size_t place, Xapian::termcount frequency) {
    scores_.add(place, leaf.weight.score(frequency, window_.length_at(place)));
  });
}

/// The stems of a word count as one.
void WordScores::walk_together(Leaf& leaf) {
  if (leaf.lists.empty()) return;
  for (TermList& list : leaf.lists) {
    window_.for_each(list, [&](std::size_t place, Xapian::termcount frequency) {
      frequencies_.add(place, frequency);
      if (list.sure && leaf.check) sure_.insert(place);
    });
  }
  if (leaf.check) check_unsure(leaf);
  frequencies_.for_each([&](std::size_t place, Xapian::termcount frequency) {
    const Xapian::termcount length = window_.length_at(place);
    scores_.add(place, leaf.weight.score(std::min(frequency, length), length));
  });
  frequencies_.clear();
  if (leaf.check) sure_.clear();
}

void WordScores::check_unsure(Leaf& leaf) {
  std::vector<Xapian::docid> documents;
  frequencies_.for_each([&](std::size_t place, Xapian::termcount) {
    if (!sure_.contains(place)) documents.push_back(window_.document(place));
  });
  for (const Xapian::docid document : documents) {
    if (!leaf.check->accepts(document)) {
      frequencies_.erase(document - window_.start);
    } else if (!leaf.check->is_sure(document)) {
      leaf.unsure.push_back(document);
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
      if (is_borne_out(rest[i].document)) kept.push_back(rest[i]);
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
    borne_out = leaf.check->is_borne_out(document) && borne_out;
  }
  for (RunScores& run : runs_) borne_out = run.is_borne_out(document) && borne_out;
  return borne_out;
}

}  // namespace kwic
