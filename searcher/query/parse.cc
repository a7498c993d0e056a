#include "query/parse.h"

#include "text/utf8.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace kwic {
namespace {

/// A stretch of the query between white space or quotation marks.
struct Clause {
  enum class Sign { none, plus, minus };
  Sign sign = Sign::none;
  bool quoted = false;
  std::size_t position = 0;  ///< of the text
  std::string_view text;
};

/// The bytes of the white space at `offset`, of any script; 0 if there is none.
std::size_t space_length(std::string_view text, std::size_t offset) {
  const auto [c, length] = decode_utf8(text, offset);
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0 ? length : 0;
}

/// The bytes of the quotation mark at `offset`, of any common form; 0 if there is none.
std::size_t quote_length(std::string_view text, std::size_t offset) {
  for (const std::string_view quote :
       {"\"", "\u201C", "\u201D", "\u201E", "\u00AB", "\u00BB", "\u300C", "\u300D", "\uFF02"}) {
    if (text.substr(offset, quote.size()) == quote) return quote.size();
  }
  return 0;
}

class Clauses {
public:
  Clauses(std::string_view text, std::vector<Warning>& warnings) : text_(text), warnings_(warnings) {}

  std::optional<Clause> next() {
    while (at_ < text_.size() && space_length(text_, at_) > 0) at_ += space_length(text_, at_);
    if (at_ == text_.size()) return std::nullopt;
    Clause clause;
    clause.sign = take_sign();
    if (const std::size_t quote = quote_length(text_, at_); quote > 0) {
      take_quotation(clause, quote);
    } else {
      take_word(clause);
    }
    return clause;
  }

private:
  /// A sign, full-width or not, counts only right before something.
  Clause::Sign take_sign() {
    const auto [c, length] = decode_utf8(text_, at_);
    const bool minus = c == U'-' || c == 0xFF0D || c == 0x2212;
    const bool before_something = at_ + length < text_.size() && space_length(text_, at_ + length) == 0;
    if (!before_something || (!minus && c != U'+' && c != 0xFF0B)) return Clause::Sign::none;
    at_ += length;
    return minus ? Clause::Sign::minus : Clause::Sign::plus;
  }

  void take_quotation(Clause& clause, std::size_t quote) {
    const std::size_t opened = at_;
    at_ += quote;
    clause.quoted = true;
    clause.position = at_;
    while (at_ < text_.size() && quote_length(text_, at_) == 0) ++at_;
    clause.text = text_.substr(clause.position, at_ - clause.position);
    if (at_ == text_.size()) {
      warnings_.push_back({opened, "the quotation mark at " + std::to_string(opened) +
                                       " is never closed: taken as closed at the end"});
    } else {
      at_ += quote_length(text_, at_);
    }
  }

  void take_word(Clause& clause) {
    clause.position = at_;
    while (at_ < text_.size() && space_length(text_, at_) == 0 && quote_length(text_, at_) == 0) {
      at_ += decode_utf8(text_, at_).length;
    }
    clause.text = text_.substr(clause.position, at_ - clause.position);
  }

  std::string_view text_;
  std::vector<Warning>& warnings_;
  std::size_t at_ = 0;
};

/// Whatever it is in an article's language, it is wanted.
void find_as_stop_word(QueryWord& word) {
  word.finds_stop_words = true;
  std::ranges::for_each(word.parts, find_as_stop_word);
}

Query word_query(QueryWord word) {
  return {Query::Kind::word, {std::move(word)}, {}};
}

Query phrase_query(std::vector<QueryWord> words) {
  for (QueryWord& word : words) {
    add_acronym(word);
    find_as_stop_word(word);
  }
  return {Query::Kind::phrase, std::move(words), {}};
}

Query combined(Query::Kind kind, std::vector<Query> children) {
  if (children.size() == 1) return std::move(children.front());
  return {kind, {}, std::move(children)};
}

/// The clauses by what they ask for.
class Collector {
public:
  Collector(std::string_view text, WordReader& reader, std::vector<Warning>& warnings)
      : text_(text), reader_(reader), warnings_(warnings) {}

  void add(const Clause& clause) {
    std::vector<QueryWord> words = reader_.read(text_, clause.position, clause.position + clause.text.size());
    if (words.empty()) return note_empty(clause);
    if (words_ + words.size() > most_query_words) {
      note_full(clause);
      words.resize(most_query_words - words_);
      if (words.empty()) return;
    }
    words_ += words.size();
    if (clause.quoted) {
      (clause.sign == Clause::Sign::minus ? excluded_ : required_).push_back(phrase_query(std::move(words)));
    } else if (clause.sign == Clause::Sign::none) {
      for (QueryWord& word : words) optional_.push_back(std::move(word));
    } else {
      std::vector<Query> all;
      for (QueryWord& word : words) {
        find_as_stop_word(word);
        all.push_back(word_query(std::move(word)));
      }
      (clause.sign == Clause::Sign::minus ? excluded_ : required_)
          .push_back(combined(Query::Kind::all, std::move(all)));
    }
  }

