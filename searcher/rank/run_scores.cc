#include "rank/run_scores.h"

#include "index/schema.h"
#include "query/propose.h"

#include <algorithm>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;

/// To skip to a posting takes as long as to walk over so many.
constexpr double cost_of_skip = 4;

/// So many places ahead the signature is fetched into the processor's cache.
constexpr std::size_t fetched_ahead = 8;

bool is_simple(const Query& leaf) {
  return std::ranges::all_of(leaf.words, [](const QueryWord& word) { return word.parts.empty(); }) &&
         std::ranges::all_of(leaf.children, is_simple);
}

}  // namespace

bool RunScores::can_score(const Query& leaf) {
  const bool is_run = leaf.kind == Kind::phrase || leaf.kind == Kind::near || leaf.kind == Kind::word;
  return is_run && is_simple(leaf);
}

RunScores::RunScores(const Xapian::Database& database, const Lexicon& lexicon, const Query& leaf,
                     double factor, const ArticleTexts& texts, RunPlaces& found)
    : database_(database), found_(found), check_(leaf, false, texts) {
  const std::vector<const QueryWord*> words = words_looked_up(leaf, lexicon);
  for (const QueryWord* const word : words) add_word(*word, lexicon, factor);
  if (required_.empty()) add_languages(words, lexicon);
}

void RunScores::add_word(const QueryWord& word, const Lexicon& lexicon, double factor) {
  ScoredWord scored;
  scored.terms = terms_of(word, lexicon);
  scored.weight = weight_of(scored.terms, database_, factor);
  for (const WordTerm& term : scored.terms) scored.articles += term.articles;
  postings_ += scored.articles;
  (may_be_stop_word(word) ? optional_ : required_).push_back(std::move(scored));
}

/// Of words that may all be stop words the rarest says where they can be.
void RunScores::add_languages(const std::vector<const QueryWord*>& words, const Lexicon& lexicon) {
  const QueryWord& rarest = *words.front();
  languages_.terms = terms_of(rarest, lexicon);
  for (const std::string& code : rarest.stop_in) {
    const Xapian::doccount articles = lexicon.articles_in({code});
    if (articles > 0) {
      languages_.terms.push_back({schema::make_term(schema::prefix::language, code), articles, false});
    }
  }
}

void RunScores::start_over() {
  unsure_.clear();
  languages_.lists = lists_of(languages_.terms, database_);
  for (std::vector<ScoredWord>* const words : {&required_, &optional_}) {
    for (ScoredWord& word : *words) word.lists = lists_of(word.terms, database_);
  }
}

void RunScores::walk(const Window& window, Tally<double>& scores) {
  find_places(window);
  for (std::size_t i = 0; i < found_.places.size(); ++i) {
    if (i + fetched_ahead < found_.places.size())
      check_.fetch(window.document(found_.places[i + fetched_ahead]));
    const Xapian::docid document = window.document(found_.places[i]);
    if (!check_.accepts(document)) continue;
    scores.add(found_.places[i], found_.sums[i]);
    if (!check_.is_sure(document)) unsure_.push_back(document);
  }
}

/// Where all words are, and the sums of their scores.
void RunScores::find_places(const Window& window) {
  if (required_.empty()) {
    for (TermList& list : languages_.lists) {
      window.for_each_place(list, [&](std::size_t place) { found_.frequencies.add(place, 1); });
    }
  } else {
    note_frequencies(window, required_.front(), true);
  }
  found_.places.clear();
  found_.frequencies.for_each([&](std::size_t place, Xapian::termcount) { found_.places.push_back(place); });
  found_.sums.assign(found_.places.size(), 0);
  if (!required_.empty()) score(required_.front());
  found_.frequencies.clear();
  for (std::size_t i = 1; i < required_.size() && !found_.places.empty(); ++i) {
    note_frequencies(window, required_[i], false);
    const auto lacks = [&](std::size_t place) { return !found_.frequencies.has(place); };
    std::size_t kept = 0;
    for (std::size_t j = 0; j < found_.places.size(); ++j) {
      if (lacks(found_.places[j])) continue;
      found_.places[kept] = found_.places[j];
      found_.sums[kept++] = found_.sums[j];
    }
    found_.places.resize(kept);
    found_.sums.resize(kept);
    score(required_[i]);
    found_.frequencies.clear();
  }
  for (ScoredWord& word : optional_) {
    note_frequencies(window, word, false);
    score(word);
    found_.frequencies.clear();
  }
}

/// In all of the window, or at the places at least.
void RunScores::note_frequencies(const Window& window, ScoredWord& word, bool everywhere) {
  const auto note = [&](std::size_t place, Xapian::termcount frequency, Xapian::termcount length) {
    found_.frequencies.add(place, frequency);
    found_.lengths[place] = length;
  };
  const double share = static_cast<double>(DocumentLengths::window_size) / database_.get_lastdocid();
  for (TermList& list : word.lists) {
    const double in_window = list.articles * std::min(share, 1.0);
    if (everywhere || in_window < cost_of_skip * static_cast<double>(found_.places.size())) {
      window.for_each(list, note);
    } else {
      window.for_each_of(found_.places, list, note);
    }
  }
}

/// The stems of a word count as one.
void RunScores::score(const ScoredWord& word) {
  for (std::size_t i = 0; i < found_.places.size(); ++i) {
    if (!found_.frequencies.has(found_.places[i])) continue;
    const Xapian::termcount length = found_.lengths[found_.places[i]];
    found_.sums[i] += word.weight.score(std::min(found_.frequencies.at(found_.places[i]), length), length);
  }
}

bool RunScores::is_borne_out(Xapian::docid document) {
  return !std::ranges::binary_search(unsure_, document) || check_.is_borne_out(document);
}

}  // namespace kwic
