/// The readers by themselves: bytes in, articles out.
#include "readers/converter.h"
#include "readers/dates.h"
#include "readers/encoding.h"
#include "readers/fields.h"
#include "readers/formats.h"
#include "readers/html.h"
#include "readers/html_tree.h"
#include "readers/markdown.h"
#include "readers/pdf.h"
#include "readers/plain_text.h"

#include <kwic/error.h>

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace kwic {
namespace {

std::string date_of(std::string_view written) {
  return parse_date(written).value_or("none");
}

/// The article among the items, and what was said about it.
struct Read {
  Article article;
  std::vector<std::string> remarks;
  bool skipped = false;
};

Read gather(const std::vector<SourceItem>& items) {
  Read read;
  for (const auto& item : items) {
    if (const auto* article = std::get_if<Article>(&item)) read.article = *article;
    if (const auto* notice = std::get_if<Notice>(&item)) {
      read.remarks.push_back(notice->message);
      read.skipped = read.skipped || notice->skipped;
    }
  }
  return read;
}

Article html(const std::string& page) {
  return gather(read_html(page)).article;
}
Article markdown(const std::string& page) {
  return gather(read_markdown(page)).article;
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string all;
  while (times-- > 0) all += piece;
  return all;
}

/// The shared documents, where they are: empty, after a message, where they are not.
std::filesystem::path shared(const std::string& name) {
  const char* const set = std::getenv("KWIC_SHARED");
  const auto folder =
      set != nullptr ? std::filesystem::path(set) : std::filesystem::path(KWIC_SOURCE_DIR) / "../shared";
  if (std::filesystem::exists(folder / name)) return folder / name;
  BOOST_TEST_MESSAGE("skipped: no " << (folder / name));
  return {};
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(readers)

BOOST_AUTO_TEST_CASE(written_dates_become_iso_dates) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"2024-03-20", "2024-03-20"},
      {" 2024-03-20 ", "2024-03-20"},
      {"2024-03-20T15:04:05Z", "2024-03-20T15:04:05"},
      {"2024-03-20T15:04:05.123+02:00", "2024-03-20T15:04:05"},
      {"2024-03-20 15:04", "2024-03-20T15:04:00"},
      {"2024-03-20T15:04:05-0500", "2024-03-20T15:04:05"},
      {"20240320", "2024-03-20"},
      {"2024", "2024"},
      {"2024-03", "2024-03"},
      {"March 2024", "2024-03"},
      {"2024/03/20", "2024-03-20"},
      {"20.03.2024", "2024-03-20"},
      {"20. 3. 2024", "2024-03-20"},
      {"20/03/2024", "2024-03-20"},
      {"03/20/2024", "2024-03-20"},
      {"5/5/2024", "2024-05-05"},
      {"20 March 2024", "2024-03-20"},
      {"20th of March, 2024", "2024-03-20"},
      {"March 20, 2024", "2024-03-20"},
      {"MARCH 20, 2024", "2024-03-20"},
      {"Mar. 20th, 2024", "2024-03-20"},
      {"Sept 3 2024", "2024-09-03"},
      {"20-Mar-2024", "2024-03-20"},
      {"Wednesday, March 20, 2024", "2024-03-20"},
      {"March 20, 2024 at 5:30 PM", "2024-03-20T17:30:00"},
      {"March 20, 2024, 12:05 a.m.", "2024-03-20T00:05:00"},
      {"Wed, 20 Mar 2024 15:04:05 +0000", "2024-03-20T15:04:05"},
      {"Wed, 20 Mar 2024 15:04:05 GMT", "2024-03-20T15:04:05"},
      {"20 Mar 2024 15:04:05 +0100 (CET)", "2024-03-20T15:04:05"},
      {"20. März 2024", "2024-03-20"},
      {"Mittwoch, 20. März 2024", "2024-03-20"},
      {"1er août 2024", "2024-08-01"},
      {"mercredi 20 mars 2024", "2024-03-20"},
      {"20 de marzo de 2024", "2024-03-20"},
      {"20 settembre 2024", "2024-09-20"},
      {"20 de março de 2024", "2024-03-20"},
      {"20 maart 2024", "2024-03-20"},
      {"20 марта 2024", "2024-03-20"},
      {"20 МАРТА 2024", "2024-03-20"},
      {"2024年3月20日", "2024-03-20"},
      {"2024-02-29", "2024-02-29"},
      {"5 जून 2019", "2019-06-05"},
      {"५ जून, २०१९", "2019-06-05"},
      {"15 फ़रवरी 2020", "2020-02-15"},
      {"12 मई 2020", "2020-05-12"},
      {"12 มกราคม 2563", "2020-01-12"},
      {"๑๒ กุมภาพันธ์ พ.ศ. ๒๕๖๓", "2020-02-12"},
      {"12 ม.ค. 2563", "2020-01-12"},
      {"12 มกราคม 2020", "2020-01-12"},
      {"มกราคม 2563", "2020-01"},
      {"20 مارس 2024", "2024-03-20"},
      {"٢٠ مارس ٢٠٢٤", "2024-03-20"},
      {"20 marca 2024", "2024-03-20"},
      {"20 Mart 2024", "2024-03-20"},
      {"20. března 2024", "2024-03-20"},
      {"20. maaliskuuta 2024", "2024-03-20"},
      {"2024. március 20.", "2024-03-20"},
      {"20 Μαρτίου 2024", "2024-03-20"},
      {"20 березня 2024", "2024-03-20"},
      {"ngày 20 tháng 3 năm 2024", "2024-03-20"},
      {"20 tháng 3, 2024", "2024-03-20"},
  };
  for (const auto& [written, date] : table)
    BOOST_TEST(date_of(written) == date, written << " -> " << date_of(written));
}

