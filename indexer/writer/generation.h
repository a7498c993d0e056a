#pragma once
/// The step that turns analyzed articles into what searchers see. Two ways behind one interface: a bulk build
/// of a new generation, and a transaction on the current one.

#include "index/index_directory.h"
#include "index/index_settings.h"
#include "index/vocabulary.h"

#include <xapian.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace kwic {

class Generation {
public:
  Generation() = default;
  Generation(const Generation&) = delete;
  Generation& operator=(const Generation&) = delete;
  virtual ~Generation() = default;

  /// The data of the article with this id (as its unique term says) that searchers see now; nothing if there
  /// is none.
  [[nodiscard]] virtual std::optional<std::string> existing(const std::string& id_term) const = 0;

  /// Takes a document in place of the one with the same unique term. `text_bytes` tells how much work it is.
  virtual void put(const std::string& id_term, const Xapian::Document& document, std::size_t text_bytes) = 0;

  /// Makes all of it visible at once and durable, with `forms` added to the vocabulary. Returns how many
  /// articles there are then.
  virtual std::size_t publish(const IndexSettings& settings, NewForms& forms) = 0;
};

/// A new index: batches of documents, each written to a database of its own, merged in their order and
/// published by a rename. The same documents in the same order give the same index. Unique terms must not
/// repeat.
[[nodiscard]] std::unique_ptr<Generation> make_bulk_build(const IndexDirectory& directory);

/// An existing index: one transaction on its current generation.
[[nodiscard]] std::unique_ptr<Generation> make_transaction(const IndexDirectory& directory);

}  // namespace kwic
