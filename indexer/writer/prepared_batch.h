#pragma once
/// Articles on their way into the index, so many at once that threads have something to do on their own.

#include "index/vocabulary.h"
#include "writer/document_bytes.h"

#include <kwic/article.h>

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace kwic {

/// An article as it was read, and what it replaces.
struct AcceptedArticle {
  Article article;
  std::size_t text_bytes = 0;
  Xapian::docid replaces = 0;     ///< of the current generation; 0: nothing
  std::uint64_t fingerprint = 0;  ///< of everything that the document is made from
};

/// Neighbouring articles; batches are numbered in the order of their articles, from 0.
struct Batch {
  std::size_t number = 0;
  std::size_t text_bytes = 0;
  std::vector<AcceptedArticle> articles;
};

/// What an article becomes.
struct BuiltDocument {
  Xapian::Document document;  ///< the terms and values of the schema
  DocumentBytes bytes;
};

struct PreparedDocument {
  BuiltDocument built;
  Xapian::docid replaces = 0;
  std::uint64_t fingerprint = 0;
};

/// A part of a batch, analyzed. The parts of one batch come in the order of their articles.
struct PreparedBatch {
  std::size_t number = 0;  ///< of the batch
  bool ends = true;        ///< it is the last part
  std::size_t text_bytes = 0;
  std::vector<PreparedDocument> documents;
  std::vector<WordForm> forms;      ///< for the vocabulary
  std::set<std::string> languages;  ///< of its articles
};

}  // namespace kwic
