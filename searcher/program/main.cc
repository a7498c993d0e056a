// The program `searcher`: a command line around kwic::Searcher.
#include "program/options.h"
#include "program/output.h"
#include "program/program.h"

#include <unistd.h>

#include <kwic/searcher.h>

#include <cstdlib>
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

int search(const program::Options& options) {
  Searcher searcher(options.index);
  for (const std::string& notice : searcher.notices()) program::say(name, "warning: " + notice);
  const SearchResult result = searcher.search(options.query(), options.search);
  if (options.format == "jsonl") {
    (void)program::print(program::render_jsonl(result, options.query()));
  } else {
    for (const Warning& warning : result.warnings) program::say(name, "warning: " + warning.message);
    if (result.hits.empty() && result.warnings.empty()) program::say(name, "no article matches");
    (void)program::print(program::render_text(result, options.search.offset, wants_color(options.color)));
  }
  return result.hits.empty() ? no_hits : 0;
}

int run(int argc, char** argv) {
  program::Options options;
  CLI::App app("Searches the articles of an index made by `indexer`.", name);
  program::define(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    program::say(name, program::explained(error));
    return program::failed;
  }
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
