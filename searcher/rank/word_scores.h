#pragma once
/// Scores the articles of a query of words and phrases, any of which will do: what most queries are. The
/// order is the one that Xapian would find, in a fraction of the time and with an exact count: lists of
/// articles are walked through one by one, window by window, and lengths come from a file of their own.

#include "match/leaf_source.h"
#include "query/lexicon.h"
#include "query/query.h"
#include "rank/bm25.h"
#include "rank/order.h"
#include "rank/ranking_memory.h"
#include "rank/run_scores.h"
#include "rank/tally.h"
#include "rank/word_terms.h"

#include <xapian.h>

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kwic {

class WordScores {
public:
  /// True for a query of words, phrases and NEARs, any of which will do, and no word of which is a compound.
  [[nodiscard]] static bool can_rank(const Query& query);

  /// Everything given must outlive the object. Throws Xapian's exceptions, as all below.
  WordScores(const Xapian::Database& database, const Lexicon& lexicon, const Query& query,
             const ArticleTexts& texts, RankingMemory& memory);

  /// As LeafCheck::look_at(), all words and phrases together.
  void look_at(std::size_t bytes);

  /// As Candidates::first(), by relevance.
  [[nodiscard]] Proposed first(std::size_t count);

private:
  struct Leaf {
    std::vector<WordTerm> terms;
    WordWeight weight;
    std::shared_ptr<LeafCheck> check;  ///< decides where no term is sure; none: all are
    std::vector<TermList> lists = {};
    std::vector<Xapian::docid> unsure = {};  ///< rising: where it believed a yes
  };

  void add_leaves(const Query& query, double factor);
  void add_word(const Query& leaf, double factor);
  void start_over();
  [[nodiscard]] std::vector<Candidate> scan(std::size_t count, std::size_t& total);
  void walk(Leaf& leaf);
  void walk_together(Leaf& leaf);
  void check_unsure(Leaf& leaf);
  [[nodiscard]] bool is_unsure() const;
  [[nodiscard]] std::size_t likely_mistaken();
  [[nodiscard]] std::size_t keep_borne_out(std::vector<Candidate>& candidates, std::size_t wanted);
  [[nodiscard]] bool is_borne_out(Xapian::docid document);

  const Xapian::Database& database_;
  const Lexicon& lexicon_;
  const ArticleTexts& texts_;
  RankingMemory& memory_;
  std::vector<Leaf> leaves_;
  std::map<CountedStems, std::size_t> leaf_of_stems_;  ///< where terms are sure
  RunPlaces run_places_;
  std::deque<RunScores> runs_;

  // The window at work:
  Window window_;
  Tally<double> scores_{DocumentLengths::window_size};
  Tally<Xapian::termcount> frequencies_{DocumentLengths::window_size};  ///< of one leaf
  PlaceSet sure_{DocumentLengths::window_size};                         ///< where it certainly is
};

}  // namespace kwic
