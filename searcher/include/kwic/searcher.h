#pragma once
/// Ranked search over an index, with highlighted snippets, as plain data.
///
///   kwic::Searcher searcher("/path/to/index");
///   for (const kwic::Hit& hit : searcher.search("nuclear talks \"maximum pressure\" -syria").hits) ...

#include <kwic/article.h>
#include <kwic/error.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwic {

/// Bytes [start, end) of the text that the structure around it names; always on character borders.
struct Range {
  std::size_t start = 0;
  std::size_t end = 0;

  friend bool operator==(const Range&, const Range&) = default;
};

/// A passage of an article's text. It begins and ends where sentences do, as far as its length allows.
struct Snippet {
  std::string text;       ///< the article's bytes from start to end, each run of white space as one space
  std::size_t start = 0;  ///< where it stands in Article::text, in bytes
  std::size_t end = 0;
  std::size_t line = 1;  ///< line of Article::text that it begins on, from 1
  std::vector<Range>
      highlights;           ///< in `text` above: rising, disjoint; exactly the words that the match used
  bool cut_before = false;  ///< begins inside a sentence
  bool cut_after = false;   ///< ends inside a sentence
};

/// What a word of the query adds to the score of a hit. Words score with all their inflections, wherever they
/// stand; what they are part of decides only which articles match.
struct TermScore {
  std::string text;           ///< as it is written in the query
  double score = 0;           ///< what it adds
  std::size_t frequency = 0;  ///< how often it counts in the article; in the title it counts several times
  std::size_t articles = 0;   ///< how many articles it is in (of several forms, in the most frequent)
  bool in_title = false;      ///< it, or what it is part of
  std::string part_of = {};   ///< the phrase, NEAR, field or exact word that asks for it; empty: none
};

/// What two neighbouring words of the query add where they are neighbours in the article too.
struct PairScore {
  std::string first;
  std::string second;
  std::size_t count = 0;  ///< how often they stand side by side, or one word apart
  double score = 0;
};

/// Why a hit has its score: the sum of the scores of its terms and pairs, times `recency`.
struct Explanation {
  std::vector<TermScore> terms;
  std::vector<PairScore> pairs;
  double recency = 1;
  std::size_t length =
      0;  ///< words of the article that count: no stop words, those of the title several times
  double average_length = 0;  ///< of all articles
};

struct Hit {
  std::size_t rank = 0;  ///< from 1
  double score = 0;      ///< BM25 over the query's words, at least 0; comparable within one query only
  std::string id;
  std::string title;
  std::vector<Range> title_highlights;  ///< in `title`
  std::string author;
  std::vector<Range> author_highlights;  ///< in `author`
  std::string date;                      ///< ISO 8601, as in Article
  std::string language;                  ///< ISO 639 code that the article was analyzed by
  std::string path;                      ///< as in Article: path_of_text() opens the file
  std::string url;
  std::size_t words = 0;            ///< how many the text has
  std::vector<Snippet> snippets;    ///< in the order of the text; empty only if the article has no text
  std::vector<std::string> copies;  ///< with SearchOptions::group, the ids of the hits that repeat this one
  std::optional<Explanation> explanation;  ///< with SearchOptions::explain
};

/// How many articles match. Words and phrases any of which will do are counted exactly, other queries up to
/// 10,000, save where more than a few articles would have to be read to tell words apart: then up to 100.
/// With a limit of 0, or facets, all are counted, unless more than 512 KiB of text would have to be read. Not
/// exact means: at least the hits shown, and about so many.
struct Total {
  std::size_t value = 0;
  bool exact = true;
};

/// Something in the query that was understood otherwise than it was written.
struct Warning {
  std::size_t position = 0;  ///< byte of the query
  std::string message;
};

/// Why a query has no hit: something in it that keeps every article out, alone or beside the rest.
struct Obstacle {
  std::size_t position = 0;  ///< byte of the query
  std::string part;          ///< the word, phrase or filter as it is written
  std::string message;       ///< what is the matter with it and what would help, in one line
};

/// Which of the words that stand side by side in a query an article must have.
enum class MatchMode {
  any,  ///< one or more; articles with more of them come first
  all,
};

/// What hits are ordered by. Equal ones follow by date, newest first, and then by id; what lacks it comes
/// last.
enum class SortOrder { relevance, newest, oldest, title, author, longest, shortest };

/// What matching articles can be counted by: `site` is the host of the URL, `folder` that of the file,
/// `words` is told in ranges, as a query takes them.
enum class FacetField { author, year, language, keyword, site, folder, words };

struct FacetCount {
  std::string value;
  std::size_t count = 0;
};

/// How many of the matching articles have each value; most frequent first. Exact when the total is.
struct Facet {
  FacetField field = FacetField::author;
  std::vector<FacetCount> counts;
};

/// Where an article stands in the answer to a query, and why.
struct Standing {
  std::vector<Warning> warnings;  ///< as in SearchResult
  bool in_index = false;
  bool matches = false;
  std::size_t rank = 0;  ///< from 1; 0 if it does not match, or beyond deepest_hit
  double score = 0;
  std::vector<std::string> lacks;  ///< words and phrases of the query that it does not have
  std::string reason;              ///< one line: what keeps it out, or where it stands
};

