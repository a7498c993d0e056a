#include "analysis/folding.h"
#include "index/index_directory.h"
#include "index/index_settings.h"
#include "index/open_index.h"
#include "index/schema.h"
#include "index/stored_article.h"
#include "index/xapian_errors.h"
#include "match/matcher.h"
#include "query/budget.h"
#include "query/doubts.h"
#include "query/expand.h"
#include "query/leaf_reader.h"
#include "query/lexicon.h"
#include "query/obstacles.h"
#include "query/parse.h"
#include "query/suggest.h"
#include "rank/candidates.h"
#include "rank/expansion.h"
#include "rank/explain.h"
#include "rank/ranking.h"
#include "rank/ranking_memory.h"
#include "snippet/hit_texts.h"
#include "snippet/snippets.h"
#include "text/utf8.h"

#include <kwic/searcher.h>

#include <unicode/uchar.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>

namespace kwic {
namespace {

/// A search is done again on a fresh view of the index when a writer has overtaken it.
constexpr int most_attempts = 20;

std::vector<Mark> of_field(const std::vector<Mark>& marks, Field field) {
  std::vector<Mark> chosen;
  for (const Mark& mark : marks) {
    if (mark.field == field) chosen.push_back(mark);
  }
  return chosen;
}

const std::string* field_of(const Article& article, Field field) {
  switch (field) {
    case Field::title:
      return &article.title;
    case Field::author:
      return &article.author;
    case Field::text:
      return &article.text;
    default:
      return nullptr;
  }
}

bool is_in_capitals(std::string_view word) {
  const std::size_t second = decode_utf8(word, 0).length;
  return second < word.size() && u_isupper(static_cast<UChar32>(decode_utf8(word, second).code_point)) != 0;
}

}  // namespace

class Searcher::Work {
public:
  explicit Work(std::filesystem::path index) : index_(std::move(index)) {
    with_translated_errors(index_.string(), ErrorKind::not_readable, [&] { open(); });
  }

  SearchResult search(std::string_view query, const SearchOptions& options) {
    check_limits(query, options);
    return timed([&] { return search_once(query, options); });
  }

  SearchResult similar(std::string_view id, const SearchOptions& options) {
    check_limits("", options);
    return timed([&] { return similar_once(id, options); });
  }

  Standing standing(std::string_view query, std::string_view id, const SearchOptions& options) {
    check_limits(query, options);
    return retried([&] { return standing_once(query, std::string(id), options); });
  }

  std::optional<MarkedArticle> article(std::string_view id, std::string_view query,
                                       const SearchOptions& options) {
    check_limits(query, options);
    return retried([&] { return article_once(id, query, options); });
  }

  [[nodiscard]] std::size_t article_count() const {
    return with_translated_errors(index_.string(), [&] { return database_.get_doccount(); });
  }
  [[nodiscard]] std::vector<std::string> notices() const { return settings_.differences(); }

private:
  template <typename Search>
  SearchResult timed(const Search& search) {
    const auto started = std::chrono::steady_clock::now();
    SearchResult result = retried(search);
    result.took_ms =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
    return result;
  }

  /// What fails on the way leaves no generation behind: then all is opened anew the next time.
  void open() {
    OpenIndex opened = open_index(index_);
    generation_.reset();
    identity_ = opened.identity;
    database_ = std::move(opened.database);
    signatures_ = std::move(opened.signatures);
    articles_ = std::move(opened.articles);
    lengths_ = std::move(opened.lengths);
    take_settings();
    generation_ = std::move(opened.generation);
  }

  void take_settings() {
    settings_ =
        IndexSettings::restore(database_.get_metadata(schema::settings_key), visible(index_.string()));
    lexicon_.emplace(database_);
    words_.emplace(language_shares(), [this](const std::string& language, const std::string& stem) {
      return lexicon_->may_have_stem(language, stem);
    });
    memory_.start_over(lengths_);
    unpacker_ = ArticleUnpacker(database_.get_metadata(schema::dictionary_key));
  }

