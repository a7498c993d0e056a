// Laws that hold for every article of every corpus in reach: what was indexed is found.
#include "analysis/analyzer.h"
#include "index/article_fields.h"
#include "index/open_index.h"
#include "index/schema.h"
#include "support/articles_index.h"
#include "support/index_content.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"
#include "text/utf8.h"

#include <kwic/article_source.h>
#include <kwic/index_writer.h>
#include <kwic/searcher.h>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <xapian.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace kwic::test {
namespace {

/// The articles of some sources, at most `most` of them.
std::vector<Article> articles_of(const std::vector<std::string>& sources, std::size_t most = 5000) {
  std::vector<Article> articles;
  ArticleSource source(sources);
  while (std::optional<SourceItem> item = source.next()) {
    if (auto* article = std::get_if<Article>(&*item)) articles.push_back(std::move(*article));
    if (articles.size() == most) break;
  }
  return articles;
}

/// The sample corpus, and of the shared ones what a test has time for.
std::vector<Article> all_articles() {
  std::vector<std::string> sources = {std::string(KWIC_SOURCE_DIR) + "/corpus/articles"};
  if (const auto documents = shared_file("articles"); !documents.empty())
    sources.push_back(documents.string());
  if (const auto naughty = shared_file("conformance/blns.txt"); !naughty.empty())
    sources.push_back(naughty.string());
  std::vector<Article> articles = articles_of(sources);
  if (const auto reuters = shared_file("corpora/reuters.jsonl.gz"); !reuters.empty()) {
    std::ranges::move(articles_of({reuters.string()}, 300), std::back_inserter(articles));
  }
  return articles;
}

bool has(const SearchResult& result, const std::string& id) {
  return std::ranges::any_of(result.hits, [&](const Hit& hit) { return hit.id == id; });
}

/// Each part of the article's fields as it is written, with the field.
std::vector<std::pair<Field, std::string>> written_words(const Article& article) {
  std::vector<std::pair<Field, std::string>> words;
  Analyzer analyzer(find_language("en"));
  const auto note = [&](Field field, std::string_view text) {
    analyzer.start(text);
    while (const Token* token = analyzer.next()) {
      if (token->kind == Token::Kind::part)
        words.emplace_back(field, text.substr(token->start, token->end - token->start));
    }
  };
  note(Field::title, article.title);
  note(Field::author, article.author);
  note(Field::text, article.text);
  return words;
}

constexpr std::size_t everything = 9'000;

/// Some words of every article, chosen by chance, each asked for as it is written.
void check_words_find_their_articles(const std::vector<Article>& articles, std::size_t words_each) {
  const ArticlesIndex index(articles);
  Searcher searcher(index.path());
  SearchOptions options;
  options.plain = true;
  options.limit = everything;
  options.snippets = 0;
  std::mt19937 random(1);
  std::set<std::string> asked;
  for (const Article& article : articles) {
    auto words = written_words(article);
    std::ranges::shuffle(words, random);
    words.resize(std::min(words.size(), words_each));
    for (const auto& [field, word] : words) {
      if (!asked.insert(word).second) continue;
      BOOST_TEST(has(searcher.search(word, options), article.id),
                 "\"" << word << "\" does not find " << article.id);
    }
  }
  BOOST_TEST(asked.size() > 200);
}

BOOST_AUTO_TEST_CASE(every_word_asked_plainly_finds_its_article) {
  check_words_find_their_articles(all_articles(), 6);
}

/// Thirteen languages and newswire in one index.
BOOST_AUTO_TEST_CASE(every_word_of_many_languages_asked_plainly_finds_its_article) {
  std::vector<Article> articles;
  std::mt19937 random(6);
  const auto take_some = [&](const std::string& source, std::size_t count) {
    std::vector<Article> all = articles_of({source}, 4'000);
    std::ranges::shuffle(all, random);
    all.resize(std::min(all.size(), count));
    std::ranges::move(all, std::back_inserter(articles));
  };
  const TemporaryDirectory files;
  if (!unpack_documentation(files.path())) return;
  for (const std::string language : documentation_languages) take_some((files / language).string(), 5);
  if (const auto reuters = shared_file("corpora/reuters.jsonl.gz"); !reuters.empty())
    take_some(reuters.string(), 200);
  check_words_find_their_articles(articles, 4);
}

BOOST_AUTO_TEST_CASE(every_two_neighbouring_words_asked_as_a_phrase_find_their_article) {
  const std::vector<Article> articles = all_articles();
  const ArticlesIndex index(articles);
  Searcher searcher(index.path());
  SearchOptions options;
  options.limit = 300;
  options.snippets = 0;
  std::mt19937 random(2);
  for (const Article& article : articles) {
    const auto words = written_words(article);
    for (int i = 0; i < 4 && words.size() > 1; ++i) {
      const std::size_t at = random() % (words.size() - 1);
      if (words[at].first != words[at + 1].first) continue;
      const std::string phrase = '"' + words[at].second + ' ' + words[at + 1].second + '"';
      const SearchResult result = searcher.search(phrase, options);
      BOOST_TEST((has(result, article.id) || result.total.value > options.limit),
                 phrase << " does not find " << article.id);
    }
  }
}

void check_ranges(const std::string& text, const std::vector<Range>& ranges) {
  std::size_t before = 0;
  for (const Range& range : ranges) {
    BOOST_TEST(range.start >= before);
    BOOST_TEST(range.end > range.start);
    BOOST_REQUIRE(range.end <= text.size());
    BOOST_TEST(char_border_before(text, range.start) == range.start);
    BOOST_TEST(char_border_before(text, range.end) == range.end);
    before = range.end;
  }
}

/// The stems of a text, in the language of the hit.
std::set<std::string> stems(std::string_view text, const std::string& language) {
  std::set<std::string> found;
  Analyzer analyzer(find_language(language));
  analyzer.start(text);
  while (const Token* token = analyzer.next()) found.insert({token->word->stem, token->word->other_stem});
  found.erase("");
  return found;
}

/// True if a field that is not shown has one of the stems.
bool matches_unseen(Searcher& searcher, const Hit& hit, const std::set<std::string>& asked) {
  const Article article = searcher.article(hit.id)->article;
  std::string unseen = article.author;
  for (const std::string& keyword : article.keywords) unseen += ' ' + keyword;
  return std::ranges::any_of(stems(unseen, hit.language),
                             [&](const std::string& stem) { return asked.contains(stem); });
}

BOOST_AUTO_TEST_CASE(highlights_are_sorted_disjoint_and_words_of_the_query) {
  const std::vector<Article> articles = all_articles();
  const ArticlesIndex index(articles);
  Searcher searcher(index.path());
  std::mt19937 random(3);
  std::size_t highlights = 0;
  for (const Article& article : articles) {
    const auto words = written_words(article);
    if (words.size() < 2) continue;
    const std::string query =
        words[random() % words.size()].second + ' ' + words[random() % words.size()].second;
    SearchOptions options;
    options.plain = true;
    options.limit = 5;
    for (const Hit& hit : searcher.search(query, options).hits) {
      check_ranges(hit.title, hit.title_highlights);
      std::set<std::string> asked;
      for (const auto& language :
           {"en", hit.language.c_str(), "fr", "es", "de", "it", "pt", "tr", "ru", "nl"}) {
        asked.merge(stems(query, language));
      }
      const bool in_title_or_text =
          !hit.title_highlights.empty() || std::ranges::any_of(hit.snippets, [](const Snippet& snippet) {
            return !snippet.highlights.empty();
          });
      BOOST_TEST((in_title_or_text || matches_unseen(searcher, hit, asked)),
                 query << " finds " << hit.id << " and shows nothing of it");
      for (const Snippet& snippet : hit.snippets) {
        BOOST_TEST(is_valid_utf8(snippet.text));
        check_ranges(snippet.text, snippet.highlights);
        for (const Range& range : snippet.highlights) {
          const std::string mark = snippet.text.substr(range.start, range.end - range.start);
          const std::set<std::string> marked = stems(mark, hit.language);
          BOOST_TEST(
              std::ranges::any_of(marked, [&](const std::string& stem) { return asked.contains(stem); }),
              "\"" << mark << "\" is marked for " << query << " in " << hit.id);
          ++highlights;
        }
      }
    }
  }
  BOOST_TEST(highlights > 500);
}

std::string settings(const std::filesystem::path& index) {
  return open_index(index).database.get_metadata(schema::settings_key);
}

BOOST_AUTO_TEST_CASE(adding_in_two_runs_equals_adding_in_one) {
  const std::vector<Article> articles = articles_of({std::string(KWIC_SOURCE_DIR) + "/corpus/articles"});
  BOOST_REQUIRE(articles.size() > 20);
  const ArticlesIndex whole(articles);
  const auto middle = articles.begin() + 11;
  ArticlesIndex parts(std::vector<Article>(articles.begin(), middle));
  parts.add(std::vector<Article>(middle, articles.end()));
  BOOST_TEST((content(parts.path()) == content(whole.path())));
  BOOST_TEST(settings(parts.path()) == settings(whole.path()));

  // Adding all of it again replaces every article by itself.
  parts.add(articles);
  BOOST_TEST((content(parts.path()) == content(whole.path())));
}

BOOST_AUTO_TEST_CASE(the_same_articles_make_the_same_index) {
  const std::vector<Article> articles = all_articles();
  const ArticlesIndex one(articles);
  const ArticlesIndex two(articles);
  BOOST_TEST((content(one.path()) == content(two.path())));
}

BOOST_AUTO_TEST_CASE(pages_follow_each_other_without_gap_or_repetition) {
  const ArticlesIndex index(all_articles());
  Searcher searcher(index.path());
  for (const char* const query : {"the", "iran talks", "\"of the\"", "-iran"}) {
    SearchOptions options;
    options.snippets = 0;
    options.limit = 30;
    const SearchResult whole = searcher.search(query, options);
    std::vector<std::string> ids;
    for (options.offset = 0, options.limit = 7; options.offset < 30; options.offset += options.limit) {
      options.limit = std::min<std::size_t>(7, 30 - options.offset);
      for (const Hit& hit : searcher.search(query, options).hits) {
        ids.push_back(hit.id);
        BOOST_TEST(hit.rank == ids.size());
      }
    }
    std::vector<std::string> expected;
    for (const Hit& hit : whole.hits) expected.push_back(hit.id);
    BOOST_TEST(ids == expected);
  }
}

BOOST_AUTO_TEST_CASE(any_text_is_a_query_of_an_index_of_many_languages) {
  const ArticlesIndex index(articles_of({std::string(KWIC_SOURCE_DIR) + "/corpus/articles"}));
  Searcher searcher(index.path());
  const std::vector<std::string> pieces = {"US",     "-",
                                           "IT",     "WHO",
                                           "the",    "\"",
                                           "+",      "Iran",
                                           "'s",     " ",
                                           " ",      "#",
                                           "C++",    ".",
                                           "&",      "\u4E2D\u56FD",
                                           "\u7684", "l'",
                                           "\xFF",   "\u200B",
                                           "U.S.",   "\u0E44\u0E17\u0E22",
                                           "1,000",  "der",
                                           "a-b-c",  "\u3000"};
  std::mt19937 random(4);
  SearchOptions options;
  options.limit = 3;
  for (int i = 0; i < 600; ++i) {
    std::string query;
    for (std::size_t k = random() % 12; k > 0; --k) query += pieces[random() % pieces.size()];
    options.plain = i % 4 == 0;
    BOOST_CHECK_NO_THROW((void)searcher.search(query, options));
  }
}

std::size_t true_total(Searcher& searcher, const std::string& query) {
  SearchOptions all;
  all.limit = everything;
  all.snippets = 0;
  return searcher.search(query, all).hits.size();
}

BOOST_AUTO_TEST_CASE(an_estimated_total_is_near_the_true_one) {
  const ArticlesIndex index(all_articles());
  Searcher searcher(index.path());
  for (const char* const query :
       {"\"of the\"", "year-end", "of-the", "a-a-a", "oil -\"of the\"", "w*t", "price*", "*tion"}) {
    const std::size_t exact = true_total(searcher, query);
    const std::size_t told = searcher.search(query).total.value;
    BOOST_TEST(told <= 2 * exact + 20, query << ": " << told << " for " << exact);
    BOOST_TEST(2 * told + 20 >= exact, query << ": " << told << " for " << exact);
  }
}

BOOST_AUTO_TEST_CASE(what_terms_and_values_tell_is_counted_exactly) {
  const ArticlesIndex index(all_articles());
  Searcher searcher(index.path());
  std::size_t most = 0;
  for (const char* const query : {"market words:100..299", "market AND oil", "said AND mln", "said NOT oil",
                                  "market XOR oil", "said date:1987-03..1987-04", "said -(-oil)"}) {
    const Total told = searcher.search(query).total;
    BOOST_TEST(told.value == true_total(searcher, query), query << ": " << told.value);
    BOOST_TEST(told.exact, query);
    most = std::max(most, told.value);
  }
  BOOST_TEST(most > 200U);  // of fewer every count would be exact
}

BOOST_AUTO_TEST_CASE(what_was_not_committed_never_happened) {
  const TemporaryDirectory place;
  {
    IndexWriter writer(place / "index");
    BOOST_TEST(!writer.add({.id = "1", .text = "first"}).has_value());
  }
  BOOST_CHECK_THROW(Searcher(place / "index"), Error);
  {
    IndexWriter writer(place / "index");
    BOOST_TEST(!writer.add({.id = "1", .text = "first"}).has_value());
    BOOST_TEST(writer.commit().articles == 1);
  }
  {
    IndexWriter writer(place / "index");
    BOOST_TEST(!writer.add({.id = "2", .text = "second"}).has_value());
    BOOST_TEST(!writer.add({.id = "1", .text = "changed"}).has_value());
  }
  Searcher searcher(place / "index");
  BOOST_TEST(searcher.article_count() == 1);
  BOOST_TEST(searcher.search("first").hits.size() == 1);
  BOOST_TEST(searcher.search("second changed").hits.empty());
}

BOOST_AUTO_TEST_CASE(an_open_searcher_sees_updates_and_never_fails) {
  const TemporaryDirectory place;
  const auto put = [&](int version) {
    IndexWriter writer(place / "index");
    BOOST_TEST(!writer.add({.id = "1", .text = "version v" + std::to_string(version)}).has_value());
    (void)writer.commit();
  };
  put(0);
  Searcher searcher(place / "index");
  for (int version = 1; version < 12; ++version) {
    put(version);
    BOOST_TEST(searcher.search("version").hits.size() == 1);
  }
}

}  // namespace
}  // namespace kwic::test
