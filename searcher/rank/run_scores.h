#pragma once
/// Scores the articles that have all words of a phrase or NEAR, or a word where terms do not tell it, and
/// have them as the query asks.

#include "match/leaf_source.h"
#include "query/lexicon.h"
#include "query/query.h"
#include "rank/ranking_memory.h"
#include "rank/tally.h"
#include "rank/word_terms.h"

#include <xapian.h>

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace kwic {

/// What is found in the window at work; one after the other uses it.
struct RunPlaces {
  std::vector<std::size_t> places;                                 ///< that may have the leaf, rising
  std::vector<std::vector<Xapian::termcount>> frequencies;         ///< of each word at each of the places
  Tally<Xapian::termcount> of_word{DocumentLengths::window_size};  ///< in all of the window
  PlaceSet accepted{DocumentLengths::window_size};                 ///< that have a leaf of stop words
};

class RunScores {
public:
  /// True for a phrase, a NEAR, a word, and stop words that must all be there, none of which is a compound.
  [[nodiscard]] static bool can_score(const Query& leaf);

  /// Everything given must outlive the object. Throws Xapian's exceptions, as all below.
  RunScores(const Xapian::Database& database, const Lexicon& lexicon, const Query& leaf, double factor,
            const ArticleTexts& texts, RunPlaces& found, RankingMemory& memory);

  /// As LeafCheck::look_at().
  void look_at(std::size_t bytes) noexcept { check_.look_at(bytes); }

  /// To be called before the first window.
  void start_over();

  /// Adds to the scores of a window what they get for the leaf. Windows follow each other.
  void walk(const Window& window, Tally<double>& scores);

  /// To be called after the last window.
  void finish();

  /// True if some articles were only believed to have it.
  [[nodiscard]] bool is_unsure() const noexcept { return !unsure_.empty(); }

  /// Those, rising.
  [[nodiscard]] const std::vector<Xapian::docid>& unsure() const noexcept { return unsure_; }

  /// As LeafCheck::share_borne_out().
  [[nodiscard]] double share_borne_out() const { return check_.share_borne_out(); }

  /// Looks at the text of an article that was.
  [[nodiscard]] bool is_borne_out(Xapian::docid document);

private:
  struct ScoredWord {
    std::vector<WordTerm> terms;
    WordWeight weight;
    double articles = 0;
    std::vector<TermList> lists = {};
  };

  void add_word(const QueryWord& word, const Lexicon& lexicon, double factor);
  void add_languages(const std::vector<const QueryWord*>& words, const Lexicon& lexicon);
  void start_over_with_stop_words();
  void walk_candidates(const Window& window, Tally<double>& scores);
  void walk_stop_words(const Window& window, Tally<double>& scores);
  void find_accepted(const Window& window);
  void check_candidates(const Window& window);
  void add_scores(const Window& window, ScoredWord& word, Tally<double>& scores);
  void find_places(const Window& window);
  void find_candidates(const Window& window);
  void look_up(const Window& window, ScoredWord& word);
  void note_frequencies();
  void drop_where_last_is_absent();
  [[nodiscard]] double score(std::size_t candidate, Xapian::termcount length) const;

  const Xapian::Database& database_;
  RankingMemory& memory_;
  RunPlaces& found_;
  std::vector<ScoredWord> required_;  ///< the rarest first: articles have one of its terms
  std::vector<ScoredWord> optional_;  ///< words that may be stop words: terms do not tell where they are
  ScoredWord elsewhere_;              ///< one of them where it is none, if nothing is required
  std::set<std::string> languages_;   ///< then, codes of those in which it is one
  std::shared_ptr<const PlaceSet> in_languages_;
  std::vector<std::string> words_;  ///< of several, as they are asked for alone: what has all has each
  std::vector<std::shared_ptr<const StopWordArticles::Documents>>
      with_word_;  ///< where that was asked before
  LeafCheck check_;
  std::vector<Xapian::docid> unsure_;  ///< rising

  // Where no term tells of any of the words:
  std::string name_;  ///< of the leaf; empty elsewhere
  std::shared_ptr<const StopWordArticles::Documents> known_;
  bool known_exactly_ = false;
  StopWordArticles::Documents accepted_;  ///< in the windows so far, to be remembered
};

}  // namespace kwic
