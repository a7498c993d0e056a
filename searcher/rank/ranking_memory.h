#pragma once
/// What ranking remembers from one search to the next, for as long as the index stays as it is.

#include "rank/document_lengths.h"
#include "rank/stop_word_articles.h"

namespace kwic {

/// Not thread-safe.
struct RankingMemory {
  DocumentLengths lengths;
  StopWordArticles stop_words;

  void forget() {
    lengths.forget();
    stop_words.forget();
  }
};

}  // namespace kwic
