// What queries find, through the public door: against a slow and obvious matcher, and what they are told when
// they find nothing.
#include "index/word_signature.h"
#include "support/articles_index.h"
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <kwic/article_source.h>
#include <kwic/index_writer.h>
#include <kwic/searcher.h>

#include <boost/test/unit_test.hpp>
#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace kwic::test {
namespace {

std::set<std::string> found(Searcher& searcher, const std::string& query, SearchOptions options = {}) {
  options.limit = 1000;
  options.snippets = 0;
  const SearchResult result = searcher.search(query, options);
  std::set<std::string> ids;
  for (const Hit& hit : result.hits) ids.insert(hit.id);
  BOOST_TEST(result.total.value == ids.size());
  return ids;
}

/// The words of an article, a list a field, and each with its stem.
using Words = std::vector<std::string>;

struct PlainArticle {
  std::string id;
  Words title;
  Words author;
  std::vector<Words> keywords;
  Words text;
  std::string date;
};

const std::vector<std::string> vocabulary = {"talk",  "talks", "talked", "oil",      "oils",     "deal",
                                             "deals", "gas",   "the",    "mediator", "mediators"};

std::string stem_of(std::string word) {
  for (const char* const ending : {"ed", "s"}) {
    const bool has = word.ends_with(ending) && word != "gas";
    if (has) return word.substr(0, word.size() - std::string(ending).size());
  }
  return word;
}

class Chance {
public:
  explicit Chance(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::string word() { return vocabulary[below(vocabulary.size())]; }
  Words words(std::size_t most) {
    Words words;
    for (std::size_t i = below(most + 1); i > 0; --i) words.push_back(word());
    return words;
  }

private:
  std::mt19937 random_;
};

PlainArticle random_article(Chance& chance, std::size_t number) {
  PlainArticle article;
  article.id = "a" + std::to_string(number);
  article.title = chance.words(3);
  article.author = chance.words(2);
  for (std::size_t i = chance.below(3); i > 0; --i) article.keywords.push_back(chance.words(2));
  std::erase(article.keywords, Words{});
  article.text = chance.words(12);
  article.date = chance.below(2) == 0 ? "2023-05-01" : "2024-07-09";
  return article;
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

Article as_article(const PlainArticle& plain) {
  Article article{.id = plain.id, .title = joined(plain.title), .author = joined(plain.author)};
  article.date = plain.date;
  article.language = "en";
  for (const Words& keyword : plain.keywords) article.keywords.push_back(joined(keyword));
  article.text = joined(plain.text);
  return article;
}

/// A query as it is written, and what it means.
struct Asked {
  std::string text;
  std::function<bool(const PlainArticle&)> matches;
};

/// A word or phrase as it is written, and whether it stands in a list of words from some place on.
struct Place {
  std::string text;
  std::size_t length = 1;
  std::function<bool(const Words&, std::size_t)> stands;
};

Place random_word(Chance& chance) {
  const std::string word = chance.word();
  if (chance.below(2) == 0 || word == "the") {
    return {'=' + word, 1, [=](const Words& words, std::size_t i) { return words[i] == word; }};
  }
  return {word, 1, [=](const Words& words, std::size_t i) {
            return words[i] != "the" && stem_of(words[i]) == stem_of(word);
          }};
}

Place random_phrase(Chance& chance) {
  Words phrase = chance.words(2);
  phrase.push_back(chance.word());
  return {'"' + joined(phrase) + '"', phrase.size(), [=](const Words& words, std::size_t i) {
            return std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(i));
          }};
}

Place random_pattern(Chance& chance) {
  const std::vector<std::pair<std::string, std::function<bool(const std::string&)>>> patterns = {
      {"ta*", [](const std::string& word) { return word.starts_with("ta"); }},
      {"*s", [](const std::string& word) { return word.ends_with("s"); }},
      {"t?lk", [](const std::string& word) { return word == "talk"; }},
      {"*e*", [](const std::string& word) { return word.find('e') != std::string::npos; }},
      {"oi?s", [](const std::string& word) { return word == "oils"; }},
      {"oil~", [](const std::string& word) { return word == "oil" || word == "oils"; }},
      {"gas*", [](const std::string& word) { return word == "gas"; }},
  };
  const auto& [text, accepts] = patterns[chance.below(patterns.size())];
  return {text, 1, [accepts = accepts](const Words& words, std::size_t i) { return accepts(words[i]); }};
}

Place random_place(Chance& chance) {
  const std::size_t kind = chance.below(5);
  return kind == 0 ? random_phrase(chance) : kind == 1 ? random_pattern(chance) : random_word(chance);
}

/// Where it begins in a list.
std::vector<std::size_t> places(const Place& place, const Words& words) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i + place.length <= words.size(); ++i) {
    if (place.stands(words, i)) found.push_back(i);
  }
  return found;
}

using Lists = std::function<std::vector<Words>(const PlainArticle&)>;

std::vector<Words> all_lists(const PlainArticle& article) {
  std::vector<Words> lists = article.keywords;
  lists.insert(lists.end(), {article.title, article.author, article.text});
  return lists;
}

