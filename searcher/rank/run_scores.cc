#include "rank/run_scores.h"

#include "index/schema.h"
#include "query/propose.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace kwic {
namespace {

using Kind = Query::Kind;

/// To skip to a posting takes as long as to walk over so many.
constexpr double cost_of_skip = 4;

/// So many places ahead the signature is fetched into the processor's cache.
constexpr std::size_t fetched_ahead = 8;

/// In place of a frequency, which may be 0 where a word is: characters inside words are not counted.
constexpr Xapian::termcount absent = std::numeric_limits<Xapian::termcount>::max();

bool is_simple(const Query& leaf) {
  return std::ranges::all_of(leaf.words, [](const QueryWord& word) { return word.parts.empty(); }) &&
         std::ranges::all_of(leaf.children, is_simple);
}

/// What a pattern stands for depends on the other patterns of its query.
bool stands_for_itself(const Query& leaf) {
  const auto is_pattern = [](const QueryWord& word) {
    return word.form == QueryWord::Form::wildcards || word.form == QueryWord::Form::similar;
  };
  return std::ranges::none_of(leaf.words, is_pattern) &&
         std::ranges::all_of(leaf.children, stands_for_itself);
}

bool is_lone_stop_word(const Query& query) {
  return query.kind == Kind::word && !query.field && query.weight == 1 &&
         may_be_stop_word(query.words.front());
}

}  // namespace

bool RunScores::can_score(const Query& leaf) {
  const bool is_run = leaf.kind == Kind::phrase || leaf.kind == Kind::near || leaf.kind == Kind::word;
  const bool are_stop_words = leaf.kind == Kind::all && std::ranges::all_of(leaf.children, is_lone_stop_word);
  return (is_run || are_stop_words) && is_simple(leaf);
}

RunScores::RunScores(const Xapian::Database& database, const Lexicon& lexicon, const Query& leaf,
                     double factor, const ArticleTexts& texts, RunPlaces& found, RankingMemory& memory)
    : database_(database), memory_(memory), found_(found), check_(leaf, false, texts) {
  const std::vector<const QueryWord*> words = words_looked_up(leaf, lexicon);
  for (const QueryWord* const word : words) add_word(*word, lexicon, factor);
  if (!required_.empty()) return;
  add_languages(words, lexicon);
  if (!stands_for_itself(leaf)) return;
  name_ = print(leaf);
  if (words.size() == 1) return;
  for (const QueryWord* const word : words) words_.push_back(word->text);
}

void RunScores::add_word(const QueryWord& word, const Lexicon& lexicon, double factor) {
  ScoredWord scored;
  scored.terms = terms_of(word, lexicon);
  scored.weight = weight_of(scored.terms, database_, factor);
  for (const WordTerm& term : scored.terms) scored.articles += term.articles;
  (may_be_stop_word(word) ? optional_ : required_).push_back(std::move(scored));
}

/// Of words that may all be stop words the rarest says where they can be.
void RunScores::add_languages(const std::vector<const QueryWord*>& words, const Lexicon& lexicon) {
  const QueryWord& rarest = *words.front();
  elsewhere_.terms = terms_of(rarest, lexicon);
  languages_ = rarest.stop_in;
}

void RunScores::start_over() {
  unsure_.clear();
  known_ = memory_.stop_words.find(name_);
  known_exactly_ = known_ && memory_.stop_words.are_exact(name_);
  accepted_.clear();
  elsewhere_.lists = lists_of(elsewhere_.terms, database_, memory_.languages);
  if (required_.empty() && !known_) start_over_with_stop_words();
  for (std::vector<ScoredWord>* const words : {&required_, &optional_}) {
    for (ScoredWord& word : *words) word.lists = lists_of(word.terms, database_, memory_.languages);
  }
}

void RunScores::start_over_with_stop_words() {
  in_languages_ = memory_.languages.articles_in(languages_, database_);
  with_word_.clear();
  for (const std::string& word : words_) {
    if (auto documents = memory_.stop_words.find(word)) with_word_.push_back(std::move(documents));
  }
}

void RunScores::walk(const Window& window, Tally<double>& scores) {
  required_.empty() ? walk_stop_words(window, scores) : walk_candidates(window, scores);
}

void RunScores::walk_candidates(const Window& window, Tally<double>& scores) {
  find_places(window);
  for (std::size_t i = 0; i < found_.places.size(); ++i) {
    if (i + fetched_ahead < found_.places.size())
      check_.fetch(window.document(found_.places[i + fetched_ahead]));
    const Xapian::docid document = window.document(found_.places[i]);
    if (!check_.accepts(document)) continue;
    scores.add(found_.places[i], score(i, window.length_at(found_.places[i])));
    if (!check_.is_sure(document)) unsure_.push_back(document);
  }
}

/// They weigh nothing but in the few articles to whose language they are words like others.
void RunScores::walk_stop_words(const Window& window, Tally<double>& scores) {
  find_accepted(window);
  found_.accepted.for_each([&](std::size_t place) {
    scores.add(place, 0);
    if (!known_exactly_ && !check_.is_sure(window.document(place))) unsure_.push_back(window.document(place));
  });
  for (ScoredWord& word : optional_) add_scores(window, word, scores);
}

