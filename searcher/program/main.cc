// The program `searcher`: a command line around kwic::Searcher.
#include "program/batch.h"
#include "program/cli.h"
#include "program/options.h"
#include "program/output.h"
#include "program/program.h"

#include <kwic/searcher.h>
#include <kwic/tokens.h>

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace kwic;

constexpr const char* name = "searcher";
constexpr int no_hits = 1;

bool wants_color(const std::string& when) {
  if (when != "auto") return when == "always";
  const auto variable = [](const char* key) {
    const char* const value = std::getenv(key);  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
    return std::string_view(value == nullptr ? "" : value);
  };
  return ::isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

/// What a person has to know when there is nothing to show.
std::string why_nothing(const SearchResult& result, const program::Options& options) {
  if (result.total.value == 0) return "no article matches";
  const std::string found = program::counted(result.total.value, "article") + " found";
  return options.search.limit == 0
             ? found
             : found + ": --offset " + std::to_string(options.search.offset) + " is past the last";
}

void say_warnings(const SearchResult& result, const program::Options& options, const std::string& before) {
  for (const Warning& warning : result.warnings) program::say(name, before + "warning: " + warning.message);
  if (result.hits.empty() && result.warnings.empty()) {
    program::say(name, before + why_nothing(result, options));
  }
}

/// Asks queries of one index and prints the answers.
class Session {
public:
  explicit Session(const program::Options& options)
      : options_(options),
        format_(program::find_format(options.format)),
        color_(wants_color(options.color)),
        searcher_(options.index) {
    for (const std::string& notice : searcher_.notices()) program::say(name, "warning: " + notice);
    search_.highlights = format_.passages;
  }

  /// Returns the exit status, as all below.
  int answer(const std::string& query, const std::string& id) {
    return show(searcher_.search(query, search_), query, id);
  }

  int similar(const std::string& article) { return show(searcher_.similar(article, search_), "", ""); }

  int why_not(const std::string& query, const std::string& article) {
    const Standing standing = searcher_.standing(query, article, search_);
    (void)program::print(options_.format == "jsonl" ? program::render_jsonl(standing, article)
                                                    : program::render_text(standing, article));
    return standing.matches ? 0 : no_hits;
  }

  /// One query that cannot be answered stops no other. The status is that of the worst failure, else 0 if any
  /// query has hits.
  int answer_all(program::Batch& batch) {
    bool failed = false;
    bool found = false;
    while (const std::optional<program::BatchQuery> query = batch.next()) {
      try {
        found = answer(query->text, query->id) == 0 || found;
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::invalid_argument) throw;
        failed = true;
        program::say(name, "query " + query->id + ": " + error.what());
        (void)program::print(
            format_.render({query->text, query->id, search_.offset, refused(error)}, color_));
      }
      if (reader_is_gone_) break;
    }
    if (failed) return program::failed;
    return found ? 0 : no_hits;
  }

private:
  int show(const SearchResult& result, const std::string& query, const std::string& id) {
    if (format_.for_people) say_warnings(result, options_, id.empty() ? "" : "query " + id + ": ");
    const bool goes_on = program::print(format_.render({query, id, search_.offset, result}, color_));
    reader_is_gone_ = !goes_on;
    const bool found = search_.limit == 0 ? result.total.value > 0 : !result.hits.empty();
    return found ? 0 : no_hits;
  }

  /// So that whoever waits for an answer gets one.
  static SearchResult refused(const Error& error) {
    SearchResult result;
    result.warnings.push_back({0, error.what()});
    return result;
  }

  const program::Options& options_;
  const program::Format& format_;
  bool color_;
  SearchOptions search_ = options_.search;
  Searcher searcher_;
  bool reader_is_gone_ = false;
};

int search(const program::Options& options) {
  if (!options.similar.empty()) return Session(options).similar(options.similar);
  if (!options.why_not.empty()) return Session(options).why_not(options.query(), options.why_not);
  if (!options.batch) return Session(options).answer(options.query(), "");
  program::Batch batch(*options.batch);
  return Session(options).answer_all(batch);
}

std::string standard_input() {
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

/// Pieces go out as soon as they are large enough to be worth a system call.
int show_tokens(const program::Options& options) {
  constexpr std::size_t piece = 64 * 1024;
  const std::string text = *options.tokens == "-" ? standard_input() : *options.tokens;
  TokenWalk walk(text, options.language);
  const bool as_json = options.format == "jsonl";
  std::string out = as_json ? "" : program::token_columns();
  while (const std::optional<AnalyzedToken> token = walk.next()) {
    const std::string_view written = std::string_view(text).substr(token->start, token->end - token->start);
    out += as_json ? program::render_jsonl(*token, written, walk.language())
                   : program::render_text(*token, written, walk.language());
    if (out.size() < piece) continue;
    if (!program::print(out)) return 0;
    out.clear();
  }
  (void)program::print(out);
  return 0;
}

int run(int argc, char** argv) {
  program::Options options;
  CLI::App app("Searches the articles of an index made by `indexer`.", name);
  program::define(app, options);
  if (const auto problem = program::excluded_word(argc, argv)) {
    program::say(name, *problem);
    return program::failed;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    (void)program::print(program::answer(app, asked));
    return 0;
  } catch (const CLI::ParseError& error) {
    program::say(name, program::explained(error));
    return program::failed;
  }
  if (options.tokens) return show_tokens(options);
  if (options.batch && !options.words.empty()) {
    program::say(name, "a query beside --batch: put it into the file");
    return program::failed;
  }
  if (options.words.empty() && !options.batch && options.similar.empty()) {
    program::say(name, "no query: name the words to look for (see searcher --help)");
    return program::failed;
  }
  return search(options);
}

}  // namespace

int main(int argc, char** argv) {
  return kwic::program::run(name, [&] { return run(argc, argv); });
}
