#pragma once
/// What ranking remembers from one search to the next, for as long as the index stays as it is.

#include "rank/article_languages.h"
#include "rank/document_lengths.h"
#include "rank/stop_word_articles.h"

namespace kwic {

/// Not thread-safe.
struct RankingMemory {
  DocumentLengths lengths;
  StopWordArticles stop_words;
  ArticleLanguages languages;

  /// Of an index that has changed nothing is known but its file of lengths.
  void start_over(const DocumentFile& file_of_lengths) {
    lengths = DocumentLengths(file_of_lengths);
    stop_words.forget();
    languages.forget();
  }
};

}  // namespace kwic