  /// Goes on to what a writer has published since. As open() where it fails.
  void follow() {
    const auto generation = std::exchange(generation_, {});
    if (!generation || IndexDirectory(index_).current() != generation ||
        identity_of(*generation) != identity_)
      return open();
    if (database_.reopen()) {
      require_all_tables(database_, *generation);
      signatures_ = DocumentFile(DocumentFileKind::signatures, *generation, database_);
      articles_ = DocumentFile(DocumentFileKind::articles, *generation, database_);
      lengths_ = DocumentFile(DocumentFileKind::lengths, *generation, database_);
      take_settings();
    }
    generation_ = generation;
  }

  [[nodiscard]] Error named(const Error& error) const {
    return {error.kind(), visible(index_.string()) + ": " + error.what()};
  }

  [[nodiscard]] LanguageShares language_shares() const {
    LanguageShares shares;
    const double all = std::max(1U, database_.get_doccount());
    for (const auto& [code, stemmer] : settings_.languages) {
      shares[code] = database_.get_termfreq(schema::make_term(schema::prefix::language, code)) / all;
    }
    return shares;
  }

  static void check_limits(std::string_view query, const SearchOptions& options) {
    if (query.size() > longest_query) {
      throw Error(ErrorKind::invalid_argument, "the query has " + std::to_string(query.size()) +
                                                   " bytes; the limit is " + std::to_string(longest_query));
    }
    if (options.offset > deepest_hit || options.limit > deepest_hit - options.offset) {
      throw Error(ErrorKind::invalid_argument,
                  "offset and limit together reach beyond hit " + std::to_string(deepest_hit));
    }
    if (options.snippet_columns > most_snippet_columns) {
      throw Error(ErrorKind::invalid_argument,
                  "a snippet has at most " + std::to_string(most_snippet_columns) + " columns");
    }
  }

  /// Under a writer that commits often, Xapian reports an overtaken reader in several ways, damage among
  /// them.
  template <typename Attempt>
  std::invoke_result_t<Attempt> retried(Attempt attempt) {
    return with_translated_errors(index_.string(), ErrorKind::not_readable, [&] {
      for (int left = most_attempts;; --left) {
        try {
          left < most_attempts ? open() : follow();
          return attempt();
        } catch (const Xapian::DatabaseError&) {
          if (left == 1) throw;
        } catch (const Error& error) {
          if (error.kind() != ErrorKind::corrupt) throw;
          if (left == 1) throw named(error);
        }
      }
    });
  }

  /// What would be warnings, in the same words.
  static Error refused(const std::vector<Warning>& warnings) {
    std::string message;
    for (const Warning& warning : warnings)
      message += (message.empty() ? "" : "; ") + visible(warning.message);
    return {ErrorKind::invalid_argument, "in the query, " + message};
  }

  /// Words of the query are in them, as they were written.
  static std::vector<Warning> shown(std::vector<Warning> warnings) {
    for (Warning& warning : warnings) warning.message = visible(warning.message);
    return warnings;
  }

  SearchResult search_once(std::string_view text, const SearchOptions& options) {
    SearchResult result;
    ParsedQuery parsed = parse_query(text, {.plain = options.plain, .match = options.match}, *words_);
    result.warnings = std::move(parsed.warnings);
    if (parsed.query) search_for(*parsed.query, options, result);
    if (parsed.query && parsed.otherwise && result.total.value == 0) {
      result.warnings.push_back({0, "no article has the phrase: searched for as words"});
      parsed.query = std::move(parsed.otherwise);
      search_for(*parsed.query, options, result);
    }
    if (options.strict && !result.warnings.empty()) throw refused(result.warnings);
    result.warnings = shown(std::move(result.warnings));
    if (parsed.query) help_on(text, *parsed.query, options, result);
    return result;
  }

  std::optional<MarkedArticle> article_once(std::string_view id, std::string_view query,
                                            const SearchOptions& options) {
    const Xapian::docid document = find_article(id);
    if (document == 0) return std::nullopt;
    MarkedArticle marked{texts_.article(document), {}, {}, {}, {}};
    ParsedQuery parsed = parse_query(query, {.plain = options.plain, .match = options.match}, *words_);
    std::optional<std::vector<Mark>> found_marks;
    for (std::optional<Query>* const asked : {&parsed.query, &parsed.otherwise}) {
      if (!*asked || found_marks) continue;
      make_ready(**asked, parsed.warnings);
      if (options.strict && !parsed.warnings.empty()) throw refused(parsed.warnings);
      found_marks = Matcher(**asked).match(marked.article, analyzer_for(marked.article.language));
    }
    const std::vector<Mark> marks = found_marks.value_or(std::vector<Mark>{});
    marked.title_highlights = highlight_ranges(of_field(marks, Field::title));
    marked.author_highlights = highlight_ranges(of_field(marks, Field::author));
    if (!query.empty()) marked.warnings = shown(std::move(parsed.warnings));
    marked.highlights = highlight_ranges(of_field(marks, Field::text));
    return marked;
  }