/// A field's name with a colon, and its lists; sometimes all fields.
std::pair<std::string, Lists> random_field(Chance& chance) {
  switch (chance.below(10)) {
    case 0:
      return {"title:", [](const PlainArticle& article) { return std::vector<Words>{article.title}; }};
    case 1:
      return {"author:", [](const PlainArticle& article) { return std::vector<Words>{article.author}; }};
    case 2:
      return {"keyword:", [](const PlainArticle& article) { return article.keywords; }};
    case 3:
      return {"text:", [](const PlainArticle& article) { return std::vector<Words>{article.text}; }};
    default:
      return {"", all_lists};
  }
}

Asked random_leaf(Chance& chance) {
  const Place place = random_place(chance);
  const auto [name, lists] = random_field(chance);
  return {name + place.text, [=, lists = lists](const PlainArticle& article) {
            return std::ranges::any_of(lists(article),
                                       [&](const Words& words) { return !places(place, words).empty(); });
          }};
}

struct Step {
  Place place;
  std::size_t words;
  bool ordered;
};

/// True if the steps from `next` on lead on from [first, last].
bool leads_on(const std::vector<Step>& steps, std::size_t next, const Words& words, std::size_t first,
              std::size_t last) {
  if (next == steps.size()) return true;
  const Step& step = steps[next];
  return std::ranges::any_of(places(step.place, words), [&](std::size_t begin) {
    const std::size_t end = begin + step.place.length - 1;
    const bool behind = begin > last && begin - last <= step.words;
    const bool before = !step.ordered && end < first && first - end <= step.words;
    return (behind || before) && leads_on(steps, next + 1, words, begin, end);
  });
}

Asked random_near(Chance& chance) {
  const Place first = random_place(chance);
  std::vector<Step> steps;
  std::string text = first.text;
  for (std::size_t i = 1 + chance.below(2); i > 0; --i) {
    const Step step{random_place(chance), 1 + chance.below(4), chance.below(2) == 0};
    text += (step.ordered ? " ADJ/" : " NEAR/") + std::to_string(step.words) + ' ' + step.place.text;
    steps.push_back(step);
  }
  return {text, [=](const PlainArticle& article) {
            return std::ranges::any_of(all_lists(article), [&](const Words& words) {
              return std::ranges::any_of(places(first, words), [&](std::size_t begin) {
                return leads_on(steps, 0, words, begin, begin + first.length - 1);
              });
            });
          }};
}

Asked random_filter(Chance& chance) {
  const std::string year = chance.below(2) == 0 ? "2023" : "2024";
  if (chance.below(3) > 0) {
    return {"date:" + year, [=](const PlainArticle& article) { return article.date.starts_with(year); }};
  }
  return {"date:>" + year, [=](const PlainArticle& article) { return article.date.substr(0, 4) > year; }};
}

Asked random_query(Chance& chance, std::size_t depth) {
  const std::size_t kind = chance.below(depth == 0 ? 4 : 8);
  if (kind == 0) return random_near(chance);
  if (kind == 1 && chance.below(2) == 0) return random_filter(chance);
  if (kind < 4) return random_leaf(chance);
  const Asked left = random_query(chance, depth - 1);
  const Asked right = random_query(chance, depth - 1);
  const auto both = [&](const char* sign) { return '(' + left.text + ") " + sign + " (" + right.text + ')'; };
  const auto l = left.matches;
  const auto r = right.matches;
  switch (kind) {
    case 4:
      return {both("AND"), [=](const PlainArticle& article) { return l(article) && r(article); }};
    case 5:
      return {both("OR"), [=](const PlainArticle& article) { return l(article) || r(article); }};
    case 6:
      return {both("XOR"), [=](const PlainArticle& article) { return l(article) != r(article); }};
    default:
      return {both("NOT"), [=](const PlainArticle& article) { return l(article) && !r(article); }};
  }
}

BOOST_AUTO_TEST_CASE(queries_find_what_a_slow_and_obvious_matcher_finds) {
  Chance chance(6);
  std::vector<PlainArticle> plain;
  std::vector<Article> articles;
  for (std::size_t i = 0; i < 80; ++i) {
    plain.push_back(random_article(chance, i));
    articles.push_back(as_article(plain.back()));
  }
  const ArticlesIndex index(articles);
  Searcher searcher(index.path());
  std::size_t hits = 0;
  for (int i = 0; i < 500; ++i) {
    const Asked asked = random_query(chance, 3);
    std::set<std::string> expected;
    for (const PlainArticle& article : plain) {
      if (asked.matches(article)) expected.insert(article.id);
    }
    hits += expected.size();
    const std::set<std::string> ids = found(searcher, asked.text);
    BOOST_TEST(ids == expected, asked.text << " finds " << ids.size() << " for " << expected.size());
  }
  BOOST_TEST(hits > 5000);
}

struct ForeignArticle {
  std::string language;
  Words words;
};

/// By Turkish rules "ira" is the stem of "iran", and of words in other texts nothing of the kind.
const Words words_of_languages = {"iran", "ira", "iras", "oil", "oils", "metal", "metalin", "talk", "talks"};

/// What is a stem of the word in a language that matters counts in languages of a few articles, too.
bool is_counted(const ForeignArticle& article, std::size_t i, const std::string& word, bool all_matter) {
  const Xapian::Stem stem(article.language);
  const std::string there = stem(article.words[i]);
  return there == stem(word) || (!all_matter && there == Xapian::Stem("en")(word));
}

