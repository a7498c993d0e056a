/// What a word is: every kind of word that is promised, and the laws that hold for all text.
#include "analysis/analyzer.h"

#include "analysis/folding.h"
#include "analysis/stop_words.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"
#include "text/utf8.h"

#include <boost/test/unit_test.hpp>
#include <unicode/uchar.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iomanip>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::test {
namespace {

using namespace std::string_view_literals;

/// A token that owns its word, so that it outlives the walk.
struct Analyzed : Token {
  explicit Analyzed(const Token& token) : Token(token), form(*token.word) {}
  Word form;

  [[nodiscard]] bool operator==(const Analyzed& other) const {
    return kind == other.kind && ranks == other.ranks && start == other.start && end == other.end &&
           position == other.position && parts == other.parts && form.surface == other.form.surface &&
           form.stem == other.form.stem && form.other_stem == other.form.other_stem;
  }
};

std::vector<Analyzed> rest_of(Analyzer& analyzer) {
  std::vector<Analyzed> tokens;
  while (const Token* const token = analyzer.next()) tokens.emplace_back(*token);
  return tokens;
}

std::vector<Analyzed> analyze(std::string_view text, std::string_view language = "en") {
  Analyzer analyzer(find_language(language));
  analyzer.start(text);
  return rest_of(analyzer);
}

/// Parts in order, units in brackets behind their last part, ~ before what does not rank.
template <typename Form>
std::string printed(const std::vector<Analyzed>& tokens, Form form) {
  std::string out;
  for (const Analyzed& token : tokens) {
    const bool unit = token.kind == Token::Kind::unit;
    out.append(out.empty() ? "" : " ").append(unit ? "[" : "").append(token.ranks ? "" : "~");
    out.append(form(token)).append(unit ? "]" : "");
  }
  return out;
}

std::string tokens(std::string_view text, std::string_view language = "en") {
  return printed(analyze(text, language), [](const Analyzed& token) { return token.form.surface; });
}

/// The same with the bytes of the text that each token stands on.
std::string places(std::string_view text, std::string_view language = "en") {
  return printed(analyze(text, language), [&](const Analyzed& token) {
    return std::string(text.substr(token.start, token.end - token.start));
  });
}

struct TokensRow {
  std::string_view language;
  std::string_view text;
  std::string_view tokens;
};

void check_tokens(const std::vector<TokensRow>& rows) {
  for (const auto& [language, text, expected] : rows) {
    BOOST_TEST_CONTEXT(language << ": " << text) BOOST_TEST(tokens(text, language) == expected);
  }
}

/// What a token is indexed by.
std::set<std::string> terms(const Token& token, const Word& form) {
  std::set<std::string> found{form.stem};
  if (!form.other_stem.empty()) found.insert(form.other_stem);
  if (token.parts > 1) found.insert(form.surface);
  return found;
}

bool meet(const std::set<std::string>& wanted, const std::set<std::string>& index) {
  return std::ranges::any_of(wanted, [&](const std::string& term) { return index.contains(term); });
}

/// True if the text holds what the query asks for: each of its parts, or the unit in their place. A unit of
/// one part (with a sign, an acronym) is asked for alone if it is sure.
bool finds(std::string_view query, std::string_view text, std::string_view language) {
  std::set<std::string> index;
  for (const Analyzed& token : analyze(text, language)) index.merge(terms(token, token.form));
  std::vector<bool> found;
  for (const Analyzed& token : analyze(query, language)) {
    const bool here = meet(terms(token, token.form), index);
    if (token.kind == Token::Kind::part) {
      found.push_back(here);
    } else if (token.parts == 1 && token.ranks) {
      found.back() = here;
    } else if (here) {
      std::fill(found.end() - token.parts, found.end(), true);
    }
  }
  return !found.empty() && std::ranges::find(found, false) == found.end();
}

struct FindsRow {
  std::string_view language;
  std::string_view query;
  std::string_view text;
};

void check_finds(const std::vector<FindsRow>& rows, bool expected) {
  for (const auto& [language, query, text] : rows) {
    BOOST_TEST_CONTEXT(language << ": '" << query << "' in '" << text << "', which is "
                                << tokens(text, language)) {
      BOOST_TEST(finds(query, text, language) == expected);
    }
  }
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  while (times-- > 0) text += piece;
  return text;
}

// --- the table

BOOST_AUTO_TEST_CASE(spellings_of_a_word_are_one_word) {
  check_tokens({
      {"en", "", ""},
      {"en", " \t\n.,;!?", ""},
      {"en", "Iran", "iran"},
      {"en", "r\u00E9sum\u00E9 re\u0301sume\u0301 \uFF32\uFF25\uFF33\uFF35\uFF2D\uFF25",
       "resume resume resume"},
      {"de", "Stra\u00DFe STRASSE", "strasse strasse"},
      {"en", "\uFB01le FILE", "file file"},
      {"en", "the river and its banks", "~the river ~and ~its banks"},
  });
  check_finds(
      {
          {"fr", "resume", "son r\u00E9sum\u00E9"},
          {"fr", "r\u00E9sum\u00E9", "son resume"},
          {"fr", "r\u00E9sum\u00E9s", "UN R\u00C9SUM\u00C9"},
          {"de", "strasse", "in der Stra\u00DFe"},
          {"hu", "h\u00E1zban", "a h\u00E1z"},
          {"hu", "hazban", "a h\u00E1zban"},
          {"es", "canciones", "la canci\u00F3n"},
          {"en", "running", "he runs"},
      },
      true);
}

BOOST_AUTO_TEST_CASE(compounds_are_there_whole_and_in_parts) {
  check_tokens({
      {"en", "cease-fire", "cease fire [ceasefire]"},
      {"en", "ceasefire", "ceasefire"},
      {"en", "cease\u2010fire cease\u2011fire", "cease fire [ceasefire] cease fire [ceasefire]"},
      {"en", "e-mail", "e mail [email]"},
      {"en", "AT&T", "~at t [att]"},
      {"en", "R&D", "r d [rd]"},
      {"en", "example.com", "example com [examplecom]"},
      {"en", "user@example.com", "user example com [userexamplecom]"},
      {"en", "Tehran.AMERICAN", "tehran american [tehranamerican]"},
      {"en", "foo_bar __init__ _", "foo bar [foobar] init"},
      {"en", "3.14", "3 14 [3.14]"},
      {"en", "1,000", "1 000 [1000]"},
      {"en", "192.168.0.1", "192 168 0 1 [192.168.0.1]"},
      {"en", "zero\u200Bwidth", "zero width [zerowidth]"},
      {"en", "F-16 F16", "f 16 [f16] f16"},
      {"en", "mother-in-law's", "mother ~in law [motherinlaw]"},
      {"en", "well - known, well-, -known --x", "well known well known x"},
      {"en", "word\u2014word word--word", "word word word word"},
      {"de", "Fu\u00DFball-WM", "fussball wm [fussballwm]"},
      {"fr", "Val-d'Oise", "val ~d oise [valdoise]"},
  });
  check_finds(
      {
          {"en", "ceasefire", "a cease-fire"},
          {"en", "cease-fire", "a ceasefire"},
          {"en", "cease-fires", "the ceasefire held"},
          {"en", "email", "by e-mail"},
          {"en", "E-Mail", "by email"},
          {"en", "american", "in Tehran.AMERICAN envoys"},
          {"en", "example.com", "write to user@example.com"},
          {"en", "foobar", "call foo_bar"},
          {"en", "1000", "1,000 people"},
          {"en", "1,000", "1000 people"},
          {"en", "3.14", "pi is 3.14"},
      },
      true);
}

BOOST_AUTO_TEST_CASE(acronyms_are_not_pronouns) {
  check_tokens({
      {"en", "the U.S. and", "~the u.s. ~and"},
      {"en", "the US and", "~the ~us [u.s.] ~and"},
      {"en", "tell us now", "tell ~us now"},
      {"en", "tell Us now", "tell ~us now"},
      {"en", "THE US SAYS", "~the ~us [~u.s.] says"},
      {"en", "OIL PRICES\nthe US says\nOIL", "oil prices ~the ~us [u.s.] says oil"},
      {"en", "the WHO and IT", "~the ~who [w.h.o.] ~and ~it [i.t.]"},
      {"en", "THE WHO IN CONCERT", "~the ~who ~in [~i.n.] concert"},
      {"en", "the U.N. and I.B.M. and U.S.A", "~the un ~and ibm ~and usa"},
      {"en", "at 3 p.m. or 4 a.m.", "~at 3 pm ~or 4 a.m."},
      {"en", "U.S.-led", "u.s. led [usled]"},
      {"fr", "L'U.R.S.S. et l'ONU", "~l u r ~s ~s [urss] ~et ~l onu"},
  });
  check_finds(
      {
          {"en", "U.S.", "the US says"},
          {"en", "the US", "the U.S. says"},
          {"en", "U.S.", "U.S.-led talks"},
          {"en", "U.S.", "the US-led talks"},
          {"en", "U.S.", "the US-Iran talks"},
          {"en", "U.S.", "the US's allies"},
          {"en", "U.S.", "the US\u2019s allies"},
          {"en", "U.S.", "OIL FALLS, US SAYS"},
          {"en", "UN", "the U.N. says"},
          {"en", "U.N.", "THE UN SAYS"},
          {"en", "IBM", "I.B.M. and others"},
          {"en", "USA", "in the U.S.A."},
      },
      true);
  check_finds({{"en", "U.S.", "they told us"}, {"en", "the US", "they told us"}, {"en", "a.m.", "I am here"}},
              false);
}

BOOST_AUTO_TEST_CASE(signs_that_belong_to_a_word_stay_with_it) {
  check_tokens({
      {"en", "C++ and C#", "c [c++] ~and c [c#]"},
      {"en", "(C++), C#. C++20", "c [c++] c [c#] c [c++] 20"},
      {"en", "C+ C+++ C#x", "c c c x"},
      {"en", "on .NET, ASP.NET", "~on net [.net] asp net [aspnet]"},
      {"en", ".5 x.", "5 x"},
      {"en", "#tag @name (#tag)", "tag [#tag] name [@name] tag [#tag]"},
      {"en", "a#tag # @ x @@name", "~a tag x name"},
      {"en", "\U0001F600 \u2764\uFE0F \U0001F1EE\U0001F1F7", "\U0001F600 \u2764 \U0001F1EE\U0001F1F7"},
      {"en", "hot\U0001F525\U0001F525stuff", "hot \U0001F525 \U0001F525 stuff"},
      {"en", "\u00A9 \u2122 \u2192 \u2014 $", ""},
  });
  check_finds(
      {
          {"en", "c++", "written in C++."},
          {"en", "C#", "C#/F#"},
          {"en", ".net", "the .NET runtime"},
          {"en", ".NET", ".NET's runtime"},
          {"en", "@nasa", "from @NASA's feed"},
          {"en", "#tag", "it is #Tag!"},
          {"en", "tag", "it is #Tag!"},
          {"en", "F16", "an F-16"},
      },
      true);
  check_finds(
      {
          {"en", ".NET", "a net"},
          {"en", "C#", "in C++"},
          {"en", "C++", "in C# or C"},
          {"en", "#tag", "a tag"},
          {"en", "@name", "a name"},
      },
      false);
}

BOOST_AUTO_TEST_CASE(possessives_and_elisions_come_off) {
  check_tokens({
      {"en", "Iran's Iran\u2019s IRAN'S", "iran iran iran"},
      {"en", "the boys' don't don\u2019t O'Brien", "~the boys ~dont ~dont obrien"},
      {"en", "'quoted' rock'n'roll", "quoted rocknroll"},
      {"fr", "l'Iran l\u2019Iran L'IRAN", "~l iran ~l iran ~l iran"},
      {"fr", "aujourd'hui jusqu'ici d\u2019Actium", "aujourdhui ~jusqu ici ~d actium"},
      {"it", "un'altra dell'arte", "~un altra ~dell arte"},
      {"uk", "\u043F\u02BC\u044F\u0442\u044C \u043F\u2019\u044F\u0442\u044C",
       "\u043F\u044F\u0442\u044C \u043F\u044F\u0442\u044C"},
  });
  check_finds(
      {
          {"en", "Iran", "Iran's"},
          {"en", "Iran\u2019s", "in Iran"},
          {"fr", "Iran", "l\u2019Iran"},
          {"fr", "l'Iran", "en Iran \u00E0 l'est"},
          {"en", "Actium", "la bataille d'Actium"},
          {"tr", "\u0130stanbul", "\u0130stanbul'da"},
          {"tr", "Denizi", "Denizi\u2019nin"},
          {"tr", "T\u00FCrkiye", "T\u00FCrkiye'de"},
          {"tr", "kuran", "Kur'an"},
      },
      true);
}

BOOST_AUTO_TEST_CASE(what_is_invisible_neither_joins_nor_parts) {
  for (const std::string_view invisible :
       {"\u00AD", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A", "\u2060", "\u2066", "\uFEFF", "\u061C"}) {
    const std::string sign(invisible);
    check_tokens({
        {"en", "ir" + sign + "an", "iran"},
        {"en", "iran" + sign + " talks", "iran talks"},
        {"en", sign + "iran" + sign, "iran"},
        {"en", "cease" + sign + "-fire", "cease fire [ceasefire]"},
        {"ar", "\u0637\u0647" + sign + "\u0631\u0627\u0646", "\u0637\u0647\u0631\u0627\u0646"},
        {"zh", "\u4E2D" + sign + "\u56FD", "\u4E2D \u56FD"},
        {"ko", "\uD55C" + sign, "\uD55C"},
        {"zh", "\u4E2D\uD55C" + sign, "\u4E2D \uD55C"},
        {"en", " " + sign + " ", ""},
    });
  }
}

BOOST_AUTO_TEST_CASE(chinese_and_japanese_are_characters_and_words) {
  check_tokens({
      {"zh", "\u5728\u5317\u4EAC", "\u5728 ~\u5317 ~\u4EAC [\u5317\u4EAC]"},
      {"ja", "\u6771\u4EAC\u30BF\u30EF\u30FC\u3067",
       "~\u6771 ~\u4EAC ~\u30BF ~\u30EF ~\u30FC "
       "[\u6771\u4EAC\u30BF\u30EF\u30FC] \u3067"},
      {"ja", "\u4EBA\u3005\u304C", "~\u4EBA ~\u3005 [\u4EBA\u3005] \u304C"},
      {"ja", "\u3005", "\u3005"},
      {"ja", "_\u30AC_\n_\u30AC\u30B9", "\u30AC ~\u30AC ~\u30B9 [\u30AC\u30B9]"},
      {"ja", "\uFF76\uFF9E\uFF7D", "~\u30AC ~\u30B9 [\u30AC\u30B9]"},
      {"ja", "\u30AB\u3099\u30B9", "~\u30AC ~\u30B9 [\u30AC\u30B9]"},
      {"ja", "IBM\u306E\u30AC\u30B9", "ibm \u306E ~\u30AC ~\u30B9 [\u30AC\u30B9]"},
      {"ja", "j'S_\u30CA", "~j ~s ~\u30CA [js_\u30CA]"},
      {"zh", "\U00020000", "\U00020000"},
      {"zh", "2024\u5E74", "2024 \u5E74"},
  });
  BOOST_TEST(places("\u5728\u5317\u4EAC", "zh") == "\u5728 ~\u5317 ~\u4EAC [\u5317\u4EAC]");
}

/// Each character of a run is a part, whatever words the dictionary sees in the run and in what it was copied
/// from.
BOOST_AUTO_TEST_CASE(any_run_copied_from_a_chinese_text_has_the_parts_of_the_text) {
  const std::string text =
      "\u6211\u4EEC\u5728\u5317\u4EAC\u5927\u5B66\u5B66\u4E60\u4E2D\u6587\u548C\u5386\u53F2";
  const auto surfaces = [](std::string_view piece) {
    std::string out;
    for (const Analyzed& token : analyze(piece, "zh")) {
      if (token.kind == Token::Kind::part) out += token.form.surface;
    }
    return out;
  };
  for (std::size_t start = 0; start < text.size(); start += 3) {
    for (std::size_t end = start + 3; end <= text.size(); end += 3) {
      const std::string run = text.substr(start, end - start);
      BOOST_TEST(surfaces(run) == run);
    }
  }
}

BOOST_AUTO_TEST_CASE(languages_without_spaces_are_cut_by_dictionaries) {
  check_tokens({
      {"th", "\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22", "\u0E20\u0E32\u0E29\u0E32 \u0E44\u0E17\u0E22"},
      {"lo", "\u0E9E\u0EB2\u0EAA\u0EB2\u0EA5\u0EB2\u0EA7", "\u0E9E\u0EB2\u0EAA\u0EB2 \u0EA5\u0EB2\u0EA7"},
      {"km", "\u1781\u17D2\u1798\u17C2\u179A", "\u1781\u17D2\u1798\u17C2\u179A"},
      {"my", "\u1019\u103C\u1014\u103A\u1019\u102C", "\u1019\u103C\u1014\u103A\u1019\u102C"},
  });
}

BOOST_AUTO_TEST_CASE(each_script_has_its_own_ways) {
  check_tokens({
      {"ko", "\uD55C\uAD6D\uC5B4\uB97C KBS\uB294", "\uD55C\uAD6D\uC5B4\uB97C kbs \uB294"},
      {"ko", "\u1112\u1161\u11AB\u1100\u116E\u11A8", "\uD55C\uAD6D"},
      {"ar", "\u0643\u0650\u062A\u064E\u0627\u0628\u064C", "\u0643\u062A\u0627\u0628"},
      {"he", "\u05E6\u05D4\"\u05DC \u05E6\u05D4\u05F4\u05DC", "\u05E6\u05D4\u05DC \u05E6\u05D4\u05DC"},
      {"he", "\"\u05E9\u05DC\u05D5\u05DD\"", "\u05E9\u05DC\u05D5\u05DD"},
      {"fa", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
       "\u0645\u064A\u062E\u0648\u0627\u0647\u0645"},
      {"hi", "\u0939\u093F\u0928\u094D\u0926\u0940\u0964 \u0939\u0948",
       "\u0939\u093F\u0928\u094D\u0926\u0940 "
       "\u0939\u0948"},
      {"vi", "Vi\u1EC7t Nam, \u0110\u00E0 N\u1EB5ng", "viet nam da nang"},
      {"tr", "\u0130STANBUL ISPARTA \u0131s\u0131", "istanbul isparta isi"},
      {"el", "\u039F\u0394\u039F\u03A3 \u03BF\u03B4\u03CC\u03C2",
       "\u03BF\u03B4\u03BF\u03C3 \u03BF\u03B4\u03BF\u03C3"},
      {"ru", "\u0401\u043B\u043A\u0430 \u0447\u0430\u0439 \u0447\u0430\u0438",
       "\u0435\u043B\u043A\u0430 \u0447\u0430\u0439 \u0447\u0430\u0438"},
      {"ca", "col\u00B7lecci\u00F3 colleccio", "colleccio colleccio"},
      {"hi", "\u0969.\u0967\u096A", "3 14 [3.14]"},
  });
  check_finds(
      {
          {"ru", "\u0451\u043B\u043A\u0438", "\u0435\u043B\u043A\u0430"},
          {"ru", "\u0435\u043B\u043A\u0438", "\u0451\u043B\u043A\u0430"},
          {"ar", "\u0637\u0647\u0631\u0627\u0646", "\u0637\u064E\u0647\u0631\u0627\u0646"},
          {"ar", "\u0627\u064A\u0631\u0627\u0646", "\u0625\u064A\u0631\u0627\u0646"},
          {"fa", "\u0627\u06CC\u0631\u0627\u0646", "\u0627\u064A\u0631\u0627\u0646"},
          {"tr", "ISPARTA", "\u0131sparta"},
          {"el", "\u03BF\u03B4\u03BF\u03C2", "\u039F\u0394\u039F\u03A3"},
          {"vi", "viet nam", "Vi\u1EC7t Nam"},
          {"fr", "\u00C9.U.", "aux E\u0301.U."},
      },
      true);
}

BOOST_AUTO_TEST_CASE(no_letter_of_any_script_is_dropped) {
  Analyzer analyzer(find_language("und"));
  std::string text;
  for (char32_t c = 0x21; c <= 0x10FFFF; ++c) {
    const auto category = U_GET_GC_MASK(static_cast<UChar32>(c));
    if ((category & (U_GC_L_MASK | U_GC_ND_MASK)) == 0) continue;
    text.clear();
    append_utf8(text, c);
    const bool is_mark = u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_GRAPHEME_EXTEND) != 0;
    if (is_mark || strip_marks(fold(text)).empty()) continue;  // the fillers and the tatweel are empty
    analyzer.start(text);
    const Token* const token = analyzer.next();
    if (token == nullptr || token->word->surface.empty()) {
      BOOST_ERROR("dropped: " << text << ", character " << static_cast<std::uint32_t>(c));
      c |= 0xFF;  // one message a block will do
    }
  }
}

BOOST_AUTO_TEST_CASE(places_are_those_of_the_text_as_written) {
  const std::vector<TokensRow> rows{
      {"en", "A cease-fire's end.", "~A cease fire's [cease-fire's] end"},
      {"en", "(user@Example.com)", "user Example com [user@Example.com]"},
      {"en", "in the U.S.", "~in ~the U.S."},
      {"en", "a US ship", "~a ~US [US] ship"},
      {"en", "on .NET, C++, #Tag", "~on NET [.NET] C [C++] Tag [#Tag]"},
      {"en", "1,000.5 m", "1 000 5 [1,000.5] m"},
      {"fr", "l\u2019\u00C9tat", "~l \u00C9tat"},
      {"fr", "re\u0301sume\u0301!", "re\u0301sume\u0301"},
      {"en", "\U0001F600\uFE0F ok", "\U0001F600\uFE0F ok"},
      {"ja", "\u6771\u4EAC", "~\u6771 ~\u4EAC [\u6771\u4EAC]"},
      {"en", "bad\xFFword", "bad word"},
  };
  for (const auto& [language, text, expected] : rows) {
    BOOST_TEST_CONTEXT(language << ": " << text) BOOST_TEST(places(text, language) == expected);
  }
}

BOOST_AUTO_TEST_CASE(stems_are_taken_before_the_marks_are_taken_off) {
  struct Row {
    std::string_view language;
    std::string_view text;
    std::string_view surface;
    std::string_view stem;
    std::string_view other_stem;
  };
  const std::vector<Row> rows{
      {"en", "nations", "nations", "nation", ""},
      {"en", "the", "the", "the", ""},
      {"und", "nations", "nations", "nations", ""},
      {"fr", "r\u00E9sum\u00E9es", "resumees", "resum", "resume"},
      {"es", "canci\u00F3n", "cancion", "cancion", ""},
      {"ru", "\u0451\u043B\u043A\u0430", "\u0435\u043B\u043A\u0430", "\u0435\u043B\u043A\u0430",
       "\u0435\u043B\u043A"},
      {"ja", "\u304C", "\u304C", "\u304C", ""},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.language << ": " << row.text) {
      const std::vector<Analyzed> found = analyze(row.text, row.language);
      BOOST_REQUIRE(found.size() == 1);
      BOOST_TEST(found[0].form.surface == row.surface);
      BOOST_TEST(found[0].form.stem == row.stem);
      BOOST_TEST(found[0].form.other_stem == row.other_stem);
    }
  }
}

