// The highlight contract: a mark stands exactly where the match used a word. Told as text with [marks], the
// title before " | ", "…" where a sentence is cut, " / " between snippets.
#include "support/temporary_directory.h"

#include <kwic/index_writer.h>
#include <kwic/searcher.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

struct Row {
  std::string_view query;
  std::string_view language;
  std::string_view title;
  std::string_view text;
  std::string_view shown;  ///< empty: the article is no hit
};

std::string marked(std::string_view text, const std::vector<Range>& highlights) {
  std::string out;
  std::size_t at = 0;
  for (const Range& range : highlights) {
    out.append(text.substr(at, range.start - at)).append("[");
    out.append(text.substr(range.start, range.end - range.start)).append("]");
    at = range.end;
  }
  return out.append(text.substr(at));
}

std::string without_white_space(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

std::string shown(const Hit& hit) {
  std::string out = marked(hit.title, hit.title_highlights) + " |";
  for (const Snippet& snippet : hit.snippets) {
    out += out.ends_with('|') ? " " : " / ";
    if (snippet.cut_before) out += "\u2026";
    out += marked(snippet.text, snippet.highlights);
    if (snippet.cut_after) out += "\u2026";
  }
  return out;
}

/// All rows are articles of one index, and each is asked its query.
void check(const std::vector<Row>& rows) {
  const TemporaryDirectory place;
  {
    IndexWriter writer(place / "index");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Article article;
      article.id = std::to_string(i);
      article.title = rows[i].title;
      article.text = rows[i].text;
      article.language = rows[i].language;
      BOOST_REQUIRE(!writer.add(article).has_value());
    }
    (void)writer.commit();
  }
  Searcher searcher(place / "index");
  SearchOptions options;
  options.limit = rows.size();
  options.snippet_columns = 90;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const SearchResult result = searcher.search(rows[i].query, options);
    const auto hit = std::ranges::find(result.hits, std::to_string(i), &Hit::id);
    BOOST_TEST_CONTEXT(rows[i].query << " in: " << rows[i].text) {
      BOOST_TEST((hit == result.hits.end() ? "" : shown(*hit)) == rows[i].shown);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_stem_marks_the_whole_word_as_it_is_written) {
  check({
      {"run", "en", "", "He runs. She was running. They ran.", " | He [runs]. She was [running]. They ran."},
      {"negotiations", "en", "Negotiating", "They negotiated.", "[Negotiating] | They [negotiated]."},
      {"häuser", "de", "", "Das Haus und die Häuser.", " | Das [Haus] und die [Häuser]."},
      {"nation", "fr", "", "Les nations unies.", " | Les [nations] unies."},
      {"книга", "ru", "", "Он читал книги.", " | Он читал [книги]."},
      {"running", "en", "", "RUNNING, Running and running.", " | [RUNNING], [Running] and [running]."},
      {"iran", "en", "", "Iran's oil, and Iran’s gas.", " | [Iran's] oil, and [Iran’s] gas."},
  });
}

BOOST_AUTO_TEST_CASE(accents_in_either_normal_form_are_marked_whole) {
  check({
      {"resume", "en", "", "Her r\u00E9sum\u00E9 and re\u0301sume\u0301.",
       " | Her [r\u00E9sum\u00E9] and [re\u0301sume\u0301]."},
      {"re\u0301sume\u0301", "en", "", "A resume, a R\u00C9SUM\u00C9.",
       " | A [resume], a [R\u00C9SUM\u00C9]."},
      {"strasse", "de", "", "Die Straße.", " | Die [Straße]."},
      {"file", "en", "", "A \uFB01le and a ｆｉｌｅ.", " | A [\uFB01le] and a [ｆｉｌｅ]."},
      {"Ελλαδα", "el", "", "Η Ελλάδα.", " | Η [Ελλάδα]."},
  });
}

BOOST_AUTO_TEST_CASE(a_phrase_marks_the_phrase_only) {
  check({
      {"\"maximum pressure\"", "en", "", "Pressure rose. Maximum pressure, the maximum.",
       " | Pressure rose. [Maximum pressure], the maximum."},
      {"\"maximum pressure\"", "en", "Maximum pressure", "The pressure of a maximum.",
       "[Maximum pressure] | The pressure of a maximum."},
      {"\"to be or not\"", "en", "", "To be, or not to be.", " | [To be, or not] to be."},
      {"\"of water\"", "en", "", "Of wine. Of\nwater and of it.", " | Of wine. [Of water] and of it."},
      {"\"runs away\"", "en", "", "He ran away and runs away.", " | He ran away and [runs away]."},
      {"\"red house\" red", "en", "", "A red car. A red house.", " | A [red] car. A [red house]."},
      {"\"first second\"", "en", "", "It was first. Second place.", " | It was [first. Second] place."},
      {"\"absent friends\"", "en", "", "Friends absent.", ""},
  });
}

BOOST_AUTO_TEST_CASE(an_excluded_word_is_never_marked) {
  check({
      {"oil -gas", "en", "", "Oil alone.", " | [Oil] alone."},
      {"coal -gas", "en", "", "Coal and gas.", ""},
      {"tea -\"green tea\"", "en", "", "Tea is not green.", " | [Tea] is not green."},
  });
}

BOOST_AUTO_TEST_CASE(compounds_are_marked_whole_or_by_the_part_that_was_asked_for) {
  check({
      {"ceasefire", "en", "", "The cease-fire held.", " | The [cease-fire] held."},
      {"cease-fire", "en", "", "The ceasefire held; a cease fire.",
       " | The [ceasefire] held; a [cease fire]."},
      {"fire", "en", "", "The cease-fire held.", " | The cease-[fire] held."},
      {"C++", "en", "", "C++ is not C# nor C.", " | [C++] is not C# nor C."},
      {"example.com", "en", "", "See example.com now.", " | See [example.com] now."},
      {"american", "en", "", "In Tehran.American talks.", " | In Tehran.[American] talks."},
      {"U.S.", "en", "", "The U.S. told us of the US.", " | The [U.S.] told us of the [US]."},
  });
}

BOOST_AUTO_TEST_CASE(words_that_must_stand_near_each_other_are_marked_where_they_do) {
  check({
      {"talks NEAR/2 muscat", "en", "", "Muscat. Once, the talks were far off. Talks in Muscat.",
       " | Muscat. Once, the talks were far off. [Talks] in [Muscat]."},
      {"salt ADJ/2 pepper", "en", "", "Pepper, salt. Salt and pepper.",
       " | Pepper, salt. [Salt] and [pepper]."},
  });
}

BOOST_AUTO_TEST_CASE(an_exact_word_is_marked_and_its_inflections_are_not) {
  check({
      {"=singing", "en", "", "They sing. Singing is joy.", " | They sing. [Singing] is joy."},
      {"=Singing", "en", "", "SINGING all day: he sings.", " | [SINGING] all day: he sings."},
  });
}

BOOST_AUTO_TEST_CASE(a_word_asked_in_a_field_is_marked_there_only) {
  check({
      {"title:violin", "en", "A violin", "The violin of wood.", "A [violin] | The violin of wood."},
      {"title:\"old cello\" cello", "en", "An old cello", "The old cello.",
       "An [old cello] | The old [cello]."},
  });
}

BOOST_AUTO_TEST_CASE(a_pattern_marks_the_words_that_it_fits) {
  check({
      {"glacio*", "en", "Glaciology", "A glaciologist, no glacier.",
       "[Glaciology] | A [glaciologist], no glacier."},
      {"*morph", "en", "", "An isomorph is no morphology.", " | An [isomorph] is no morphology."},
      {"gr?y", "en", "", "Gray, grey, greyer, gravy.", " | [Gray], [grey], greyer, gravy."},
      {"caf\u00E9t*", "en", "", "The cafete\u0301ria, the CAFETIERE.",
       " | The [cafete\u0301ria], the [CAFETIERE]."},
      {"title:orni*", "en", "Ornithology", "An ornithologist.", "[Ornithology] | An ornithologist."},
      {"\"zebra cross*\"", "en", "", "Crossings; the zebra crosses at a zebra crossing.",
       " | Crossings; the [zebra crosses] at a [zebra crossing]."},
      {"\u043A\u0430\u043B\u0438\u043D*", "ru", "",
       "\u041A\u0430\u043B\u0438\u043D\u0430 \u0438 \u043C\u0430\u043B\u0438\u043D\u0430.",
       " | [\u041A\u0430\u043B\u0438\u043D\u0430] \u0438 \u043C\u0430\u043B\u0438\u043D\u0430."},
  });
}

BOOST_AUTO_TEST_CASE(a_spelling_marks_the_words_within_its_distance) {
  check({
      {"kissinjer~", "en", "", "Kissinger, not a kissing.", " | [Kissinger], not a kissing."},
      {"huricane~", "en", "", "The hurricane, the HURRICANES.", " | The [hurricane], the HURRICANES."},
      {"huricane~2", "en", "", "Hurricane and HURRICANES.", " | [Hurricane] and [HURRICANES]."},
      {"nai\u0308vety~", "en", "", "The na\u00EFvet\u00E9, a naivety.",
       " | The [na\u00EFvet\u00E9], a [naivety]."},
  });
}

BOOST_AUTO_TEST_CASE(scripts_without_spaces_are_marked_at_their_characters) {
  check({
      {"印刷", "zh", "", "活字印刷术是发明。", " | 活字[印刷]术是发明。"},
      {"字印", "zh", "", "活字印刷术。", " | 活[字印]刷术。"},
      {"\"活字印刷\"", "zh", "", "印刷和活字印刷。", " | 印刷和[活字印刷]。"},
      {"東京", "ja", "", "私は東京に住む。", " | 私は[東京]に住む。"},
      {"ภาษา", "th", "", "ฉันรักภาษาไทย", " | ฉันรัก[ภาษา]ไทย"},
      {"서울", "ko", "", "서울 시내", " | [서울] 시내"},
  });
}

BOOST_AUTO_TEST_CASE(right_to_left_words_are_marked_in_the_order_of_the_bytes) {
  check({
      {"مضيق", "ar", "", "يقع مضيق هرمز هنا.", " | يقع [مضيق] هرمز هنا."},
      {"שלום", "he", "", "אמר שלום לכולם.", " | אמר [שלום] לכולם."},
      {"کتاب", "fa", "کتاب", "این کتاب من است.", "[کتاب] | این [کتاب] من است."},
      {"كتاب", "ar", "", "كِتَابٌ جديد.", " | [كِتَابٌ] جديد."},
  });
}

BOOST_AUTO_TEST_CASE(the_snippets_of_a_long_text_are_highlighted_as_the_whole_text_is) {
  std::mt19937 random(5);
  const std::vector<std::string> words = {"oil",
                                          "Crude oil",
                                          "crude",
                                          "negotiated",
                                          "negotiations",
                                          "the",
                                          "tanker",
                                          "OIL\n",
                                          "r\u00E9sum\u00E9,",
                                          "cease-fire.",
                                          "and",
                                          "went",
                                          "\u77F3\u6CB9\u4EF7\u683C"};
  const TemporaryDirectory place;
  {
    IndexWriter writer(place / "index");
    for (int i = 0; i < 8; ++i) {
      Article article{.id = std::to_string(i), .language = "en"};
      const std::size_t rare = 30 + random() % 200;
      while (article.text.size() < 50'000U * (1 + static_cast<std::size_t>(i) % 4)) {
        article.text += random() % rare == 0 ? words[random() % words.size()] : "filler word";
        article.text += random() % 12 == 0 ? ".\n" : " ";
      }
      BOOST_REQUIRE(!writer.add(article).has_value());
    }
    (void)writer.commit();
  }
  Searcher searcher(place / "index");
  std::size_t highlights = 0;
  for (const char* const query :
       {"oil negotiation", "\"crude oil\"", "resume tankers", "ceasefire -zebra", "crude NEAR/9 oil",
        "\u6CB9\u4EF7", "tank* AND negotiated~", "+oil +resume +and"}) {
    for (const Hit& hit : searcher.search(query).hits) {
      const MarkedArticle whole = searcher.article(hit.id, query).value();
      const std::vector<Range>& all = whole.highlights;
      for (const Snippet& snippet : hit.snippets) {
        const auto expected = std::ranges::count_if(
            all, [&](const Range& range) { return range.start < snippet.end && range.end > snippet.start; });
        BOOST_TEST(snippet.highlights.size() == static_cast<std::size_t>(expected),
                   query << ": " << snippet.text);
        highlights += snippet.highlights.size();
        const std::string text = whole.article.text.substr(snippet.start, snippet.end - snippet.start);
        BOOST_TEST(without_white_space(snippet.text) == without_white_space(text));
        const auto lines = std::ranges::count(whole.article.text.substr(0, snippet.start), '\n');
        BOOST_TEST(snippet.line == 1 + static_cast<std::size_t>(lines));
      }
    }
  }
  BOOST_TEST(highlights > 60);
}

/// Long texts are stored in blocks of 32 KiB.
BOOST_AUTO_TEST_CASE(a_snippet_goes_on_across_the_border_of_two_blocks) {
  for (const std::size_t before_border : {1U, 9U, 20U, 33U}) {
    std::string text;
    while (text.size() < 32'768 - 40) text += "word ";
    text.resize(32'768 - before_border - 2);
    text += ".\nThe walruses slept near a rusty tanker.\n";
    while (text.size() < 100'000) text += "word ";
    const TemporaryDirectory place;
    {
      IndexWriter writer(place / "index");
      BOOST_REQUIRE(!writer.add({.id = "1", .title = "T", .language = "en", .text = text}).has_value());
      (void)writer.commit();
    }
    SearchOptions options;
    options.snippet_columns = 42;
    const SearchResult result = Searcher(place / "index").search("walrus tanker", options);
    BOOST_REQUIRE(result.hits.size() == 1U);
    BOOST_TEST(shown(result.hits[0]) == "T | The [walruses] slept near a rusty [tanker].");
  }
}

BOOST_AUTO_TEST_CASE(an_article_that_a_filter_keeps_out_has_no_marks) {
  const TemporaryDirectory place;
  {
    IndexWriter writer(place / "index");
    BOOST_REQUIRE(!writer.add({.id = "1", .language = "en", .text = "A walrus slept here."}).has_value());
    (void)writer.commit();
  }
  Searcher searcher(place / "index");
  BOOST_TEST(searcher.article("1", "walrus words:4")->highlights.size() == 1U);
  BOOST_TEST(searcher.article("1", "walrus words:5..")->highlights.empty());
}

BOOST_AUTO_TEST_CASE(what_matches_in_the_title_only_shows_the_beginning_of_the_text) {
  check({
      {"zebras", "en", "All about zebras", "First sentence. Second.",
       "All about [zebras] | First sentence. Second."},
      {"giraffes", "en", "Of giraffes", "", "Of [giraffes] |"},
      {"okapi okapis", "en", "Okapi", "An okapi.", "[Okapi] | An [okapi]."},
  });
}

}  // namespace
}  // namespace kwic::test