/// Each language has a third of the articles, or Turkish two of them and English the rest.
BOOST_AUTO_TEST_CASE(a_stem_counts_in_the_articles_of_its_language_only) {
  for (const bool all_matter : {true, false}) {
    Chance chance(7);
    const auto word = [&] { return words_of_languages[chance.below(words_of_languages.size())]; };
    std::vector<ForeignArticle> plain(300);
    std::vector<Article> articles;
    for (std::size_t i = 0; i < plain.size(); ++i) {
      const std::vector<std::string> languages{"tr", "en", "fr"};
      plain[i].language = all_matter ? languages[i % 3] : i % 150 == 0 ? "tr" : "en";
      for (std::size_t j = 1 + chance.below(4); j > 0; --j) plain[i].words.push_back(word());
      articles.push_back(
          {.id = std::to_string(i), .language = plain[i].language, .text = joined(plain[i].words)});
    }
    const ArticlesIndex index(articles);
    Searcher searcher(index.path());
    const auto count = [&](const ForeignArticle& article, const std::string& each) {
      std::size_t counted = 0;
      for (std::size_t i = 0; i < article.words.size(); ++i) {
        counted += is_counted(article, i, each, all_matter) ? 1U : 0U;
      }
      return counted;
    };
    const auto are_near = [&](const ForeignArticle& article, const std::string& left,
                              const std::string& right) {
      for (std::size_t i = 0; i < article.words.size(); ++i) {
        for (const std::size_t j : {i + 1, i - 1}) {
          if (j < article.words.size() && is_counted(article, i, left, all_matter) &&
              is_counted(article, j, right, all_matter))
            return true;
        }
      }
      return false;
    };
    const auto check = [&](const std::string& query,
                           const std::function<bool(const ForeignArticle&)>& matches) {
      std::set<std::string> expected;
      for (std::size_t i = 0; i < plain.size(); ++i) {
        if (matches(plain[i])) expected.insert(std::to_string(i));
      }
      BOOST_TEST((found(searcher, query) == expected), query << ", all matter: " << all_matter);
    };
    for (const std::string& left : words_of_languages) {
      check(left, [&](const ForeignArticle& article) { return count(article, left) > 0; });
      for (const std::string& right : words_of_languages) {
        check(left + ' ' + right, [&](const ForeignArticle& article) {
          return count(article, left) + count(article, right) > 0;
        });
        check(left + " AND " + right, [&](const ForeignArticle& article) {
          return count(article, left) > 0 && count(article, right) > 0;
        });
        check(left + " NOT " + right, [&](const ForeignArticle& article) {
          return count(article, left) > 0 && count(article, right) == 0;
        });
        check(left + " NEAR/1 " + right,
              [&](const ForeignArticle& article) { return are_near(article, left, right); });
      }
    }
    SearchOptions all;
    all.limit = 300;
    all.explain = true;
    const std::vector<Hit> hits = searcher.search("iran", all).hits;
    BOOST_TEST_REQUIRE(!hits.empty());
    for (const Hit& hit : hits) {
      const std::size_t counted = count(plain[std::stoul(hit.id)], "iran");
      BOOST_TEST(hit.snippets.front().highlights.size() == counted);
      BOOST_TEST_REQUIRE(hit.explanation->terms.size() == 1U);
      const TermScore& term = hit.explanation->terms.front();
      BOOST_TEST(term.frequency == counted);
      BOOST_TEST(term.articles == hits.front().explanation->terms.front().articles);
      BOOST_TEST(std::abs(term.score - hit.score) < 1e-3);
    }
  }
}

/// Patterns share a thousand words, so that what one stands for depends on the others.
BOOST_AUTO_TEST_CASE(a_pattern_of_stop_words_finds_the_same_whatever_was_asked_before) {
  std::string many;
  for (int i = 0; i < 400; ++i) many += "ta" + std::to_string(i) + "x ab" + std::to_string(i) + "x ";
  std::vector<Article> articles{{.id = "many", .language = "en", .text = many}};
  for (const std::string word : {"the", "to", "that", "their", "these", "those", "this"}) {
    articles.push_back({.id = word, .language = "en", .text = word + " heron"});
  }
  for (int i = 0; i < 400; ++i) {
    articles.push_back({.id = std::to_string(i), .language = "en", .text = "ta" + std::to_string(i) + "x"});
  }
  const ArticlesIndex index(articles);
  Searcher alone(index.path());
  Searcher asked(index.path());
  (void)asked.search("t* a* b* c* d* e*");
  BOOST_TEST((found(asked, "t*") == found(alone, "t*")));
}

/// The sample articles.
const ArticlesIndex& corpus() {
  static const ArticlesIndex index([] {
    std::vector<Article> articles;
    ArticleSource source({std::string(KWIC_SOURCE_DIR) + "/corpus/articles"});
    while (std::optional<SourceItem> item = source.next()) {
      if (auto* article = std::get_if<Article>(&*item)) articles.push_back(std::move(*article));
    }
    return articles;
  }());
  return index;
}