  /// What to ask instead, and why there is nothing. All that is looked up for it takes about as long as one
  /// search may.
  void help_on(std::string_view text, const Query& query, const SearchOptions& options,
               SearchResult& result) {
    double room = postings_for(result.warnings);
    double room_to_suggest = 2 * room;  // words in fields look dearer than they are
    std::map<std::string, bool> known;
    const auto find = [&](const std::string& other) {
      ParsedQuery parsed = parse_query(other, {.plain = options.plain, .match = options.match}, *words_);
      if (!parsed.query) return false;
      const std::optional<Total> total = total_of(std::move(*parsed.query), 1, room_to_suggest);
      return total && total->value > 0;
    };
    const auto has_hits = [&](const std::string& other) {
      const auto [answer, is_new] = known.emplace(other, false);
      if (is_new) answer->second = find(other);
      return answer->second;
    };
    const auto as_written = [&](const std::string& form) {
      return written_in_an_article(form, room_to_suggest);
    };
    result.suggestion = suggestion(text, query, {*lexicon_, *words_, has_hits, as_written});
    if (result.total.value > 0) return;
    const auto count = [&](const Query& part) { return total_of(part, 0, room); };
    result.obstacles = obstacles(text, query, database_, count);
  }

  /// A folded form as it stands in the best article that has it; as it is if it stands in capitals there.
  std::string written_in_an_article(const std::string& form, double& room) {
    ParsedQuery parsed = parse_query('=' + form, {}, *words_);
    std::vector<Warning> told_already;
    if (room <= 0 || !parsed.query) return form;
    room -= make_ready(*parsed.query, told_already);
    const Proposed best = Candidates(database_, *lexicon_, *parsed.query, texts_, memory_, {}).first(1);
    if (best.candidates.empty()) return form;
    const Article article = texts_.article(best.candidates.front().document);
    const std::optional<std::vector<Mark>> marks = texts_.match(Matcher(*parsed.query), article);
    for (const Mark& mark : marks.value_or(std::vector<Mark>{})) {
      const std::string* const field = field_of(article, mark.field);
      if (field == nullptr) continue;
      std::string written = field->substr(mark.start, mark.end - mark.start);
      const bool more_than_case = fold(written) != form || !is_ascii(form);
      if (more_than_case && strip_marks(fold(written)) == form && !is_in_capitals(written)) return written;
    }
    return form;
  }

  /// Takes what it costs from `room`; nothing if there is none left. `limit` as in SearchOptions.
  std::optional<Total> total_of(Query query, std::size_t limit, double& room) {
    if (room <= 0) return std::nullopt;
    std::vector<Warning> told_already;
    room -= make_ready(query, told_already);
    if (room < 0) return std::nullopt;
    SearchOptions unranked;
    unranked.limit = limit;
    return Candidates(database_, *lexicon_, query, texts_, memory_, unranked).first(1).total;
  }

  static double postings_for(const std::vector<Warning>& warnings) {
    return warnings.size() > most_warnings ? most_postings_of_odd_queries : most_postings;
  }

  /// Returns what it costs, in postings.
  double make_ready(Query& query, std::vector<Warning>& warnings) {
    const double postings = postings_for(warnings);
    expand(query, *lexicon_, *words_, warnings);
    const std::size_t told = warnings.size();
    const double cost = keep_within_budget(query, *lexicon_, warnings, postings);
    if (warnings.size() > told) drop_forms_without_stems(query, *lexicon_, *words_);
    note_doubts(query, *lexicon_, *words_);
    number_leaves(query);
    return cost;
  }

  /// `query` is made ready in place.
  void search_for(Query& query, const SearchOptions& options, SearchResult& result) {
    make_ready(query, result.warnings);
    if (!options.expand) return search_understood(query, options, result);
    search_understood(with_feedback(query, options), options, result);
  }

