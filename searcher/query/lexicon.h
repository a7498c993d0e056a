#pragma once
/// What an index says of words, remembered for as long as the index stays as it is: in how many articles they
/// are, and which forms there are.

#include "index/vocabulary.h"
#include "query/query.h"
#include "query/spelling.h"

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace kwic {

/// Not thread-safe. All functions throw Xapian's exceptions. What is remembered is bounded; beyond
/// that the database is asked again.
class Lexicon {
public:
  using Visit = std::function<bool(std::string_view form)>;  ///< false: that is enough

  explicit Lexicon(const Xapian::Database& database) : database_(database), vocabulary_(database) {}

  /// How many articles there are.
  [[nodiscard]] Xapian::doccount articles() const { return database_.get_doccount(); }

  /// How many have a stem, of a word that is no stop word in their language.
  [[nodiscard]] Xapian::doccount articles_with(std::string_view stem) const;

  /// How many have a stem of the word, at most, in the languages where it counts.
  [[nodiscard]] Xapian::doccount articles_with(const QueryWord& word, const std::string& stem) const;

  /// How many are in one of the languages, by their codes.
  [[nodiscard]] Xapian::doccount articles_in(const std::set<std::string>& languages) const;

  /// How many may have the word as a stop word, which no term tells: all in the languages where it is one.
  /// None if the query does not ask for it there.
  [[nodiscard]] Xapian::doccount articles_with_stop_word(const QueryWord& word) const;

  /// False if no article in the language has the stem; true also where there are too many to know all theirs.
  [[nodiscard]] bool may_have_stem(const std::string& language, const std::string& stem) const;

  /// Makes ready to be asked about many stems that begin so.
  void read_ahead(std::string_view beginning) const;

  /// See Vocabulary.
  [[nodiscard]] std::vector<std::string> forms_of(std::string_view stem) const {
    return vocabulary_.forms_of(stem);
  }
  [[nodiscard]] std::vector<std::string> mistakable_for(std::string_view form) const {
    return vocabulary_.mistakable_for(form);
  }

  /// Whether an article has, or had, the word as it is. Not asked of forms as long as longest_form.
  [[nodiscard]] bool has_form(std::string_view form) const;

  /// Visits the forms that match a pattern (see wildcards.h), in the order of their bytes.
  void for_each_match(std::string_view pattern, const Visit& visit) const;

  /// Visits the forms that may lie within `most` edits of the word: all that do, and some others.
  void for_each_near(const Spelling& spelling, std::string_view word, std::size_t most,
                     const Visit& visit) const;

private:
  /// A bit for each letter that a word has: a character changed changes two at most.
  using Letters = std::uint32_t;

  using Terms = std::unordered_set<std::string>;

  [[nodiscard]] Xapian::doccount count_of(std::string term) const;
  [[nodiscard]] Terms stems_in(const std::string& language) const;
  [[nodiscard]] static Letters letters_of(std::string_view text) noexcept;
  [[nodiscard]] std::string_view form(std::size_t i) const;
  [[nodiscard]] std::size_t lower_bound(std::string_view first) const;
  [[nodiscard]] bool forms_are_kept() const;
  void keep_forms() const;

  Xapian::Database database_;
  Vocabulary vocabulary_;
  mutable std::unordered_map<std::string, Xapian::doccount> counts_;
  mutable std::map<std::string, std::optional<Terms>> stems_of_languages_;  ///< none: too many articles
  mutable std::vector<std::string> read_ahead_;  ///< beginnings of terms, all of which are in `counts_`
  mutable bool forms_were_read_ = false;
  mutable std::string forms_;  ///< one behind the other, sorted; none: there are too many of them
  mutable std::vector<std::uint32_t> ends_;
  mutable std::vector<Letters> letters_;
};

}  // namespace kwic
