// What `indexer` tells of its progress: a line that is drawn again and again on a terminal, and nothing of it
// stays; elsewhere lines, when they are asked for.
#include "support/companion.h"
#include "support/pseudo_terminal.h"
#include "support/run_program.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <regex>
#include <string>
#include <thread>
#include <vector>

namespace kwic::test {
namespace {

using Words = std::vector<std::string>;
using namespace std::chrono_literals;

constexpr const char* begin = "\r";
constexpr const char* end_of_line = "\x1B[K";

std::string article(int number) {
  return R"({"id": "a)" + std::to_string(number) + R"(", "text": "A heron."})" + '\n';
}

/// A file that is as long as its writer likes.
class Pipe {
public:
  explicit Pipe(const std::string& path) {
    BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    end_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    BOOST_REQUIRE(end_ >= 0);
  }
  ~Pipe() { close(); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void write(const std::string& text) const { (void)!::write(end_, text.data(), text.size()); }
  void close() {
    if (end_ >= 0) ::close(end_);
    end_ = -1;
  }

private:
  int end_ = -1;
};

/// An indexer that reads articles as long as a test writes them, on a terminal of 40 columns.
class Slow {
public:
  explicit Slow(const Words& options = {}, const std::string& terminal = "xterm")
      : path_((place_ / "pipe").string()), pipe_(path_) {
    Words words = {"indexer", "--index", (place_ / "index").string(), "-"};
    words.insert(words.end(), options.begin(), options.end());
    TerminalSettings settings;
    settings.columns = 40;
    settings.environment = {{"TERM", terminal}};
    settings.input = path_;
    terminal_ = std::make_unique<PseudoTerminal>(words, settings);
  }

  /// Writes articles until the terminal shows that, or for as long as that.
  void feed(std::string_view until, std::chrono::seconds at_most = 60s) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    const std::size_t from = shown().size();
    while (std::chrono::steady_clock::now() < deadline && shown().find(until, from) == std::string::npos) {
      pipe_.write(article(++articles_));
      terminal_->look();
    }
  }

  void write(const std::string& line) const { pipe_.write(line); }
  [[nodiscard]] const std::string& shown() const { return terminal_->written(); }
  [[nodiscard]] int articles() const { return articles_; }
  [[nodiscard]] int end() {
    pipe_.close();
    return terminal_->end();
  }

private:
  TemporaryDirectory place_;
  std::string path_;
  Pipe pipe_;
  std::unique_ptr<PseudoTerminal> terminal_;
  int articles_ = 0;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_CASE(progress_is_one_line_on_a_terminal_that_does_not_stay) {
  Slow indexer;
  indexer.feed("articles, ");
  indexer.write("nonsense\n");
  indexer.feed("skipped: ");
  indexer.feed("articles, ");
  BOOST_TEST(indexer.end() == 1);
  const std::string& shown = indexer.shown();
  const std::regex drawn("\\r(indexer: [0-9,]+ articles?, [^\\r\\n]*)\\x1B\\[K");
  std::size_t count = 0;
  for (std::sregex_iterator it(shown.begin(), shown.end(), drawn), last; it != last; ++it, ++count)
    BOOST_TEST((*it)[1].length() < 40, (*it)[1]);
  BOOST_TEST(count >= 2U);
  // Before anything else is told, the line is taken away.
  const std::string erased = std::string(begin) + end_of_line;
  BOOST_TEST(has(shown, erased + "indexer: -#"), shown);
  BOOST_TEST(has(shown, erased + "indexer: " + std::to_string(indexer.articles()).substr(0, 1)), shown);
  BOOST_TEST(shown.rfind(erased) > shown.rfind(" MB"));
}

BOOST_AUTO_TEST_CASE(progress_is_not_drawn_where_it_is_not_wanted_or_cannot_be) {
  for (const auto& [options, terminal] : std::vector<std::pair<Words, std::string>>{
           {{"--quiet"}, "xterm"}, {{"--progress", "0"}, "xterm"}, {{}, "dumb"}}) {
    Slow indexer(options, terminal);
    indexer.feed("articles, ", 1s);
    BOOST_TEST(indexer.end() == 0);
    BOOST_TEST(!has(indexer.shown(), "MB"), indexer.shown());
    BOOST_TEST(!has(indexer.shown(), end_of_line));
  }
}

BOOST_AUTO_TEST_CASE(progress_is_told_in_lines_on_request) {
  const TemporaryDirectory place;
  Companion indexer({"indexer", "--index", (place / "index").string(), "--progress", "1", "-"});
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  int articles = 0;
  while (!has(indexer.said(), " MB") && std::chrono::steady_clock::now() < deadline) {
    indexer.write_line(article(++articles));
    std::this_thread::sleep_for(1ms);
  }
  const Ran ran = indexer.end();
  BOOST_TEST(ran.status == 0);
  const std::regex line("indexer: [0-9,]+ articles?, 0\\.[0-9] MB, 0\\.[0-9] MB/s\n");
  BOOST_TEST(std::regex_search(ran.err, line), ran.err);
  BOOST_TEST(!has(ran.err, "\033"));
}

}  // namespace
}  // namespace kwic::test