BOOST_AUTO_TEST_CASE(what_is_no_date_or_two_dates_is_refused) {
  for (const char* written :
       {"", "soon", "03/04/2024", "2024-02-31", "2023-02-29", "2024-13-01", "31 June 2024", "20.03.24",
        "March 20", "20", "0000-01-01", "2024-03-20 and more", "2024-03-20T25:00:00", "May", "1.2.3.2024",
        "99999999", "\xFF\xFE", "2024-03-2012"})
    BOOST_TEST(date_of(written) == "none", written << " -> " << date_of(written));
}

BOOST_AUTO_TEST_CASE(a_date_is_found_with_its_place_in_a_line) {
  const std::string line = "Stille Post / 20. März 2024 | Nr. 7";
  const auto found = find_date(line);
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->value == "2024-03-20");
  BOOST_TEST(line.substr(found->begin, found->end - found->begin) == "20. März 2024");
  BOOST_TEST(!find_date("the 110 meters of 2024, in May 20 times").has_value());
  BOOST_TEST(!find_date("call 555-2024-03-20-7").has_value());
}

BOOST_AUTO_TEST_CASE(utf8_is_taken_as_it_is_and_other_encodings_are_told) {
  BOOST_TEST(*to_utf8("na\xC3\xAFve\r\n").text == "na\xC3\xAFve\r\n");
  BOOST_TEST(*to_utf8("\xEF\xBB\xBFmark").text == "mark");
  BOOST_TEST(*to_utf8(std::string("\xFF\xFEh\0i\0", 6)).text == "hi");
  BOOST_TEST(*to_utf8(std::string("\xFE\xFF\0h\0i", 6)).text == "hi");
  BOOST_TEST(*to_utf8(std::string("\xFF\xFE\0\0h\0\0\0", 8)).text == "h");
  const auto french = to_utf8(
      "Les \xE9tudiants ont \xE9t\xE9 re\xE7us \xE0 l'\xE9"
      "cole apr\xE8s la f\xEAte, o\xF9 le ma\xEEtre les attendait d\xE9j\xE0.");
  BOOST_TEST(french.text->substr(0, 14) == "Les étudiants");
  BOOST_TEST(french.remark == "not UTF-8: read as windows-1252");
  BOOST_TEST(*to_utf8("\x93quoted\x94", "iso-8859-1").text == "“quoted”");
  BOOST_TEST(*to_utf8("\xCF\xF0\xE8\xE2\xE5\xF2", "windows-1251").text == "Привет");
}

