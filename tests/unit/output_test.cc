// The renderings of hits, and that nothing an article holds gets out of them: not on a terminal, not in HTML,
// not in JSON.
#include "program/output.h"

#include "support/safe_output.h"
#include "support/shared_files.h"
#include "text/columns.h"
#include "text/utf8.h"
#include "text/visible.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

using namespace std::string_view_literals;
using program::Answer;
using program::Look;
using program::Writing;

Hit heron() {
  Hit hit;
  hit.rank = 1;
  hit.score = 2.5;
  hit.id = "/birds/heron.txt";
  hit.path = hit.id;
  hit.title = "The grey heron";
  hit.title_highlights = {{9, 14}};
  hit.author = "Ann Bell";
  hit.date = "2024-03-20T10:00:00";
  hit.language = "en";
  hit.snippets = {{"A heron waits for fish.", 120, 143, 7, {{2, 7}}, false, true}};
  return hit;
}

std::string rendered(std::string_view format, const std::vector<Hit>& hits, const Writing& writing = {}) {
  SearchResult result;
  result.hits = hits;
  result.total.value = hits.size();
  return program::find_format(format).render(Answer{"heron <b>", "", 0, result}, writing);
}

BOOST_AUTO_TEST_CASE(text_is_wrapped_to_the_width_of_the_terminal) {
  Writing writing;
  writing.look.width = 20;
  const std::string text = rendered("text", {heron()}, writing);
  BOOST_TEST(text ==
             "1. The grey heron\n   2024-03-20 · Ann\n   Bell · /birds/\n   heron.txt\n   A heron waits "
             "for\n   fish.…\n\n1 article\n");
  writing.look.width = 0;
  BOOST_TEST(rendered("text", {heron()}, writing) ==
             "1. The grey heron\n   2024-03-20 · Ann Bell · /birds/heron.txt\n   A heron waits for "
             "fish.…\n\n1 article\n");
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_the_terminal_in_any_script) {
  Hit hit = heron();
  hit.snippets[0].text =
      "\u6D3B\u5B57\u5370\u5237\u8853\u306F\u767A\u660E\u3067\u3042\u308B\u3002 "
      "\u0E09\u0E31\u0E19\u0E23\u0E31\u0E01\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22\u0E21\u0E32\u0E01 "
      "\U0001F468\u200D\U0001F469\u200D\U0001F467\U0001F1EE\U0001F1F7 "
      "\u064A\u0642\u0639 \u0645\u0636\u064A\u0642 \u0647\u0631\u0645\u0632 " +
      std::string(70, 'x');
  hit.snippets[0].highlights = {{3, 9}};
  for (std::size_t width = 20; width < 50; ++width) {
    Writing writing;
    writing.look.width = width;
    std::istringstream lines(rendered("text", {hit}, writing));
    std::string all;
    for (std::string line; std::getline(lines, line);) {
      BOOST_TEST(columns(line) <= width, line);
      BOOST_TEST(is_valid_utf8(line));
    }
  }
}

BOOST_AUTO_TEST_CASE(colour_and_links_are_put_on_again_in_every_line) {
  Writing writing;
  writing.look.width = 20;
  writing.look.color = writing.look.links = true;
  Hit hit = heron();
  hit.path = "/birds/a heron\xC3\xA9#1.txt";
  const std::string text = rendered("text", {hit}, writing);
  BOOST_TEST(text.find("A \033[1;31mheron\033[0m waits") != std::string::npos);
  BOOST_TEST(text.find("/birds/a%20heron%C3%A9%231.txt\033\\") != std::string::npos, text);
  for (std::size_t i = text.find("\033]8;;file"); i != std::string::npos;
       i = text.find("\033]8;;file", i + 1)) {
    BOOST_TEST(text.find("\033]8;;\033\\", i) < text.find('\n', i));
  }
}

