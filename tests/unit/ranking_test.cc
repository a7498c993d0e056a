// Which article comes first, and why: through the library's public door.
#include "support/temporary_directory.h"

#include <kwic/index_writer.h>
#include <kwic/searcher.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace kwic::test {
namespace {

using Ids = std::vector<std::string>;

class Library {
public:
  explicit Library(const std::vector<Article>& articles) {
    IndexWriter writer(place_ / "index");
    for (const Article& article : articles) BOOST_REQUIRE(!writer.add(article).has_value());
    (void)writer.commit();
  }

  [[nodiscard]] SearchResult search(const std::string& query, const SearchOptions& options = {}) const {
    return Searcher(place_ / "index").search(query, options);
  }
  [[nodiscard]] Searcher searcher() const { return Searcher(place_ / "index"); }

  [[nodiscard]] Ids ids(const std::string& query, const SearchOptions& options = {}) const {
    return ids(search(query, options));
  }

  static Ids ids(const SearchResult& result) {
    Ids ids;
    for (const Hit& hit : result.hits) ids.push_back(hit.id);
    return ids;
  }

private:
  TemporaryDirectory place_;
};

Article article(const std::string& id, const std::string& title, const std::string& text,
                const std::string& date = {}) {
  return {.id = id, .title = title, .date = date, .language = "en", .text = text};
}

void check(const Ids& got, const Ids& expected) {
  BOOST_TEST(got == expected, boost::test_tools::per_element());
}

double sum_of(const Explanation& told) {
  double sum = 0;
  for (const TermScore& term : told.terms) sum += term.score;
  for (const PairScore& pair : told.pairs) sum += pair.score;
  return sum * told.recency;
}

const std::vector<Article> birds = {
    article("heron", "The grey heron",
            "A heron waits in cold water. Herons eat fish, and the heron eats frogs.", "2020-01-01"),
    article("stork", "White storks", "The stork walks in meadows. It eats frogs; water it does not need.",
            "2022-06-01"),
    article("crane", "Cranes", "Cranes dance. A crane and a heron look alike. Cold mornings, water birds.",
            "2023"),
    article("map", "Maps of cold regions",
            "Lines of equal temperature, drawn over water and over cold-water currents.")};

BOOST_AUTO_TEST_CASE(the_contributions_of_words_phrases_and_pairs_sum_to_the_score) {
  const Library library(birds);
  SearchOptions options;
  options.explain = true;
  for (const double half_life : {0.0, 100.0}) {
    options.half_life = half_life;
    for (const char* const query :
         {"heron", "cold water", "cold water frogs heron", "\"cold water\"", "+frogs heron water -meadows",
          "heron^3 water", "title:heron frogs", "cold-water", "heron NEAR/5 water",
          "(frogs AND water) OR crane", "her* water", "heron heron frogs", "water OR (water AND nothing)",
          "(cold AND water) OR (cold AND frogs)", "(heron NEAR/1 alike) OR (heron NEAR/9 water)"}) {
      const SearchResult result = library.search(query, options);
      BOOST_TEST(!result.hits.empty(), query);
      for (const Hit& hit : result.hits) {
        BOOST_REQUIRE(hit.explanation.has_value());
        BOOST_TEST(std::abs(sum_of(*hit.explanation) - hit.score) < 0.0002,
                   query << ", " << hit.id << ": " << sum_of(*hit.explanation) << " is not " << hit.score);
      }
    }
  }
  options.sort = SortOrder::newest;  // age costs nothing where the score does not count
  for (const Hit& hit : library.search("heron water", options).hits) {
    BOOST_TEST(std::abs(sum_of(*hit.explanation) - hit.score) < 0.0002, hit.id);
  }
}

/// What neighbouring words add is added to the first hits only.
BOOST_AUTO_TEST_CASE(every_hit_of_a_long_list_is_explained_by_what_its_score_is_made_of) {
  std::vector<Article> articles;
  for (int i = 0; i < 80; ++i) {
    articles.push_back(
        article(std::to_string(i), "", "Cold water" + std::string(i % 7, 'x') + " and cold water."));
  }
  const Library library(articles);
  SearchOptions options;
  options.explain = true;
  options.limit = 80;
  const SearchResult result = library.search("cold water", options);
  BOOST_TEST(result.hits.size() == 80U);
  for (const Hit& hit : result.hits) {
    BOOST_TEST(std::abs(sum_of(*hit.explanation) - hit.score) < 0.0002, hit.rank);
  }
  BOOST_TEST(!result.hits.front().explanation->pairs.empty());
  BOOST_TEST(result.hits.back().explanation->pairs.empty());
}

BOOST_AUTO_TEST_CASE(an_explanation_says_where_and_how_often) {
  const Library library(birds);
  SearchOptions options;
  options.explain = true;
  const SearchResult result = library.search("cold heron", options);
  BOOST_REQUIRE(result.hits.front().id == "heron");
  const Explanation& told = *result.hits.front().explanation;
  BOOST_REQUIRE(told.terms.size() == 2);
  BOOST_TEST(told.terms[1].text == "heron");
  BOOST_TEST(told.terms[1].frequency == 7);  // three in the text, four for the title
  BOOST_TEST(told.terms[1].articles == 2);
  BOOST_TEST(told.terms[1].in_title);
  BOOST_TEST(!told.terms[0].in_title);
}

/// A phrase, a field and an exact word decide what matches; their words score as everywhere.
BOOST_AUTO_TEST_CASE(an_explanation_names_each_word_and_what_asks_for_it) {
  const Library library(birds);
  SearchOptions options;
  options.explain = true;
  const auto told = [&](const std::string& query) {
    std::string rows;
    const SearchResult result = library.search(query, options);
    for (const TermScore& term : result.hits.front().explanation->terms) {
      rows += term.text + (term.part_of.empty() ? "" : " of " + term.part_of) + ' ' +
              std::to_string(term.frequency) + '/' + std::to_string(term.articles) + ", ";
    }
    return rows;
  };
  BOOST_TEST(told("\"cold water\" frogs") ==
             "cold of \"cold water\" 1/3, water of \"cold water\" 1/4, frogs 1/2, ");
  BOOST_TEST(told("title:heron") == "heron of title:heron 7/2, ");
  BOOST_TEST(told("=herons") == "herons of =herons 7/2, ");
  BOOST_TEST(told("heron heron frogs^2") == "heron 7/2, frogs 1/2, ");
  BOOST_TEST(told("(heron AND ships) OR frogs") == "frogs 1/2, ");
}

/// 500 groups are held against the text of a hit together.
BOOST_AUTO_TEST_CASE(many_groups_are_explained_with_one_look_at_the_text) {
  std::string groups = "(heron AND water)";
  for (int i = 0; i < 500; ++i) groups += " OR (heron AND frogs)";
  const Library library(birds);
  SearchOptions options;
  options.explain = true;
  const SearchResult result = library.search(groups, options);
  BOOST_REQUIRE(!result.hits.empty());
  BOOST_TEST(std::abs(sum_of(*result.hits.front().explanation) - result.hits.front().score) < 0.01);
  BOOST_TEST(result.hits.front().explanation->terms.size() == 3U);
}

BOOST_AUTO_TEST_CASE(words_side_by_side_as_in_the_query_come_first) {
  const Library library(
      {article("apart", "", "Oil fell in the spring. Nobody knew of any high price then."),
       article("close", "", "The price of it fell in spring. Oil prices then: nobody knew."),
       article("other", "", "Nothing about it here.")});
  check(library.ids("oil price"), {"close", "apart"});
  SearchOptions options;
  options.explain = true;
  const Hit hit = library.search("oil price", options).hits.front();
  BOOST_REQUIRE(hit.explanation->pairs.size() == 1);
  BOOST_TEST(hit.explanation->pairs[0].count == 1);
}

/// Articles of a few words, of which many score alike; more than are ever counted one by one.
std::vector<Article> many_alike() {
  const std::vector<std::string> words = {"heron", "herons", "crane", "cranes", "oil", "oily",
                                          "boil",  "the",    "talk",  "talked", "of",  "and"};
  std::mt19937 random(1);
  std::vector<Article> articles;
  for (int i = 0; i < 500; ++i) {
    std::string text;
    for (auto left = 1 + random() % 6; left > 0; --left) text += words[random() % words.size()] + ' ';
    articles.push_back(article(std::to_string(i), "", text, "20" + std::to_string(10 + random() % 3)));
  }
  return articles;
}

BOOST_AUTO_TEST_CASE(words_alone_have_the_scores_and_the_order_that_xapian_gives_them) {
  const Library library(many_alike());
  SearchOptions by_xapian;
  by_xapian.facets = {FacetField::year};  // which it alone counts
  for (const char* const query : {"heron",
                                  "heron crane oil",
                                  "heron heron talk",
                                  "heron^3 crane^0.5 oil",
                                  "oil*",
                                  "*oil*",
                                  "cr*",
                                  "=oil",
                                  "=cranes heron",
                                  "=talked *oil",
                                  "heran~",
                                  "the",
                                  "oil* OR (heron OR =crane)^2",
                                  "unknown",
                                  "\"heron crane\"",
                                  "heron NEAR/2 crane",
                                  "\"the heron\" OR oil",
                                  "=the ADJ/3 talk^2 OR crane",
                                  "the of",
                                  "the AND of AND and",
                                  "(the AND of) OR heron"}) {
    for (const std::size_t offset : {0U, 30U}) {
      SearchOptions page;
      page.offset = by_xapian.offset = offset;
      const SearchResult found = library.search(query, page);
      const SearchResult expected = library.search(query, by_xapian);
      check(Library::ids(found), Library::ids(expected));
      BOOST_TEST(found.total.value == expected.total.value, query);
      for (std::size_t i = 0; i < std::min(found.hits.size(), expected.hits.size()); ++i) {
        BOOST_TEST(std::abs(found.hits[i].score - expected.hits[i].score) < 0.0002, query);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_word_that_is_repeated_counts_more_and_finds_no_less) {
  const Library library(many_alike());
  SearchOptions all;
  all.limit = 500;
  for (const auto& [repeated, weighted] :
       {std::pair{"heron heron", "heron^2"}, std::pair{"heron AND heron AND heron", "heron^3"},
        std::pair{"heron AND heron date:2011", "heron^2 date:2011"}}) {
    const SearchResult found = library.search(repeated, all);
    const SearchResult expected = library.search(weighted, all);
    check(Library::ids(found), Library::ids(expected));
    BOOST_TEST(found.total.value == expected.total.value);
    BOOST_TEST(found.total.exact == expected.total.exact);
    BOOST_REQUIRE(!found.hits.empty());
    BOOST_TEST(std::abs(found.hits[0].score - expected.hits[0].score) < 0.0002);
  }
}

BOOST_AUTO_TEST_CASE(equal_scores_follow_by_date_then_id_however_they_were_added) {
  std::vector<Article> twins = {
      article("b", "", "plain words", "2020-05-01"), article("a", "", "plain words", "2020-05-01"),
      article("z", "", "plain words", "2021-01-01"), article("y", "", "plain words"),
      article("c", "", "plain words", "2019-01-01")};
  const Ids expected = {"z", "a", "b", "c", "y"};
  check(Library(twins).ids("plain words"), expected);
  std::ranges::reverse(twins);
  const Library library(twins);
  check(library.ids("plain words"), expected);
  Ids pages;
  SearchOptions page;
  page.limit = 2;
  for (; page.offset < 6; page.offset += 2) {
    for (const std::string& id : library.ids("words", page)) pages.push_back(id);
  }
  check(pages, expected);
}

BOOST_AUTO_TEST_CASE(hits_are_sorted_by_date_or_title_when_asked) {
  const Library library(birds);
  SearchOptions options;
  options.sort = SortOrder::newest;
  check(library.ids("water", options), {"crane", "stork", "heron", "map"});
  options.sort = SortOrder::oldest;
  check(library.ids("water", options), {"heron", "stork", "crane", "map"});
  options.sort = SortOrder::title;
  check(library.ids("water", options), {"crane", "map", "heron", "stork"});
}

BOOST_AUTO_TEST_CASE(hits_are_sorted_by_author_or_number_of_words_when_asked) {
  std::vector<Article> articles = {article("mid", "Title", "a heron of four"), article("short", "", "heron"),
                                   article("long", "", "the heron stood in cease-fire water")};
  articles[0].author = "Zoe";
  articles[2].author = "Ann";
  const Library library(articles);
  SearchOptions options;
  options.sort = SortOrder::author;
  check(library.ids("heron", options), {"long", "mid", "short"});
  options.sort = SortOrder::longest;
  check(library.ids("heron", options), {"long", "mid", "short"});
  options.sort = SortOrder::shortest;
  check(library.ids("heron", options), {"short", "mid", "long"});
  BOOST_TEST(library.search("words:7").hits.front().words == 7U);  // title and joined forms do not count
}

BOOST_AUTO_TEST_CASE(articles_are_filtered_by_their_number_of_words) {
  std::vector<Article> articles;
  std::string text;
  for (std::size_t words = 1; words <= 300; ++words) {
    text += "heron ";
    articles.push_back(article(std::to_string(words), "Of herons", text));
  }
  const Library library(articles);
  const std::vector<std::pair<std::string, std::size_t>> expected = {
      {"words:7", 1},          {"words:100..199", 100}, {"words:..99", 99},
      {"words:251..", 50},     {"words:<3", 2},         {"words:<=3", 3},
      {"words:>298", 2},       {"words:>=298", 3},      {"words:<0", 0},
      {"words:301", 0},        {"words:0", 0},          {"-words:2..", 1},
      {"words:199..100", 100}, {"words:256..257", 2},   {"words:18446744073709551615", 0}};
  for (const auto& [query, count] : expected) {
    BOOST_TEST(library.search(query).total.value == count, query);
  }
  SearchOptions options;
  options.facets = {FacetField::words};
  const SearchResult counted = library.search("heron", options);
  BOOST_TEST(counted.facets.front().counts.size() == 3U);
  for (const FacetCount& range : counted.facets.front().counts) {
    BOOST_TEST(library.search("words:" + range.value).total.value == range.count, range.value);
  }
}

BOOST_AUTO_TEST_CASE(age_takes_a_quarter_at_its_half_life_and_never_more_than_half) {
  const Library library(
      {article("old", "", "storks and frogs", "1990-01-01"), article("undated", "", "storks and frogs")});
  SearchOptions options;
  const double full = library.search("storks").hits.front().score;
  options.half_life = 30;
  for (const Hit& hit : library.search("storks", options).hits) {
    BOOST_TEST(std::abs(hit.score - full / 2) < 0.0002, hit.id);
  }
  options.half_life = 1e6;
  BOOST_TEST(library.search("storks", options).hits.front().score > 0.98 * full);
}

BOOST_AUTO_TEST_CASE(facets_count_every_match) {
  std::vector<Article> articles;
  for (std::size_t i = 0; i < 60; ++i) {
    Article each = article(std::to_string(i), "", i % 3 == 0 ? "frogs" : "frogs and water",
                           i % 2 == 0 ? "2020-02-02" : "2021");
    each.author = i % 4 == 0 ? "Ann; Ben" : "Ann";
    if (i % 5 == 0) each.keywords = {"pond", "spring"};
    if (i % 2 == 1) each.url = "https://Birds.example.org/" + each.id;
    if (i % 10 != 0) each.path = "/birds/" + std::string(i % 2 == 0 ? "even/" : "odd/") + each.id;
    articles.push_back(each);
  }
  SearchOptions options;
  options.limit = 2;
  options.facets = {FacetField::year,     FacetField::author, FacetField::keyword,
                    FacetField::language, FacetField::site,   FacetField::folder};
  const SearchResult result = Library(articles).search("water", options);
  BOOST_TEST(result.total.value == 40);
  BOOST_TEST(result.total.exact);
  std::string told;
  for (const Facet& facet : result.facets) {
    for (const FacetCount& count : facet.counts)
      told += count.value + ' ' + std::to_string(count.count) + ", ";
  }
  BOOST_TEST(told ==
             "2020 20, 2021 20, Ann 40, Ben 10, pond 8, spring 8, en 40, "
             "birds.example.org 20, /birds/odd 20, /birds/even 16, ");
}

BOOST_AUTO_TEST_CASE(near_duplicates_are_shown_once_with_their_copies) {
  std::string story;
  for (int i = 0; i < 60; ++i) story += "word" + std::to_string(i * i) + " heron ";
  const Library library({article("first", "Herons return", story, "2021"),
                         article("copy", "Herons return", story + " (agency)", "2020"),
                         article("other", "", "a heron, alone, about which nothing of the kind was said"),
                         article("empty", "Heron", "")});
  SearchOptions options;
  options.group = true;
  const SearchResult result = library.search("heron", options);
  check(Library::ids(library.search("heron")), {"first", "copy", "empty", "other"});
  check(Library::ids(result), {"first", "empty", "other"});
  check(result.hits[0].copies, {"copy"});
  const Standing standing = library.searcher().standing("heron", "copy", options);
  BOOST_TEST(standing.reason == "it matches, as a copy of first, at rank 1");
  BOOST_TEST(result.total.value == 3U);
  options.offset = 2;
  check(library.ids("heron", options), {"other"});
}

BOOST_AUTO_TEST_CASE(similar_articles_share_what_tells_and_are_not_the_article_itself) {
  const Library library(birds);
  const Ids similar = Library::ids(library.searcher().similar("heron"));
  BOOST_REQUIRE(!similar.empty());
  BOOST_TEST(std::ranges::count(similar, "heron") == 0);
  BOOST_TEST(similar.front() != "map");
  BOOST_CHECK_THROW((void)library.searcher().similar("dodo"), Error);
}

/// "mist" is dung in German, and "gift" poison.
BOOST_AUTO_TEST_CASE(articles_of_another_language_that_share_letters_only_are_not_similar) {
  std::vector<Article> articles;
  for (int i = 0; i < 4; ++i) {
    articles.push_back(
        {.id = "en" + std::to_string(i), .language = "en", .text = "A gift in the mist at dawn."});
    articles.push_back(
        {.id = "de" + std::to_string(i), .language = "de", .text = "Gift im Mist auf dem Hof."});
  }
  const Library library(articles);
  BOOST_TEST(library.ids("mist").size() == 8U);
  for (const std::string& id : Library::ids(library.searcher().similar("en0"))) {
    BOOST_TEST(id.starts_with("en"), id);
  }
  SearchOptions options;
  options.expand = true;
  const SearchResult expanded = library.search("dawn", options);
  for (const Hit& hit : expanded.hits) BOOST_TEST(hit.id.starts_with("en"), hit.id);
  BOOST_TEST(expanded.understood.find("gift") != std::string::npos, expanded.understood);
}

BOOST_AUTO_TEST_CASE(expansion_finds_what_the_best_hits_are_about_and_keeps_what_is_required) {
  const Library library(
      {article("1", "", "the lynx hunts hares in the snow"), article("2", "", "a lynx and hares, and snow"),
       article("3", "", "hares in the snow"), article("4", "", "ships at sea"), article("5", "", "sails")});
  SearchOptions options;
  options.expand = true;
  check(library.ids("lynx"), {"2", "1"});
  BOOST_TEST(library.ids("lynx", options).size() == 3);
  BOOST_TEST(library.searcher().standing("lynx", "3", options).reason == "it matches, at rank 3");
  BOOST_TEST(library.ids("+lynx", options).size() <= 3);
  BOOST_TEST(library.ids("\"lynx hunts\"", options).size() == 1);
}

BOOST_AUTO_TEST_CASE(an_article_that_is_not_shown_has_a_reason) {
  Library library(birds);
  Searcher searcher = library.searcher();
  struct Row {
    const char* query;
    const char* id;
    const char* reason;
  };
  for (const Row& row :
       {Row{"heron", "dodo", "no article has this id"}, Row{"heron", "crane", "it matches, at rank 2"},
        Row{"heron -crane", "crane", "it has crane, which is excluded"},
        Row{"+meadows water", "heron", "it does not have meadows"},
        Row{"\"water cold\"", "heron", "it does not have \"water cold\""},
        Row{"sails masts", "heron", "it has none of sails, masts"},
        Row{"water AND sails AND masts", "heron", "it does not have sails; it does not have masts"},
        Row{"sails -masts", "heron", "it does not have sails"},
        Row{"water language:sw", "heron", "the filter language:sw does not let it in"},
        Row{"(water AND language:sw) OR date:1999", "heron",
            "the filter language:sw does not let it in; the filter date:1999 does not let it in"},
        Row{"heron XOR water", "heron",
            "it has an even number of those of which it should have an odd one: heron, water"},
        Row{"water -(-crane)", "heron", "it does not have crane"}, Row{"", "heron", "the query has no word"},
        Row{"!?", "heron", "the query has no word"}}) {
    const Standing standing = searcher.standing(row.query, row.id);
    BOOST_TEST(standing.reason == row.reason, row.query << ": " << standing.reason);
  }
  const Standing lacking = searcher.standing("heron meadows frogs", "crane");
  BOOST_TEST(lacking.matches);
  check(lacking.lacks, {"meadows", "frogs"});
  // Whether it matches or not, it lacks what it does not have.
  check(searcher.standing("heron AND ships", "crane").lacks, {"ships"});
  check(searcher.standing("heron -water", "crane").lacks, {});
  check(searcher.standing("(frogs NEAR/2 water) heron", "crane").lacks, {"(frogs near/2 water)"});
}

BOOST_AUTO_TEST_CASE(what_is_repaired_is_told_of_a_standing_and_of_an_article_too) {
  Library library(birds);
  Searcher searcher = library.searcher();
  const std::string warning = searcher.search("(heron").warnings.at(0).message;
  BOOST_TEST(searcher.standing("(heron", "crane").warnings.at(0).message == warning);
  BOOST_TEST(searcher.article("crane", "(heron")->warnings.at(0).message == warning);
  BOOST_TEST(searcher.article("crane")->warnings.empty());
  SearchOptions strict;
  strict.strict = true;
  BOOST_CHECK_THROW((void)searcher.standing("(heron", "crane", strict), Error);
  // Stop words side by side are a phrase, and where there is none, words.
  BOOST_TEST(searcher.standing("it the", "stork").matches);
}

BOOST_AUTO_TEST_CASE(a_match_in_the_name_of_the_author_is_marked) {
  Article heron = birds.front();
  heron.author = "Ann Bell; Bo Stork";
  const Library library({heron});
  const Hit hit = library.search("author:stork").hits.at(0);
  BOOST_REQUIRE(hit.author_highlights.size() == 1U);
  BOOST_TEST(hit.author.substr(hit.author_highlights[0].start) == "Stork");
  BOOST_TEST(library.searcher().article("heron", "bell")->author_highlights.size() == 1U);
}

}  // namespace
}  // namespace kwic::test