  void search_understood(const Query& query, const SearchOptions& options, SearchResult& result) {
    result.understood = print(query);
    run(query, options, result);
  }

  /// Asks for what the best hits are about, too.
  Query with_feedback(const Query& query, const SearchOptions& options) {
    SearchOptions best = options;
    best.offset = 0;
    best.limit = feedback_articles;
    return expanded(database_, *lexicon_, *words_, query, documents(ranked(query, best).candidates));
  }

  static std::vector<Xapian::docid> documents(const std::vector<Candidate>& candidates) {
    std::vector<Xapian::docid> documents;
    documents.reserve(candidates.size());
    for (const Candidate& candidate : candidates) documents.push_back(candidate.document);
    return documents;
  }

  Proposed ranked(const Query& query, const SearchOptions& options) {
    Candidates candidates(database_, *lexicon_, query, texts_, memory_, options);
    return Ranking(database_, *lexicon_, query, texts_, options).page(candidates);
  }

  void run(const Query& query, const SearchOptions& options, SearchResult& result) {
    const Matcher matcher(query);
    const Ranking ranking(database_, *lexicon_, query, texts_, options);
    Candidates candidates(database_, *lexicon_, query, texts_, memory_, options);
    Proposed page = ranking.page(candidates);
    result.total = page.total;
    result.facets = std::move(page.facets);
    const Explainer explainer(database_, *lexicon_, query, texts_, ranking);
    const std::vector<double> weights =
        options.highlights || options.explain ? leaf_weights(*lexicon_, query) : std::vector<double>();
    HitTexts hit_texts(texts_, query, matcher, *lexicon_, *words_, weights, options.snippet_columns);
    for (const Candidate& candidate : page.candidates) {
      Hit hit;
      hit.rank = options.offset + result.hits.size() + 1;
      hit.score = candidate.score;
      hit.copies = ids(page.copies[candidate.document]);
      if (options.highlights || options.explain) {
        HitTexts::HitText text =
            options.explain ? hit_texts.whole(candidate.document) : hit_texts.passages(candidate.document);
        if (options.highlights) highlight(hit, text, weights, options);
        if (options.explain) hit.explanation = explainer.explain(candidate, text.marks);
        describe(hit, text.article.take());
      } else {
        describe(hit, texts_.partial_article(candidate.document).take());
      }
      result.hits.push_back(std::move(hit));
    }
  }

  [[nodiscard]] std::vector<std::string> ids(const std::vector<Xapian::docid>& documents) const {
    std::vector<std::string> ids;
    ids.reserve(documents.size());
    for (const Xapian::docid document : documents) {
      ids.push_back(database_.get_document(document).get_value(schema::slot::id));
    }
    return ids;
  }

  void highlight(Hit& hit, const HitTexts::HitText& text, const std::vector<double>& weights,
                 const SearchOptions& options) {
    const auto lines_before = [&](std::size_t offset) { return text.article.lines_before(offset); };
    hit.snippets = make_snippets(text.article.article(), of_field(text.marks, Field::text), weights,
                                 {options.snippets, options.snippet_columns}, borders_, lines_before);
    hit.title_highlights = highlight_ranges(of_field(text.marks, Field::title));
    hit.author_highlights = highlight_ranges(of_field(text.marks, Field::author));
  }

  static void describe(Hit& hit, Article article) {
    hit.id = std::move(article.id);
    hit.title = std::move(article.title);
    hit.author = std::move(article.author);
    hit.date = std::move(article.date);
    hit.language = std::move(article.language);
    hit.path = std::move(article.path);
    hit.url = std::move(article.url);
    hit.words = article.words;
  }

  /// Its number; 0 if there is none.
  [[nodiscard]] Xapian::docid find_article(std::string_view id) const {
    const std::string term = schema::make_term(schema::prefix::id, id);
    const auto posting = database_.postlist_begin(term);
    return posting == database_.postlist_end(term) ? 0 : *posting;
  }

  SearchResult similar_once(std::string_view id, const SearchOptions& options) {
    const Xapian::docid document = find_article(id);
    if (document == 0) throw Error(ErrorKind::not_found, "no article has the id " + visible(id));
    SearchResult result;
    search_understood(similar_to(database_, *words_, document, std::string(id)), options, result);
    return result;
  }