/// The examples of the page: what stands in a row before two spaces or more.
std::vector<std::string> examples(std::string_view page) {
  std::vector<std::string> rows;
  while (!page.empty()) {
    const std::string_view line = page.substr(0, page.find('\n'));
    page.remove_prefix(std::min(line.size() + 1, page.size()));
    if (!line.starts_with("    ") || line[4] == ' ') continue;
    rows.emplace_back(line.substr(4, line.find("  ", 4) - 4));
  }
  return rows;
}

BOOST_AUTO_TEST_CASE(every_example_on_the_page_of_the_query_language_finds_articles) {
  Searcher searcher(corpus().path());
  const std::vector<std::string> rows = examples(query_language_page());
  BOOST_TEST(rows.size() > 40);
  for (const std::string& example : rows) {
    const SearchResult result = searcher.search(example);
    BOOST_TEST(result.total.value > 0, example);
    for (const Warning& warning : result.warnings) BOOST_TEST_MESSAGE(example << ": " << warning.message);
    BOOST_TEST((result.warnings.empty() || example == "the who"), example);
  }
  BOOST_TEST(run({"searcher", "--help-query"}).out == query_language_page());
}

BOOST_AUTO_TEST_CASE(an_index_that_took_the_place_of_another_is_searched) {
  const TemporaryDirectory place;
  const auto build = [](const std::filesystem::path& index, int articles) {
    IndexWriter writer(index);
    for (int i = 0; i < articles; ++i) (void)writer.add({.id = std::to_string(i), .text = "the same words"});
    (void)writer.commit();
  };
  build(place / "index", 3);
  build(place / "other", 5);
  Searcher searcher(place / "index");
  BOOST_TEST(searcher.search("words").total.value == 3U);
  std::filesystem::rename(place / "index", place / "old");
  std::filesystem::rename(place / "other", place / "index");
  BOOST_TEST(searcher.search("words").total.value == 5U);
  BOOST_TEST(searcher.search("words").hits.size() == 5U);
  std::filesystem::remove_all(place / "index");
  build(place / "index", 7);
  BOOST_TEST(searcher.search("words").hits.size() == 7U);
}

BOOST_AUTO_TEST_CASE(lines_of_the_page_fit_a_terminal) {
  std::string_view page = query_language_page();
  for (; !page.empty(); page.remove_prefix(std::min(page.find('\n') + 1, page.size()))) {
    BOOST_TEST(page.find('\n') <= 96U, page.substr(0, page.find('\n')));
  }
}

/// A word that signatures take for another.
std::string mistakable_for(std::string_view word) {
  const std::uint32_t hash = WordSignature::hash(word, false);
  std::string other;
  for (int i = 0; WordSignature::hash(other, false) != hash; ++i) other = "qx" + std::to_string(i) + "zq";
  return other;
}

/// More text than is looked at for a page of hits.
BOOST_AUTO_TEST_CASE(a_count_that_is_asked_for_is_made_on_the_texts) {
  const std::string other = mistakable_for("walking");
  std::vector<Article> articles;
  for (int i = 0; i < 600; ++i) {
    articles.push_back(
        {.id = std::to_string(i),
         .text = (i % 4 == 0 ? "walking " : "walks ") + other + " home " + std::string(200, '.')});
  }
  const ArticlesIndex index(articles);
  Searcher searcher(index.path());
  const Total about = searcher.search("=walking").total;
  BOOST_TEST(!about.exact);
  BOOST_TEST(about.value >= 75U, about.value);
  BOOST_TEST(about.value <= 300U, about.value);
  SearchOptions by_date;
  by_date.sort = SortOrder::newest;
  const Total in_order = searcher.search("=walking", by_date).total;
  BOOST_TEST(!in_order.exact);
  BOOST_TEST(in_order.value >= 75U, in_order.value);
  BOOST_TEST(in_order.value <= 300U, in_order.value);
  SearchOptions count;
  count.limit = 0;
  SearchOptions facets;
  facets.facets = {FacetField::language};
  for (const SearchOptions& options : {count, facets}) {
    const SearchResult result = searcher.search("=walking", options);
    BOOST_TEST(result.total.exact);
    BOOST_TEST(result.total.value == 150U);
    if (!result.facets.empty()) BOOST_TEST(result.facets[0].counts.at(0).count == 150U);
  }
}

/// Which articles have stop words is remembered, and so is how surely.
BOOST_AUTO_TEST_CASE(a_count_is_as_exact_the_second_time_as_the_first) {
  const std::string other = mistakable_for("be");
  std::vector<Article> articles;
  for (int i = 0; i < 200; ++i) {
    articles.push_back({.id = std::to_string(i),
                        .language = "en",
                        .text = i % 20 == 0 ? "To be " + other + "." : "Ready to be read."});
  }
  const ArticlesIndex index(articles);
  Searcher searcher(index.path());
  for (int i = 0; i < 2; ++i) {
    const Total total = searcher.search("\"to be\"").total;
    BOOST_TEST(total.exact, i);
    BOOST_TEST(total.value == 200U, i);
  }
}

BOOST_AUTO_TEST_CASE(a_word_is_not_taken_for_another_of_the_same_hash) {
  const std::string other = mistakable_for("walking");
  const ArticlesIndex index(
      {{.id = "a", .text = "She went walking home."}, {.id = "b", .text = "She walks " + other + " home."}});
  Searcher searcher(index.path());
  for (const std::string query : {"=walking", "\"walking home\"", "walking ADJ/1 =walking OR =walking"}) {
    const SearchResult result = searcher.search(query);
    BOOST_TEST(result.total.value == 1U, query);
    BOOST_TEST(result.total.exact, query);
    BOOST_TEST_REQUIRE(result.hits.size() == 1U, query);
    BOOST_TEST(result.hits.front().id == "a", query);
  }
  BOOST_TEST(searcher.search("home -=walking").total.value == 1U);
}

