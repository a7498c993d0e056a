#include "query/suggest.h"

#include "query/query_fields.h"
#include "query/spelling.h"
#include "text/utf8.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kwic {
namespace {

constexpr std::size_t most_corrected = 5;     ///< words of one query, each held against the vocabulary
constexpr std::size_t most_alternatives = 4;  ///< for one word
constexpr std::size_t most_words = 64;        ///< what is longer is pasted, and not typed

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

class Corrector {
public:
  Corrector(const Lexicon& lexicon, WordReader& reader, const HasHits& has_hits)
      : lexicon_(lexicon), reader_(reader), has_hits_(has_hits) {}

  std::vector<Correction> corrections(const Query& query) {
    for_each_leaf(query, [&](const Query& leaf) {
      for (const QueryWord& word : leaf.words) look_at(word, leaf.field);
    });
    return std::move(corrections_);
  }

private:
  void look_at(const QueryWord& word, const std::optional<Field>& field) {
    const bool as_typed = word.form == QueryWord::Form::inflected || word.form == QueryWord::Form::exact;
    const bool is_stop_word = !word.stop_in.empty();  // spelt well, if it is asked for as an acronym only
    if (!as_typed || is_stop_word || is_known(word, field)) return;
    for (const QueryWord& part : word.parts) look_at(part, field);
    if (!word.parts.empty() || word.surfaces.empty() || has_digit(word.text)) return;
    if (looked_up_ == most_corrected) return;
    ++looked_up_;
    std::vector<std::string> alternatives = nearest(word);
    if (!alternatives.empty()) {
      corrections_.push_back({word.position, word.text.size(), std::move(alternatives)});
    }
  }

  /// That a word stands in a field no term tells.
  [[nodiscard]] bool is_known(const QueryWord& word, const std::optional<Field>& field) const {
    if (field) return has_hits_(std::string(query_field_name(*field)) + ':' + word.text);
    return !word.stop_in.empty() || std::ranges::any_of(word.stems, [&](const std::string& stem) {
      return lexicon_.articles_with(word, stem) > 0;
    });
  }

  [[nodiscard]] std::vector<std::string> nearest(const QueryWord& word) {
    struct Near {
      std::size_t edits;
      std::string form;
      Xapian::doccount frequency = 0;
    };
    const std::string& typed = word.surfaces.front();
    const Spelling spelling(typed);
    const std::size_t most = most_edits_of(spelling.length());
    if (most == 0 || spelling.length() > Spelling::longest) return {};
    std::vector<Near> found;
    lexicon_.for_each_near(spelling, typed, most, [&](std::string_view form) {
      const std::size_t edits = spelling.edits(form, most);
      if (edits > 0 && edits <= most && !has_digit(form)) found.push_back({edits, std::string(form)});
      return true;
    });
    for (Near& near : found) {
      for (const std::string& stem : reader_.stems_of(near.form)) {
        near.frequency = std::max(near.frequency, lexicon_.articles_with(stem));
      }
    }
    std::erase_if(found, [](const Near& near) { return near.frequency == 0; });
    std::ranges::stable_sort(found, [](const Near& left, const Near& right) {
      return left.edits != right.edits ? left.edits < right.edits : left.frequency > right.frequency;
    });
    found.resize(std::min(found.size(), most_alternatives));
    std::vector<std::string> forms;
    std::ranges::transform(found, std::back_inserter(forms), &Near::form);
    return forms;
  }

  const Lexicon& lexicon_;
  WordReader& reader_;
  const HasHits& has_hits_;
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

}  // namespace

std::string suggestion(std::string_view text, const Query& query, const Lexicon& lexicon, WordReader& reader,
                       const HasHits& has_hits) {
  std::size_t words = 0;
  for_each_leaf(query, [&](const Query& leaf) { words += leaf.words.size(); });
  if (words > most_words) return {};
  std::vector<Correction> corrections = Corrector(lexicon, reader, has_hits).corrections(query);
  if (corrections.empty()) return {};
  std::ranges::stable_sort(corrections, {}, &Correction::position);
  std::vector<std::size_t> chosen(corrections.size());
  std::string best = corrected(text, corrections, chosen);
  if (has_hits(best)) return best;
  for (std::size_t i = 0; i < corrections.size(); ++i) {
    for (std::size_t other = 1; other < corrections[i].alternatives.size(); ++other) {
      chosen[i] = other;
      best = corrected(text, corrections, chosen);
      if (has_hits(best)) return best;
    }
    chosen[i] = 0;
  }
  return {};
}

}  // namespace kwic