BOOST_AUTO_TEST_CASE(binary_bytes_are_no_text) {
  BOOST_TEST(to_utf8(std::string("text\0text", 9)).remark == "binary file");
  BOOST_TEST(to_utf8(std::string(200, 'a') + std::string(1, '\0')).remark == "binary file");
  BOOST_TEST(to_utf8("\x01\x02\x03\x04").remark == "binary file");
  BOOST_TEST(!to_utf8("\x89PNG\r\n\x1A\n\x03\x02\x01\x0E").text.has_value());
  BOOST_TEST(!looks_binary("a line with one \x01 in it, which a terminal may have left there"));
  BOOST_TEST(is_utf8("ü日本語𝄞"));
  for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "abcdefgh\xFF", "ü\xE6\x97"})
    BOOST_TEST(!is_utf8(bad));
}

BOOST_AUTO_TEST_CASE(fields_are_made_alike) {
  BOOST_TEST(one_line("  a\r\n b\t\tc\x01 ") == "a b c");
  BOOST_TEST(trim("\u00A0\u3000x\uFEFF\n") == "x");
  BOOST_TEST(
      split_keywords("oil; gas,, oil , Red Sea") == (std::vector<std::string>{"oil", "gas", "Red Sea"}),
      boost::test_tools::per_element());
  BOOST_TEST(language_code("en-US") == "en");
  BOOST_TEST(language_code("DEU") == "de");
  BOOST_TEST(language_code("zh_Hant") == "zh");
  BOOST_TEST(language_code("English").empty());
  BOOST_TEST(language_code("x").empty());
  BOOST_TEST(cut_at_word("one two three", 9) == "one two");
  BOOST_TEST(cut_at_word("日本語", 4) == "日");
}

BOOST_AUTO_TEST_CASE(a_plain_text_title_is_found_by_rule) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"Follow us\n\nPipes under the old harbour\n\nPipes under the old harbour\n\nBody.\n",
       "Pipes under the old harbour"},
      {"Harbour Notes / May 2, 2023\n\nWhy the old harbour needs new pipes\n\nBody text.",
       "Why the old harbour needs new pipes"},
      {"By Ann Lee and Bo Chen Smith\n\nWhy the old harbour needs new pipes\n\nBody text.",
       "Why the old harbour needs new pipes"},
      {"Kicker\r\n\r\nWhy the old harbour needs new pipes\r\n\r\nBody.\r\n",
       "Why the old harbour needs new pipes"},
      {"COCOA REVIEW\n\nRAIN CAME DOWN all week in the hills\nand the harvest will be late.\n",
       "COCOA REVIEW"},
      {"COCOA REVIEW\n\nRain came down all week in the hills.\n\nMore.", "COCOA REVIEW"},
      {"The pipes of the harbour leak. Nobody knows why they do.", "The pipes of the harbour leak."},
      {"A.B. HARBOUR PIPES\n\nThe pipes leak.", "A.B. HARBOUR PIPES"},
      {"Two words", "Two words"},
      {"\n\n  港口的旧水管需要更换\n\n正文在这里。\n", "港口的旧水管需要更换"},
      {"#\n\n#\n\nThe harbour has pipes and cranes\n\nBody", "The harbour has pipes and cranes"},
      {"", ""},
      {" \n\t\n", ""},
  };
  for (const auto& [text, title] : table)
    BOOST_TEST(find_title(text) == title, text << " -> " << find_title(text));
  BOOST_TEST(find_title(repeated("word ", 1000)).size() <= 200U);
  BOOST_TEST(find_title(repeated("ü", 1000)).size() <= 200U);
}