/// Where stop words stand is remembered by an open searcher, for as long as the index stays as it is.
BOOST_AUTO_TEST_CASE(a_query_of_stop_words_finds_the_same_again_and_what_was_added_since) {
  ArticlesIndex index({{.id = "1", .language = "en", .text = "The heron and the stork."},
                       {.id = "2", .language = "en", .text = "Of herons."},
                       {.id = "3", .language = "en", .text = "All of the herons."}});
  Searcher searcher(index.path());
  using Ids = std::set<std::string>;
  for (int round = 0; round < 3; ++round) {
    BOOST_TEST((found(searcher, "the") == Ids{"1", "3"}));
    BOOST_TEST((found(searcher, "of") == Ids{"2", "3"}));
    BOOST_TEST((found(searcher, "\"of the\"") == Ids{"3"}));
    BOOST_TEST((found(searcher, "the NEAR/3 and") == Ids{"1"}));
    BOOST_TEST((found(searcher, "the~ NEAR/9 stork") == Ids{"1"}));
    BOOST_TEST((found(searcher, "all ADJ/1 of~") == Ids{"3"}));
    BOOST_TEST((found(searcher, "=the") == Ids{"1", "3"}));
  }
  index.add({{.id = "4", .language = "en", .text = "More of the same."}, {.id = "2", .text = "The end."}});
  BOOST_TEST((found(searcher, "the") == Ids{"1", "2", "3", "4"}));
  BOOST_TEST((found(searcher, "of") == Ids{"3", "4"}));
  BOOST_TEST((found(searcher, "\"of the\"") == Ids{"3", "4"}));
}

/// Signatures of long articles have longer hashes; some words share these, too.
/// What the budget takes from a pattern is looked for by nobody, whatever way the query goes.
BOOST_AUTO_TEST_CASE(a_pattern_that_was_cut_finds_the_same_in_every_order) {
  std::vector<Article> articles;
  for (int i = 0; i < 3000; ++i) {
    const std::string number = std::to_string(i % 700);
    articles.push_back({.id = std::to_string(i),
                        .language = "en",
                        .text = "per share p" + number + " said s" + number + ". per s" +
                                std::to_string(i % 13) + "x, p" + std::to_string(i % 17) + "x share"});
  }
  // "per" is a stop word in Italian, so that articles may have it without a term that tells.
  for (int i = 0; i < 100; ++i) {
    articles.push_back({.id = "it" + std::to_string(i), .language = "it", .text = "per la casa di Roma"});
    articles.push_back(
        {.id = "en" + std::to_string(i), .language = "en", .text = "per s" + std::to_string(i) + " each"});
  }
  const ArticlesIndex index(articles);
  Searcher searcher(index.path());
  SearchOptions by_date;
  by_date.sort = SortOrder::newest;
  by_date.limit = 3000;
  SearchOptions by_relevance;
  by_relevance.limit = 3000;
  bool some_were_cut = false;
  for (const char* const query : {"\"p* s*\"", "p* NEAR/1 s*", "\"*r s*\"", "\"p* *e\""}) {
    const SearchResult result = searcher.search(query, by_relevance);
    BOOST_TEST(result.hits.size() == searcher.search(query, by_date).hits.size(), query);
    BOOST_TEST(!result.hits.empty(), query);
    for (const Warning& warning : result.warnings) {
      some_were_cut =
          some_were_cut || warning.message.find("left out: the most frequent") != std::string::npos;
    }
  }
  BOOST_TEST(some_were_cut);
}

