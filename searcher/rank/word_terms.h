#pragma once
/// The terms that score a word of a query, and where they stand in a stretch of documents.

#include "query/lexicon.h"
#include "query/query.h"
#include "rank/article_languages.h"
#include "rank/bm25.h"
#include "rank/document_lengths.h"

#include <xapian.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace kwic {

struct WordTerm {
  std::string name;
  Xapian::doccount articles = 0;       ///< at least one
  bool sure = true;                    ///< articles that have it have the word
  std::set<std::string> only_in = {};  ///< where it counts, see QueryWord; none: everywhere
  double share = 1;                    ///< of articles in which it counts

  friend bool operator==(const WordTerm&, const WordTerm&) = default;
};

/// Those of the word's stems that are in the index; they are sure as propose() takes them to be.
[[nodiscard]] std::vector<WordTerm> terms_of(const QueryWord& word, const Lexicon& lexicon);

/// What an article gets for the word: its stems count as one. `factor` multiplies it.
[[nodiscard]] WordWeight weight_of(const std::vector<WordTerm>& terms, const Xapian::Database& database,
                                   double factor);

/// The articles that have a term, from some document on.
struct TermList {
  Xapian::PostingIterator posting;
  Xapian::PostingIterator end;
  Xapian::doccount articles = 0;  ///< in the whole list
  bool sure = true;
  std::shared_ptr<const PlaceSet> only_in = {};  ///< numbers of articles; none: it counts in all

  [[nodiscard]] bool counts_here() const { return !only_in || only_in->contains(*posting); }
};

/// Those of the terms, from the first document on.
[[nodiscard]] std::vector<TermList> lists_of(const std::vector<WordTerm>& terms,
                                             const Xapian::Database& database, ArticleLanguages& languages);

/// The documents [start, start + DocumentLengths::window_size), which are looked at together; a place is a
/// document's distance from the first.
struct Window {
  Xapian::docid start = 0;
  const DocumentLengths::Window* lengths = nullptr;

  [[nodiscard]] Xapian::docid document(std::size_t place) const noexcept {
    return start + static_cast<Xapian::docid>(place);
  }

  /// Takes the list behind the window. Calls `visit(place, frequency)`.
  template <typename Visit>
  void for_each(TermList& list, const Visit& visit) const {
    for (; list.posting != list.end; ++list.posting) {
      const std::size_t place = *list.posting - start;
      if (place >= DocumentLengths::window_size) return;
      if (list.counts_here()) visit(place, list.posting.get_wdf());
    }
  }

  /// The same where `list` has one of the places, which rise; cheaper where these are few.
  template <typename Visit>
  void for_each_of(const std::vector<std::size_t>& places, TermList& list, const Visit& visit) const {
    for (const std::size_t place : places) {
      if (list.posting == list.end) return;
      list.posting.skip_to(document(place));
      if (list.posting == list.end || *list.posting != document(place) || !list.counts_here()) continue;
      visit(place, list.posting.get_wdf());
    }
  }

  /// Of the document at the place.
  [[nodiscard]] Xapian::termcount length_at(std::size_t place) const { return (*lengths)[place]; }
};

}  // namespace kwic