/// Snippets may be asked for up to this length.
inline constexpr std::size_t most_snippet_columns = 1000;

/// No search reaches beyond this many hits.
inline constexpr std::size_t deepest_hit = 10'000;

struct SearchOptions {
  std::size_t limit = 10;  ///< hits to return at most; offset + limit is at most deepest_hit
  std::size_t offset = 0;  ///< hits to pass over
  bool plain = false;      ///< the query is words only, whatever signs it holds
  MatchMode match = MatchMode::any;
  bool strict = false;       ///< what would be a warning about the query is an Error (invalid_argument)
  std::size_t snippets = 3;  ///< snippets a hit at most; 0 for none
  std::size_t snippet_columns =
      180;                 ///< length of a snippet in columns of a terminal; two that overlap are one
  bool highlights = true;  ///< false: no highlights and no snippets, for callers that need the ranking only
  SortOrder sort = SortOrder::relevance;
  bool explain = false;  ///< hits come with explanations (with SortOrder::relevance)
  bool expand = false;   ///< the words that tell the best hits apart are searched for, too
  bool group = false;    ///< near-duplicates among the first hits are shown once
  double half_life = 0;  ///< days after which an article's age costs it a quarter of its score, which
                         ///< never costs more than half of it; 0: age does not matter
  std::vector<FacetField> facets;  ///< to be counted
};

struct SearchResult {
  std::vector<Hit> hits;
  Total total;
  std::vector<Facet> facets;  ///< in the order of SearchOptions::facets
  std::vector<Warning> warnings;
  std::vector<Obstacle> obstacles;  ///< of a query without hits
  std::string suggestion;           ///< the query with misspelt words corrected; it has hits. Empty: none
  std::string understood;  ///< the query as a tree, in its printed form, with what SearchOptions::expand
                           ///< added; empty if it has no word
  double took_ms = 0;      ///< wall time of the search, in milliseconds
};

/// A whole article, with the words that a query matches in it.
struct MarkedArticle {
  Article article;
  std::vector<Range> title_highlights;   ///< in article.title
  std::vector<Range> author_highlights;  ///< in article.author
  std::vector<Range> highlights;         ///< in article.text
  std::vector<Warning> warnings;         ///< as in SearchResult
};

/// An index opened for searching. Each search shows the index as it is then: after an update or a new build,
/// the new state, never anything between. Use one object a thread, or a SearcherPool. It never prints, exits
/// or reads the environment.
class Searcher {
public:
  /// Throws Error: not_found, wrong_version, not_readable or corrupt.
  explicit Searcher(const std::filesystem::path& index);
  ~Searcher();
  Searcher(Searcher&&) noexcept;
  Searcher& operator=(Searcher&&) noexcept;

  /// Every text is a query (query_language_page() tells of its forms); what is odd in it comes back as
  /// warnings. A query of stop words only ("to be or not to be") is searched for as a phrase, and if there is
  /// none, as words. Throws Error: invalid_argument for a query of more than 16 KiB, a page beyond the first
  /// 10,000 hits, or with `strict` for what would be a warning; others if the index cannot be read.
  [[nodiscard]] SearchResult search(std::string_view query, const SearchOptions& options = {});

  /// The article of that id; nothing if there is none. It is highlighted for `query`, read with the `plain`,
  /// `match` and `strict` of `options`; an empty one, or one that does not match it, gives no highlights.
  /// Throws Error as search() does.
  [[nodiscard]] std::optional<MarkedArticle> article(std::string_view id, std::string_view query = {},
                                                     const SearchOptions& options = {});

  /// Articles like the one of this id, which is not among them. Throws Error: not_found if there is none;
  /// else as search().
  [[nodiscard]] SearchResult similar(std::string_view id, const SearchOptions& options = {});

  /// Why the article of this id is not among the hits, or not further up. Throws as search().
  [[nodiscard]] Standing standing(std::string_view query, std::string_view id,
                                  const SearchOptions& options = {});

  /// How many articles there are.
  [[nodiscard]] std::size_t article_count() const;

  /// What may make results differ from those of the time of indexing, one line each; usually nothing.
  [[nodiscard]] std::vector<std::string> notices() const;

private:
  class Work;
  std::unique_ptr<Work> work_;
};

/// Reads all of an index, a second or so a gigabyte, and holds it against the sums that were written with it.
/// An index that passes is as the indexer left it, and cannot make a search crash, as a damaged one may.
/// Whoever means harm can make sums, too: see the README for the index of a stranger. Throws Error: corrupt,
/// or as the constructor of Searcher; locked if an update was ended before its sums were written, or does not
/// end.
void verify_index(const std::filesystem::path& index);

/// What can be asked, and how: a page of text in lines of up to 96 columns, which is Markdown too. The rows
/// that are indented by four spaces begin with an example.
[[nodiscard]] std::string_view query_language_page() noexcept;

}  // namespace kwic