/// So many paths and hosts are no list of terms any more.
BOOST_AUTO_TEST_CASE(a_filter_lets_in_articles_of_many_files_and_hosts) {
  std::vector<Article> articles;
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(i);
    Article article{.id = number, .text = i % 2 == 0 ? "oil and gas" : "gas"};
    article.path = (i % 3 == 0 ? "/news/" : "/blog/") + number + ".txt";
    article.url = "https://h" + number + (i % 5 == 0 ? ".example.org" : ".example.com");
    articles.push_back(std::move(article));
  }
  const ArticlesIndex index(articles);
  Searcher searcher(index.path());
  const std::vector<std::pair<std::string, std::size_t>> rows = {{"path:news", 100},
                                                                 {"path:blog", 200},
                                                                 {"oil path:news", 50},
                                                                 {"oil -path:news", 100},
                                                                 {"site:example.org", 60},
                                                                 {"site:example.com path:news", 80},
                                                                 {"gas site:example.com", 240},
                                                                 {"path:news OR site:example.org", 140},
                                                                 {"path:n*s XOR path:blog", 300}};
  for (const auto& [query, count] : rows) {
    for (const SortOrder sort : {SortOrder::relevance, SortOrder::newest}) {
      SearchOptions options;
      options.sort = sort;
      options.limit = 300;
      const SearchResult result = searcher.search(query, options);
      BOOST_TEST(result.total.value == count, query << ": " << result.total.value);
      BOOST_TEST(result.hits.size() == count, query << ": " << result.hits.size());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_word_of_a_long_article_is_not_taken_for_another_of_the_same_hash) {
  const auto word = [](int i) { return "tano" + std::to_string(i) + "pirel"; };
  std::map<std::uint32_t, int> by_hash;
  int last = 0;
  while (by_hash.emplace(WordSignature::hash(word(last), true), last).second) ++last;
  const std::string one = word(last);
  const std::string other = word(by_hash.at(WordSignature::hash(one, true)));
  std::string filler;
  for (int i = 0; i < 5000; ++i) filler += " filler";
  const ArticlesIndex index({{.id = "a", .text = "One " + one + " home." + filler},
                             {.id = "b", .text = "Some " + one + "s and " + other + " home." + filler}});
  Searcher searcher(index.path());
  for (const std::string& query : {'=' + one, '"' + one + " home\""}) {
    const SearchResult result = searcher.search(query);
    BOOST_TEST(result.total.value == 1U, query);
    BOOST_TEST_REQUIRE(result.hits.size() == 1U, query);
    BOOST_TEST(result.hits.front().id == "a", query);
  }
}

BOOST_AUTO_TEST_CASE(a_word_that_no_article_has_gets_a_suggestion_that_has_hits) {
  Searcher searcher(corpus().path());
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"sourdoguh", "sourdough"},
      {"Sourdoguh", "Sourdough"},
      {"nuclaer talks", "nuclear talks"},
      {"\"nuclaer talks\"", "\"nuclear talks\""},
      {"title:sourdogh", "title:sourdough"},
      {"author:marcheti", "author:marchetti"},
      {"oman AND sourdogh", ""},  // no article has both
      {"+iran =uranuim", "+iran =uranium"},
      {"laufrda", "laufrad"},
      {"alhambr\u00E0a", "alhambra"},
      {"\u0442\u0440\u0430\u043D\u0441\u0441\u0438\u0431\u0438\u0440\u0441\u043A\u0430\u044F "
       "\u043C\u0430\u0433\u0438\u0441\u0442\u0430\u0440\u043B\u044C",
       "\u0442\u0440\u0430\u043D\u0441\u0441\u0438\u0431\u0438\u0440\u0441\u043A\u0430\u044F "
       "\u043C\u0430\u0433\u0438\u0441\u0442\u0440\u0430\u043B\u044C"},
      {"sourdough", ""},
      {"title:nuclar", "title:nuclear"},
      {"text:uranum", "text:uranium"},
      {"sourdough us", ""},  // asked for as "u.s.", and spelt well
      {"xqzzkwv", ""},
      {"teh sourdough", "the sourdough"},
      {"nucleartalks", "nuclear talks"},
      {"staes", "states"},  // by the rules of some other language a form of a word that is there
      {"title:\u039C\u03B1\u03C1\u03B1\u03B8\u03B8\u03CE\u03BD\u03B9\u03BF\u03C2",
       "title:\u039C\u03B1\u03C1\u03B1\u03B8\u03CE\u03BD\u03B9\u03BF\u03C2"},
      {"author:R\u00FCcketr", "author:R\u00FCckert"},
      {"language:french", ""},  // no value of a filter is a misspelt word
      {"words:abc", ""},
  };
  for (const auto& [query, expected] : rows) {
    const std::string suggestion = searcher.search(query).suggestion;
    BOOST_TEST(suggestion == expected, query << ": " << suggestion);
    if (!suggestion.empty()) BOOST_TEST(searcher.search(suggestion).total.value > 0, suggestion);
  }
}

BOOST_AUTO_TEST_CASE(a_suggestion_for_a_field_is_a_word_of_that_field) {
  std::vector<Article> articles{{.id = "title", .title = "Zebra", .text = "stripes"}};
  for (int i = 0; i < 12; ++i) {
    articles.push_back({.id = std::to_string(i), .text = "zebrb zebrc zebrd zebre zebrf zebrg"});
  }
  const ArticlesIndex index(articles);
  Searcher searcher(index.path());
  BOOST_TEST(searcher.search("title:zebrx").suggestion == "title:zebra");
  BOOST_TEST(searcher.search("zebrx").suggestion != "zebra");
}

struct Empty {
  std::string query;
  std::string part;
  std::string message;
};

