#include "query/suggest.h"

#include "query/query_fields.h"
#include "query/spelling.h"
#include "text/utf8.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t most_corrected = 5;       ///< words of one query, each held against the vocabulary
constexpr std::size_t most_alternatives = 4;    ///< for one word
constexpr std::size_t most_words = 64;          ///< what is longer is pasted, and not typed
constexpr std::size_t most_tried_in_field = 8;  ///< of the nearest words
constexpr std::size_t shortest_of_two = 3;      ///< bytes of words that may have been run together

struct Correction {
  std::size_t position = 0;
  std::size_t length = 0;
  std::vector<std::string> alternatives;  ///< best first
};

/// Shorter words are like too many others.
std::size_t most_edits_of(std::size_t length) {
  return length < 3 ? 0 : length < 6 ? 1 : 2;
}

bool has_digit(std::string_view word) {
  return word.find_first_of("0123456789") != std::string_view::npos;
}

/// What was to be the value of a filter, or stands behind a name that no field has, is nothing to correct.
bool stands_behind_colon(std::string_view text, std::size_t position) {
  return position > 0 && position <= text.size() && text[position - 1] == ':';
}

class Corrector {
public:
  Corrector(std::string_view text, const Suggesting& with) : text_(text), with_(with) {}

  std::vector<Correction> corrections(const Query& query) {
    for_each_leaf(query, [&](const Query& leaf) {
      for (const QueryWord& word : leaf.words) look_at(word, leaf.field);
    });
    return std::move(corrections_);
  }

private:
  struct Near {
    std::size_t edits;
    std::string form;
    Xapian::doccount frequency = 0;
  };

  void look_at(const QueryWord& word, const std::optional<Field>& field) {
    const bool as_typed = word.form == QueryWord::Form::inflected || word.form == QueryWord::Form::exact;
    const bool is_stop_word = !word.stop_in.empty();  // spelt well, if it is asked for as an acronym only
    if (!as_typed || is_stop_word || (!field && stands_behind_colon(text_, word.position))) return;
    if (is_known(word, field)) return;
    for (const QueryWord& part : word.parts) look_at(part, field);
    if (!word.parts.empty() || word.surfaces.empty() || has_digit(word.text)) return;
    if (looked_up_ == most_corrected) return;
    ++looked_up_;
    std::vector<std::string> alternatives = alternatives_to(word, field);
    if (!alternatives.empty()) {
      corrections_.push_back({word.position, word.text.size(), std::move(alternatives)});
    }
  }

  /// That a word stands in a field no term tells. Elsewhere it is known as it is, or by the rules of the
  /// language of most articles: by those of some other language many misspelt words are forms of something.
  [[nodiscard]] bool is_known(const QueryWord& word, const std::optional<Field>& field) const {
    if (field) return with_.has_hits(std::string(query_field_name(*field)) + ':' + word.text);
    return std::ranges::any_of(word.surfaces, [&](const std::string& form) {
      const std::string stem = with_.reader.main_word_of(form).stem;
      return with_.lexicon.has_form(form) || with_.lexicon.articles_with(word, stem) > 0;
    });
  }

  [[nodiscard]] std::vector<std::string> alternatives_to(const QueryWord& word,
                                                         const std::optional<Field>& field) {
    std::vector<Near> found = nearest(word);
    // An inflection of a word that is there, by the rules of its language.
    const auto is_inflection = [&](const Near& near) {
      const std::vector<std::string> stems = with_.reader.stems_of(near.form);
      return near.edits == found.front().edits &&
             std::ranges::find_first_of(stems, word.stems) != stems.end();
    };
    if (!field && std::ranges::any_of(found, is_inflection) && with_.has_hits(word.text)) return {};
    if (field) keep_those_in(*field, found);
    found.resize(std::min(found.size(), most_alternatives));
    std::vector<std::string> forms;
    std::ranges::transform(found, std::back_inserter(forms), &Near::form);
    if (forms.empty() && !field) forms = two_words(word.surfaces.front());  // a field is of one word only
    return forms;
  }

  /// The best first.
  [[nodiscard]] std::vector<Near> nearest(const QueryWord& word) {
    const std::string& typed = word.surfaces.front();
    const Spelling spelling(typed);
    const std::size_t most = most_edits_of(spelling.length());
    if (most == 0 || spelling.length() > Spelling::longest) return {};
    std::vector<Near> found;
    with_.lexicon.for_each_near(spelling, typed, most, [&](std::string_view form) {
      const std::size_t edits = spelling.edits(form, most);
      if (edits > 0 && edits <= most && !has_digit(form)) found.push_back({edits, std::string(form)});
      return true;
    });
    for (Near& near : found) near.frequency = frequency(near.form);
    std::erase_if(found, [](const Near& near) { return near.frequency == 0; });
    std::ranges::stable_sort(found, [](const Near& left, const Near& right) {
      return left.edits != right.edits ? left.edits < right.edits : left.frequency > right.frequency;
    });
    return found;
  }

