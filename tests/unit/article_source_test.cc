/// The walk over files and folders, with everything that a file system can hold.
#include "sources/input_file.h"
#include "support/gzipped.h"

#include <kwic/article_source.h>
#include <kwic/error.h>
#include <kwic/path_text.h>

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

namespace kwic {
namespace {

using test::gzipped;

namespace fs = std::filesystem;

/// A folder of its own for each test, removed afterwards.
struct Place {
  Place() {
    std::string pattern = (fs::temp_directory_path() / "kwic-test-XXXXXX").string();
    BOOST_REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder = fs::canonical(pattern);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }

  std::string write(const std::string& name, const std::string& bytes) const {
    const fs::path path = folder / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }

  fs::path folder;
};

struct Reading {
  std::vector<Article> articles;
  std::vector<Notice> notices;

  /// The messages about the sources that end so.
  [[nodiscard]] std::string said_of(const std::string& ending) const {
    std::string said;
    for (const auto& notice : notices)
      if (notice.source.ends_with(ending)) said += (said.empty() ? "" : " + ") + notice.message;
    return said;
  }

  [[nodiscard]] std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const auto& article : articles) texts.push_back(article.text);
    return texts;
  }
};

Reading read(std::vector<std::string> roots) {
  ArticleSource source(std::move(roots));
  Reading reading;
  while (auto item = source.next()) {
    if (auto* article = std::get_if<Article>(&*item))
      reading.articles.push_back(std::move(*article));
    else
      reading.notices.push_back(std::get<Notice>(*item));
  }
  BOOST_TEST(!source.next().has_value());
  return reading;
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string all;
  while (times-- > 0) all += piece;
  return all;
}

/// The texts of the articles, joined by "|".
std::string texts_in(const std::vector<std::string>& roots) {
  std::string all;
  for (const auto& text : read(roots).texts()) all += (all.empty() ? "" : "|") + text;
  return all;
}

std::string zstandard(const std::string& bytes) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 3));
  return packed;
}

