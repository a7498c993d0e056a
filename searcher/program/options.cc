#include "program/options.h"

#include "program/help.h"
#include "program/output.h"
#include "program/program.h"
#include "program/reference.h"

#include <kwic/version.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace kwic::program {
namespace {

constexpr const char* how_to_exclude =
    "To leave out a word, put the query in quotes, as in: searcher 'iran -syria', or after --: "
    "searcher -- iran -syria";

const CLI::Validator number_of_days(
    [](const std::string& text) {
      double days = 0;
      const bool is_number = CLI::detail::lexical_cast(text, days) && days >= 0 && days <= 1e6;
      return is_number ? "" : '"' + text + "\" is not a number of days from 0 to 1000000";
    },
    "");

const std::map<std::string, SortOrder> sort_orders = {
    {"relevance", SortOrder::relevance}, {"date", SortOrder::newest},   {"-date", SortOrder::oldest},
    {"title", SortOrder::title},         {"author", SortOrder::author}, {"words", SortOrder::longest},
    {"-words", SortOrder::shortest}};

std::map<std::string, FacetField> facet_fields() {
  std::map<std::string, FacetField> fields;
  for (const FacetField field : all_facet_fields) fields.emplace(name_of(field), field);
  return fields;
}

/// "author, year or words"
std::string facet_names() {
  std::string names;
  for (const FacetField field : all_facet_fields) {
    if (!names.empty()) names += field == all_facet_fields.back() ? " or " : ", ";
    names += name_of(field);
  }
  return names;
}

/// Turns a name into what it stands for, and refuses any other.
template <typename Value>
void take_name(CLI::Option& option, const std::map<std::string, Value>& names) {
  std::vector<std::string> all;
  all.reserve(names.size());
  for (const auto& [name, value] : names) all.push_back(name);
  const CLI::Validator is_known = one_of(all);
  option.transform(CLI::Transformer(names).description("").name(is_known.get_name()));
  option.transform(is_known);  // What is added last is asked first.
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Format& format : formats()) {
    if (!format.help.empty()) names.emplace_back(format.name);
  }
  return names;
}

bool is_format(std::string_view name) {
  const std::vector<std::string> names = format_names();
  return std::ranges::find(names, name) != names.end();
}

std::string format_help() {
  std::string help;
  for (const Format& format : formats()) {
    if (format.help.empty()) continue;
    help.append(help.empty() ? "" : ";\n").append(format.name).append(": ").append(format.help);
  }
  return help;
}

void define_number(CLI::App& app, const char* name, std::size_t& value, const char* help) {
  app.add_option(name, value, help)->type_name("N")->check(whole_number());
}

void define_choice(CLI::App& app, Options& options) {
  app.option_defaults()->group("Which articles, in which order");
  define_number(app, "-n,--limit", options.search.limit, "Hits to show at most");
  define_number(app, "--offset", options.search.offset, "Hits to pass over first");
  auto* const all = app.add_flag_callback(
      "--all", [&] { options.search.match = MatchMode::all; }, "Require every word of the query");
  app.add_flag_callback(
         "--any", [&] { options.search.match = MatchMode::any; },
         "Require one word or more (so it is without the option)")
      ->excludes(all);
  app.add_flag("--plain", options.search.plain, "Take the query as words only, whatever signs it holds");
  app.add_flag("--strict", options.search.strict, "Refuse a query that has to be repaired");
  take_name(*app.add_option("--sort", options.search.sort, "[-]date (newest first), title, author, [-]words")
                 ->type_name("ORDER")
                 ->default_str("relevance"),
            sort_orders);
  app.add_option("--newest", options.search.half_life,
                 "Newer first: DAYS after which age costs a quarter of the score")
      ->type_name("DAYS")
      ->default_str("")
      ->check(number_of_days);
  app.add_flag("--group", options.search.group, "Show near-duplicates once");
  app.add_flag("--expand", options.search.expand, "Search for what the best hits are about, too");
  take_name(*app.add_option("--facet", options.search.facets,
                            "Count what matches by " + facet_names() + "; repeatable")
                 ->type_name("FIELD")
                 ->default_str("")
                 ->expected(1)
                 ->take_all()
                 ->allow_extra_args(false),
            facet_fields());
}

