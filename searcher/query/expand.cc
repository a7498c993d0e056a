#include "query/expand.h"

#include "analysis/folding.h"
#include "index/schema.h"
#include "query/spelling.h"
#include "query/wildcards.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace kwic {
namespace {

/// Of so many forms at most of all patterns it is looked up how frequent they are: of more, the shortest
/// ones.
constexpr std::size_t most_weighed = 5'000;

/// So many are found at most. To go through more takes longer than a query may.
constexpr std::size_t most_found = 50'000;

/// A form of the index that a pattern stands for.
struct Candidate {
  std::string form;
  std::size_t edits = 0;
  Xapian::doccount frequency = 0;
};

/// The pattern as forms are: folded between its wildcards, without the hyphens that joined forms lack.
std::string folded_pattern(std::string_view text) {
  std::string pattern;
  while (!text.empty()) {
    const std::size_t wildcard = std::min(text.find_first_of("*?"), text.size());
    std::string piece = strip_marks(fold(text.substr(0, wildcard)));
    std::erase(piece, '-');
    pattern += piece;
    text.remove_prefix(wildcard);
    if (text.empty()) break;
    if (text.front() == '?' || !pattern.ends_with('*')) pattern.push_back(text.front());
    text.remove_prefix(1);
  }
  return pattern;
}

/// What all of them begin with.
std::string common_beginning(const std::vector<Candidate>& candidates) {
  const auto [first, last] = std::ranges::minmax_element(candidates, {}, &Candidate::form);
  const auto end = std::ranges::mismatch(first->form, last->form).in1;
  return {first->form.begin(), end};
}

class Expander {
public:
  Expander(const Lexicon& lexicon, WordReader& reader, std::vector<Warning>& warnings)
      : lexicon_(lexicon), reader_(reader), warnings_(warnings) {}

  void count_patterns(const Query& query) {
    std::set<Key> patterns;
    for_each_leaf(query, [&](const Query& leaf) {
      for (const QueryWord& word : leaf.words) {
        if (word.form == QueryWord::Form::wildcards || word.form == QueryWord::Form::similar) {
          patterns.insert(key(word));
        }
      }
    });
    patterns_ = std::clamp<std::size_t>(patterns.size(), 1, most_patterns);
  }

  /// `by_signature`: signatures will be asked for all words.
  void expand(Query& query, bool by_signature) {
    by_signature = by_signature || query.kind == Query::Kind::near || query.kind == Query::Kind::phrase ||
                   query.field.has_value();
    for (QueryWord& word : query.words) expand_word(word, by_signature);
    for (Query& child : query.children) expand(child, by_signature);
  }

private:
  using Key = std::tuple<QueryWord::Form, std::size_t, std::string>;

  static Key key(const QueryWord& word) { return {word.form, word.distance, word.text}; }

  void expand_word(QueryWord& word, bool by_signature) {
    if (word.expanded) return;
    for (QueryWord& part : word.parts) expand_word(part, true);
    switch (word.form) {
      case QueryWord::Form::inflected:
        if (by_signature || !word.parts.empty() || may_be_stop_word(word)) add_inflections(word);
        break;
      case QueryWord::Form::exact:
        if (!word.parts.empty()) break;
        word.sure_stems =
            sure_stems(word, [this](const std::string& form) { return !lexicon_.has_form(form); });
        break;
      case QueryWord::Form::wildcards:
      case QueryWord::Form::similar:
        look_up(word);
        break;
    }
  }

  /// The same pattern stands for the same forms wherever it stands.
  void look_up(QueryWord& word) {
    if (const auto known = looked_up_.find(key(word)); known != looked_up_.end()) {
      word.surfaces = known->second.surfaces;
      word.stems = known->second.stems;
      word.only_in.clear();
      word.sure_stems = known->second.sure_stems;
      word.stop_in = known->second.stop_in;
      word.expanded = true;
      return;
    }
    if (looked_up_.size() == most_patterns) return leave_out(word);
    word.form == QueryWord::Form::wildcards ? look_up_pattern(word) : look_up_spelling(word);
    looked_up_.emplace(key(word), word);
  }

  void leave_out(QueryWord& word) {
    word.surfaces.clear();
    word.stems.clear();
    word.only_in.clear();
    word.sure_stems.clear();
    word.expanded = true;
    if (std::exchange(told_too_many_, true)) return;
    warnings_.push_back(
        {word.position, '"' + word.text + "\" at " + std::to_string(word.position) +
                            " and the patterns after it stand for no word: a query has at most " +
                            std::to_string(most_patterns) + " different ones"});
  }

  /// The word as it was typed stays the first.
  void add_inflections(QueryWord& word) {
    std::set<std::string> forms;
    for (const std::string& stem : word.stems) {
      if (stem.size() >= longest_form) return;  // the vocabulary may lack forms of it
      const std::vector<std::string> more = lexicon_.forms_of(stem);
      forms.insert(more.begin(), more.end());
    }
    for (const std::string& typed : word.surfaces) forms.erase(typed);
    word.surfaces.insert(word.surfaces.end(), forms.begin(), forms.end());
    word.expanded = true;
  }