/// Standard input is this file while it lives.
class StandardInput {
public:
  explicit StandardInput(const std::string& path) : before_(::dup(STDIN_FILENO)) {
    BOOST_REQUIRE(::freopen(path.c_str(), "rb", stdin) != nullptr);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;
  ~StandardInput() {
    ::dup2(before_, STDIN_FILENO);
    ::close(before_);
  }

private:
  int before_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(article_source)

BOOST_AUTO_TEST_CASE(folders_are_walked_in_byte_order_and_roots_as_given) {
  const Place place;
  for (const char* name : {"b/2.txt", "b/10.txt", "b/Z.txt", "b/a/x.txt", "b/ä.txt", "a.txt"})
    place.write(name, name);
  BOOST_TEST(texts_in({place.path("b"), place.path("a.txt")}) ==
             "b/10.txt|b/2.txt|b/Z.txt|b/a/x.txt|b/ä.txt|a.txt");
}

BOOST_AUTO_TEST_CASE(an_article_without_an_id_is_called_by_its_path) {
  const Place place;
  place.write("x/a.txt", "A text.");
  const auto reading = read({place.path("x/../x/./")});
  BOOST_REQUIRE(reading.articles.size() == 1U);
  BOOST_TEST(reading.articles[0].path == place.path("x/a.txt"));
  BOOST_TEST(reading.articles[0].id == place.path("x/a.txt"));
  BOOST_TEST(reading.articles[0].title == "A text.");
}

BOOST_AUTO_TEST_CASE(every_format_is_told_by_its_name_also_when_compressed) {
  const Place place;
  place.write("1.txt", "plain");
  place.write("2.md.gz", gzipped("*marked*"));
  place.write("3.htm", "<p>paged");
  place.write("4.jsonl.gz", gzipped("{\"text\":\"lined\"}\n{\"text\":\"twice\"}"));
  place.write("5.TXT.GZ", gzipped("first ") + gzipped("second"));
  place.write("6", "nameless");
  place.write("7.txt.zst", zstandard("third ") + zstandard("fourth"));
  BOOST_TEST(texts_in({place.folder}) == "plain|marked|paged|lined|twice|first second|nameless|third fourth");
}

BOOST_AUTO_TEST_CASE(what_is_no_article_is_passed_over_in_folders_only) {
  const Place place;
  const auto picture = place.write("a.png", std::string("\x89PNG\0\0", 6));
  place.write("b.css", "p {}");
  place.write("c", "#!/bin/sh\necho");
  place.write(".hidden.txt", "hidden");
  place.write(".git/d.txt", "hidden");
  place.write("index/XAPIANDB", "");
  place.write("index/e.txt", "no");
  place.write("new-index/building/journal", "no");
  place.write("new-index/lock", "no");
  place.write("f.txt", "yes");
  place.write("house/building/journal/2024.txt", "yes, too");
  place.write("house/lock/key.txt", "this as well");
  const auto walked = read({place.folder});
  BOOST_TEST(walked.notices.empty());
  BOOST_TEST(walked.articles.size() == 3U);
  BOOST_TEST(read({picture}).said_of("a.png") == "binary file");
  BOOST_TEST(texts_in({place.path("c"), place.path("b.css"), place.path(".hidden.txt")}) ==
             "#!/bin/sh\necho|p {}|hidden");
  BOOST_TEST(read({place.path("index")}).said_of("index") == "an index, not a folder of articles");
}

BOOST_AUTO_TEST_CASE(json_is_read_where_it_is_json_lines) {
  const Place place;
  place.write("a.json", "{\n  \"text\": \"x\"\n}\n");
  place.write("b.json", "{\"text\": \"one\"}\n{\"text\": \"two\"}\n");
  const auto reading = read({place.folder});
  BOOST_TEST(reading.said_of("a.json") == "JSON, but not JSON Lines: one object a line is read (.jsonl)");
  BOOST_TEST(reading.articles.size() == 2U);
}

BOOST_AUTO_TEST_CASE(missing_empty_and_odd_roots_are_told) {
  const Place place;
  fs::create_directories(place.path("empty/also"));
  BOOST_REQUIRE(::mkfifo(place.path("fifo").c_str(), 0600) == 0);
  place.write("zero.txt", "");
  place.write("good.txt", "Good.");
  const auto reading = read({place.path("none"), "", place.path("empty"), place.path("fifo"), "/dev/null",
                             place.path("zero.txt"), place.path("good.txt")});
  BOOST_TEST(reading.said_of("none") == "no such file or folder");
  BOOST_TEST(reading.said_of("empty").starts_with("no articles found (read are: .txt, .text, .md,"));
  BOOST_TEST(reading.said_of("fifo") == "a FIFO, not a file");
  BOOST_TEST(reading.said_of("/dev/null") == "a device, not a file");
  BOOST_TEST(reading.said_of("zero.txt") == "no title and no text");
  BOOST_TEST(reading.notices.size() == 6U);
  BOOST_TEST(reading.articles.size() == 1U);
}

BOOST_AUTO_TEST_CASE(special_files_in_a_folder_are_told_and_the_rest_is_read) {
  const Place place;
  BOOST_REQUIRE(::mkfifo(place.path("a.txt").c_str(), 0600) == 0);
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  place.path("b.txt").copy(address.sun_path, sizeof address.sun_path - 1);
  BOOST_REQUIRE(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  ::close(descriptor);
  place.write("c", std::string("\0\1\2", 3));
  fs::create_symlink("nowhere", place.path("d.txt"));
  fs::create_symlink("e.txt", place.path("e.txt"));
  place.write("f.txt", "Good.");
  const auto reading = read({place.folder});
  BOOST_TEST(reading.said_of("a.txt") == "a FIFO, not a file");
  BOOST_TEST(reading.said_of("b.txt") == "a socket, not a file");
  BOOST_TEST(reading.said_of("/c") == "binary file");
  BOOST_TEST(reading.said_of("d.txt") == "broken symbolic link");
  BOOST_TEST(reading.said_of("e.txt") == "symbolic link loop");
  BOOST_TEST(reading.articles.size() == 1U);
}

BOOST_AUTO_TEST_CASE(links_are_followed_loops_are_told_and_no_file_is_read_twice) {
  const Place place;
  place.write("a/1.txt", "one");
  place.write("b/2.txt", "two");
  fs::create_directory_symlink("..", place.path("a/up"));
  fs::create_directory_symlink("../b", place.path("a/over"));
  fs::create_symlink("1.txt", place.path("a/again.txt"));
  fs::create_hard_link(place.path("a/1.txt"), place.path("a/hard.txt"));
  const auto reading = read({place.path("a"), place.path("b"), place.path("a"), place.path("a/1.txt")});
  std::vector<std::string> texts = reading.texts();
  std::ranges::sort(texts);
  BOOST_TEST(texts == (std::vector<std::string>{"one", "two"}), boost::test_tools::per_element());
  BOOST_REQUIRE(reading.notices.size() == 1U);
  BOOST_TEST(reading.notices[0].message == "symbolic link loop");
  BOOST_TEST(reading.notices[0].source == place.path("a/up/a"));
}

BOOST_AUTO_TEST_CASE(unreadable_files_and_folders_are_told) {
  if (::geteuid() == 0) {
    BOOST_TEST_MESSAGE("skipped: root may read everything");
    return;
  }
  const Place place;
  ::chmod(place.write("a.txt", "secret").c_str(), 0);
  place.write("b/x.txt", "secret");
  ::chmod(place.path("b").c_str(), 0);
  const auto reading = read({place.folder});
  ::chmod(place.path("b").c_str(), 0700);
  BOOST_TEST(reading.said_of("a.txt") == "no permission to read");
  BOOST_TEST(reading.said_of("/b") == "no permission to read");
}

BOOST_AUTO_TEST_CASE(a_walk_finds_files_with_their_roots_and_states_and_reads_none) {
  const Place place;
  place.write("a/x.txt", "four");
  place.write("a/sub/b.md", "");
  ::truncate(place.write("a/z.png", "").c_str(), 1 << 20);
  const auto lone = place.write("lone.odd", "5bytes");
  FileWalk walk({place.path("a"), lone, "-"});
  std::vector<FoundFile> found;
  while (const auto item = walk.next()) found.push_back(std::get<FoundFile>(*item));
  BOOST_REQUIRE(found.size() == 4U);
  BOOST_TEST(found[0].path == place.path("a/sub/b.md"));
  BOOST_TEST(found[1].path == place.path("a/x.txt"));
  BOOST_TEST(found[1].root == place.path("a"));
  BOOST_TEST(found[1].state.size == 4U);
  BOOST_TEST(!found[1].named);
  BOOST_TEST(found[2].root == lone);
  BOOST_TEST(found[2].named);
  BOOST_TEST(found[3].path == "-");
  struct stat status {};
  BOOST_REQUIRE(::stat(lone.c_str(), &status) == 0);
  BOOST_TEST(found[2].state.inode == status.st_ino);
  BOOST_TEST(found[2].state.mtime_ns % 1'000'000'000 == status.st_mtim.tv_nsec);
  ArticlesOf again(found[1]);
  BOOST_TEST(std::get<Article>(again.next().value()).text == "four");
  BOOST_TEST(!again.next().has_value());
}

BOOST_AUTO_TEST_CASE(a_walk_reports_what_it_could_not_see) {
  const Place place;
  place.write("a/x.txt", "x");
  fs::create_symlink("nowhere", place.path("a/gone.txt"));
  fs::create_directories(place.path("empty"));
  FileWalk walk({place.path("a"), place.path("missing"), place.path("empty"), place.path("a/x.txt")});
  while (walk.next()) {
  }
  std::vector<std::string> reports;
  for (const auto& report : walk.roots()) {
    reports.push_back(fs::path(report.root).filename().string() + ' ' + std::to_string(report.files));
    for (const auto& path : report.unseen) reports.back() += ' ' + fs::path(path).filename().string();
  }
  BOOST_TEST(reports == (std::vector<std::string>{"a 1 gone.txt", "missing 0 missing", "empty 0", "x.txt 0"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_file_that_changes_while_it_is_read_is_told) {
  const Place place;
  const std::string lines = repeated("{\"text\":\"some line\"}\n", 50'000);
  const auto lines_read = [&](auto change) {
    const auto path = place.write("a.jsonl", lines);
    ArticleSource source({path});
    std::size_t articles = std::holds_alternative<Article>(source.next().value()) ? 1 : 0;
    change(path);
    std::string said;
    while (const auto item = source.next()) {
      if (const auto* notice = std::get_if<Notice>(&*item)) said += notice->message;
      articles += item->index() == 0 ? 1 : 0;
    }
    BOOST_TEST(said.ends_with("changed while it was read"), said);
    return articles;
  };
  BOOST_TEST(lines_read([](const std::string& path) { std::ofstream(path, std::ios::app) << "{}"; }) ==
             50'000U);
  BOOST_TEST(lines_read([](const std::string& path) { fs::resize_file(path, 600'010); }) > 20'000U);
}

BOOST_AUTO_TEST_CASE(bad_bytes_in_file_names_are_escaped_in_ids) {
  const Place place;
  place.write("caf\xE9.txt", "Coffee.");
  const auto reading = read({place.folder});
  BOOST_REQUIRE(reading.articles.size() == 1U);
  BOOST_TEST(reading.articles[0].id == '/' + place.path("caf%E9.txt"));
  BOOST_TEST(path_of_text(reading.articles[0].path) == place.path("caf\xE9.txt"));
  BOOST_TEST(reading.articles[0].path == reading.articles[0].id);
}

BOOST_AUTO_TEST_CASE(json_fields_may_be_missing_null_strings_numbers_or_lists) {
  const Place place;
  const auto file =
      place.write("a.jsonl",
                  "\xEF\xBB\xBF{\"id\":7,\"title\":\"A\\ntitle\",\"author\":[\"Ann Lee\",null,\"Bo  "
                  "Chen\"],\"date\":\"2 May 2023\",\"text\":[\"one\",\"two\"],"
                  "\"language\":\"en-GB\",\"url\":\" https://x.example \",\"keywords\":\"a, "
                  "b;c\",\"other\":{\"text\":\"no\",\"list\":[[1]]}}\r\n"
                  "\n"
                  "{\"id\":null,\"title\":null,\"author\":null,\"date\":null,\"text\":\"three "
                  "\\u00e9\\ud83d\\ude00\",\"keywords\":[\"x\",\"y,z\"],\"url\":null}\n"
                  "  {\"title\":1984,\"date\":2023,\"text\":{\"text\":\"no\"},\"author\":true}\n"
                  "{\"text\":\"first\",\"text\":\"last\"}");
  const auto reading = read({file});
  BOOST_TEST(reading.notices.empty());
  BOOST_REQUIRE(reading.articles.size() == 4U);
  const auto& full = reading.articles[0];
  BOOST_TEST(full.id == "7");
  BOOST_TEST(full.title == "A title");
  BOOST_TEST(full.author == "Ann Lee; Bo Chen");
  BOOST_TEST(full.date == "2023-05-02");
  BOOST_TEST(full.text == "one\n\ntwo");
  BOOST_TEST(full.language == "en");
  BOOST_TEST(full.url == "https://x.example");
  BOOST_TEST(full.keywords == (std::vector<std::string>{"a", "b", "c"}), boost::test_tools::per_element());
  BOOST_TEST(full.path == file);
  const auto& sparse = reading.articles[1];
  BOOST_TEST(sparse.id == file + "#3");
  BOOST_TEST(sparse.text == "three é😀");
  BOOST_TEST(sparse.title.empty());
  BOOST_TEST(sparse.keywords.size() == 3U);
  const auto& numbers = reading.articles[2];
  BOOST_TEST(numbers.title == "1984");
  BOOST_TEST(numbers.date == "2023");
  BOOST_TEST(numbers.text.empty());
  BOOST_TEST(reading.articles[3].text == "last");
}

BOOST_AUTO_TEST_CASE(every_kind_of_broken_line_is_told_and_the_next_one_is_read) {
  const std::string deep(200'000, '[');
  const std::vector<std::pair<std::string, std::string>> table = {
      {"{\"text\":\"a\"", "not valid JSON: column 12: unexpected end of input; expected '}'"},
      {"{\"text\":\"a}", "not valid JSON: column 12: invalid string: missing closing quote"},
      {"nonsense", "not valid JSON: column 2: invalid literal"},
      {"[1]", "not a JSON object"},
      {"\"text\"", "not a JSON object"},
      {"3", "not a JSON object"},
      {"null", "not a JSON object"},
      {"{}", "no id, no title and no text"},
      {"{\"text\":\" \\n\"}", "no id, no title and no text"},
      {"{\"text\":\"\xFF\"}", "not valid UTF-8"},
      {"{\"text\":\"\xED\xA0\x80\"}", "not valid UTF-8"},
      {"{\"text\":\"\\ud800 lone\"}", "*"},
      {"{\"text\":\"\\x\"}", "*"},
      {"{\"text\":\"a\"} {\"text\":\"b\"}", "*"},
      {"{\"text\":1e999}", "*"},
      {"{\"text\":\"tab\there\"}", "*"},
      {"{'text':'a'}", "*"},
      {"{\"text\":" + deep, "*"},
      {deep, "not a JSON object"},
      {std::string("\0", 1), "*"},
  };
  const Place place;
  std::string lines;
  for (const auto& [line, message] : table) lines += line + "\n{\"text\":\"good\"}\n";
  const auto reading = read({place.write("a.jsonl", lines)});
  BOOST_TEST(reading.articles.size() == table.size());
  BOOST_REQUIRE(reading.notices.size() == table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto& notice = reading.notices[i];
    BOOST_TEST(notice.skipped);
    BOOST_TEST(notice.source.ends_with("a.jsonl#" + std::to_string(2 * i + 1)));
    BOOST_TEST(notice.message.size() < 200U);
    const bool as_said = table[i].second == "*" ? notice.message.starts_with("not valid JSON: column ")
                                                : notice.message == table[i].second;
    BOOST_TEST(as_said, table[i].first.substr(0, 40) << " -> " << notice.message);
  }
}

BOOST_AUTO_TEST_CASE(an_unreadable_date_does_not_cost_the_article) {
  const Place place;
  const auto reading = read({place.write("a.jsonl", "{\"text\":\"a\",\"date\":\"03/04/2024\"}")});
  BOOST_TEST(reading.articles.at(0).date.empty());
  BOOST_TEST(reading.notices.at(0).message == "date not understood: 03/04/2024");
  BOOST_TEST(!reading.notices.at(0).skipped);
}

BOOST_AUTO_TEST_CASE(a_line_over_the_limit_is_told_and_reading_goes_on) {
  const Place place;
  const std::string long_line = "{\"text\":\"" + std::string(max_article_size, 'a') + "\"}";
  const auto reading =
      read({place.write("a.jsonl", "{\"text\":\"x\"}\n" + long_line + "\n{\"text\":\"y\"}\n" + long_line)});
  BOOST_TEST(reading.articles.size() == 2U);
  BOOST_TEST(reading.said_of("#2") == "line longer than 64 MiB");
  BOOST_TEST(reading.said_of("#4") == "line longer than 64 MiB");
  BOOST_TEST(read({place.write("b.txt", std::string(max_article_size + 1, 'a'))}).said_of("b.txt") ==
             "larger than 64 MiB");
}

BOOST_AUTO_TEST_CASE(a_damaged_gz_gives_its_good_lines) {
  const Place place;
  std::string lines;
  for (int i = 0; i < 20'000; ++i)
    lines += "{\"id\":" + std::to_string(i) + ",\"text\":\"" + std::to_string(i * 7919 % 10007) + "\"}\n";
  const std::string packed = gzipped(lines);
  const auto cut = read({place.write("cut.jsonl.gz", packed.substr(0, packed.size() / 2))});
  BOOST_TEST(cut.articles.size() > 5'000U);
  BOOST_TEST(cut.said_of("cut.jsonl.gz") == "compressed file is cut off");
  std::string flipped = packed;
  flipped[packed.size() / 2] = static_cast<char>(~flipped[packed.size() / 2]);
  flipped[packed.size() / 2 + 1] = static_cast<char>(~flipped[packed.size() / 2 + 1]);
  const auto damaged = read({place.write("bad.jsonl.gz", flipped)});
  BOOST_TEST(damaged.articles.size() > 5'000U);
  BOOST_TEST(damaged.said_of("bad.jsonl.gz").find("compressed file is damaged") != std::string::npos);
  BOOST_TEST(read({place.write("cut.txt.gz", gzipped("A text.").substr(0, 15))}).said_of("cut.txt.gz") ==
             "compressed file is cut off");
  BOOST_TEST(texts_in({place.write("not.txt.gz", "not compressed")}) == "not compressed");
}

BOOST_AUTO_TEST_CASE(a_gzip_bomb_costs_one_skipped_file) {
  const Place place;
  place.write("a.txt.gz", gzipped(std::string(std::size_t{48} << 20U, 'a')));
  place.write("b.jsonl.gz", gzipped("{\"text\":\"x\"}\n" + std::string(std::size_t{48} << 20U, 'a')));
  place.write("c.txt", "Good.");
  const auto reading = read({place.folder});
  BOOST_TEST(reading.said_of("a.txt.gz") == "unpacks to more than 200 times its size");
  BOOST_TEST(reading.said_of("b.jsonl.gz") == "unpacks to more than 200 times its size");
  BOOST_TEST(reading.articles.back().text == "Good.");
}

BOOST_AUTO_TEST_CASE(a_damaged_zst_gives_its_good_lines_and_a_bomb_costs_one_file) {
  const Place place;
  std::string lines;
  for (int i = 0; i < 50'000; ++i)
    lines += "{\"id\":" + std::to_string(i) + ",\"text\":\"" + std::to_string(i * 7919 % 10007) + "\"}\n";
  const std::string packed = zstandard(lines);
  const auto whole = read({place.write("a.jsonl.zst", packed)});
  BOOST_TEST(whole.articles.size() == 50'000U);
  const auto cut = read({place.write("b.jsonl.zst", packed.substr(0, packed.size() * 3 / 4))});
  BOOST_TEST(cut.articles.size() > 5'000U);
  BOOST_TEST(cut.said_of("b.jsonl.zst") == "compressed file is cut off");
  const auto followed = read({place.write("c.jsonl.zst", packed + "rubbish")});
  BOOST_TEST(followed.articles.size() == 50'000U);
  BOOST_TEST(followed.said_of("c.jsonl.zst").starts_with("compressed file is damaged"));
  const auto bomb = read({place.write("d.txt.zst", zstandard(std::string(std::size_t{48} << 20U, 'a')))});
  BOOST_TEST(bomb.said_of("d.txt.zst") == "unpacks to more than 200 times its size");
}

BOOST_AUTO_TEST_CASE(patterns_choose_what_is_found) {
  const Place place;
  for (const char* name :
       {"a.txt", "b.md", "c.log", "old/d.txt", "x/old/e.txt", "x/f.txt", ".h/g.txt", "old.txt/h"})
    place.write(name, name);
  const auto found = [&](const WalkOptions& options, std::vector<std::string> roots) {
    std::string names;
    FileWalk walk(std::move(roots), options);
    while (const auto item = walk.next())
      if (const auto* file = std::get_if<FoundFile>(&*item))
        names += ' ' + file->path.substr(place.folder.string().size() + 1);
    return names;
  };
  const std::string root = place.folder.string();
  const std::vector<std::pair<WalkOptions, std::string>> table = {
      {{}, " a.txt b.md old/d.txt old.txt/h x/f.txt x/old/e.txt"},
      {{.exclude = {"*.md"}}, " a.txt old/d.txt old.txt/h x/f.txt x/old/e.txt"},
      {{.exclude = {"old/"}}, " a.txt b.md old.txt/h x/f.txt"},
      {{.exclude = {"*.txt/", "x/*"}}, " a.txt b.md old/d.txt"},
      {{.exclude = {"old/*.txt"}}, " a.txt b.md old.txt/h x/f.txt"},
      {{.exclude = {root + "/old"}}, " a.txt b.md old.txt/h x/f.txt x/old/e.txt"},
      {{.exclude = {"[ab].*", "x"}}, " old/d.txt old.txt/h"},
      {{.include = {"*.log", "f.*"}}, " c.log x/f.txt"},
      {{.include = {"x/*"}, .hidden = true}, " x/f.txt x/old/e.txt"},
      {{.include = {"g.txt"}, .hidden = true}, " .h/g.txt"},
  };
  for (const auto& [options, names] : table) BOOST_TEST(found(options, {root}) == names);
  BOOST_TEST(found({}, {root + "/*/?.txt", root + "/[c].*"}) == " old/d.txt x/f.txt c.log");
  place.write("[c].log", "a name that is a pattern too");
  BOOST_TEST(found({}, {root + "/[c].log"}) == " [c].log");
  BOOST_TEST(found({.exclude = {"*.log"}}, {root + "/c.log", root}) ==
             " a.txt b.md old/d.txt old.txt/h x/f.txt x/old/e.txt");
  BOOST_TEST(read({root + "/*.none"}).said_of("*.none") == "no such file or folder");
}

BOOST_AUTO_TEST_CASE(json_fields_are_read_from_the_names_they_are_mapped_to) {
  const Place place;
  const auto file =
      place.write("a.jsonl",
                  "{\"headline\":{\"main\":\"Pipes\"},\"title\":\"no\",\"byline\":[{\"name\":\"Ann "
                  "Lee\",\"x\":1},{\"name\":\"Bo\"}],\"body\":\"two\",\"lead\":\"one\",\"a.b\":\"en\","
                  "\"\":{\"id\":\"no\"},\"tags\":[[\"t\"],\"u\"]}\n"
                  "{\"lead\":\"old\",\"byline\":{\"name\":\"Old\"},\"lead\":\"new\",\"byline\":{}}\n");
  ReadOptions options;
  for (const auto& [field, name] :
       std::vector<std::pair<std::string, std::string>>{{"title", "headline.main"},
                                                        {"author", "byline.name"},
                                                        {"text", "lead"},
                                                        {"text", "body"},
                                                        {"language", "a.b"},
                                                        {"keywords", "tags"},
                                                        {"url", "body"}})
    options.json_fields.map(field, name);
  ArticleSource source({file}, {}, options);
  const auto first = std::get<Article>(source.next().value());
  BOOST_TEST(first.title == "Pipes");
  BOOST_TEST(first.author == "Ann Lee; Bo");
  BOOST_TEST(first.text == "one\n\ntwo");
  BOOST_TEST(first.language == "en");
  BOOST_TEST(first.id == file + "#1");
  BOOST_TEST(first.url == "two");
  BOOST_TEST(first.keywords == (std::vector<std::string>{"t", "u"}), boost::test_tools::per_element());
  const auto second = std::get<Article>(source.next().value());
  BOOST_TEST(second.text == "new");
  BOOST_TEST(second.author.empty());
  BOOST_CHECK_EXCEPTION(options.json_fields.map("headline", "x"), Error, [](const Error& error) {
    return std::string(error.what()).find("there are id, title, author") != std::string::npos;
  });
  BOOST_CHECK_THROW(options.json_fields.map("title", ""), Error);
}

BOOST_AUTO_TEST_CASE(standard_input_is_json_lines) {
  const Place place;
  const StandardInput input(
      place.write("in", gzipped("{\"text\":\"one\"}\nbroken\n{\"id\":\"x\",\"text\":\"two\"}")));
  const auto reading = read({"-"});
  BOOST_REQUIRE(reading.articles.size() == 2U);
  BOOST_TEST(reading.articles[0].id == "-#1");
  BOOST_TEST(reading.articles[0].path.empty());
  BOOST_TEST(reading.articles[1].id == "x");
  BOOST_TEST(reading.said_of("-#2").starts_with("not valid JSON"));
}

BOOST_AUTO_TEST_CASE(the_newswire_articles_are_read_whole) {
  const char* const set = std::getenv("KWIC_SHARED");
  const auto folder = set != nullptr ? fs::path(set) : fs::path(KWIC_SOURCE_DIR) / "../shared";
  const auto file = folder / "corpora/reuters.jsonl.gz";
  if (!fs::exists(file)) {
    BOOST_TEST_MESSAGE("skipped: no " << file);
    return;
  }
  const auto reading = read({file.string()});
  BOOST_TEST(reading.articles.size() == 21'578U);
  BOOST_TEST(reading.notices.empty());
  std::set<std::string> ids;
  for (const auto& article : reading.articles) ids.insert(article.id);
  BOOST_TEST(ids.size() == reading.articles.size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace kwic