  Standing standing_once(std::string_view text, const std::string& id, const SearchOptions& options) {
    Standing standing;
    const Xapian::docid document = find_article(id);
    standing.in_index = document != 0;
    ParsedQuery parsed = parse_query(text, {.plain = options.plain, .match = options.match}, *words_);
    if (parsed.query) make_ready(*parsed.query, parsed.warnings);
    SearchOptions first;
    first.limit = 1;
    if (parsed.otherwise && ranked(*parsed.query, first).total.value == 0) {
      parsed.query = std::move(parsed.otherwise);
      make_ready(*parsed.query, parsed.warnings);
    }
    if (options.strict && !parsed.warnings.empty()) throw refused(parsed.warnings);
    standing.warnings = shown(std::move(parsed.warnings));
    if (!standing.in_index || !parsed.query) {
      standing.reason = standing.in_index ? "the query has no word" : "no article has this id";
      return standing;
    }
    const Article article = texts_.article(document);
    const Query query = options.expand ? with_feedback(*parsed.query, options) : *parsed.query;
    const std::optional<std::vector<Mark>> marks = texts_.match(Matcher(query), article);
    standing.matches = marks.has_value();
    standing.lacks = lacking(*parsed.query, article, texts_);
    if (standing.matches) {
      place(standing, query, document, options);
    } else {
      standing.reason = what_keeps_out(*parsed.query, article, texts_);
    }
    return standing;
  }

  void place(Standing& standing, const Query& query, Xapian::docid document, SearchOptions options) {
    options.offset = 0;
    options.limit = deepest_hit;
    const Proposed all = ranked(query, options);
    const std::vector<Candidate>& candidates = all.candidates;
    const auto shown = std::ranges::find_if(all.copies, [&](const auto& each) {
      return std::ranges::find(each.second, document) != each.second.end();
    });
    const bool is_copy = shown != all.copies.end();
    const auto found = std::ranges::find(candidates, is_copy ? shown->first : document, &Candidate::document);
    if (found == candidates.end()) {
      standing.reason = "it matches, but " + std::to_string(candidates.size()) + " articles come before it";
      return;
    }
    standing.rank = static_cast<std::size_t>(found - candidates.begin()) + 1;
    standing.score = found->score;
    const std::string copy = is_copy ? ", as a copy of " + visible(ids({found->document}).front()) : "";
    standing.reason = "it matches" + copy + ", at rank " + std::to_string(standing.rank);
  }

  Analyzer& analyzer_for(const std::string& language) {
    const auto found = analyzers_.find(language);
    if (found != analyzers_.end()) return found->second;
    return analyzers_.emplace(language, Analyzer(find_language(language))).first->second;
  }

  std::filesystem::path index_;
  std::optional<std::filesystem::path> generation_;  ///< the one that is open
  FolderIdentity identity_;                          ///< of it
  Xapian::Database database_;
  IndexSettings settings_;
  std::optional<WordReader> words_;
  std::map<std::string, Analyzer> analyzers_;
  Borders borders_;
  std::optional<Lexicon> lexicon_;
  RankingMemory memory_;
  DocumentFile signatures_;
  DocumentFile articles_;
  DocumentFile lengths_;
  ArticleUnpacker unpacker_;
  ArticleTexts texts_{database_, signatures_, articles_, unpacker_,
                      [this](const std::string& language) -> Analyzer& { return analyzer_for(language); }};
};

Searcher::Searcher(const std::filesystem::path& index) : work_(std::make_unique<Work>(index)) {}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

SearchResult Searcher::search(std::string_view query, const SearchOptions& options) {
  return work_->search(query, options);
}

std::optional<MarkedArticle> Searcher::article(std::string_view id, std::string_view query,
                                               const SearchOptions& options) {
  return work_->article(id, query, options);
}

SearchResult Searcher::similar(std::string_view id, const SearchOptions& options) {
  return work_->similar(id, options);
}

Standing Searcher::standing(std::string_view query, std::string_view id, const SearchOptions& options) {
  return work_->standing(query, id, options);
}

std::size_t Searcher::article_count() const {
  return work_->article_count();
}
std::vector<std::string> Searcher::notices() const {
  return work_->notices();
}

}  // namespace kwic