// --- what is long, damaged or hostile

BOOST_AUTO_TEST_CASE(a_megabyte_of_letters_is_one_short_word) {
  const std::string letters(1 << 20, 'x');
  const std::vector<Analyzed> found = analyze("a " + letters + " z");
  BOOST_REQUIRE(found.size() == 3);
  BOOST_TEST(found[1].start == 2);
  BOOST_TEST(found[1].end == 2 + letters.size());
  BOOST_TEST(found[1].form.surface.size() == 256 + 16);
  BOOST_TEST(found[1].form.surface.starts_with(std::string(256, 'x')));
  BOOST_TEST(analyze(letters)[0].form.stem == analyze(letters)[0].form.stem);
  BOOST_TEST(analyze(letters)[0].form.surface != analyze(letters + "x")[0].form.surface);
  BOOST_TEST(analyze(std::string(1024, 'x'))[0].form.surface == std::string(1024, 'x'));
}

BOOST_AUTO_TEST_CASE(a_long_chain_is_found_by_its_parts_alone) {
  std::string chain = "p0";
  for (int i = 1; i < 100; ++i) chain += "-p" + std::to_string(i);
  const std::vector<Analyzed> found = analyze(chain);
  BOOST_REQUIRE(found.size() == 100);
  for (std::uint32_t i = 0; i < 100; ++i) {
    BOOST_TEST((found[i].kind == Token::Kind::part && found[i].position == i));
    BOOST_TEST(found[i].form.surface == "p" + std::to_string(i));
  }
  BOOST_TEST(tokens("a-b-c") == "~a b c [abc]");
}

