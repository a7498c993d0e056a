// From the text of a query to its tree, told by the tree's printed form.
#include "query/dates.h"
#include "query/filter.h"
#include "query/parse.h"
#include "query/wildcards.h"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <random>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

ParsedQuery parse(std::string_view text, bool plain = false,
                  const LanguageShares& languages = {{"en", 1.0}}) {
  WordReader reader(languages);
  return parse_query(text, {.plain = plain, .today = std::chrono::year(2026) / 3 / 1}, reader);
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
      {"oil and opec", "(any oil opec)"},
      {"the oil", "oil"},
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

BOOST_AUTO_TEST_CASE(what_is_no_text_is_not_searched_for) {
  const std::string latin1 = "caf\xe9 na\xefve r\xe9sum\xe9 ";
  BOOST_TEST(print(*parse(latin1 + latin1 + latin1).query).find("caf") != std::string::npos);
  BOOST_TEST(parse("\xff\xff\xff oil").query.has_value());
  std::string cyrillic = "oil ";  // in KOI8-R
  for (int i = 0; i < 9; ++i) cyrillic += "\xce\xc5\xc6 ";
  const ParsedQuery parsed = parse(cyrillic);
  BOOST_TEST(!parsed.query.has_value());
  BOOST_REQUIRE(parsed.warnings.size() == 1);
  BOOST_TEST(parsed.warnings[0].position == 4);
  BOOST_TEST(
      parsed.warnings[0].message ==
      "the query is no text: 27 of its 40 characters are not UTF-8, the first at 4; nothing is searched for");
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

BOOST_AUTO_TEST_CASE(operators_bind_as_the_page_of_the_language_says) {
  check({
      {"iran AND oman", "(all iran oman)"},
      {"iran OR oman OR gas", "(any iran oman gas)"},
      {"iran OR oman AND gas", "(any iran (all oman gas))"},
      {"iran XOR oman AND gas", "(odd iran (all oman gas))"},
      {"(iran OR oman) AND gas", "(all (any iran oman) gas)"},
      {"iran AND NOT oman", "(without iran oman)"},
      {"iran NOT oman talks", "(without (any iran talks) oman)"},
      {"NOT iran", "(without everything iran)"},
      {"NOT (iran OR oman)", "(without everything (any iran oman))"},
      {"iran OR NOT oman", "(any iran (without everything oman))"},
      {"NOT NOT iran", "iran"},
      {"nuclear talks AND oman", "(all (any nuclear talks) oman)"},
      {"iran AND oman -gas", "(all iran (without oman gas))"},
      {"-iran AND -oman", "(without everything iran oman)"},
      {"*", "everything"},
      {"* -iran", "(without everything iran)"},
      {"((iran))", "iran"},
      {"+(iran oman) gas", "(prefer (any iran oman) gas)"},
  });
}

BOOST_AUTO_TEST_CASE(near_joins_words_phrases_and_exact_words) {
  check({
      {"talks NEAR/5 oman", "(talks near/5 oman)"},
      {"talks ADJ/3 oman", "(talks adj/3 oman)"},
      {"talks NEAR oman", "(talks near/10 oman)"},
      {"=talks NEAR/2 \"in oman\" NEAR/3 iran", "(=talks near/2 \"in oman\" near/3 iran)"},
      {"iran talks NEAR/5 oman", "(prefer (talks near/5 oman) iran)"},
      {"iran AND talks NEAR/5 oman", "(all iran (talks near/5 oman))"},
      {"title:(talks NEAR/5 oman)", "(title:talks near/5 title:oman)"},
      {"the NEAR/3 who", "(the near/3 who)"},
  });
}

BOOST_AUTO_TEST_CASE(a_chain_of_too_many_is_repaired) {
  std::string chain = "w0";
  for (int i = 1; i < 18; ++i) chain += " NEAR w" + std::to_string(i);
  const ParsedQuery parsed = parse(chain);
  BOOST_REQUIRE(parsed.warnings.size() == 6U);
  BOOST_TEST(parsed.warnings.front().message ==
             "NEAR at 93 joins more than 12 words and phrases: taken as AND");
  const Query& all = *parsed.query;
  BOOST_TEST((all.kind == Query::Kind::all));
  BOOST_TEST(all.children.size() == 7U);
}

BOOST_AUTO_TEST_CASE(words_take_forms_weights_and_spellings) {
  check({
      {"=oil*", "oil*"},
      {"=talks", "=talks"},
      {"=talks oman", "(any =talks oman)"},
      {"=the oman", "(any =the oman)"},
      {"oman^2 iran^0.5", "(any oman^2 iran^0.5)"},
      {"\"oil price\"^3 gas", "(prefer \"oil price\"^3 gas)"},
      {"(iran oman)^2", "(any iran oman)^2"},
      {"kissinjer~ word~2", "(any kissinjer~1 word~2)"},
      {"kissinjer~^2", "kissinjer~1^2"},
      {"sanction* w?rd *tion", "(any sanction* w?rd *tion)"},
      {"\"nuclear talk*\"", "\"nuclear talk*\""},
      {"what is a word? who knows?", "(any word knows)"},
      {"http://example.com/?q=1", "(any http example.com q 1)"},
  });
}

BOOST_AUTO_TEST_CASE(fields_hold_words_phrases_and_groups_and_are_required) {
  check({
      {"title:oman", "title:oman"},
      {"title:oman talks", "(prefer title:oman talks)"},
      {"TITLE:oman", "title:oman"},
      {"author:\"spencer ackerman\"", "author:\"spencer ackerman\""},
      {"title:(iran talks)", "(any title:iran title:talks)"},
      {"title:(iran talks) oman", "(prefer (any title:iran title:talks) oman)"},
      {"title:(iran AND NOT talks)", "(without title:iran title:talks)"},
      {"-title:oman talks", "(without talks title:oman)"},
      {"title:=talks", "title:=talks"},
      {"title:the", "title:the"},
      {"keyword:\"back channel\"", "keyword:\"back channel\""},
      {"title:oil/gas", "(all title:oil title:gas)"},
      {"12:30 C:dir", "(any 12 30 C dir)"},
  });
}

BOOST_AUTO_TEST_CASE(filters_are_required_and_keep_their_values) {
  check({
      {"iran date:2024", "(all date:2024 iran)"},
      {"iran \"oil price\" date:2024", "(prefer (all \"oil price\" date:2024) iran)"},
      {"date:2023-10..2024-03", "date:2023-10..2024-03"},
      {"words:>=500 iran", "(all words:>=500 iran)"},
      {"date:>=2024-01-15 iran", "(all date:>=2024-01-15 iran)"},
      {"date:\"last week\"", "date:last week"},
      {"language:fr-CA", "language:fr"},
      {"language:(fr OR de)", "(any language:fr language:de)"},
      {"language:(fr de) iran", "(all (any language:fr language:de) iran)"},
      {"path:/a~1/*.txt", "path:/a~1/*.txt"},
      {"site:https://Example.com/page", "site:example.com"},
      {"iran -language:fr", "(without iran language:fr)"},
      {"id:articles/x.jsonl#3", "id:articles/x.jsonl#3"},
  });
}

BOOST_AUTO_TEST_CASE(a_group_of_what_is_required_is_required) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"(language:de) iran", "(all language:de iran)"},
      {"(language:fr OR language:de) iran", "(all (any language:fr language:de) iran)"},
      {"(title:oman OR title:\"oil price\") iran", "(prefer (any title:oman title:\"oil price\") iran)"},
      {"(the \"oil price\") iran", "(any \"oil price\" iran)"},  // as in a text that was pasted
      {"(-language:de) iran", "(without iran language:de)"},
      {"(oil NEAR/2 gas) iran", "(prefer (oil near/2 gas) iran)"},
      {"(oman OR language:de) iran", "(any oman language:de iran)"},
      {"(oman gas) iran", "(any oman gas iran)"},
  };
  for (const auto& [query, tree] : rows) BOOST_TEST(print(*parse(query).query) == tree, query);
}