BOOST_AUTO_TEST_CASE(a_plain_text_date_stands_in_a_date_line) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"Harbour Notes / May 2, 2023\n\nTitle", "2023-05-02"},
      {"Title\n\nBy Ann Lee, May 2, 2023\n\nBody", "2023-05-02"},
      {"Title\n\nPublished: 2 May 2023\n", "2023-05-02"},
      {"Title\n\nLast updated on 2 May 2023 | 5 min read\n", "2023-05-02"},
      {"Title\n\n2 May 2023, 10:15 GMT\n", "2023-05-02T10:15:00"},
      {"2023-05-02\nTitle", "2023-05-02"},
      {"(2. Mai 2023)\nTitel", "2023-05-02"},
      {"Title\n\nThe pipes burst on May 2, 2023, and the harbour was closed for repairs.", ""},
      {"Title\n\nCranes in the harbour, May 2, 2023. (A. Lens / AFP via Getty Images)", ""},
      {"Title\n\nA crane on May 2, 2023.", ""},
      {"Photo: harbour, May 2, 2023", ""},
      {"A very long title about the old pipes of the harbour\nMay 2, 2023\n\nBody", "2023-05-02"},
      {"Explained\nA very long title about the old pipes of the harbour\nMay 2, 2023\n\nBody", "2023-05-02"},
      {"Title\n\nThe harbour says that it will mend all the pipes on\nMay 2, 2023.\n", ""},
      {"The war began May 2, 2023", ""},
      {"Title\n\nMay 2\n", ""},
      {repeated("Line\n\n", 10) + "May 2, 2023", ""},
  };
  for (const auto& [text, date] : table) {
    const auto found = find_article_date(text).value_or("");
    BOOST_TEST(found == date, text << " -> " << found);
  }
}

BOOST_AUTO_TEST_CASE(a_plain_text_author_is_found_only_when_it_is_sure) {
  const std::string body = repeated("The harbour has pipes and they leak into the sea. ", 6);
  const std::vector<std::pair<std::string, std::string>> table = {
      {"Title\n\nBy Ann Lee\n\n" + body, "Ann Lee"},
      {"Title\n\nBy Ann Lee, Bo Chen and Carla de la Cruz | Harbour Post\n\n" + body,
       "Ann Lee; Bo Chen; Carla de la Cruz"},
      {"Title\n\nBY ANN LEE, Harbour Post, May 2, 2023\n\n" + body, "ANN LEE"},
      {"Titel\n\nVon Jörg Müller-O’Neill\n\n" + body, "Jörg Müller-O’Neill"},
      {"Title\n\nAnn Lee\n\n" + body +
           "\n\nAnn Lee, a prize-winning reporter, writes about harbours.\n\nMore\n",
       "Ann Lee"},
      {"Title\n\n" + body + "\n\nAnn Lee is an assistant editor at\nthe Harbour Post.\n", "Ann Lee"},
      {"Title\n\nMiddle East\n\n" + body + "\n\nMiddle East\n", ""},
      {"Title\n\nWhat Ann Lee told us.\n\n" + body + "\n\nAnn Lee is a professor of pipes.\n", ""},
      {"Title\n\n" + body + "\n\nAnn Lee is the queen of the harbour.\n", ""},
      {"By the sea\n\n" + body, ""},
      {"By accident\n\n" + body, ""},
      {"Von Menschen und Mäusen\n\n" + body, ""},
      {"", ""},
  };
  for (const auto& [text, author] : table)
    BOOST_TEST(find_author(text) == author, text.substr(0, 60) << " -> " << find_author(text));
}

BOOST_AUTO_TEST_CASE(plain_text_is_kept_as_it_is) {
  const std::string text = "  Title of the old harbour\r\n\r\n\tBody\x01 \n\n\n";
  BOOST_TEST(gather(read_plain_text(text)).article.text == text);
}