BOOST_AUTO_TEST_CASE(right_to_left_text_is_isolated_from_what_stands_beside_it) {
  Writing writing;
  writing.look.width = 80;
  Hit hit = heron();
  hit.author = "\u05D0\u05D1";
  BOOST_TEST(rendered("text", {hit}, writing).find("\u2068\u05D0\u05D1\u2069 \u00B7") != std::string::npos);
  writing.look.width = 0;
  BOOST_TEST(rendered("text", {hit}, writing).find("\u2068") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(scores_are_shown_on_request) {
  Writing writing;
  writing.look.score = true;
  BOOST_TEST(rendered("text", {heron()}, writing).find("   2.50 \u00B7 2024-03-20") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_explanation_is_a_column_of_numbers_with_their_reasons) {
  Hit hit = heron();
  hit.score = 2.25;
  hit.explanation =
      Explanation{{{"heron", 1.5, 3, 1200, true}, {"grey", 0.75, 1, 1, false, "\"grey heron\""}},
                  {{"grey", "heron", 1, 0.5}, {"heron", "fish", 2, 0.25}},
                  0.75,
                  1000,
                  300};
  const std::string text = rendered("text", {hit});
  const std::string lines =
      "      1.5000  heron: 3 in 1000 words that count, title included; in 1,200 articles\n"
      "      0.7500  grey of \"grey heron\": 1 in 1000 words that count; in 1 article\n"
      "      0.5000  grey beside heron: 1 time\n"
      "      0.2500  heron beside fish: 2 times\n"
      "   x  0.7500  for its age\n"
      "      2.2500  score\n";
  BOOST_TEST(text.find(lines) != std::string::npos, text);
  hit.explanation->recency = 1;
  BOOST_TEST(rendered("text", {hit}).find("age") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(copies_are_named_below_the_article_that_they_repeat) {
  Hit hit = heron();
  hit.copies = {"/birds/copy.txt"};
  BOOST_TEST(rendered("text", {hit}).find("\n   and a copy: /birds/copy.txt\n") != std::string::npos);
  hit.copies = {"b\033[2Jc", "d"};
  BOOST_TEST(rendered("text", {hit}).find("\n   and 2 copies: b\uFFFD[2Jc d\n") != std::string::npos);
  const auto object =
      nlohmann::json::parse(rendered("jsonl", {hit}).substr(0, rendered("jsonl", {hit}).find('\n')));
  BOOST_TEST(object.at("copies") == nlohmann::json({"b\033[2Jc", "d"}));
}

BOOST_AUTO_TEST_CASE(counts_by_a_field_are_a_list_of_ten_and_the_number_of_the_others) {
  SearchResult result;
  result.total.value = 1500;
  Facet years{FacetField::year, {}};
  for (std::size_t i = 0; i < 12; ++i) years.counts.push_back({std::to_string(2000 + i), 1234 - i});
  result.facets = {years, {FacetField::keyword, {{"birds", 1}}}};
  const std::string text = program::render_text(Answer{"heron", "", 0, result}, {});
  BOOST_TEST(text.starts_with("year\n   1,234 articles  2000\n   1,233 articles  2001\n"), text);
  BOOST_TEST(text.find("   1,225 articles  2009\n   and 2 other values\n\nkeyword\n   1 article  birds\n") !=
                 std::string::npos,
             text);
}

BOOST_AUTO_TEST_CASE(the_place_of_an_article_is_a_line) {
  Standing standing;
  standing.reason = "it does not have frogs";
  standing.lacks = {"frogs"};
  BOOST_TEST(program::render_text(standing, "id\n\033") == "id \uFFFD: it does not have frogs\n");
  standing.matches = true;
  standing.rank = 3;
  standing.reason = "it matches, at rank 3";
  standing.lacks = {"frogs", "\"green newts\""};
  BOOST_TEST(program::render_text(standing, "id") ==
             "id: it matches, at rank 3; it lacks frogs, \"green newts\"\n");
}

BOOST_AUTO_TEST_CASE(totals_say_which_hits_are_shown_of_how_many) {
  SearchResult result;
  result.total = {1200, false};
  BOOST_TEST(program::totals(result, 0, 10) == "1-10 of about 1,200 articles");
  BOOST_TEST(program::totals(result, 10, 1) == "11 of about 1,200 articles");
  result.total = {1, true};
  BOOST_TEST(program::totals(result, 0, 1) == "1 article");
}

BOOST_AUTO_TEST_CASE(tab_separated_columns_are_named_and_hold_no_tab) {
  Hit hit = heron();
  hit.title = "The\tgrey\nheron";
  const std::string text = rendered("tsv", {hit});
  std::istringstream lines(text);
  std::string line;
  std::vector<std::size_t> tabs;
  while (std::getline(lines, line)) tabs.push_back(static_cast<std::size_t>(std::ranges::count(line, '\t')));
  BOOST_TEST((tabs == std::vector<std::size_t>{11, 11}));
  BOOST_TEST(text.starts_with("rank\tscore\tid\ttitle\t"));
  BOOST_TEST(text.find("1\t2.5000\t/birds/heron.txt\tThe grey heron\tAnn Bell\t") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_template_is_filled_for_each_hit) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"{rank} {title} {path}", "1 The grey heron /birds/heron.txt\n"},
      {"{{{id}}}", "{/birds/heron.txt}\n"},
      {"{line}\\t{snippets}\\\\", "7\tA heron waits for fish.\u2026\\\n"},
      {"{url}|{language}", "|en\n"},
      {"100%", "100%\n"},
  };
  for (const auto& [hit_template, line] : rows) {
    Writing writing;
    writing.hit_template = hit_template;
    BOOST_TEST(program::template_problem(hit_template) == "");
    BOOST_TEST(rendered("template", {heron()}, writing) == line);
  }
  BOOST_TEST(program::template_problem("{nothing}").find("{rank}") != std::string::npos);
  BOOST_TEST(program::template_problem("{rank") != "");
}

BOOST_AUTO_TEST_CASE(a_list_names_each_place_once) {
  Hit page = heron();
  page.path = "";
  page.url = "https://example.org/heron";
  Hit bare = page;
  bare.url = "";
  bare.id = "17";
  BOOST_TEST(rendered("list", {heron(), heron(), page, bare}) ==
             "/birds/heron.txt\nhttps://example.org/heron\n17\n");
  Writing writing;
  writing.separator = '\0';
  BOOST_TEST(rendered("list", {heron()}, writing) == "/birds/heron.txt\0"sv);
  BOOST_TEST(rendered("count", {heron()}) == "1\n");
}

BOOST_AUTO_TEST_CASE(a_list_on_a_terminal_shows_paths_and_in_a_pipe_gives_them_as_they_are) {
  Hit hit = heron();
  hit.path = "/birds/\033[31mheron\xFF";
  Writing writing;
  BOOST_TEST(rendered("list", {hit}, writing) == hit.path + '\n');
  writing.exact_paths = false;
  BOOST_TEST(rendered("list", {hit}, writing) == "/birds/\uFFFD[31mheron\uFFFD\n");
}

BOOST_AUTO_TEST_CASE(html_marks_words_and_links_only_where_a_link_is_safe) {
  const std::string text = rendered("html", {heron()});
  BOOST_TEST(text.find("A <mark>heron</mark> waits for fish.&hellip;") != std::string::npos);
  BOOST_TEST(text.find("heron &lt;b&gt;") != std::string::npos);
  Hit hit = heron();
  hit.path = "";
  hit.url = "javascript:alert(1)";
  BOOST_TEST(rendered("html", {hit}).find("href") == std::string::npos);
  hit.url = "https://example.org/?a=\"b\"&c";
  BOOST_TEST(rendered("html", {hit}).find("href=\"https://example.org/?a=&quot;b&quot;&amp;c\"") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_key_of_the_json_lines_is_documented) {
  const std::string document = read_file(std::string(KWIC_SOURCE_DIR) + "/searcher/jsonl.md");
  std::istringstream lines(rendered("jsonl", {heron()}) + program::render_jsonl(MarkedArticle{}));
  for (std::string line; std::getline(lines, line);) {
    const auto object = nlohmann::json::parse(line);
    for (const auto& [key, value] : object.items()) {
      BOOST_TEST((key == "type" || document.find('`' + key + '`') != std::string::npos), key);
      if (!value.is_array() || value.empty() || !value[0].is_object()) continue;
      for (const auto& [inner, ignored] : value[0].items()) {
        BOOST_TEST(document.find('`' + inner + '`') != std::string::npos, inner);
      }
    }
  }
}

// Whatever articles hold.

/// Text of pieces that terminals, browsers and parsers of JSON mind, with ranges on character borders.
class HostileText {
public:
  explicit HostileText(unsigned seed) : random_(seed) {}

  std::string text() {
    static const std::vector<std::string> pieces = {"\033[31m",
                                                    "\033]8;;http://x\033\\",
                                                    "\033]0;title\007",
                                                    "\x9B"
                                                    "31m",
                                                    "\u009B31m",
                                                    "\u202E",
                                                    "\u2066",
                                                    "\u2069",
                                                    "\u2028",
                                                    std::string(1, '\0'),
                                                    "\x7F",
                                                    "\r",
                                                    "\n",
                                                    "\t",
                                                    "\b",
                                                    "\"",
                                                    "\\",
                                                    "<script>",
                                                    "</mark>",
                                                    "&amp;",
                                                    "'",
                                                    "\xFF",
                                                    "\xE2\x82",
                                                    "\xED\xA0\x80",
                                                    "word",
                                                    "\u05D0\u05D1",
                                                    "e\u0301",
                                                    "\U0001F600",
                                                    "{rank}",
                                                    "%n",
                                                    std::string(90, 'a')};
    std::string out;
    for (std::size_t k = random_() % 12; k > 0; --k) out += pieces[random_() % pieces.size()];
    return out;
  }

  std::vector<Range> ranges(const std::string& text) {
    std::vector<Range> found;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = next_border(text, at + random_() % 5);
      const std::size_t start = next_border(text, at);
      if (end > start && random_() % 3 == 0) found.push_back({start, end});
      at = std::max(end, at + 1);
    }
    return found;
  }

  Hit hit() {
    Hit hit;
    hit.id = text();
    hit.title = text();
    hit.title_highlights = ranges(hit.title);
    hit.author = text();
    hit.date = text();
    hit.language = text();
    hit.path = '/' + text();
    hit.url = "https://" + text();
    for (std::size_t k = random_() % 3; k > 0; --k) {
      Snippet snippet;
      snippet.text = text();
      snippet.highlights = ranges(snippet.text);
      hit.snippets.push_back(snippet);
    }
    return hit;
  }

private:
  static std::size_t next_border(const std::string& text, std::size_t offset) {
    std::size_t at = 0;
    while (at < offset && at < text.size()) at += decode_utf8(text, at).length;
    return at;
  }

  std::mt19937 random_;
};

void check_html(const std::string& page) {
  BOOST_TEST(is_safe_html(page), page);
}

BOOST_AUTO_TEST_CASE(nothing_in_an_article_reaches_a_terminal_a_browser_or_a_parser_but_as_text) {
  for (unsigned seed = 1; seed <= 400; ++seed) {
    HostileText hostile(seed);
    SearchResult result;
    result.hits = {hostile.hit(), hostile.hit()};
    result.total.value = 2;
    result.warnings.push_back({0, hostile.text()});
    const std::string query = hostile.text();
    const std::string query_id = hostile.text();
    Writing writing;
    writing.hit_template = "{title}\\t{path} {snippets} {author} {date} {language} {url} {id}";
    writing.exact_paths = false;
    for (const std::size_t width : {0, 30}) {
      for (const bool color : {false, true}) {
        writing.look.width = width;
        writing.look.color = writing.look.links = color;
        for (const program::Format& format : program::formats()) {
          const std::string text = format.render(Answer{query, query_id, 0, result}, writing);
          BOOST_TEST_CONTEXT(format.name << ", seed " << seed) {
            BOOST_TEST(is_safe(without_own_escapes(text)), visible(text));
            if (format.name == "html") check_html(text);
          }
        }
      }
    }
    std::istringstream lines(rendered("jsonl", result.hits));
    for (std::string line; std::getline(lines, line);) BOOST_TEST(nlohmann::json::accept(line));
  }
}

BOOST_AUTO_TEST_CASE(nothing_in_a_whole_article_does_either) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    HostileText hostile(seed);
    MarkedArticle shown;
    shown.article.id = hostile.text();
    shown.article.title = hostile.text();
    shown.title_highlights = hostile.ranges(shown.article.title);
    shown.article.path = hostile.text();
    shown.article.text = hostile.text() + hostile.text();
    shown.highlights = hostile.ranges(shown.article.text);
    Look look;
    look.color = look.links = true;
    look.width = seed % 2 == 0 ? 40 : 0;
    BOOST_TEST(is_safe(without_own_escapes(program::render_text(shown, look))));
    check_html(program::render_html(shown));
    BOOST_TEST(nlohmann::json::accept(program::render_jsonl(shown)));
    BOOST_TEST(is_safe(program::render_jsonl(shown)));
  }
}

}  // namespace
}  // namespace kwic::test