  [[nodiscard]] Xapian::doccount frequency(const std::string& form) {
    Xapian::doccount most = with_.lexicon.articles_in(with_.reader.stop_word_in(form));
    for (const std::string& stem : with_.reader.stems_of(form)) {
      most = std::max(most, with_.lexicon.articles_with(stem));
    }
    return most;
  }

  void keep_those_in(Field field, std::vector<Near>& found) const {
    found.resize(std::min(found.size(), most_tried_in_field));
    const std::string name(query_field_name(field));
    std::erase_if(found, [&](const Near& near) { return !with_.has_hits(name + ':' + near.form); });
  }

  /// "oil prices" of "oilprices": of all ways to part it the one whose rarer word is the most frequent.
  [[nodiscard]] std::vector<std::string> two_words(const std::string& typed) {
    std::string best;
    Xapian::doccount most = 0;
    for (std::size_t i = shortest_of_two; i + shortest_of_two <= typed.size(); ++i) {
      const std::string left = typed.substr(0, i);
      const std::string right = typed.substr(i);
      if (!is_valid_utf8(left) || !with_.lexicon.has_form(left) || !with_.lexicon.has_form(right)) continue;
      const Xapian::doccount both = std::min(frequency(left), frequency(right));
      if (both > most) best = typed.substr(0, i).append(" ").append(right);
      most = std::max(most, both);
    }
    return best.empty() ? std::vector<std::string>() : std::vector<std::string>{std::move(best)};
  }

  std::string_view text_;
  const Suggesting& with_;
  std::vector<Correction> corrections_;
  std::size_t looked_up_ = 0;
};

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

/// The alternative with a capital where the misspelt word has one.
std::string in_case_of(std::string_view written, std::string alternative) {
  if (is_capital(written.front()) && alternative.front() >= 'a' && alternative.front() <= 'z') {
    alternative.front() = static_cast<char>(alternative.front() - 'a' + 'A');
  }
  return alternative;
}

/// The text with the chosen alternative of each correction.
std::string corrected(std::string_view text, const std::vector<Correction>& corrections,
                      const std::vector<std::size_t>& chosen) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < corrections.size(); ++i) {
    const Correction& correction = corrections[i];
    if (correction.position < at) continue;
    out += text.substr(at, correction.position - at);
    out += in_case_of(text.substr(correction.position), correction.alternatives[chosen[i]]);
    at = correction.position + correction.length;
  }
  out += text.substr(at);
  return out;
}

/// As some article writes it, where letters or accents beyond ASCII are folded away.
void write_out(std::vector<Correction>& corrections, const std::vector<std::size_t>& chosen,
               std::string_view text, const Suggesting& with) {
  for (std::size_t i = 0; i < corrections.size(); ++i) {
    std::string& form = corrections[i].alternatives[chosen[i]];
    const bool beyond_ascii =
        !is_ascii(form) || !is_ascii(text.substr(corrections[i].position, corrections[i].length));
    if (beyond_ascii) form = with.as_written(form);
  }
}

}  // namespace

std::string suggestion(std::string_view text, const Query& query, const Suggesting& with) {
  std::size_t words = 0;
  for_each_leaf(query, [&](const Query& leaf) { words += leaf.words.size(); });
  if (words > most_words) return {};
  std::vector<Correction> corrections = Corrector(text, with).corrections(query);
  if (corrections.empty()) return {};
  std::ranges::stable_sort(corrections, {}, &Correction::position);
  std::vector<std::size_t> chosen(corrections.size());
  const auto has_hits = [&] { return with.has_hits(corrected(text, corrections, chosen)); };
  bool found = has_hits();
  for (std::size_t i = 0; i < corrections.size() && !found; ++i) {
    for (std::size_t other = 1; other < corrections[i].alternatives.size() && !found; ++other) {
      chosen[i] = other;
      found = has_hits();
    }
    if (!found) chosen[i] = 0;
  }
  if (!found) return {};
  write_out(corrections, chosen, text, with);
  return corrected(text, corrections, chosen);
}

}  // namespace kwic