void define_showing(CLI::App& app, Options& options) {
  app.option_defaults()->group("How they are shown");
  auto* const format = app.add_option("-f,--format", options.format, format_help());
  format->type_name("FORMAT")->check(one_of(format_names()));
  auto* const list = app.add_flag_callback(
      "-l,--list", [&] { options.format = "list"; }, "Only the paths of the hits (or URLs, or ids)");
  auto* const count = app.add_flag_callback(
      "--count", [&] { options.format = "count"; }, "Only how many articles match");
  list->excludes(format);
  count->excludes(format)->excludes(list);
  app.add_option_function<std::string>(
         "--template",
         [&](const std::string& text) {
           options.hit_template = text;
           options.format = "template";
         },
         "A line a hit, as in '{rank} {title}'; there are " + template_names() + ", \\t and \\n")
      ->type_name("TEXT")
      ->excludes(format)
      ->excludes(list)
      ->excludes(count)
      ->check([](const std::string& text) { return template_problem(text); });
  app.add_flag("-0,--null", options.nul, "NUL behind each path or line of -l and --template");
  app.add_option("--snippets", options.snippets, "Snippets a hit at most; at the prompt 1")
      ->type_name("N")
      ->default_str(std::to_string(SearchOptions().snippets))
      ->check(whole_number());
  app.add_flag("--score", options.score, "Show the scores of hits");
  app.add_flag("--explain", options.search.explain,
               "Tell how the query was understood, and what each score is made of");
  app.add_option("--color", options.color, "auto, always or never")
      ->type_name("WHEN")
      ->check(one_of({"auto", "always", "never"}));
  app.add_flag_callback(
      "--no-pager", [&] { options.pager = false; },
      "Never through $PAGER, which long answers take on a terminal");
}

void define_other_work(CLI::App& app, Options& options) {
  app.option_defaults()->group("Instead of one search");
  std::vector<CLI::Option*> works;
  const auto add = [&](const char* name, auto& value, const char* type, const char* help) {
    works.push_back(app.add_option(name, value, help)->type_name(type));
    for (std::size_t i = 0; i + 1 < works.size(); ++i) works.back()->excludes(works[i]);
  };
  add("--show", options.show, "ID", "Show one article (an id or a path), its matches marked");
  add("--similar", options.similar, "ID", "Search for articles like this one");
  add("--why-not", options.why_not, "ID", "Tell why this article is not among the hits");
  add("--batch", options.batch, "FILE",
      "Answer each line of FILE: QUERY or ID<TAB>QUERY; - for standard input");
  add("--tokens", options.tokens, "TEXT", "Show how TEXT is cut into words; - for standard input");
  app.add_option("--language", options.language,
                 "With --tokens: language of that text, as an ISO 639 code; else it is detected")
      ->type_name("CODE")
      ->default_str("")
      ->needs("--tokens");
  app.add_flag("--verify", options.verify,
               "Before anything, read all of the index, and refuse one that is damaged");
}

}  // namespace

std::string Options::query() const {
  std::string query;
  for (const std::string& word : words) query += (query.empty() ? "" : " ") + word;
  return query;
}

void define(CLI::App& app, Options& options) {
  options.index = default_index();
  app.option_defaults()->always_capture_default();
  define_help(app, {"--index", "--limit", "--all", "--sort", "--list", "--show", "--help-query", "--help"});
  app.add_flag("--help-query", options.help_query, "Tell all that a query may hold");
  app.add_option("-i,--index", options.index,
                 "Directory of the index (default: $KWIC_INDEX, else kwic in the XDG data directory)")
      ->type_name("DIR")
      ->default_str("");
  define_reference(app);
  app.set_version_flag("--version", version(), "Tell the versions of kwic, Xapian, ICU and the index format");
  app.add_option("QUERY", options.words, "What to look for; without it, a prompt")
      ->type_name("")
      ->default_str("");
  define_choice(app, options);
  define_showing(app, options);
  define_other_work(app, options);
  app.footer(
      "Query:\n"
      "  nuclear talks         articles with more of the words, and rarer ones, first\n"
      "  '\"maximum pressure\"'  exactly these words in this order\n"
      "  '+iran -syria'        with iran, without syria\n"
      "  'title:oman sanction* date:2024..'\n"
      "A query with a minus goes in quotes, or after --.\n\n"
      "Exit status: 0 hits, 1 none, 2 error, 130 after Ctrl-C.");
}

std::string explained(const CLI::ParseError& error) {
  const std::string message = error.what();
  const bool unknown = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  // A long option that is mistyped is no word to exclude.
  const bool may_be_a_word = unknown && message.find(" --") == std::string::npos;
  return message + (may_be_a_word ? std::string(". ") + how_to_exclude : " (see searcher --help)");
}

std::optional<std::string> excluded_word(int argc, char** argv) {
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    const std::string_view argument = argv[i];
    const auto letter = [&](std::size_t at) {
      return (argument[at] | 0x20) >= 'a' && (argument[at] | 0x20) <= 'z';
    };
    if (argument.starts_with("-f") && is_format(argument.substr(2))) continue;
    if (std::string_view(argv[i - 1]) == "--sort") continue;
    if (argument.size() < 3 || argument[0] != '-' || !letter(1) || !letter(2)) continue;
    return "unknown option " + std::string(argument) + ". " + how_to_exclude;
  }
  return std::nullopt;
}

}  // namespace kwic::program