  /// The vocabulary counts every stem among its forms; `is_absent(stem)` tells of those that are none.
  template <typename IsAbsent>
  [[nodiscard]] std::vector<std::string> sure_stems(const QueryWord& word, const IsAbsent& is_absent) const {
    const std::unordered_set<std::string_view> wanted(word.surfaces.begin(), word.surfaces.end());
    std::vector<std::string> sure;
    std::ranges::copy_if(word.stems, std::back_inserter(sure), [&](const std::string& stem) {
      return stem.size() < longest_form &&
             std::ranges::all_of(lexicon_.forms_of(stem), [&](const std::string& form) {
               return wanted.contains(form) || (form == stem && is_absent(form));
             });
    });
    return sure;
  }

  void look_up_pattern(QueryWord& word) {
    const std::string pattern = folded_pattern(word.text);
    std::vector<Candidate> found;
    lexicon_.for_each_match(pattern, [&](std::string_view form) {
      found.push_back({std::string(form)});
      return found.size() < most_found;
    });
    take(word, std::move(found), [&](const std::string& form) { return matches_wildcards(pattern, form); });
  }

  void look_up_spelling(QueryWord& word) {
    const std::vector<std::string> surfaces = word.surfaces;
    const std::vector<Spelling> spellings(surfaces.begin(), surfaces.end());
    std::vector<Candidate> found;
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
      lexicon_.for_each_near(spellings[i], surfaces[i], word.distance, [&](std::string_view form) {
        const std::size_t edits = spellings[i].edits(form, word.distance);
        if (edits <= word.distance) found.push_back({std::string(form), edits});
        return found.size() < most_found;
      });
    }
    take(word, std::move(found), [&](const std::string& form) {
      return std::ranges::any_of(spellings, [&](const Spelling& spelling) {
        return spelling.edits(form, word.distance) <= word.distance;
      });
    });
  }

  /// `found` are all forms for which `is_like(form)` is true.
  template <typename IsLike>
  void take(QueryWord& word, std::vector<Candidate> found, const IsLike& is_like) {
    std::vector<std::string> forms;
    std::ranges::transform(found, std::back_inserter(forms), &Candidate::form);
    std::ranges::sort(forms);
    const std::size_t all = found.size();
    const std::size_t share = most_forms / patterns_;
    if (all > share) {
      keep_most_frequent(found, share);
      warnings_.push_back(
          {word.position, '"' + word.text + "\" at " + std::to_string(word.position) + " stands for " +
                              std::to_string(all) +
                              (all < most_found ? " words: the " : " words and more: of these the ") +
                              std::to_string(share) + " most frequent ones are searched for"});
    }
    std::set<std::string> stems;
    word.surfaces.clear();
    word.stop_in.clear();
    for (Candidate& candidate : found) {
      word.stop_in.merge(reader_.stop_word_in(candidate.form));
      for (std::string& stem : reader_.stems_of(candidate.form)) stems.insert(std::move(stem));
      word.surfaces.push_back(std::move(candidate.form));
    }
    word.stems.clear();
    word.only_in.clear();
    std::ranges::copy_if(stems, std::back_inserter(word.stems),
                         [&](const std::string& stem) { return lexicon_.articles_with(stem) > 0; });
    word.expanded = true;
    word.sure_stems = sure_stems(word, [&](const std::string& form) {
      return is_like(form) && !std::ranges::binary_search(forms, form);
    });
  }

  void keep_most_frequent(std::vector<Candidate>& found, std::size_t count) {
    if (const std::size_t weighed = most_weighed / patterns_; found.size() > weighed) {
      std::ranges::nth_element(found, found.begin() + static_cast<std::ptrdiff_t>(weighed), {},
                               [](const Candidate& candidate) { return candidate.form.size(); });
      found.resize(weighed);
    }
    if (const std::string beginning = common_beginning(found); !beginning.empty())
      lexicon_.read_ahead(beginning);
    for (Candidate& candidate : found) {
      const auto [stem, stop] = reader_.main_word_of(candidate.form);
      candidate.frequency = stop ? lexicon_.articles() : lexicon_.articles_with(stem);
    }
    std::ranges::stable_sort(found, [](const Candidate& left, const Candidate& right) {
      if (left.edits != right.edits) return left.edits < right.edits;
      return left.frequency > right.frequency;
    });
    found.resize(count);
  }

  const Lexicon& lexicon_;
  WordReader& reader_;
  std::vector<Warning>& warnings_;
  std::map<Key, QueryWord> looked_up_;
  std::size_t patterns_ = 1;  ///< different ones that are looked up
  bool told_too_many_ = false;
};

}  // namespace

void expand(Query& query, const Lexicon& lexicon, WordReader& reader, std::vector<Warning>& warnings) {
  Expander expander(lexicon, reader, warnings);
  expander.count_patterns(query);
  expander.expand(query, false);
}

Query expanded_for_signatures(Query query, const Lexicon& lexicon, WordReader& reader) {
  std::vector<Warning> told_already;
  Expander(lexicon, reader, told_already).expand(query, true);
  return query;
}

void drop_forms_without_stems(Query& query, const Lexicon& lexicon, WordReader& reader) {
  for_each_leaf(query, [&](Query& leaf) {
    for (QueryWord& word : leaf.words) {
      if (!word.expanded || word.form == QueryWord::Form::exact) continue;
      const std::set<std::string> kept(word.stems.begin(), word.stems.end());
      const auto was_taken_away = [&](const std::string& stem) {
        return !kept.contains(stem) && lexicon.articles_with(stem) > 0;
      };
      std::erase_if(word.surfaces, [&](const std::string& form) {
        return std::ranges::any_of(reader.stems_of(form), was_taken_away);
      });
    }
  });
}

}  // namespace kwic
