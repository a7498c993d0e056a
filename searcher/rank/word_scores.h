#pragma once
/// Scores the articles of a query that is nothing but words, any of which will do: what most queries are. The
/// order is the one that Xapian would find, in a fraction of the time and with an exact count: lists of
/// articles are walked through one by one, window by window, and lengths come from memory.

#include "match/leaf_source.h"
#include "query/lexicon.h"
#include "query/query.h"
#include "rank/bm25.h"
#include "rank/document_lengths.h"
#include "rank/order.h"
#include "rank/tally.h"

#include <xapian.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace kwic {

class WordScores {
public:
  /// True for a query of words without fields, none of them a compound.
  [[nodiscard]] static bool can_rank(const Query& query);

  /// Everything given must outlive the object. Throws Xapian's exceptions, as all below.
  WordScores(const Xapian::Database& database, const Lexicon& lexicon, const Query& query,
             const ArticleTexts& texts, DocumentLengths& lengths);

  /// As Candidates::first(), by relevance.
  [[nodiscard]] Proposed first(std::size_t count);

private:
  struct Term {
    std::string name;
    Xapian::doccount articles = 0;  ///< at least one
    bool sure = true;               ///< articles that have it have the word

    friend bool operator==(const Term&, const Term&) = default;
  };
  struct Leaf {
    std::vector<Term> terms;
    WordWeight weight;
    std::shared_ptr<LeafCheck> check;        ///< decides where no term is sure; none: all are
    std::vector<Xapian::docid> unsure = {};  ///< rising: where it believed a yes
  };
  struct List {
    Xapian::PostingIterator posting;
    Xapian::PostingIterator end;
    bool sure;
  };
  using Lists = std::vector<List>;

  void add_leaves(const Query& query, double factor);
  void add_leaf(const Query& query, double factor);
  [[nodiscard]] double articles_with_any(const std::vector<Term>& terms) const;
  [[nodiscard]] std::vector<Lists> open_lists();
  [[nodiscard]] std::vector<Candidate> scan(std::size_t count, std::size_t& total);
  void use_lengths();
  void walk(Lists& lists, Leaf& leaf);
  void walk_together(Lists& lists, Leaf& leaf);
  void check_unsure(Leaf& leaf);
  template <typename Visit>
  void for_each_in_window(List& list, const Visit& visit);
  [[nodiscard]] std::size_t keep_borne_out(std::vector<Candidate>& candidates, std::size_t wanted);
  [[nodiscard]] bool is_borne_out(Xapian::docid document);

  const Xapian::Database& database_;
  const Lexicon& lexicon_;
  const ArticleTexts& texts_;
  DocumentLengths& lengths_;
  std::vector<Leaf> leaves_;
  double postings_ = 0;  ///< of all lists together

  // The window at work:
  Xapian::docid start_ = 0;
  const DocumentLengths::Window* known_ = nullptr;  ///< none: lengths are asked for one by one
  DocumentLengths::Window asked_;
  Tally<double> scores_{DocumentLengths::window_size};
  Tally<Xapian::termcount> frequencies_{DocumentLengths::window_size};  ///< of one leaf
  PlaceSet sure_{DocumentLengths::window_size};                         ///< where it certainly is
};

}  // namespace kwic