BOOST_AUTO_TEST_CASE(the_source_documents_get_their_titles_and_no_wrong_date) {
  const auto folder = shared("articles");
  if (folder.empty()) return;
  const auto read = [&](const char* name) {
    return gather(read_plain_text(bytes_of(folder / name))).article;
  };
  const auto dated = read("000_61be834795de4928.txt");
  BOOST_TEST(dated.title.starts_with("Negotiate With Iran"));
  BOOST_TEST(dated.date == "2024-03-20");
  BOOST_TEST(dated.author == "Spencer Ackerman");
  const auto repeated_title = read("001_e14c107e8b0d7d1d.txt");
  BOOST_TEST(repeated_title.title == "The US needs to talk to Iran");
  BOOST_TEST(repeated_title.date.empty());
  BOOST_TEST(repeated_title.author.empty());
  const auto untitled = read("004_1fbdf80fcdb3f50e.txt");
  BOOST_TEST(untitled.title.ends_with("imperfect, results."));
  BOOST_TEST(untitled.date.empty());
  BOOST_TEST(untitled.author == "Adam Lammon");
}

BOOST_AUTO_TEST_CASE(the_naughty_strings_are_text) {
  const auto file = shared("conformance/blns.txt");
  if (file.empty()) return;
  const std::string bytes = bytes_of(file);
  const auto read = gather(read_plain_text(bytes));
  BOOST_TEST(read.remarks.empty());
  BOOST_TEST(read.article.text == bytes);
  for (const auto form : {read_markdown, read_html}) BOOST_TEST(is_utf8(gather(form(bytes)).article.text));
}

BOOST_AUTO_TEST_CASE(front_matter_gives_the_fields) {
  const auto article = markdown(
      "---\ntitle: 'Pipes: old'\nauthors: [Ann Lee, Bo Chen]\ndate: 2 May 2023\nlang: en-GB\nlink: "
      "https://harbour.example/1\n"
      "tags:\n  - pipes\n  - sea\nid: 7\nextra: {a: [b]}\n---\n# Heading\n\nBody.\n");
  BOOST_TEST(article.title == "Pipes: old");
  BOOST_TEST(article.author == "Ann Lee; Bo Chen");
  BOOST_TEST(article.date == "2023-05-02");
  BOOST_TEST(article.language == "en");
  BOOST_TEST(article.url == "https://harbour.example/1");
  BOOST_TEST(article.keywords == (std::vector<std::string>{"pipes", "sea"}),
             boost::test_tools::per_element());
  BOOST_TEST(article.id == "7");
  BOOST_TEST(article.text == "Heading\n\nBody.");
}