BOOST_AUTO_TEST_CASE(a_query_without_hits_says_which_part_of_it_keeps_the_articles_out) {
  Searcher searcher(corpus().path());
  const std::vector<Empty> rows = {
      {"oman AND zeppelin", "zeppelin", "no article has zeppelin"},
      {"oman language:ja", "oman", "without oman there would be 1 article"},
      {"language:sw", "language:sw", "no article is in sw: there are ar, "},
      {"oman date:1931", "date:1931", "no article is of 1931: the dates go from 2015-09-22 to 2025-10-03"},
      {"\"talks nuclear\"", "\"talks nuclear\"", "have the words of \"talks nuclear\", but not side by side"},
      {"sourdough NEAR/2 patience", "sourdough NEAR/2 patience",
       "no article has all words of sourdough NEAR/2 patience"},
      {"sourdough AND oman", "sourdough", "without sourdough there would be "},
      {"zzz*", "zzz*", "no word in the articles is like zzz*"},
      {"site:nowhere.example", "site:nowhere.example", "no article is from nowhere.example"},
      {"id:none", "id:none", "no article has the id none"},
      {"zeppelin", "zeppelin", "no article has zeppelin"},
      {"zeppelin OR dirigibles", "zeppelin OR dirigibles", "no article has any of zeppelin OR dirigibles"},
      {"=talkings", "talkings",
       "no article has talkings exactly so; without = other forms of the word count"},
      {"zzzzqq~", "zzzzqq~", "no word in the articles is spelt like zzzzqq~"},
      {"author:nobody", "author:nobody", "no article has author:nobody"},
      {"path:nowhere", "path:nowhere", "no article's path has nowhere"},
      {"\"oman zeppelin\"", "\"oman zeppelin\"", "no article has zeppelin"},
      {"title:\"oman zeppelin\"", "title:\"oman zeppelin\"", "no article has title:zeppelin"},
      {"title:oman NEAR/2 text:talks", "title:oman NEAR/2 text:talks",
       "no article has words of different fields near each other"},
      {"oman XOR oman", "oman XOR oman", "no article has an odd number of the parts of oman XOR oman"},
      {"site:(nowhere OR elsewhere)", "nowhere OR elsewhere",
       "no article is from nowhere; no article is from elsewhere"},
      {"path:plomac", "path:plomac", "no article's path has plomac: path:*plomac* would find "},
      {"site:www.example.com", "site:www.example.com",
       "no article is from www.example.com: site:example.com would find "},
      {"oman NEAR/1 memoir", "oman NEAR/1 memoir",
       "1 article has the words of oman NEAR/1 memoir, but not so near: try a larger number"},
      {"oman ADJ/1 talks", "oman ADJ/1 talks",
       "articles have the words of oman ADJ/1 talks, but not so near"},
      {"\"one two three four five six seven eight nine ten\"",
       "\"one two three four five six seven eight nine ten\"", "no article has so many words together"},
      {"oman AND NOT oman", "oman", "without oman there would be "},
      {"sourdough AND marbles AND tanker", "sourdough AND marbles AND tanker",
       "no article has all of it: ask for less, or join parts by OR"},
  };
  for (const Empty& row : rows) {
    BOOST_TEST_CONTEXT("query: " << row.query) {
      const SearchResult result = searcher.search(row.query);
      BOOST_TEST(result.hits.empty());
      BOOST_REQUIRE(!result.obstacles.empty());
      BOOST_TEST(result.obstacles[0].part == row.part);
      BOOST_TEST(result.obstacles[0].message.find(row.message) != std::string::npos,
                 result.obstacles[0].message);
    }
  }
  BOOST_TEST(searcher.search("oman").obstacles.empty());
}

BOOST_AUTO_TEST_CASE(what_is_told_about_a_query_is_one_line_whatever_stands_in_it) {
  Searcher searcher(corpus().path());
  const auto is_line = [](const std::string& message) {
    return !message.empty() && message.find_first_of("\n\033") == std::string::npos;
  };
  const SearchResult none = searcher.search("(sourdough\n\033[1m) AND oman");
  BOOST_REQUIRE(!none.obstacles.empty());
  for (const Obstacle& obstacle : none.obstacles) BOOST_TEST(is_line(obstacle.message), obstacle.message);
  for (const char* const query : {"oman date:\n\033x", "oman no\nfield:\033", "a\033*\n oman ("}) {
    for (const Warning& warning : searcher.search(query).warnings)
      BOOST_TEST(is_line(warning.message), query);
  }
}

BOOST_AUTO_TEST_CASE(strict_refuses_what_would_be_repaired_in_the_same_words) {
  Searcher searcher(corpus().path());
  SearchOptions strict;
  strict.strict = true;
  BOOST_TEST(searcher.search("oman AND talks", strict).total.value > 0);
  const std::string warning = searcher.search("oman AND").warnings.at(0).message;
  const auto refuses = [&](const Error& error) {
    return error.kind() == ErrorKind::invalid_argument &&
           std::string(error.what()).find(warning) != std::string::npos;
  };
  BOOST_CHECK_EXCEPTION((void)searcher.search("oman AND", strict), Error, refuses);
}

BOOST_AUTO_TEST_CASE(all_requires_what_any_only_ranks) {
  Searcher searcher(corpus().path());
  SearchOptions all;
  all.match = MatchMode::all;
  const std::set<std::string> both = found(searcher, "oman AND talks");
  BOOST_TEST(found(searcher, "oman talks", all) == both);
  BOOST_TEST(found(searcher, "oman talks").size() > both.size());
  BOOST_TEST(searcher.search("oman talks", all).understood == "(all oman talks)");
  // A stop word that another language of the index has as a word like others is required as what it is.
  for (const char* const stop_word : {"the", "of", "in", "a", "what"}) {
    BOOST_TEST(found(searcher, std::string(stop_word) + " oman talks", all).size() > 0U, stop_word);
  }
}