BOOST_AUTO_TEST_CASE(not_turns_the_sign_behind_it) {
  BOOST_TEST(print(*parse("gas NOT +oil").query) == "(without gas oil)");
  BOOST_TEST(print(*parse("gas NOT -oil").query) == "(prefer oil gas)");
  BOOST_TEST(print(*parse("gas NOT oil").query) == "(without gas oil)");
  BOOST_TEST(parse("\"x^2 gas\"").warnings.empty());
  BOOST_TEST(parse("title:(oil title:gas)").warnings.empty());
  BOOST_TEST(parse("oil (").warnings.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_no_value_of_a_filter_is_not_required) {
  BOOST_TEST(print(*parse("date:soon iran").query) == "(any soon iran)");
  BOOST_TEST(print(*parse("date:2024 iran").query) == "(all date:2024 iran)");
}

BOOST_AUTO_TEST_CASE(operators_in_a_query_all_in_capitals_are_words) {
  check({
      {"IRAN AND OMAN", "(any IRAN OMAN)"},
      {"iran AND OMAN", "(all iran OMAN)"},
      {"\u4E2D AND \u65E5", "(all \u4E2D \u65E5)"},
      {"1991 OR 1992", "(any 1991 1992)"},
      {"iran and oman or gas", "(any iran oman gas)"},
  });
  BOOST_TEST(parse("IRAN AND OMAN OR GAS").warnings.size() == 1);
  BOOST_TEST(parse("iran AND OMAN OR GAS").warnings.empty());
}

BOOST_AUTO_TEST_CASE(with_all_every_word_but_the_stop_words_is_required) {
  WordReader reader({{"en", 1.0}});
  const auto all = [&](std::string_view text) {
    return print(*parse_query(text, {.match = MatchMode::all}, reader).query);
  };
  BOOST_TEST(all("nuclear talks in oman") == "(all nuclear talks oman)");
  BOOST_TEST(all("nuclear talks OR oman") == "(any (all nuclear talks) oman)");
  BOOST_TEST(all("\"oil price\" gas -iran") == "(without (all \"oil price\" gas) iran)");
  BOOST_TEST(all("language:(fr de) iran") == "(all (any language:fr language:de) iran)");
}

struct Repair {
  std::string_view text;
  std::string_view tree;
  std::size_t position;
  std::string_view message;
};

BOOST_AUTO_TEST_CASE(every_repair_is_a_warning_with_its_place_and_what_was_understood) {
  const std::vector<Repair> repairs = {
      {"iran \"oil price", "(prefer \"oil price\" iran)", 5,
       "the quotation mark at 5 is never closed: taken as closed at the end"},
      {"iran +\"!\"", "iran", 7, "no word at 7: left out"},
      {"AND iran", "iran", 0, "AND at 0 has nothing before it: taken as a word"},
      {"iran AND", "iran", 5, "AND at 5 has nothing behind it: left out"},
      {"iran AND OR oman", "(all iran (any OR oman))", 9, "OR at 9 has nothing before it: taken as a word"},
      {"iran NOT", "iran", 5, "NOT at 5 has nothing behind it: left out"},
      {"iran NEAR/5", "iran", 5, "NEAR/5 at 5 has nothing behind it: left out"},
      {"iran NEAR/99 oman", "(iran near/64 oman)", 5,
       "NEAR/99 at 5 needs a number from 1 to 64: taken as /64"},
      {"iran ADJ/x oman", "(iran adj/10 oman)", 5, "ADJ/x at 5 needs a number from 1 to 64: taken as /10"},
      {"iran NEAR/5 (oman OR gas)", "(all (any oman gas) iran)", 5,
       "NEAR/5 at 5 joins words and phrases only: taken as AND"},
      {"(iran oman", "(any iran oman)", 0, "( at 0 is never closed: taken as closed at the end"},
      {"iran) oman", "(any iran oman)", 4, ") at 4 closes nothing: left out"},
      {"IRAN AND OMAN", "(any IRAN OMAN)", 5, "AND at 5 taken as a word: the query is all in capitals"},
      {"titel:oman", "(any titel oman)", 0,
       "no field is named titel at 0: taken as text (fields are title, author, keyword, text, date, "
       "language, "
       "path, site, id, words)"},
      {"iran title: oman", "(any iran title oman)", 5, "title: at 5 has nothing behind it: taken as a word"},
      {"title:- iran", "iran", 0, "title: at 0 has no word behind it: left out"},
      {"date:soon", "soon", 5, "\"soon\" at 5 is no date: taken as text"},
      {"words:many", "many", 6, "\"many\" at 6 is no number of words: taken as text"},
      {"words:9..3", "words:9..3", 6, "the numbers at 6 end before they begin: taken the other way round"},
      {"date:2024..2023", "date:2024..2023", 5,
       "the dates at 5 end before they begin: taken the other way round"},
      {"language:nowhere-at-all", "nowhere-at-all", 9,
       "\"nowhere-at-all\" at 9 is no language: taken as text"},
      {"word~3", "word~2", 4, "the ~ at 4 takes 1 or 2: taken as 2"},
      {"gas word~0", "(any gas word~1)", 8, "the ~ at 8 takes 1 or 2: taken as 1"},
      {"\"oil price\"~3", "\"oil price\"", 11, "the ~ at 11 belongs to a single word only: left out"},
      {"=oil~", "=oil", 4, "the ~ at 4 belongs to a single word only: left out"},
      {"oil^high", "(any oil high)", 3,
       "the ^ at 3 is no weight, a number right behind a word: taken as text"},
      {"oil^-1", "(any oil 1)", 3, "the ^ at 3 is no weight, a number right behind a word: taken as text"},
      {"(oil gas)^x", "(any oil gas x)", 9,
       "the ^ at 9 is no weight, a number right behind a word: taken as text"},
      {"\"oil price\"^", "\"oil price\"", 11,
       "the ^ at 11 is no weight, a number right behind a word: taken as text"},
      {"oman^2^3", "(any oman^3 2^3)", 4,
       "the ^ at 4 is no weight, a number right behind a word: taken as text"},
      {"^2 oman", "(any 2 oman)", 0, "the ^ at 0 is no weight, a number right behind a word: taken as text"},
      {"\"oil prise~\"", "\"oil prise\"", 10, "the ~ at 10 is no sign within quotation marks: left out"},
      {"iran *~", "(any iran everything)", 6, "the ~ at 6 belongs to a single word only: left out"},
      {"iran ()", "iran", 5, "( at 5 has no word inside: left out"},
      {"+iran OR oman", "(any iran oman)", 0, "+ at 0 says nothing beside OR and XOR: left out"},
      {"iran XOR +oman", "(odd iran oman)", 9, "+ at 9 says nothing beside OR and XOR: left out"},
      {"title:(oil date:2024)", "(all date:2024 title:oil)", 11,
       "date: at 11 inside title: counts, and not that"},
      {"iran NEAR/-3 oman", "(iran near/10 oman)", 5,
       "NEAR/-3 at 5 needs a number from 1 to 64: taken as /10"},
      {"iran NEAR/ oman", "(iran near/10 oman)", 5, "NEAR/ at 5 needs a number from 1 to 64: taken as /10"},
      {"oil~near", "(any oil near)", 3,
       "the ~ at 3 is no distance, 1 or 2 right behind a word: taken as text"},
      {"iran -+oil", "(prefer oil iran)", 5, "- at 5 has another sign behind it: left out"},
      {"==oil", "=oil", 1, "= at 1 repeats the one before: left out"},
      {"iran^1000", "iran^100", 5, "the weight at 5 is more than 100: taken as 100"},
      {"iran oman gas oil \"gold price\" steel coal wheat corn tin zinc",
       "(any iran oman gas oil gold price steel coal wheat corn tin zinc)", 18,
       "the quotation at 18 in so long a text is taken as words: a + before it requires it"},
      {"iran -!", "iran", 5, "- at 5 has no word behind it: left out"},
      {"author:*", "everything", 7, "the * at 7 is no word: taken as every article"},
      {"\"the * oil\"", "\"the oil\"", 5, "the * at 5 is no word within quotation marks: left out"},
      {"iran =!", "iran", 5, "= at 5 has no word behind it: left out"},
  };
  for (const Repair& repair : repairs) {
    BOOST_TEST_CONTEXT("query: " << repair.text) {
      const ParsedQuery parsed = parse(repair.text);
      BOOST_TEST(print(*parsed.query) == repair.tree);
      BOOST_REQUIRE(parsed.warnings.size() == 1);
      BOOST_TEST(parsed.warnings[0].position == repair.position);
      BOOST_TEST(parsed.warnings[0].message == repair.message);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_quotation_beside_fewer_than_ten_words_or_behind_a_plus_is_required) {
  check({
      {"iran oman gas oil \"gold price\" steel coal wheat corn tin",
       "(prefer \"gold price\" (any iran oman gas oil steel coal wheat corn tin))"},
      {"iran oman gas oil +\"gold price\" steel coal wheat corn tin zinc",
       "(prefer \"gold price\" (any iran oman gas oil steel coal wheat corn tin zinc))"},
      {"iran oman gas oil =\"gold price\" steel coal wheat corn tin zinc",
       "(prefer \"gold price\" (any iran oman gas oil steel coal wheat corn tin zinc))"},
      {"iran oman gas oil title:\"gold price\" steel coal wheat corn tin zinc",
       "(prefer title:\"gold price\" (any iran oman gas oil steel coal wheat corn tin zinc))"},
  });
}

BOOST_AUTO_TEST_CASE(what_nests_deeper_than_the_limit_is_repaired) {
  const std::string deep = std::string(1000, '(') + "iran" + std::string(1000, ')') + " oman";
  const ParsedQuery parsed = parse(deep);
  BOOST_TEST(print(*parsed.query) == "(any iran oman)");
  BOOST_TEST(!parsed.warnings.empty());
  std::string nots;
  for (int i = 0; i < 3000; ++i) nots += "NOT ";
  BOOST_TEST(print(*parse(nots + "iran").query) == "iran");
  std::string nested = "iran";
  for (int i = 0; i < 200; ++i) nested.insert(0, "(x AND NOT ").append(")");
  BOOST_TEST(parse(nested).query.has_value());
}

BOOST_AUTO_TEST_CASE(any_bytes_are_a_query_and_what_is_printed_is_understood_again) {
  const std::vector<std::string> pieces = {"iran",
                                           "oman",
                                           "the",
                                           " ",
                                           " ",
                                           "(",
                                           ")",
                                           "\"",
                                           "AND ",
                                           " OR ",
                                           "NOT ",
                                           "XOR",
                                           " NEAR/3 ",
                                           "ADJ",
                                           "+",
                                           "-",
                                           "=",
                                           "*",
                                           "?",
                                           "~",
                                           "^2",
                                           "title:",
                                           "date:2024",
                                           "date:",
                                           ":",
                                           "~2",
                                           "path:",
                                           "\xFF",
                                           "\xE2\x80",
                                           "\u4E2D",
                                           "US",
                                           "a-b",
                                           "U.S.",
                                           "/",
                                           ".",
                                           "..",
                                           std::string(1, '\0')};
  std::mt19937 random(5);
  WordReader reader({{"en", 0.6}, {"de", 0.4}});
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t k = random() % 14; k > 0; --k) text += pieces[random() % pieces.size()];
    if (i % 5 == 0) {
      for (char& c : text) c = static_cast<char>(random() % 256);
    }
    const ParsedQuery parsed =
        parse_query(text, {.match = i % 2 == 0 ? MatchMode::any : MatchMode::all}, reader);
    if (parsed.query) BOOST_TEST(!print(*parsed.query).empty());
    if (!parsed.query) BOOST_TEST(!parsed.warnings.empty());
  }
}

BOOST_AUTO_TEST_CASE(dates_are_ranges_of_iso_texts) {
  const auto dates = [](std::string_view text) {
    bool turned = false;
    const auto range = read_dates(text, std::chrono::year(2026) / 3 / 1, turned);  // a Sunday
    return range ? range->first + " to " + range->last : "none";
  };
  const std::vector<std::pair<std::string_view, std::string_view>> rows = {
      {"2024", "2024 to 2024~"},
      {"2024-03", "2024-03 to 2024-03~"},
      {"2024/03/15", "2024-03-15 to 2024-03-15~"},
      {"20240315", "2024-03-15 to 2024-03-15~"},
      {"202403", "2024-03 to 2024-03~"},
      {"2023-10..2024-03", "2023-10 to 2024-03~"},
      {"2024-03..", "2024-03 to ~"},
      {"..2024-03", "0 to 2024-03~"},
      {">2024-03", "2024-03~ to ~"},
      {">=2024-03", "2024-03 to ~"},
      {"<=2024-03", "0 to 2024-03~"},
      {"<2024-03", "0 to 2024-02~"},
      {"<2024-10", "0 to 2024-09~"},
      {"<2024-01", "0 to 2023-12~"},
      {"<2024", "0 to 2023~"},
      {"<2024-03-01", "0 to 2024-02-29~"},
      {">=2024-01-01", "2024 to ~"},
      {"2024-03-01..2024-04", "2024-03 to 2024-04~"},
      {"today", "2026-03 to 2026-03-01~"},
      {"Yesterday", "2026-02-28 to 2026-02-28~"},
      {"this-week", "2026-02-23 to 2026-03-01~"},
      {"last week", "2026-02-16 to 2026-02-22~"},
      {"last-month", "2026-02 to 2026-02~"},
      {"last_year", "2025 to 2025~"},
      {"7-days", "2026-02-22 to 2026-03-01~"},
      {"7-days-ago", "2026-02-22 to 2026-02-22~"},
      {"12-months..", "2025-03 to ~"},
      {"yesterday..today", "2026-02-28 to 2026-03-01~"},
      {"2024-13", "none"},
      {"2023-02-29", "none"},
      {"24", "none"},
      {"..", "none"},
      {"", "none"},
      {"next-week", "none"},
      {"x..2024", "none"},
      {">", "none"},
  };
  for (const auto& [text, range] : rows) BOOST_TEST(dates(text) == range, text << ": " << dates(text));
}

BOOST_AUTO_TEST_CASE(a_date_before_another_is_outside_it_on_every_day) {
  bool turned = false;
  const auto before = read_dates("<2024-01-10", {}, turned);
  for (const char* const inside : {"2024-01-09", "2024-01-09T23:59:59", "2023", "2023-12"})
    BOOST_TEST(before->contains(inside), inside);
  for (const char* const outside :
       {"2024-01-10", "2024-01-10T00:00:00", "2024-01-11", "2025", "", "2024", "2024-01"})
    BOOST_TEST(!before->contains(outside), outside);
}

/// Days, months and years against ranges of each, as a comparison of days tells it.
BOOST_AUTO_TEST_CASE(a_date_is_in_a_range_that_has_all_of_its_days) {
  using namespace std::chrono;
  struct Days {
    sys_days first;
    sys_days last;
  };
  std::vector<std::pair<std::string, Days>> periods;
  for (const int y : {2023, 2024, 2025}) {
    periods.push_back({std::to_string(y), {year(y) / 1 / 1, year(y) / 12 / 31}});
    for (const unsigned m : {1U, 2U, 6U, 12U}) {
      const std::string name = std::to_string(y) + (m < 10 ? "-0" : "-") + std::to_string(m);
      const year_month_day end = year(y) / m / std::chrono::last;
      periods.push_back({name, {year(y) / m / 1, end}});
      periods.push_back({name + "-01", {year(y) / m / 1, year(y) / m / 1}});
      periods.push_back({name + '-' + std::to_string(static_cast<unsigned>(end.day())), {end, end}});
    }
  }
  bool turned = false;
  const auto is_in = [&](const std::string& range, const std::string& date) {
    return read_dates(range, {}, turned)->contains(date);
  };
  for (const auto& [date, of_date] : periods) {
    for (const auto& [bound, of_bound] : periods) {
      const std::string what = date + " and " + bound;
      BOOST_TEST(is_in(bound, date) == (of_bound.first <= of_date.first && of_date.last <= of_bound.last),
                 what);
      BOOST_TEST(is_in('<' + bound, date) == (of_date.last < of_bound.first), what);
      BOOST_TEST(is_in("<=" + bound, date) == (of_date.last <= of_bound.last), what);
      BOOST_TEST(is_in('>' + bound, date) == (of_date.first > of_bound.last), what);
      BOOST_TEST(is_in(">=" + bound, date) == (of_date.first >= of_bound.first), what);
    }
  }
}

BOOST_AUTO_TEST_CASE(sites_cover_their_hosts_and_paths_their_files) {
  BOOST_TEST(covers_host("example.com", "example.com"));
  BOOST_TEST(covers_host("example.com", "news.example.com"));
  BOOST_TEST(!covers_host("example.com", "badexample.com"));
  BOOST_TEST(!covers_host("news.example.com", "example.com"));
  const std::string path = "/home/Ann/articles/diplomacy/oman.txt";
  for (const char* const covering :
       {"diplomacy", "diplomacy/", "articles/diplomacy", "oman.txt", "*.txt", "dip*", "/home",
        "/home/ann/articles", "diplomacy/*.txt", "articles/*/oman.txt", "/home/*/articles", "diploma?y"})
    BOOST_TEST(covers_path(covering, path), covering);
  for (const char* const other : {"diplo", "/articles", "*.md", "man.txt", "home/articles", "/hom"})
    BOOST_TEST(!covers_path(other, path), other);
}

BOOST_AUTO_TEST_CASE(wildcards_stand_for_characters_not_bytes) {
  BOOST_TEST(matches_wildcards("w?rd", "word"));
  BOOST_TEST(matches_wildcards("w?rd", "w\u00F6rd"));
  BOOST_TEST(!matches_wildcards("w?rd", "wrd"));
  BOOST_TEST(matches_wildcards("*a*b*a*", "xabba"));
  BOOST_TEST(!matches_wildcards("*a*b*a", "abb"));
  BOOST_TEST(matches_wildcards("*", ""));
  BOOST_TEST(!matches_wildcards("", "a"));
  BOOST_TEST(!matches_wildcards(std::string(200, '*') + "b", std::string(2000, 'a')));
}

}  // namespace
}  // namespace kwic::test
