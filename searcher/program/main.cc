// The program `searcher`: a command line around kwic::Searcher.
#include "program/batch.h"
#include "program/cli.h"
#include "program/conversation.h"
#include "program/input_text.h"
#include "program/options.h"
#include "program/output.h"
#include "program/program.h"
#include "program/session.h"
#include "program/terminal.h"

#include <kwic/tokens.h>

#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace kwic;

constexpr const char* name = "searcher";

/// Pieces go out as soon as they are large enough to be worth a system call.
int show_tokens(const program::Options& options) {
  constexpr std::size_t piece = std::size_t{64} * 1024;
  std::optional<program::InputText> input;
  if (*options.tokens == "-") input.emplace();
  const std::string_view text = input ? input->text() : *options.tokens;
  TokenWalk walk(text, options.language);
  const bool as_json = options.format == "jsonl";
  std::string out = as_json ? "" : program::token_columns();
  while (const std::optional<AnalyzedToken> token = walk.next()) {
    const std::string_view written = text.substr(token->start, token->end - token->start);
    out += as_json ? program::render_jsonl(*token, written, walk.language())
                   : program::render_text(*token, written, walk.language());
    if (out.size() < piece) continue;
    if (!program::print(out)) return 0;
    out.clear();
  }
  (void)program::print(out);
  return 0;
}

/// What is the matter with options that are right by themselves; empty if nothing is.
std::string contradiction(const program::Options& options) {
  if (options.batch && !options.words.empty()) return "a query beside --batch: put it into the file";
  if (!options.similar.empty() && !options.words.empty())
    return "a query beside --similar: ask for one of them";
  const bool wants_details = options.search.explain || !options.search.facets.empty();
  if (wants_details && !program::find_format(options.format).details) {
    return (options.search.explain ? "--explain" : "--facet") + std::string(" takes the format ") +
           program::formats_with_details();
  }
  return {};
}

/// What the options ask for.
int act(const program::Options& options) {
  if (options.help_query) {
    (void)program::print(query_language_page());
    return 0;
  }
  if (options.tokens) return show_tokens(options);
  if (const std::string problem = contradiction(options); !problem.empty()) {
    program::tell(problem);
    return program::failed;
  }
  if (!options.show.empty()) return program::Session(options).show_article();
  if (options.batch) {
    program::Batch batch(*options.batch);
    return program::Session(options).answer_all(batch);
  }
  if (!options.similar.empty()) return program::Session(options).similar();
  if (!options.why_not.empty()) return program::Session(options).why_not();
  if (!options.words.empty()) return program::Session(options).answer();
  const bool for_a_person = options.format == program::Options().format;
  if (for_a_person && program::input_is_terminal() && program::output_is_terminal()) {
    return program::converse(options);
  }
  program::tell("no query: name the words to look for (see searcher --help)");
  return program::failed;
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
  return act(options);
}

}  // namespace

int main(int argc, char** argv) {
  return kwic::program::run(name, [&] { return run(argc, argv); });
}
