// From the text of a query to its tree, told by the tree's printed form.
#include "query/parse.h"
#include "query/propose.h"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace kwic::test {
namespace {

ParsedQuery parse(std::string_view text, bool plain = false,
                  const LanguageShares& languages = {{"en", 1.0}}) {
  WordReader reader(languages);
  return parse_query(text, plain, reader);
}

std::string tree(std::string_view text, bool plain = false) {
  const ParsedQuery parsed = parse(text, plain);
  return parsed.query ? print(*parsed.query) : "nothing";
}

struct Row {
  std::string_view text;
  std::string_view tree;
};

void check(const std::vector<Row>& rows, bool plain = false) {
  for (const Row& row : rows) {
    BOOST_TEST_CONTEXT("query: " << row.text) {
      BOOST_TEST(tree(row.text, plain) == row.tree);
    }
  }
}

BOOST_AUTO_TEST_CASE(words_phrases_and_signs_make_a_tree) {
  check({
      {"nuclear talks", "(any nuclear talks)"},
      {"talks", "talks"},
      {"  talks\t", "talks"},
      {R"("maximum pressure")", R"("maximum pressure")"},
      {R"("maximum pressure" iran oman)", R"((prefer "maximum pressure" (any iran oman)))"},
      {"+iran talks", "(prefer iran talks)"},
      {"+iran +oman talks", "(prefer (all iran oman) talks)"},
      {"iran -syria", "(without iran syria)"},
      {"iran -syria -iraq", "(without iran syria iraq)"},
      {R"(iran -"oil price")", R"((without iran "oil price"))"},
      {R"(+"oil price" iran)", R"((prefer "oil price" iran))"},
      {"-syria", "(without everything syria)"},
      {"\u201Cmaximum pressure\u201D", R"("maximum pressure")"},
  });
}

BOOST_AUTO_TEST_CASE(a_compound_is_one_word_of_the_query) {
  check({
      {"cease-fire talks", "(any cease-fire talks)"},
      {"user@example.com", "user@example.com"},
      {"C++ C#", "(any C++ C#)"},
      {"and/or oil/gas", "(any oil gas)"},
  });
}

BOOST_AUTO_TEST_CASE(stop_words_rank_only_when_there_is_nothing_else) {
  check({
      {"the talks of oman", "(any talks oman)"},
      {"to be or not to be", R"("to be or not to be")"},
      {"the who", R"("the who")"},
      {"the", "the"},
      {"+iran the", "iran"},
      {"+the", "the"},
  });
}

BOOST_AUTO_TEST_CASE(a_lone_us_among_names_may_be_the_country) {
  check({
      {"us iran talks", "(any us iran talks)"},
      {"tell us what they want from iran", "(any tell want iran)"},
  });
  const ParsedQuery parsed = parse("us iran");
  BOOST_TEST(parsed.query->children[0].words[0].stems == std::vector<std::string>{"u.s."});
}

BOOST_AUTO_TEST_CASE(plain_takes_every_sign_for_what_it_stands_beside) {
  check({{R"(iran -syria "oil price)", "(any iran syria oil price)"}, {"-", "nothing"}}, true);
}

BOOST_AUTO_TEST_CASE(a_query_without_a_word_is_nothing_and_says_so) {
  for (const std::string_view text :
       {"", " ", "-", "+", "!?", "\"\"", "-\"\"", "+", "((((", "\"", "- -", "\xff\xfe"}) {
    const ParsedQuery parsed = parse(text);
    BOOST_TEST_CONTEXT("query: " << text) {
      BOOST_TEST(!parsed.query.has_value());
      BOOST_REQUIRE(!parsed.warnings.empty());
      BOOST_TEST(parsed.warnings.back().message.find("no word") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_was_repaired_is_a_warning_with_its_position) {
  const ParsedQuery open = parse("iran \"oil price");
  BOOST_TEST(print(*open.query) == R"((prefer "oil price" iran))");
  BOOST_REQUIRE(open.warnings.size() == 1);
  BOOST_TEST(open.warnings[0].position == 5);

  const ParsedQuery empty = parse("iran +\"!\"");
  BOOST_TEST(print(*empty.query) == "iran");
  BOOST_REQUIRE(empty.warnings.size() == 1);
  BOOST_TEST(empty.warnings[0].position == 7);
}

BOOST_AUTO_TEST_CASE(words_beyond_the_limit_are_left_out_with_one_warning) {
  std::string many;
  for (std::size_t i = 0; i < most_query_words + 500; ++i) many += "w" + std::to_string(i) + ' ';
  const ParsedQuery parsed = parse(many);
  BOOST_TEST(parsed.query->children.size() == most_query_words);
  BOOST_TEST(parsed.warnings.size() == 1);
}

BOOST_AUTO_TEST_CASE(a_word_is_asked_for_in_every_language_of_the_index) {
  const ParsedQuery parsed = parse("negotiations", false, {{"de", 0.5}, {"en", 0.5}});
  BOOST_TEST(parsed.query->words[0].stems == (std::vector<std::string>{"negotiation", "negoti"}));
}

BOOST_AUTO_TEST_CASE(a_stop_word_must_be_one_in_every_language_that_matters) {
  BOOST_TEST(!parse("die", false, {{"de", 0.5}, {"en", 0.5}}).query->words[0].stop);
  BOOST_TEST(parse("die", false, {{"de", 0.999}, {"en", 0.001}}).query->words[0].stop);
}

BOOST_AUTO_TEST_CASE(a_compound_is_the_same_in_every_language_whatever_its_acronyms) {
  const LanguageShares many = {{"ar", 0.2}, {"de", 0.2}, {"en", 0.2}, {"fr", 0.2}, {"zh", 0.2}};
  for (const char* const text : {"US-Iranian talks", "IT-Talks US-led WHO-based", "WHO-led", "#US-led", "@IT",
                                 "UN-DIE-US", "the US's #IT-WHO.US", "l'US-IT", "A-US&WHO-in"}) {
    const ParsedQuery parsed = parse(text, false, many);
    BOOST_TEST(parsed.query.has_value(), text);
  }
  const ParsedQuery led = parse("US-led talks", false, many);
  BOOST_TEST(print(*led.query) == "(any US-led talks)");
  BOOST_TEST(led.query->children[0].words[0].parts.size() == 2);
}

BOOST_AUTO_TEST_CASE(spaces_signs_and_quotation_marks_of_other_scripts_count_too) {
  check({
      {"\u8336\u3000-iran", "(without \u8336 iran)"},
      {"oman \uFF0Biran", "(prefer iran oman)"},
      {"oman \u2212iran", "(without oman iran)"},
      {"\u00ABmaximum pressure\u00BB", R"("maximum pressure")"},
      {"\u300Cmaximum pressure\u300D", R"("maximum pressure")"},
  });
}

BOOST_AUTO_TEST_CASE(stop_words_alone_are_a_phrase_and_otherwise_words) {
  const ParsedQuery parsed = parse("who is the");
  BOOST_TEST(print(*parsed.query) == R"("who is the")");
  BOOST_TEST(print(*parsed.otherwise) == "(all who is the)");
  BOOST_TEST(parsed.warnings.size() == 1);
  BOOST_TEST(!parse("who is iran").otherwise.has_value());
}

BOOST_AUTO_TEST_CASE(only_what_xapian_cannot_decide_needs_the_matcher) {
  const auto needed = [](std::string_view text) { return needs_matcher(*parse(text).query); };
  BOOST_TEST(!needed("iran talks"));
  BOOST_TEST(!needed("+iran -syria"));
  BOOST_TEST(needed("\"iran talks\""));
  BOOST_TEST(needed("iran -\"oil price\""));
  BOOST_TEST(needed("cease-fire"));
}

}  // namespace
}  // namespace kwic::test
