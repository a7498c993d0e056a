#pragma once
/// The words that stand in the articles, as written but folded: what wildcards, spelling distances and
/// suggestions choose from, and which forms a stem has.
///
/// Kept in the database's synonym table, whose lists Xapian unites when databases are merged. Three kinds of
/// keys: "F" and the first two characters of a form lists all forms that begin so; "S" and a stem lists the
/// forms that have it, unless the stem itself is the only one; "H" and a hash lists the forms that have it in
/// word signatures, and longer_form if there is one. The vocabulary may hold forms that no article has any
/// more; it lacks none of those up to longest_form. A fourth, "B", says that it was begun.

#include "analysis/word_table.h"

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace kwic {

/// Longer forms, in bytes, are left out: Xapian keeps the length of a synonym in one byte.
inline constexpr std::size_t longest_form = 240;

/// Stands for those in the lists of hashes; nothing else is written so.
inline constexpr std::string_view longer_form = "*";

/// Reads the vocabulary. Throws Xapian's exceptions. As thread-safe as the database: one thread at a time.
class Vocabulary {
public:
  explicit Vocabulary(Xapian::Database database) : database_(std::move(database)) {}

  /// The forms whose stem (or whose stem without marks) this is, sorted by their bytes; the stem itself is
  /// always among them.
  [[nodiscard]] std::vector<std::string> forms_of(std::string_view stem) const;

  /// The forms that word signatures with hashes of 16 bits cannot tell from this one, and longer_form if
  /// there is one among them. Hashes of 32 bits part more.
  [[nodiscard]] std::vector<std::string> mistakable_for(std::string_view form) const;

  /// Visits all forms that begin with `first` (all there are, if it is empty), each once, in the order of
  /// their bytes, for as long as `visit` returns true.
  void for_each_form(std::string_view first, const std::function<bool(std::string_view form)>& visit) const;

private:
  Xapian::Database database_;
};

/// A form and a stem of it.
struct WordForm {
  std::string form;
  std::string stem;
};

/// Collects the words that an analyzer meets, each once as far as memory allows.
class NewForms {
public:
  /// All words must be of the same analyzer.
  void add(const Word& word) {
    if (word.number < noted_.size() && noted_[word.number]) return;
    note(word);
  }

  /// Moves what was added and has not been taken yet behind `forms`.
  void take(std::vector<WordForm>& forms);

  /// About how much memory it takes to remember the words, in bytes.
  [[nodiscard]] std::size_t remembered_bytes() const noexcept { return 48 * met_.size() + noted_.size() / 8; }

private:
  void note(const Word& word);

  std::vector<bool> noted_;  ///< by the number of the word
  std::unordered_set<std::uint64_t>
      met_;  ///< hashes of forms and stems: many words are written in several ways
  std::vector<WordForm> fresh_;
};

/// Begins the vocabulary of a new index. Xapian makes the table in the midst of the transaction that has the
/// first synonym, and takes one that it cannot open for an empty one: as none is empty after this, the two
/// can be told apart (see require_all_tables).
void begin_vocabulary(Xapian::WritableDatabase& database);

/// Writes forms into the vocabulary of a database, where they are not there yet.
void write_forms(Xapian::WritableDatabase& database, const std::vector<WordForm>& forms);

}  // namespace kwic