  [[nodiscard]] std::optional<Query> otherwise() { return std::move(otherwise_); }

  std::optional<Query> query() {
    std::optional<Query> wanted = wanted_query();
    if (excluded_.empty()) return wanted;
    excluded_.insert(excluded_.begin(), wanted ? std::move(*wanted) : Query{});
    return Query{Query::Kind::without, {}, std::move(excluded_)};
  }

private:
  void note_full(const Clause& clause) {
    if (std::exchange(full_, true)) return;
    warnings_.push_back({clause.position, "the query has more than " + std::to_string(most_query_words) +
                                              " words: only the first ones are searched for"});
  }

  void note_empty(const Clause& clause) {
    if (!clause.quoted && clause.sign == Clause::Sign::none) return;
    warnings_.push_back({clause.position, "no word at " + std::to_string(clause.position) + ": left out"});
  }

  std::optional<Query> wanted_query() {
    std::optional<Query> ranked = ranked_query();
    if (required_.empty()) return ranked;
    Query required = combined(Query::Kind::all, std::move(required_));
    if (!ranked) return required;
    return Query{Query::Kind::prefer, {}, {std::move(required), std::move(*ranked)}};
  }

  /// Stop words do not rank. When there is nothing else, they are what is asked for: as a phrase, which is
  /// how "to be or not to be" is meant.
  std::optional<Query> ranked_query() {
    if (optional_.empty()) return std::nullopt;
    if (only_stop_words()) {
      if (!required_.empty()) return std::nullopt;
      if (optional_.size() > 1) return stop_word_phrase();
      add_acronym(optional_.front());
      find_as_stop_word(optional_.front());
      return word_query(std::move(optional_.front()));
    }
    const auto stops = std::ranges::count_if(optional_, &QueryWord::stop);
    // A lone stop word in a query of names may be an acronym ("us iran talks"); in a sentence it is none.
    const bool may_be_acronym = stops == 1 && optional_.size() <= 4;
    std::vector<Query> words;
    for (QueryWord& word : optional_) {
      if (word.stop && may_be_acronym) only_acronym(word);
      if (!word.stop) words.push_back(word_query(std::move(word)));
    }
    return combined(Query::Kind::any, std::move(words));
  }

  std::optional<Query> stop_word_phrase() {
    warnings_.push_back({0, "the query has stop words only: searched for as a phrase"});
    std::vector<Query> words;
    for (const QueryWord& word : optional_) {
      words.push_back(word_query(word));
      find_as_stop_word(words.back().words.front());
    }
    if (excluded_.empty()) otherwise_ = combined(Query::Kind::all, std::move(words));
    return phrase_query(std::move(optional_));
  }

  /// True if there is a language of the index in which all are stop words.
  [[nodiscard]] bool only_stop_words() const {
    std::set<std::string> languages = optional_.front().stop_in;
    for (const QueryWord& word : optional_) {
      std::erase_if(languages, [&](const std::string& code) { return !word.stop_in.contains(code); });
    }
    return !languages.empty();
  }

  /// The stop word itself still does not rank.
  static void only_acronym(QueryWord& word) {
    QueryWord acronym = word;
    acronym.surfaces.clear();
    acronym.stems.clear();
    add_acronym(acronym);
    if (acronym.stems.empty()) return;
    acronym.stop = false;
    word = std::move(acronym);
  }

  std::string_view text_;
  WordReader& reader_;
  std::vector<Warning>& warnings_;
  std::vector<QueryWord> optional_;
  std::vector<Query> required_;
  std::vector<Query> excluded_;
  std::optional<Query> otherwise_;
  std::size_t words_ = 0;
  bool full_ = false;
};

}  // namespace

ParsedQuery parse_query(std::string_view text, bool plain, WordReader& reader) {
  ParsedQuery parsed;
  Collector collector(text, reader, parsed.warnings);
  if (plain) {
    collector.add({Clause::Sign::none, false, 0, text});
  } else {
    Clauses clauses(text, parsed.warnings);
    while (const std::optional<Clause> clause = clauses.next()) collector.add(*clause);
  }
  parsed.query = collector.query();
  parsed.otherwise = collector.otherwise();
  if (!parsed.query) parsed.warnings = {{0, "the query has no word: nothing to search for"}};
  return parsed;
}

}  // namespace kwic