BOOST_AUTO_TEST_CASE(odd_front_matter_never_costs_the_article) {
  const auto null = markdown("---\r\ntitle: ~\r\nauthor:\r\ntags: pipes, sea\r\n...\r\n# Heading\r\n");
  BOOST_TEST(null.title == "Heading");
  BOOST_TEST(null.author.empty());
  BOOST_TEST(null.keywords.size() == 2U);
  const auto broken = gather(read_markdown("---\ntitle: [a\n---\nBody.\n"));
  BOOST_TEST(broken.remarks.at(0) == "front matter is not valid YAML: taken as text");
  BOOST_TEST(!broken.skipped);
  BOOST_TEST(broken.article.text.find("title: [a") != std::string::npos);
  BOOST_TEST(broken.article.text.find("Body.") != std::string::npos);
  BOOST_TEST(gather(read_markdown("---\ndate: soon\n---\nBody.\n")).remarks.at(0) ==
             "date not understood: soon");
  BOOST_TEST(markdown("---\n\nA pause between rules.\n\n---\n\nBody.").text ==
             "A pause between rules.\n\nBody.");
  BOOST_TEST(markdown("---\nno end").text.find("no end") != std::string::npos);
  BOOST_TEST(gather(read_markdown("---\nx: " + repeated("[", 50'000) + "\n---\nBody.\n"))
                 .article.text.ends_with("Body."));
  BOOST_TEST(markdown("---\na: &a [*a, *a]\ntitle: T\n---\nBody.\n").text.ends_with("Body."));
}

BOOST_AUTO_TEST_CASE(markdown_is_rendered_to_readable_text) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"# One\nTwo\nthree\n\n## Four", "One\n\nTwo three\n\nFour"},
      {"## One { #one }\n\nTwo {x}", "One\n\nTwo {x}"},
      {"- a\n- b\n  - c\n\nEnd", "a\nb\n\nc\n\nEnd"},
      {"1. a\n2. b", "a\nb"},
      {"See [the *link*](https://x.example) and ![a picture](p.png).", "See the link and a picture."},
      {"Fish &amp; chips &#x1F41F; &eacute;&nope;", "Fish & chips 🐟 é&nope;"},
      {"a <b>bold</b> word<!-- c -->", "a bold word"},
      {"<div class=x>\n<p>In a block</p>\n</div>\n\nAfter", "In a block\n\nAfter"},
      {"```cpp\nint  x;\n  y();\n```\nEnd", "int  x;\n  y();\n\nEnd"},
      {"Use `a  b` here", "Use a b here"},
      {"| h1 | h2 |\n|----|----|\n| a  | b |\n", "h1\th2\na\tb"},
      {"line  \nbreak", "line\nbreak"},
      {"> quoted\n> text\n\nplain", "quoted text\n\nplain"},
      {"日本語の*テキスト*", "日本語のテキスト"},
      {"", ""},
  };
  for (const auto& [page, text] : table)
    BOOST_TEST(markdown(page).text == text, page << "\n->\n" << markdown(page).text);
  BOOST_TEST(markdown("## Two\n\n# One { #one }\n").title == "One");
  BOOST_TEST(markdown("Intro\n\n## Two\n\n### Three").title == "Two");
  BOOST_TEST(markdown("The pipes leak. They are old.").title == "The pipes leak.");
  BOOST_TEST(markdown(repeated("> ", 20'000) + "deep").text.find("deep") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(html_gives_the_main_text_only) {
  const auto article = html(
      "<html lang=en-US><head><title>Old pipes - Harbour "
      "Post</title><style>p{}</style></head><body><header>Site</header>"
      "<nav>Home</nav><article><h1>Old pipes</h1><p>First  &amp;\n second<br>line.</p><ul><li>a<li>b</ul>"
      "<aside>Ad</aside><script>var x='<p>no</p>';</script><pre>x  y\n z</pre><p "
      "hidden>secret</p></article><footer>(c)</footer></body></html>");
  BOOST_TEST(article.title == "Old pipes");
  BOOST_TEST(article.language == "en");
  BOOST_TEST(article.text == "Old pipes\n\nFirst & second\nline.\n\na\nb\n\nx  y\n z");
}

BOOST_AUTO_TEST_CASE(html_main_text_is_the_article_the_main_or_the_body) {
  const std::string words = repeated("Pipes leak. ", 20);
  BOOST_TEST(html("<body><div>out</div><main>in</main>").text == "in");
  BOOST_TEST(html("<body><p>only</p>").text == "only");
  BOOST_TEST(html("<body><p>" + words + "</p><article>teaser</article>").text.starts_with("Pipes leak."));
  BOOST_TEST(html("<body><article>teaser</article><article>" + words + "</article>")
                 .text.starts_with("Pipes leak."));
  BOOST_TEST(html("<body><form><p>all in a form</p></form>").text == "all in a form");
  BOOST_TEST(html("<table><tr><td>a<td>b<tr><td>c<td>d</table>").text == "a\tb\nc\td");
  BOOST_TEST(html("").text.empty());
}

BOOST_AUTO_TEST_CASE(html_metadata_is_believed_in_its_order) {
  const auto linked = html(
      "<head><script "
      "type='application/"
      "ld+json'>{\"@graph\":[{\"@type\":\"Person\"},{\"@type\":[\"NewsArticle\"],\"headline\":"
      "\"Head\",\"author\":[{\"name\":\"Ann Lee\"},\"Bo "
      "Chen\"],\"datePublished\":\"2023-05-02T08:00:00Z\",\"keywords\":"
      "[\"a\",\"b\"],\"inLanguage\":\"fr\",\"url\":\"https://x.example/1\"}]}</script><meta "
      "property='og:title' content=Other>"
      "<meta name=author content=Nobody><body>text");
  BOOST_TEST(linked.title == "Head");
  BOOST_TEST(linked.author == "Ann Lee; Bo Chen");
  BOOST_TEST(linked.date == "2023-05-02T08:00:00");
  BOOST_TEST(linked.language == "fr");
  BOOST_TEST(linked.url == "https://x.example/1");
  BOOST_TEST(linked.keywords.size() == 2U);
  const auto meta = html(
      "<head><meta property='og:title' content='A &amp; B'><meta name=Author content='Ann Lee'><meta "
      "property='article:published_time' content='2023-05-02'><meta name=keywords content='x, y'><link "
      "rel=canonical "
      "href='https://x.example/2'><script type='application/ld+json'>{broken</script><body>text");
  BOOST_TEST(meta.title == "A & B");
  BOOST_TEST(meta.author == "Ann Lee");
  BOOST_TEST(meta.date == "2023-05-02");
  BOOST_TEST(meta.url == "https://x.example/2");
  BOOST_TEST(meta.keywords.size() == 2U);
  BOOST_TEST(html("<title>Site</title><body><h1>Logo</h1>text").title == "Site");
  BOOST_TEST(html("<title>Head - Site</title><body><h1>Head</h1>text").title == "Head");
  BOOST_TEST(html("<body><h1>Logo</h1>text").title == "Logo");
  BOOST_TEST(html("<body><svg><title>icon</title></svg>The pipes leak.").title == "The pipes leak.");
}

BOOST_AUTO_TEST_CASE(html_declares_its_encoding) {
  const auto page = gather(read_html(
      "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>\xCF\xF0\xE8\xE2\xE5\xF2"));
  BOOST_TEST(page.article.text == "Привет");
  BOOST_TEST(page.remarks.at(0) == "not UTF-8: read as windows-1251");
  BOOST_TEST(gather(read_html("<meta charset=\"shift_jis\"><p>\x93\xFA\x96\x7B")).article.text == "日本");
}

BOOST_AUTO_TEST_CASE(hostile_html_is_read_or_refused_but_never_crashes) {
  for (const char* tag : {"<div>", "<b>", "<ul><li>", "<span>", "<table><tr><td>"})
    BOOST_CHECK_THROW(static_cast<void>(read_html(repeated(tag, 100'000) + "deep")), Error);
  BOOST_TEST(html(repeated("<div>", 900) + "deep" + repeated("</div>", 900)).text == "deep");
  BOOST_TEST(html(repeated("<p>a", 20'000)).text.size() > 20'000U);
  BOOST_TEST(html(repeated("<", 300'000) + "p>x").text.ends_with("<\n\nx"));
  BOOST_TEST(html("<script>" + repeated("<div>", 5'000) + "</script>x").text == "x");
  // Attributes are compared with each other: a page of a few megabytes would take minutes.
  std::string attributes = "<p ";
  for (int i = 0; attributes.size() < 500'000; ++i) attributes += 'a' + std::to_string(i) + ' ';
  BOOST_CHECK_THROW(HtmlTree(attributes + ">text", 0.1), Error);
  for (const char* page : {"<", "</", "<!--", "<a href='", "&#xD800;", "&#0;", "<![CDATA[", "<svg><p>",
                           "<template><p>x", "<frameset>"})
    BOOST_TEST(is_utf8(html(page).text));
}

BOOST_AUTO_TEST_CASE(a_converter_gives_what_its_program_writes_or_the_reason_why_not) {
  const auto reason = [](const Converter& filter, std::string_view input = {}) {
    try {
      return "none: " + run_converter(filter, input);
    } catch (const Error& error) {
      return std::string(error.what());
    }
  };
  const auto shell = [](const char* script, std::size_t max_seconds = 60) {
    return Converter{.command = {"sh", "-c", script},
                     .package = "dash",
                     .max_processor_seconds = 1,
                     .max_seconds = max_seconds,
                     .max_memory = std::size_t{256} << 20U,
                     .max_output = std::size_t{1} << 20U};
  };
  const std::string large = repeated("0123456789abcdef", 50'000);
  BOOST_TEST(run_converter(shell("cat"), large) == large);
  BOOST_TEST(run_converter(shell("cat /dev/stdin /dev/stdin; echo no >&2"), "x") == "xx");
  BOOST_TEST(reason(shell("exit 0"), large) == "none: ");
  BOOST_TEST(reason(shell("exit 3")) == "sh cannot read it: exit status 3");
  BOOST_TEST(reason(shell("kill -SEGV $$")) == "sh crashed: signal 11");
  BOOST_TEST(reason(shell("while :; do :; done")) == "sh takes too much of the processor");
  BOOST_TEST(reason(shell("echo x; exec sleep 99", 1)) == "sh takes longer than 1 s");
  BOOST_TEST(reason(shell("yes")) == "sh gives more than 1 MiB");
  BOOST_TEST(reason({.command = {"kwic-no-such-program"}, .package = "none-such"}) ==
             "needs the program kwic-no-such-program: install the package none-such");
  // Where a program has it so, nobody is told how the child ended.
  (void)std::signal(SIGCHLD, SIG_IGN);
  const std::string untold = reason(shell("echo half; exit 3"));
  (void)std::signal(SIGCHLD, SIG_DFL);
  BOOST_TEST(untold.starts_with("cannot tell whether the converter has succeeded"), untold);
}

BOOST_AUTO_TEST_CASE(pdf_is_read_by_a_program_of_its_own) {
  const std::string page = "BT /F1 12 Tf 72 720 Td (Old pipes leak & nobody mends them.) Tj ET";
  const std::string pdf =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count "
      "1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 "
      "R>>>>>>endobj\n4 0 obj<</Length " +
      std::to_string(page.size()) + ">>stream\n" + page +
      "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
      "6 0 obj<</Title(Pipes)/Author(Ann Lee)/CreationDate(D:20230502080000Z)>>endobj\n"
      "trailer<</Root 1 0 R/Info 6 0 R>>\n";
  Article article;
  try {
    article = gather(read_pdf(pdf)).article;
  } catch (const Error& error) {
    if (std::string_view(error.what()).find("install") == std::string_view::npos) throw;
    BOOST_TEST_MESSAGE("skipped: " << error.what());
    return;
  }
  BOOST_TEST(article.title == "Pipes");
  BOOST_TEST(article.author == "Ann Lee");
  BOOST_TEST(article.date.starts_with("2023-05-02"));
  BOOST_TEST(article.text == "Old pipes leak & nobody mends them.");
  BOOST_CHECK_THROW(static_cast<void>(read_pdf("%PDF-1.4 rubbish")), Error);
}

BOOST_AUTO_TEST_CASE(entities_are_decoded) {
  BOOST_TEST(html_to_text("&hellip;") == "…");
  BOOST_TEST(html_to_text("&amp;lt;") == "&lt;");
  BOOST_TEST(html_to_text("<p>a</p><p>b</p>") == "a\n\nb");
}

BOOST_AUTO_TEST_CASE(a_file_name_tells_the_format) {
  const auto name = [](const char* file) {
    const auto* const format = format_of_name(file);
    return format == nullptr ? std::string_view("none") : format->name;
  };
  BOOST_TEST(name("a.txt") == "plain text");
  BOOST_TEST(name("a.b.TXT.GZ") == "plain text");
  BOOST_TEST(name("a.markdown") == "Markdown");
  BOOST_TEST(name("a.xhtml") == "HTML");
  BOOST_TEST(name("a.ndjson.gz") == "JSON Lines");
  for (const char* other : {"README", "a.gz", "a.tar.gz", "a.", "", ".", ".gz", ".txt", "txt", "a.txt.bak"})
    BOOST_TEST(name(other) == "none", other);
  for (const char* other : {"a.png", "a.CSS", "a.tar.gz", "lib.so", "a.gz", "b.docx"})
    BOOST_TEST(is_no_article(other), other);
  for (const char* other : {"README", "a.", "NEWS.2023", "a.json", "notes.org"})
    BOOST_TEST(!is_no_article(other), other);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace kwic
