#include "program/options.h"

#include "program/program.h"

#include <kwic/version.h>

namespace kwic::program {

std::string Options::query() const {
  std::string query;
  for (const std::string& word : words) query += (query.empty() ? "" : " ") + word;
  return query;
}

void define(CLI::App& app, Options& options) {
  options.index = default_index();
  app.option_defaults()->always_capture_default();
  app.add_option("-i,--index", options.index,
                 "Directory of the index (default: $KWIC_INDEX, else the XDG data directory)")
      ->type_name("DIR")
      ->default_str("");
  app.add_option("-n,--limit", options.search.limit, "Hits to show at most")->type_name("N");
  app.add_option("--offset", options.search.offset, "Hits to pass over first")->type_name("N");
  app.add_option("--snippets", options.search.snippets, "Snippets a hit at most")->type_name("N");
  app.add_option("-f,--format", options.format, "text, or jsonl: one JSON object a hit, then a summary")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "jsonl"}).description(""));
  app.add_option("--color", options.color, "auto, always or never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""));
  app.add_flag("--plain", options.search.plain, "Take the query as words only, whatever signs it holds");
  app.set_version_flag("--version", version());
  app.add_option("QUERY", options.words, "What to look for")->type_name("");
  app.footer(
      "Query:\n"
      "  nuclear talks         articles with more of the words, and rarer ones, come first\n"
      "  '\"maximum pressure\"'  exactly these words in this order\n"
      "  '+iran -syria'        with iran, without syria\n"
      "A query with a minus goes in quotes, or after --.\n\n"
      "Exit status: 0 hits, 1 none, 2 error.");
}

std::string explained(const CLI::ParseError& error) {
  std::string message = error.what();
  if (error.get_name() != "ExtrasError") return message + " (see searcher --help)";
  return message +
         ". To leave out a word, put the query in quotes, as in: searcher 'iran -syria', or after --: "
         "searcher -- iran -syria";
}

}  // namespace kwic::program
