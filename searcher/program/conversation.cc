// Every answer fits the screen; what is left comes with :more.
#include "program/conversation.h"

#include "program/line_editor.h"
#include "program/output.h"
#include "program/program.h"
#include "program/session.h"
#include "program/terminal.h"
#include "text/visible.h"

#include <kwic/searcher.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwic::program {
namespace {

/// The prompt and the line of totals stand below the hits.
constexpr std::size_t rows_below = 3;

/// So that a screen has room for some hits; :show shows the rest of them.
constexpr std::size_t snippets_at_the_prompt = 1;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::size_t rows(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

class Conversation {
public:
  explicit Conversation(const Options& options)
      : options_(options), search_(options.search), searcher_(opened(options)) {
    search_.snippets = options.snippets.value_or(snippets_at_the_prompt);
    (void)print(counted(searcher_.article_count(), "article") + "; :help tells what can be typed\n");
  }

  void run() {
    LineEditor editor("kwic> ", completions());
    while (!ended_) {
      const std::optional<std::string> line = editor.next();
      if (!line) {
        (void)print("\n");
        return;
      }
      take(trimmed(*line));
    }
  }

private:
  /// A command: ":show 3" or ":3".
  struct Command {
    std::string_view name;
    std::string_view takes;  ///< behind the name
    std::string_view help;
    void (Conversation::*act)(std::string_view argument);
  };
  static const std::array<Command, 6> commands;

  static std::vector<std::string> completions() {
    std::vector<std::string> texts;
    texts.reserve(commands.size());
    for (const Command& command : commands) {
      texts.push_back(':' + std::string(command.name) + (command.takes.empty() ? "" : " "));
    }
    return texts;
  }

  void take(std::string_view line) {
    try {
      if (line.empty()) return;
      if (!line.starts_with(':')) return ask(std::string(line));
      const std::size_t space = std::min(line.find(' '), line.size());
      obey(line.substr(1, space - 1), trimmed(line.substr(space)));
    } catch (const Error& error) {
      tell(error.what());
    }
  }

  /// The beginning of a name is enough.
  void obey(std::string_view name, std::string_view argument) {
    if (!name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos) return show(name);
    const auto named = [&](const Command& command) {
      return !name.empty() && command.name.starts_with(name);
    };
    const auto command = std::ranges::find_if(commands, named);
    if (command == commands.end()) return tell("no command :" + std::string(name) + "; see :help");
    (this->*command->act)(argument);
  }

  void ask(const std::string& query) {
    query_ = query;
    like_.clear();
    search_.offset = 0;
    hits_.clear();
    (void)answer();
  }

  [[nodiscard]] SearchResult search(const SearchOptions& how) {
    return like_.empty() ? searcher_.search(query_, how) : searcher_.similar(like_, how);
  }

  [[nodiscard]] Look look() const {
    Look look = look_of_output(options_.color);
    look.score = options_.score;
    return look;
  }

  /// Shows as many hits as the screen has room for.
  bool answer() {
    result_ = search(search_);
    tell_warnings(result_, search_, "");
    const std::size_t room = terminal_size().rows - std::min(terminal_size().rows, rows_below);
    std::string out;
    shown_ = 0;
    for (const Hit& hit : result_.hits) {
      const std::string text = render_hit(hit, look());
      if (shown_ > 0 && rows(out) + rows(text) > room) break;
      out += text;
      hits_.push_back(hit);
      ++shown_;
    }
    if (shown_ > 0)
      out += totals(result_, search_.offset, shown_) + (has_more() ? "; :more for the next\n" : "\n");
    return print(out);
  }

  [[nodiscard]] bool has_more() const {
    const std::size_t last = search_.offset + shown_;
    return (last < result_.total.value || shown_ < result_.hits.size()) && last < deepest_hit;
  }

  void more(std::string_view /*argument*/) {
    if (hits_.empty()) return tell("no query yet");
    if (!has_more()) return tell("no more hits");
    search_.offset += shown_;
    (void)answer();
  }

  /// The hit of that rank among those shown of the last query.
  [[nodiscard]] const Hit* hit(std::string_view rank) const {
    std::size_t number = 0;
    const char* const end = rank.data() + rank.size();
    const auto [rest, error] = std::from_chars(rank.data(), end, number);
    const auto found = std::ranges::find(hits_, number, &Hit::rank);
    if (error == std::errc() && rest == end && found != hits_.end()) return &*found;
    tell("name a hit of the last query by its number");
    return nullptr;
  }

  void show(std::string_view rank) {
    const Hit* const chosen = hit(rank);
    if (chosen == nullptr) return;
    const std::optional<MarkedArticle> article = searcher_.article(chosen->id, query_, search_);
    if (!article) return tell("the article is not in the index any more");
    (void)page(render_text(*article, look_of_output(options_.color)), options_.pager);
  }

  void similar(std::string_view rank) {
    const Hit* const chosen = hit(rank);
    if (chosen == nullptr) return;
    like_ = chosen->id;
    query_.clear();
    hits_.clear();
    search_.offset = 0;
    (void)answer();
  }

  void explain(std::string_view rank) {
    if (!rank.empty()) return explain_hit(rank);
    if (result_.understood.empty()) return tell("nothing to explain");
    (void)print(visible(result_.understood) + '\n');
  }

  void explain_hit(std::string_view rank) {
    const Hit* const chosen = hit(rank);
    if (chosen == nullptr) return;
    SearchOptions one = search_;
    one.explain = true;
    one.offset = chosen->rank - 1;
    one.limit = 1;
    for (const Hit& explained : search(one).hits) (void)print(render_hit(explained, look()));
  }

  void help(std::string_view /*argument*/) {
    std::string out = "A line is a query, as on the command line; the beginning of a command is enough.\n";
    for (const Command& command : commands) {
      std::string line = "  :" + std::string(command.name) + ' ' + std::string(command.takes);
      line.resize(16, ' ');
      out += line + std::string(command.help) + '\n';
    }
    (void)print(out + "Tab completes a command, Ctrl-R searches the history, Ctrl-C drops the line.\n");
  }

  void quit(std::string_view /*argument*/) { ended_ = true; }

  const Options& options_;
  SearchOptions search_;
  Searcher searcher_;
  std::string query_;
  std::string like_;  ///< the id of the article that others are to be like; empty: the query is asked
  SearchResult result_;
  std::vector<Hit> hits_;  ///< of the query, as far as they were shown
  std::size_t shown_ = 0;
  bool ended_ = false;
};

const std::array<Conversation::Command, 6> Conversation::commands = {{
    {"more", "", "the next hits", &Conversation::more},
    {"show", "N", "hit N in full; so does :N", &Conversation::show},
    {"similar", "N", "articles like hit N", &Conversation::similar},
    {"explain", "[N]", "how the query was understood, or why hit N has its score", &Conversation::explain},
    {"help", "", "this", &Conversation::help},
    {"quit", "", "end, as Ctrl-D does", &Conversation::quit},
}};

}  // namespace

int converse(const Options& options) {
  Conversation(options).run();
  return 0;
}

}  // namespace kwic::program
