#pragma once
/// The command line of `searcher`: every option, defined once; --help is made from it.

#include <kwic/searcher.h>

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace kwic::program {

struct Options {
  std::string index;
  std::vector<std::string> words;
  std::string format = "text";
  std::string color = "auto";
  std::string hit_template;  ///< for the format "template"
  bool nul = false;          ///< NUL behind each item of a list instead of a line end
  bool score = false;        ///< show scores to people
  bool pager = true;
  std::string show;                  ///< id of an article to show; empty: search
  std::optional<std::string> batch;  ///< a file of queries, - for standard input, instead of one query
  bool verify = false;               ///< read and verify all of the index first
  bool help_query = false;
  std::optional<std::size_t> snippets;  ///< a hit; nothing: as is usual where they are shown
  SearchOptions search;
  std::string similar;  ///< id of the article to search for the like of, instead of a query
  std::string why_not;  ///< id of the article whose place in the answer is asked for
  std::optional<std::string>
      tokens;            ///< the text whose tokens to show, instead of a search; - for standard input
  std::string language;  ///< of that text

  /// The arguments as one query.
  [[nodiscard]] std::string query() const;
};

void define(CLI::App& app, Options& options);

/// What CLI11 has to say, in words that help: a query with a minus looks like an option to it.
[[nodiscard]] std::string explained(const CLI::ParseError& error);

/// The same for an argument such as -hamas or -iran, which CLI11 would read as -h or as -i with a value:
/// every option of one letter takes its value as the next argument. Nothing if there is none.
[[nodiscard]] std::optional<std::string> excluded_word(int argc, char** argv);

}  // namespace kwic::program
