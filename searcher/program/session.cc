// Data on standard output, what there is to say about it on standard error.
#include "program/session.h"

#include "program/program.h"
#include "program/terminal.h"

#include <filesystem>
#include <optional>

namespace kwic::program {
namespace {

/// What a person has to know when there is nothing to show.
std::string why_nothing(const SearchResult& result, const SearchOptions& asked) {
  if (result.total.value == 0) {
    std::string why = "no article matches";
    for (const Obstacle& obstacle : result.obstacles) {
      why += (&obstacle == &result.obstacles.front() ? ": " : "; ") + obstacle.message;
    }
    return why;
  }
  const std::string about = result.total.exact ? "" : "about ";
  const std::string found = about + counted(result.total.value, "article") + " found";
  return asked.limit == 0 ? found
                          : found + ": --offset " + std::to_string(asked.offset) + " is past the last";
}

Writing writing_of(const Options& options) {
  Writing writing;
  writing.look = look_of_output(options.color);
  writing.look.score = options.score;
  writing.hit_template = options.hit_template;
  writing.separator = options.nul ? '\0' : '\n';
  writing.exact_paths = !output_is_terminal();
  writing.explain = options.search.explain;
  return writing;
}

}  // namespace

void tell(const std::string& message) {
  say("searcher", message);
}

Searcher opened(const Options& options) {
  if (options.verify) verify_index(options.index);
  Searcher searcher(options.index);
  for (const std::string& notice : searcher.notices()) tell("warning: " + notice);
  return searcher;
}

void tell_warnings(const SearchResult& result, const SearchOptions& asked, const std::string& before) {
  for (const Warning& warning : result.warnings) tell(before + "warning: " + warning.message);
  const bool told = !result.warnings.empty() && result.obstacles.empty();
  const bool is_estimate = asked.limit == 0 && !result.total.exact;
  if (result.hits.empty() && (!told || is_estimate)) tell(before + why_nothing(result, asked));
  if (!result.suggestion.empty()) tell(before + "did you mean: " + result.suggestion);
}

std::string formats_with_details() {
  std::string names;
  for (const Format& format : formats()) {
    if (format.details) names.append(names.empty() ? "" : " or ").append(format.name);
  }
  return names;
}

Session::Session(const Options& options)
    : options_(options),
      format_(find_format(options.format)),
      writing_(writing_of(options)),
      search_(options.search),
      searcher_(opened(options)) {
  search_.highlights = format_.passages;
  if (options.snippets) search_.snippets = *options.snippets;
  if (!format_.hits) search_.limit = 0;
}

/// A number says all there is to say of what was found; programs are told in the data, but a query without a
/// word is a mistake.
bool Session::tells(const SearchResult& result) const {
  if (!format_.hits && result.warnings.empty() && result.total.exact && result.total.value > 0) return false;
  return format_.for_people || result.understood.empty();
}

void Session::tell_repairs(const std::vector<Warning>& warnings) const {
  if (!format_.for_people) return;
  for (const Warning& warning : warnings) tell("warning: " + warning.message);
}

int Session::answer() {
  return answer(options_.query(), "");
}

int Session::answer(const std::string& query, const std::string& id) {
  return show(searcher_.search(query, search_), query, id);
}

std::string Session::article_id(const std::string& named) {
  if (searcher_.article(named)) return named;
  std::error_code error;
  const std::filesystem::path file = std::filesystem::absolute(named, error).lexically_normal();
  return !error && searcher_.article(file.string()) ? file.string() : named;
}

int Session::similar() {
  return show(searcher_.similar(article_id(options_.similar), search_), "", "");
}

int Session::why_not() {
  const Standing standing = searcher_.standing(options_.query(), article_id(options_.why_not), search_);
  tell_repairs(standing.warnings);
  (void)print(format_.name == "jsonl" ? render_jsonl(standing, options_.why_not)
                                      : render_text(standing, options_.why_not));
  return standing.matches ? 0 : no_hits;
}

int Session::show(const SearchResult& result, const std::string& query, const std::string& id) {
  if (tells(result)) tell_warnings(result, search_, id.empty() ? "" : "query " + id + ": ");
  const std::string text = format_.render({query, id, search_.offset, result}, writing_);
  reader_is_gone_ = !page(text, options_.pager && id.empty() && format_.for_people);
  const bool found = search_.limit == 0 ? result.total.value > 0 : !result.hits.empty();
  return found ? 0 : no_hits;
}

int Session::answer_all(Batch& batch) {
  bool any_failed = false;
  bool any_found = false;
  while (const std::optional<BatchQuery> query = batch.next()) {
    try {
      any_found = answer(query->text, query->id) == 0 || any_found;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::invalid_argument) throw;
      any_failed = true;
      tell("query " + query->id + ": " + error.what());
      // So that whoever waits for an answer gets one.
      (void)print(format_.render({query->text, query->id, search_.offset, {}, error.what()}, writing_));
    }
    if (reader_is_gone_) break;
  }
  if (any_failed) return failed;
  return any_found ? 0 : no_hits;
}

int Session::show_article() {
  const std::optional<MarkedArticle> article =
      searcher_.article(article_id(options_.show), options_.query(), options_.search);
  if (!article) {
    tell("no article has the id " + options_.show);
    return no_hits;
  }
  tell_repairs(article->warnings);
  if (format_.name == "jsonl") {
    (void)print(render_jsonl(*article));
  } else if (format_.name == "html") {
    (void)print(render_html(*article));
  } else {
    (void)page(render_text(*article, writing_.look), options_.pager);
  }
  return 0;
}

}  // namespace kwic::program