BOOST_AUTO_TEST_CASE(a_pattern_of_too_many_words_stands_for_the_most_frequent_ones) {
  std::vector<Article> articles;
  std::string many;
  for (int i = 0; i < 1200; ++i)
    many += "a" + std::string(1, static_cast<char>('b' + i % 20)) + std::to_string(i) + "x ";
  articles.push_back({.id = "many", .language = "en", .text = many});
  articles.push_back({.id = "one", .language = "en", .text = "abba"});
  articles.push_back({.id = "two", .language = "en", .text = "abba"});
  const ArticlesIndex index(articles);
  Searcher searcher(index.path());
  const SearchResult result = searcher.search("a*");
  BOOST_TEST(result.total.value == 3);
  BOOST_REQUIRE(result.warnings.size() == 1);
  BOOST_TEST(result.warnings[0].message ==
             "\"a*\" at 0 stands for 1201 words: the 1000 most frequent ones are searched for");
}

BOOST_AUTO_TEST_CASE(a_pattern_is_not_looked_for_among_more_words_than_it_takes_time) {
  std::string many;
  for (int i = 0; i < 50'001; ++i) many += "a" + std::to_string(i) + "x ";
  const ArticlesIndex index({{.id = "many", .language = "en", .text = many}});
  Searcher searcher(index.path());
  for (int round = 0; round < 2; ++round) {
    const SearchResult result = searcher.search("a*");
    BOOST_TEST(result.total.value == 1);
    BOOST_REQUIRE(result.warnings.size() == 1);
    BOOST_TEST(
        result.warnings[0].message ==
        "\"a*\" at 0 stands for 50000 words and more: of these the 1000 most frequent ones are searched for");
    BOOST_TEST(searcher.search("*99x").total.value == 1);  // now all words are in memory
  }
}

BOOST_AUTO_TEST_CASE(the_patterns_of_a_query_share_a_thousand_words) {
  std::string many;
  for (int i = 0; i < 600; ++i) many += "ac" + std::to_string(i) + "x bd" + std::to_string(i) + "x ";
  const ArticlesIndex index({{.id = "many", .language = "en", .text = many}});
  Searcher searcher(index.path());
  const SearchResult result = searcher.search("ac* bd*");
  BOOST_TEST(result.total.value == 1);
  BOOST_REQUIRE(result.warnings.size() == 2);
  BOOST_TEST(result.warnings[1].message ==
             "\"bd*\" at 4 stands for 600 words: the 500 most frequent ones are searched for");
  BOOST_TEST(searcher.search("ac* ac*").warnings.empty());
}

BOOST_AUTO_TEST_CASE(a_pattern_finds_words_with_and_without_a_stem_of_their_own) {
  const ArticlesIndex index({{.id = "talks", .language = "en", .text = "the talks"},
                             {.id = "talked", .language = "en", .text = "they talked"},
                             {.id = "books", .language = "en", .text = "the books"}});
  Searcher searcher(index.path());
  using Ids = std::set<std::string>;
  BOOST_TEST((found(searcher, "*ks") == Ids{"books", "talks"}));
  BOOST_TEST((found(searcher, "-*ks") == Ids{"talked"}));
  BOOST_TEST((found(searcher, "talked *ks") == Ids{"books", "talked", "talks"}));
}

BOOST_AUTO_TEST_CASE(a_pattern_is_looked_up_once_and_a_query_has_sixteen_different_ones) {
  const ArticlesIndex index({{.id = "1", .language = "en", .text = "alpha beta"}});
  Searcher searcher(index.path());
  std::string query;
  for (int i = 0; i < 50; ++i) query += "al* ";
  BOOST_TEST(searcher.search(query + "be*").total.value == 1);
  BOOST_TEST(searcher.search(query).warnings.empty());
  query.clear();
  for (char letter = 'c'; letter < 's'; ++letter) query += std::string(1, letter) + "* ";
  BOOST_TEST(searcher.search(query).warnings.empty());
  const SearchResult result = searcher.search(query + "be* al*");
  BOOST_TEST(result.total.value == 0);
  BOOST_REQUIRE(result.warnings.size() == 1);
  BOOST_TEST(result.warnings[0].message ==
             "\"be*\" at 48 and the patterns after it stand for no word: a query has "
             "at most 16 different ones");
}

BOOST_AUTO_TEST_CASE(any_bytes_are_answered_by_an_index_of_many_languages) {
  Searcher searcher(corpus().path());
  const std::vector<std::string> pieces = {"oman",
                                           "talk*",
                                           "=talks",
                                           "\"the talks\"",
                                           " ",
                                           " AND ",
                                           " OR ",
                                           " NOT ",
                                           " XOR ",
                                           "(",
                                           ")",
                                           "title:",
                                           "keyword:",
                                           "date:2024",
                                           "path:*",
                                           "*",
                                           "-",
                                           "iran~2",
                                           "\xFF",
                                           "\"",
                                           " NEAR/3 ",
                                           "U.S.",
                                           "cease-fire",
                                           "language:de",
                                           "\u7ECF\u6D4E",
                                           std::string(1, '\0'),
                                           "site:",
                                           "id:x",
                                           "?",
                                           "^3"};
  std::mt19937 random(7);
  SearchOptions options;
  options.limit = 3;
  options.snippets = 1;
  for (int i = 0; i < 400; ++i) {
    std::string query;
    for (std::size_t k = random() % 12; k > 0; --k) query += pieces[random() % pieces.size()];
    BOOST_CHECK_NO_THROW((void)searcher.search(query, options));
  }
}

}  // namespace
}  // namespace kwic::test