BOOST_AUTO_TEST_CASE(hostile_text_gives_as_many_words_as_it_holds) {
  const std::vector<std::pair<std::string_view, std::size_t>> rows{
      {"US ", 2}, {"U.S. ", 1}, {"x ", 1}, {"C++ ", 2}, {"a-\n", 1}, {"x\n", 1}, {"\u4E2D\uFF0C", 1},
  };
  for (const auto& [piece, each] : rows) {
    constexpr std::size_t times = 20'000;
    const std::string text = repeated(piece, times);
    BOOST_TEST(analyze(text).size() == each * times, piece);
  }
  BOOST_TEST(analyze("a" + repeated("\u0301", 1'000'000)).size() == 1);
  BOOST_TEST(analyze(repeated(".", 1'000'000)).empty());
  BOOST_TEST(analyze(repeated("a.", 100'000)).size() == 1);
  BOOST_TEST(analyze(repeated("a_", 100'000)).size() == 100'000);
}

BOOST_AUTO_TEST_CASE(malformed_bytes_and_nuls_part_words_and_nothing_else) {
  const std::string word = "tehran";
  for (const std::string_view bad : {"\0"sv, "\x80"sv, "\xFF"sv, "\xC3"sv, "\xE2\x82"sv, "\xF0\x9F\x98"sv,
                                     "\xED\xA0\x80"sv, "\xC0\xAF"sv, "\xF4\x90\x80\x80"sv}) {
    for (std::size_t at = 0; at <= word.size(); ++at) {
      const std::string text = word.substr(0, at).append(bad) + word.substr(at);
      std::string expected = word.substr(0, at);
      expected.append(at > 0 && at < word.size() ? " " : "").append(word.substr(at));
      BOOST_TEST_CONTEXT("byte " << at << " of " << std::quoted(text)) {
        const std::vector<Analyzed> found = analyze(text, "und");
        BOOST_TEST(printed(found, [](const Analyzed& token) { return token.form.surface; }) == expected);
        BOOST_TEST(places(text, "und") == expected);
      }
    }
  }
}

// --- the laws

bool is_alphanumeric(char32_t character) {
  return u_isalnum(static_cast<UChar32>(character)) != 0;
}

/// A letter or a digit that stands in no part, as it is written; empty if there is none. Those are none that
/// folding leaves nothing of (Hangul fillers) or a mark (the voiced sound mark of half-width Kana).
std::string dropped(std::string_view text, const std::vector<Analyzed>& found) {
  auto next = found.begin();
  DecodedChar character{};
  for (std::size_t at = 0; at < text.size(); at += character.length) {
    character = decode_utf8(text, at);
    if (!is_alphanumeric(character.code_point)) continue;
    while (next != found.end() && (next->kind == Token::Kind::unit || next->end <= at)) ++next;
    if (next != found.end() && next->start <= at) continue;
    const std::string_view written = text.substr(at, character.length);
    const std::string folded = fold(written);
    if (!folded.empty() && is_alphanumeric(decode_utf8(folded, 0).code_point)) return std::string(written);
  }
  return {};
}

/// What is wrong with the tokens of a text; empty if nothing.
std::string offence(std::string_view text, const std::vector<Analyzed>& found, bool valid) {
  std::vector<const Analyzed*> parts;
  const auto is_border = [&](std::size_t at) { return !valid || char_border_before(text, at) == at; };
  for (const Analyzed& token : found) {
    if (token.start >= token.end || token.end > text.size()) return "out of range";
    if (!is_border(token.start) || !is_border(token.end)) return "inside a character";
    if (token.form.surface.empty() || token.form.stem.empty()) return "an empty word";
    if (token.kind == Token::Kind::part) {
      if (token.position != parts.size() || token.parts != 1) return "positions leave a gap";
      if (!parts.empty() && token.start < parts.back()->end) return "parts overlap";
      parts.push_back(&token);
      continue;
    }
    if (token.position + token.parts != parts.size()) return "a unit does not follow its last part";
    const Analyzed& first = *parts[token.position];
    const Analyzed& last = *parts.back();
    const std::size_t signs = token.parts == 1 ? 2 : 0;
    if (token.start > first.start || token.start + signs < first.start) return "a unit starts elsewhere";
    if (token.end < last.end || token.end > last.end + signs) return "a unit ends elsewhere";
  }
  const std::string lost = dropped(text, found);
  return lost.empty() ? "" : lost + " is dropped";
}

void check_laws(const std::string& name, std::string_view text, std::string_view language) {
  const std::vector<Analyzed> found = analyze(text, language);
  const std::string wrong = offence(text, found, is_valid_utf8(text));
  if (!wrong.empty()) BOOST_ERROR(name << " (" << language << "): " << wrong);
  if (analyze(text, language) != found)
    BOOST_ERROR(name << " (" << language << "): other tokens the second time");
}

/// Every line by itself has the tokens that it has within the text.
void check_lines(const std::string& name, std::string_view text, std::string_view language) {
  const std::vector<Analyzed> whole = analyze(text, language);
  Analyzer analyzer(find_language(language));
  std::vector<Analyzed> joined;
  std::uint32_t position = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size() - 1) + 1;
    analyzer.start(text, start, end, position);
    std::ranges::copy(rest_of(analyzer), std::back_inserter(joined));
    position = analyzer.position();
    start = end;
  }
  if (joined != whole) BOOST_ERROR(name << " (" << language << "): lines by themselves have other tokens");
}

std::vector<std::filesystem::path> sample_files() {
  std::vector<std::filesystem::path> files;
  const auto folder = std::filesystem::path(KWIC_SOURCE_DIR) / "corpus/articles";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

BOOST_AUTO_TEST_CASE(the_laws_hold_for_every_sample_article) {
  const auto files = sample_files();
  BOOST_TEST(files.size() >= 30);
  for (const auto& file : files) {
    const std::string text = read_file(file);
    for (const std::string language : {"en", "fr", "tr", "ja", "und"}) {
      check_laws(file.filename().string(), text, language);
      check_lines(file.filename().string(), text, language);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_laws_hold_for_the_source_documents_and_the_naughty_strings) {
  for (const std::string name : {"articles/000_61be834795de4928.txt", "articles/001_e14c107e8b0d7d1d.txt",
                                 "articles/004_1fbdf80fcdb3f50e.txt", "conformance/blns.txt"}) {
    const auto file = shared_file(name);
    if (file.empty()) continue;
    check_laws(name, read_file(file), "en");
    check_lines(name, read_file(file), "en");
  }
}

/// Bytes at random, and text at random with bytes knocked out.
std::string random_bytes(std::mt19937& random) {
  constexpr std::array pieces{"U.S."sv,
                              "cease-"sv,
                              "fire"sv,
                              "'s"sv,
                              "l\u2019"sv,
                              "C++"sv,
                              ".NET"sv,
                              "#"sv,
                              "@"sv,
                              "US"sv,
                              " "sv,
                              "\n"sv,
                              "3.14"sv,
                              "1,0"sv,
                              "\u4E2D\u56FD"sv,
                              "\u0E44\u0E17\u0E22"sv,
                              "\u0301"sv,
                              "\u200D"sv,
                              "\u00AD"sv,
                              "\u200B"sv,
                              "\U0001F600"sv,
                              "\uD55C"sv,
                              "\u05D4\""sv,
                              "\u0627\u064E"sv,
                              "_"sv,
                              "&"sv,
                              "\0"sv,
                              "-"sv,
                              "."sv,
                              "\u3005"sv};
  std::string text;
  const bool noise = random() % 4 == 0;
  for (auto length = random() % 40; length > 0; --length) {
    if (noise) {
      text.push_back(static_cast<char>(random() & 0xFF));
    } else {
      text += pieces[random() % pieces.size()];
    }
  }
  if (!text.empty() && random() % 2 == 0) text[random() % text.size()] = static_cast<char>(random() & 0xFF);
  return text;
}

BOOST_AUTO_TEST_CASE(the_laws_hold_for_random_bytes) {
  std::mt19937 random(20240320);
  int failures = 0;
  for (int i = 0; i < 2000 && failures < 10; ++i) {
    const std::string text = random_bytes(random);
    const std::vector<Analyzed> found = analyze(text, i % 2 == 0 ? "en" : "tr");
    const std::string wrong = offence(text, found, is_valid_utf8(text));
    if (wrong.empty()) continue;
    BOOST_ERROR(wrong << ": " << std::quoted(text));
    ++failures;
  }
}

/// What stands behind the end is not looked at; before the start only a sign is.
BOOST_AUTO_TEST_CASE(a_range_is_analyzed_as_if_nothing_stood_behind_it) {
  std::mt19937 random(5);
  Analyzer analyzer(find_language("en"));
  int failures = 0;
  for (int i = 0; i < 2000 && failures < 10; ++i) {
    const std::string text = random_bytes(random);
    const std::size_t end = random() % (text.size() + 1);
    analyzer.start(text, 0, end);
    if (rest_of(analyzer) == analyze(std::string_view(text).substr(0, end))) continue;
    BOOST_ERROR("[0, " << end << ") of " << std::quoted(text));
    ++failures;
  }
}

/// Each word of the text by itself has a term that it has within the text.
void check_words_by_themselves(const std::string& name, std::string_view text, std::string_view language) {
  std::set<std::string> index;
  std::set<std::string_view> words;
  for (const Analyzed& token : analyze(text, language)) {
    index.merge(terms(token, token.form));
    words.insert(text.substr(token.start, token.end - token.start));
  }
  Analyzer analyzer(find_language(language));
  for (const std::string_view written : words) {
    std::set<std::string> asked;
    analyzer.start(written);
    for (const Analyzed& word : rest_of(analyzer)) asked.merge(terms(word, word.form));
    if (!meet(asked, index)) BOOST_ERROR(name << ": " << written);
  }
}

BOOST_AUTO_TEST_CASE(every_word_is_found_by_asking_for_it_as_written) {
  for (const auto& file : sample_files())
    check_words_by_themselves(file.filename().string(), read_file(file), "en");
  const TemporaryDirectory files;
  if (!unpack_documentation(files.path())) return;
  for (const std::string language : documentation_languages) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(files / language)) {
      if (entry.path().extension() == ".md" && entry.file_size() > 15'000)
        check_words_by_themselves(entry.path().string(), read_file(entry.path()), language);
    }
  }
}

// --- languages

BOOST_AUTO_TEST_CASE(a_language_is_known_by_every_tag_it_goes_by) {
  struct Row {
    std::string_view tag;
    std::string_view code;
    std::string_view stemmer;
  };
  const std::vector<Row> rows{
      {"en", "en", "english"},
      {"EN", "en", "english"},
      {"en-US", "en", "english"},
      {"en_GB.UTF-8", "en", "english"},
      {"fr-CA", "fr", "french"},
      {"FRA", "fr", "french"},
      {"fre", "fr", "french"},
      {"deu", "de", "german"},
      {"ger", "de", "german"},
      {"pt-BR", "pt", "portuguese"},
      {"nb", "nb", "norwegian"},
      {"nn-NO", "nn", "norwegian"},
      {"no", "no", "norwegian"},
      {"tr", "tr", "turkish"},
      {"zh-Hant-TW", "zh", "none"},
      {"ja", "ja", "none"},
      {"haw", "haw", "none"},
      {"fa", "fa", "none"},
      {"und", "und", "none"},
      {"", "und", "none"},
      {"german", "und", "none"},
      {"English", "und", "none"},
      {"x", "und", "none"},
      {"12", "und", "none"},
      {" ", "und", "none"},
      {"-", "und", "none"},
      {"\xFF\xFE", "und", "none"},
      {"fr\xC3\xA9", "und", "none"},
      {"no such language", "und", "none"},
      {"<script>", "und", "none"},
  };
  for (const auto& [tag, code, stemmer] : rows) {
    BOOST_TEST_CONTEXT("tag " << std::quoted(tag)) {
      const Language language = find_language(tag);
      BOOST_TEST(language.code == code);
      BOOST_TEST(language.stemmer == stemmer);
    }
  }
  const std::string endless(100'000, 'a');
  BOOST_TEST(find_language(endless).code == "und");
}

constexpr std::array stemmed_languages{"ar", "ca", "da", "de", "en", "es", "eu", "fi", "fr",
                                       "ga", "hu", "hy", "id", "it", "lt", "nb", "ne", "nl",
                                       "nn", "no", "pt", "ro", "ru", "sv", "ta", "tr"};

BOOST_AUTO_TEST_CASE(every_stemmer_of_xapian_has_its_language) {
  const std::set<std::string> variants{"german2", "kraaij_pohlmann", "lovins",
                                       "porter",  "earlyenglish",    "none"};
  std::set<std::string> used;
  for (const std::string code : stemmed_languages) used.emplace(find_language(code).stemmer);
  std::istringstream names(Xapian::Stem::get_available_languages());
  for (std::string name; names >> name;) {
    BOOST_TEST((used.contains(name) || variants.contains(name)), name);
    used.erase(name);
  }
  BOOST_TEST(used == std::set<std::string>{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_language_with_a_stemmer_has_sorted_and_folded_stop_words) {
  for (const std::string code : stemmed_languages) {
    const Language language = find_language(code);
    const auto& words = language.stop_words;
    const Casing casing = language.turkic_casing ? Casing::turkic : Casing::standard;
    BOOST_TEST_CONTEXT(code) {
      BOOST_TEST(words.size() > 20);
      BOOST_TEST(std::ranges::is_sorted(words));
      BOOST_TEST((std::ranges::adjacent_find(words) == words.end()));
      for (const std::string_view word : words) {
        BOOST_TEST(fold(word, casing) == word);
        BOOST_TEST(language.is_stop_word(word), word);
      }
    }
  }
  BOOST_TEST(find_language("und").stop_words.empty());
  BOOST_TEST(stop_words("no such list").empty());
  BOOST_TEST(!find_language("en").is_stop_word(""));
}

/// A stop word is one as it stands in a text, too: nothing of the analysis parts it or changes it first.
BOOST_AUTO_TEST_CASE(stop_words_in_a_text_do_not_rank) {
  const std::vector<std::pair<std::string_view, std::string_view>> rows{
      {"en", "the THE The and of to in it's don't"},
      {"de", "der DIE und f\u00FCr F\u00DCR \u00FCber"},
      {"fr", "le \u00E0 \u00C0 qu'il"},
      {"ru", "\u0438 \u0412 \u043D\u0435"},
      {"tr", "ve \u0130\u00C7\u0130N i\u00E7in"},
      {"es", "el qu\u00E9"},
  };
  for (const auto& [language, text] : rows) {
    for (const Analyzed& token : analyze(text, language)) {
      if (token.kind == Token::Kind::part) BOOST_TEST(!token.ranks, language << ": " << token.form.surface);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_language_is_detected_from_two_hundred_bytes_or_not_at_all) {
  struct Row {
    std::string_view code;
    std::string_view sentence;
  };
  const std::vector<Row> rows{
      {"en",
       "The harbour was quiet in the morning, and the fishermen were mending their nets beside the old "
       "wall. "},
      {"fr",
       "Le port \u00E9tait calme ce matin-l\u00E0, et les p\u00EAcheurs r\u00E9paraient leurs filets "
       "pr\u00E8s "
       "du vieux mur. "},
      {"de", "Am Morgen war es still im Hafen, und die Fischer flickten ihre Netze neben der alten Mauer. "},
      {"es",
       "Por la ma\u00F1ana el puerto estaba tranquilo y los pescadores remendaban sus redes junto al muro. "},
      {"ru",
       "\u0423\u0442\u0440\u043E\u043C \u0432 \u0433\u0430\u0432\u0430\u043D\u0438 \u0431\u044B\u043B\u043E "
       "\u0442\u0438\u0445\u043E, \u0438 \u0440\u044B\u0431\u0430\u043A\u0438 \u0447\u0438\u043D\u0438\u043B"
       "\u0438 \u0441\u0432\u043E\u0438 \u0441\u0435\u0442\u0438. "},
      {"ja",
       "\u671D\u306E\u6E2F\u306F\u9759\u304B\u3067\u3001\u6F01\u5E2B\u305F\u3061\u306F\u53E4\u3044\u58C1"
       "\u306E"
       "\u305D\u3070\u3067\u7DB2\u3092\u76F4\u3057\u3066\u3044\u305F\u3002"},
  };
  for (const auto& [code, sentence] : rows) {
    BOOST_TEST_CONTEXT(code) {
      BOOST_TEST(detect_language(repeated(sentence, 3)) == code);
      BOOST_TEST(detect_language(sentence.substr(0, 60)) == "");
      BOOST_TEST(detect_language(repeated(sentence, 3) + "\xFF\xFE") == code);
    }
  }
  for (const std::string_view nothing : {""sv, "\0"sv, "12 34 56"sv, "\xFF\xFE\xFD"sv}) {
    BOOST_TEST(detect_language(nothing) == "");
    BOOST_TEST(detect_language(repeated(nothing, 500)) == "");
  }
}

}  // namespace
}  // namespace kwic::test
