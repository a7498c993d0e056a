// The program `searcher`: a command line around kwic::Searcher.
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

int search(const program::Options& options) {
  Searcher searcher(options.index);
  for (const std::string& notice : searcher.notices()) program::say(name, "warning: " + notice);
  const SearchResult result = searcher.search(options.query(), options.search);
  if (options.format == "jsonl") {
    (void)program::print(program::render_jsonl(result, options.query()));
  } else {
    for (const Warning& warning : result.warnings) program::say(name, "warning: " + warning.message);
    if (result.hits.empty() && result.warnings.empty()) program::say(name, why_nothing(result, options));
    (void)program::print(program::render_text(result, options.search.offset, wants_color(options.color)));
  }
  const bool found = options.search.limit == 0 ? result.total.value > 0 : !result.hits.empty();
  return found ? 0 : no_hits;
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
  if (options.words.empty()) {
    program::say(name, "no query: name the words to look for (see searcher --help)");
    return program::failed;
  }
  return search(options);
}

}  // namespace

int main(int argc, char** argv) {
  return kwic::program::run(name, [&] { return run(argc, argv); });
}