void RunScores::find_accepted(const Window& window) {
  if (known_) {
    found_.accepted = (*known_)[window.start / DocumentLengths::window_size];
  } else {
    check_candidates(window);
    if (!name_.empty()) accepted_.push_back(found_.accepted);
  }
  for (const Xapian::docid document : check_.rejected_among(window.start, DocumentLengths::window_size)) {
    found_.accepted.erase(document - window.start);
  }
}

/// Of all articles of the languages that have the words.
void RunScores::check_candidates(const Window& window) {
  found_.accepted.assign(*in_languages_, window.start);
  for (TermList& list : elsewhere_.lists) {
    window.for_each(list, [&](std::size_t place, Xapian::termcount) { found_.accepted.insert(place); });
  }
  const std::size_t number = window.start / DocumentLengths::window_size;
  for (const auto& documents : with_word_) found_.accepted.keep((*documents)[number]);
  found_.places.clear();
  found_.accepted.for_each([&](std::size_t place) { found_.places.push_back(place); });
  for (std::size_t i = 0; i < found_.places.size(); ++i) {
    if (i + fetched_ahead < found_.places.size())
      check_.fetch(window.document(found_.places[i + fetched_ahead]));
    if (!check_.accepts(window.document(found_.places[i]))) found_.accepted.erase(found_.places[i]);
  }
}

/// The stems of a word count as one.
void RunScores::add_scores(const Window& window, ScoredWord& word, Tally<double>& scores) {
  for (TermList& list : word.lists) {
    window.for_each(list, [&](std::size_t place, Xapian::termcount frequency) {
      if (found_.accepted.contains(place)) found_.of_word.add(place, frequency);
    });
  }
  found_.of_word.for_each([&](std::size_t place, Xapian::termcount frequency) {
    const Xapian::termcount length = window.length_at(place);
    scores.add(place, word.weight.score(std::min(frequency, length), length));
  });
  found_.of_word.clear();
}

void RunScores::finish() {
  if (!accepted_.empty()) memory_.stop_words.keep(name_, std::exchange(accepted_, {}), check_.is_exact());
}

/// Where all words are that are required, and how often each word is there.
void RunScores::find_places(const Window& window) {
  found_.frequencies.clear();
  find_candidates(window);
  for (std::size_t i = 1; i < required_.size() && !found_.places.empty(); ++i) {
    look_up(window, required_[i]);
    drop_where_last_is_absent();
  }
  for (ScoredWord& word : optional_) look_up(window, word);
}

/// Where the rarest of the words is that are required.
void RunScores::find_candidates(const Window& window) {
  for (TermList& list : required_.front().lists) {
    window.for_each(
        list, [&](std::size_t place, Xapian::termcount frequency) { found_.of_word.add(place, frequency); });
  }
  found_.places.clear();
  found_.of_word.for_each([&](std::size_t place, Xapian::termcount) { found_.places.push_back(place); });
  note_frequencies();
}

/// At the places at least. The stems of a word count as one.
void RunScores::look_up(const Window& window, ScoredWord& word) {
  const auto note = [&](std::size_t place, Xapian::termcount frequency) {
    found_.of_word.add(place, frequency);
  };
  const double share = static_cast<double>(DocumentLengths::window_size) / database_.get_lastdocid();
  for (TermList& list : word.lists) {
    const double in_window = list.articles * std::min(share, 1.0);
    if (in_window < cost_of_skip * static_cast<double>(found_.places.size())) {
      window.for_each(list, note);
    } else {
      window.for_each_of(found_.places, list, note);
    }
  }
  note_frequencies();
}

void RunScores::note_frequencies() {
  std::vector<Xapian::termcount>& frequencies = found_.frequencies.emplace_back();
  frequencies.reserve(found_.places.size());
  for (const std::size_t place : found_.places) {
    frequencies.push_back(found_.of_word.has(place) ? found_.of_word.at(place) : absent);
  }
  found_.of_word.clear();
}

void RunScores::drop_where_last_is_absent() {
  const std::vector<Xapian::termcount> last = found_.frequencies.back();
  const auto drop = [&](auto& values) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < last.size(); ++i) {
      if (last[i] != absent) values[kept++] = values[i];
    }
    values.resize(kept);
  };
  drop(found_.places);
  for (std::vector<Xapian::termcount>& of_word : found_.frequencies) drop(of_word);
}

double RunScores::score(std::size_t candidate, Xapian::termcount length) const {
  double sum = 0;
  std::size_t number = 0;
  for (const std::vector<ScoredWord>* const words : {&required_, &optional_}) {
    for (const ScoredWord& word : *words) {
      const Xapian::termcount frequency = found_.frequencies[number++][candidate];
      if (frequency != absent) sum += word.weight.score(std::min(frequency, length), length);
    }
  }
  return sum;
}

bool RunScores::is_borne_out(Xapian::docid document) {
  return !std::ranges::binary_search(unsure_, document) || check_.is_borne_out(document);
}

}  // namespace kwic
