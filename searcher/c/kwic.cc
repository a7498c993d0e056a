// The C interface over SearcherPool: no exception leaves it, and no handle is followed that is not alive.
#include "c/handles.h"

#include <kwic/kwic.h>
#include <kwic/searcher_pool.h>
#include <kwic/version.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <vector>

namespace {

using namespace kwic;

struct HitView {
  kwic_hit hit;
  std::vector<kwic_range> title_highlights;
  std::vector<kwic_snippet> snippets;
  std::vector<std::vector<kwic_range>> highlights;  ///< of each snippet
};

/// What was found, and the C structures that point into it.
struct Found {
  SearchResult result;
  std::vector<HitView> hits;
};

struct ShownArticle {
  MarkedArticle marked;
  std::vector<kwic_range> title_highlights;
  std::vector<kwic_range> highlights;
  kwic_article_view view;
};

c::Handles<kwic_searcher, SearcherPool>& searchers() {
  static c::Handles<kwic_searcher, SearcherPool> all;
  return all;
}

c::Handles<kwic_result, const Found>& results() {
  static c::Handles<kwic_result, const Found> all;
  return all;
}

c::Handles<kwic_article, const ShownArticle>& articles() {
  static c::Handles<kwic_article, const ShownArticle> all;
  return all;
}

/// One a thread; of a fixed size, so that setting it cannot fail.
thread_local char last_message[1024] = "";

kwic_status failed(kwic_status status, const char* message) noexcept {
  std::strncpy(last_message, message, sizeof last_message - 1);
  return status;
}

kwic_status status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_argument:
      return KWIC_INVALID_ARGUMENT;
    case ErrorKind::not_found:
      return KWIC_NOT_FOUND;
    case ErrorKind::not_readable:
      return KWIC_NOT_READABLE;
    case ErrorKind::not_writable:
      return KWIC_NOT_WRITABLE;
    case ErrorKind::locked:
      return KWIC_LOCKED;
    case ErrorKind::wrong_version:
      return KWIC_WRONG_VERSION;
    case ErrorKind::corrupt:
      return KWIC_CORRUPT;
    case ErrorKind::internal:
      break;
  }
  return KWIC_INTERNAL;
}

/// Runs `work`, which returns a status.
template <typename Work>
kwic_status guarded(Work work) noexcept {
  try {
    return work();
  } catch (const Error& error) {
    return failed(status_of(error.kind()), error.what());
  } catch (const std::bad_alloc&) {
    return failed(KWIC_OUT_OF_MEMORY, "out of memory");
  } catch (const std::exception& error) {
    return failed(KWIC_INTERNAL, error.what());
  } catch (...) {
    return failed(KWIC_INTERNAL, "unknown exception");
  }
}

/// Runs `read` on the object of a handle; what it returns for a dead one is `otherwise`.
template <typename Handles, typename Handle, typename Value, typename Read>
Value read_from(Handles& handles, const Handle* handle, Value otherwise, Read read) noexcept {
  try {
    const auto object = handles.find(handle);
    return object ? read(*object) : otherwise;
  } catch (...) {  // a mutex may throw
    return otherwise;
  }
}

template <typename Handles, typename Handle>
void forget(Handles& handles, const Handle* handle) noexcept {
  try {
    handles.remove(handle);
  } catch (...) {
    (void)failed(KWIC_INTERNAL, "cannot free a handle");
  }
}

kwic_status missing(const char* argument) noexcept {
  (void)std::snprintf(last_message, sizeof last_message, "%s is NULL", argument);
  return KWIC_INVALID_ARGUMENT;
}

kwic_status dead() {
  return failed(KWIC_DEAD_HANDLE, "the handle is not one, or was closed");
}

kwic_text view(const std::string& text) {
  return {text.c_str(), text.size()};
}

std::vector<kwic_range> view(const std::vector<Range>& ranges) {
  std::vector<kwic_range> views;
  views.reserve(ranges.size());
  for (const Range& range : ranges) views.push_back({range.start, range.end});
  return views;
}

kwic_snippet view(const Snippet& snippet, const std::vector<kwic_range>& highlights) {
  return {view(snippet.text), snippet.start,     snippet.end,        snippet.line,
          highlights.data(),  highlights.size(), snippet.cut_before, snippet.cut_after};
}

HitView view(const Hit& hit) {
  HitView views{{}, view(hit.title_highlights), {}, {}};
  views.snippets.reserve(hit.snippets.size());
  views.highlights.reserve(hit.snippets.size());
  for (const Snippet& snippet : hit.snippets) {
    views.highlights.push_back(view(snippet.highlights));
    views.snippets.push_back(view(snippet, views.highlights.back()));
  }
  views.hit = {hit.rank,
               hit.score,
               view(hit.id),
               view(hit.title),
               view(hit.author),
               view(hit.date),
               view(hit.language),
               view(hit.path),
               view(hit.url),
               views.title_highlights.data(),
               views.title_highlights.size(),
               views.snippets.size(),
               hit.words};
  return views;
}

void fill(ShownArticle& shown) {
  const Article& article = shown.marked.article;
  shown.title_highlights = view(shown.marked.title_highlights);
  shown.highlights = view(shown.marked.highlights);
  shown.view = {view(article.id),
                view(article.title),
                view(article.author),
                view(article.date),
                view(article.language),
                view(article.path),
                view(article.url),
                view(article.text),
                shown.title_highlights.data(),
                shown.title_highlights.size(),
                shown.highlights.data(),
                shown.highlights.size()};
}

/// What every caller's structure has, whichever version it was compiled with.
constexpr std::size_t least_options = offsetof(kwic_options, strict) + sizeof(int);

kwic_options default_options() {
  const SearchOptions defaults;
  kwic_options options{};
  options.struct_size = sizeof options;
  options.limit = defaults.limit;
  options.snippets = defaults.snippets;
  options.snippet_columns = defaults.snippet_columns;
  return options;
}

/// The caller's, as far as it knows of them.
kwic_options known_options(const kwic_options* callers) {
  kwic_options options = default_options();
  std::memcpy(&options, callers, std::min(callers->struct_size, sizeof options));
  return options;
}

SortOrder sort_order(int sort) {
  switch (sort) {
    case KWIC_BY_RELEVANCE:
      return SortOrder::relevance;
    case KWIC_NEWEST_FIRST:
      return SortOrder::newest;
    case KWIC_OLDEST_FIRST:
      return SortOrder::oldest;
    case KWIC_BY_TITLE:
      return SortOrder::title;
    case KWIC_BY_AUTHOR:
      return SortOrder::author;
    case KWIC_LONGEST_FIRST:
      return SortOrder::longest;
    case KWIC_SHORTEST_FIRST:
      return SortOrder::shortest;
    default:
      throw Error(ErrorKind::invalid_argument, "sort: no order has the number " + std::to_string(sort));
  }
}

SearchOptions search_options(const kwic_options& given) {
  SearchOptions options;
  options.limit = given.limit;
  options.offset = given.offset;
  options.snippets = given.snippets;
  options.snippet_columns = given.snippet_columns;
  options.plain = given.plain != 0;
  options.match = given.match_all != 0 ? MatchMode::all : MatchMode::any;
  options.strict = given.strict != 0;
  options.sort = sort_order(given.sort);
  options.group = given.group != 0;
  options.expand = given.expand != 0;
  options.half_life = given.half_life;
  return options;
}

}  // namespace

extern "C" {

unsigned kwic_abi_version(void) {
  return KWIC_ABI_VERSION;
}

const char* kwic_version(void) {
  try {
    static const std::string text = version();
    return text.c_str();
  } catch (...) {
    return "kwic";
  }
}

const char* kwic_message(void) {
  return last_message;
}

kwic_status kwic_default_options(kwic_options* options, size_t struct_size) {
  if (options == nullptr) return missing("options");
  if (struct_size < least_options) return failed(KWIC_INVALID_ARGUMENT, "struct_size is too small");
  const kwic_options defaults = default_options();
  std::memset(options, 0, struct_size);
  std::memcpy(options, &defaults, std::min(struct_size, sizeof defaults));
  options->struct_size = struct_size;
  return KWIC_OK;
}

kwic_status kwic_open(const char* index, kwic_searcher** searcher) {
  if (searcher == nullptr) return missing("searcher");
  *searcher = nullptr;
  if (index == nullptr) return missing("index");
  return guarded([&] {
    *searcher = searchers().add(std::make_shared<SearcherPool>(index));
    return KWIC_OK;
  });
}

void kwic_close(kwic_searcher* searcher) {
  forget(searchers(), searcher);
}

kwic_status kwic_article_count(kwic_searcher* searcher, size_t* count) {
  if (count == nullptr) return missing("count");
  return guarded([&] {
    const auto pool = searchers().find(searcher);
    if (!pool) return dead();
    *count = pool->article_count();
    return KWIC_OK;
  });
}

kwic_status kwic_search(kwic_searcher* searcher, const char* query, const kwic_options* options,
                        kwic_result** result) {
  if (result == nullptr) return missing("result");
  *result = nullptr;
  if (query == nullptr) return missing("query");
  if (options != nullptr && options->struct_size < least_options) {
    return failed(KWIC_INVALID_ARGUMENT, "options were not filled in by kwic_default_options");
  }
  return guarded([&] {
    const auto pool = searchers().find(searcher);
    if (!pool) return dead();
    const auto found = std::make_shared<Found>();
    found->result =
        pool->search(query, options == nullptr ? SearchOptions() : search_options(known_options(options)));
    for (const Hit& hit : found->result.hits) found->hits.push_back(view(hit));
    *result = results().add(found);
    return KWIC_OK;
  });
}

void kwic_free_result(kwic_result* result) {
  forget(results(), result);
}

size_t kwic_total(const kwic_result* result, int* exact) {
  return read_from(results(), result, size_t{0}, [&](const Found& found) {
    if (exact != nullptr) *exact = found.result.total.exact ? 1 : 0;
    return found.result.total.value;
  });
}

size_t kwic_hit_count(const kwic_result* result) {
  return read_from(results(), result, size_t{0}, [](const Found& found) { return found.hits.size(); });
}

const kwic_hit* kwic_hit_at(const kwic_result* result, size_t hit) {
  const kwic_hit* const none = nullptr;
  return read_from(results(), result, none,
                   [&](const Found& found) { return hit < found.hits.size() ? &found.hits[hit].hit : none; });
}

const kwic_snippet* kwic_snippet_at(const kwic_result* result, size_t hit, size_t snippet) {
  const kwic_snippet* const none = nullptr;
  return read_from(results(), result, none, [&](const Found& found) {
    if (hit >= found.hits.size()) return none;
    const std::vector<kwic_snippet>& snippets = found.hits[hit].snippets;
    return snippet < snippets.size() ? &snippets[snippet] : none;
  });
}

size_t kwic_warning_count(const kwic_result* result) {
  return read_from(results(), result, size_t{0},
                   [](const Found& found) { return found.result.warnings.size(); });
}

const char* kwic_warning_at(const kwic_result* result, size_t warning, size_t* position) {
  const char* const none = nullptr;
  return read_from(results(), result, none, [&](const Found& found) {
    if (warning >= found.result.warnings.size()) return none;
    const Warning& told = found.result.warnings[warning];
    if (position != nullptr) *position = told.position;
    return told.message.c_str();
  });
}

const char* kwic_suggestion(const kwic_result* result) {
  return read_from(results(), result, "", [](const Found& found) { return found.result.suggestion.c_str(); });
}

kwic_status kwic_find_article(kwic_searcher* searcher, const char* id, const char* query,
                              kwic_article** article) {
  if (article == nullptr) return missing("article");
  *article = nullptr;
  if (id == nullptr) return missing("id");
  return guarded([&] {
    const auto pool = searchers().find(searcher);
    if (!pool) return dead();
    auto marked = pool->article(id, query == nullptr ? "" : query);
    if (!marked) return failed(KWIC_NOT_FOUND, "no article has this id");
    const auto shown = std::make_shared<ShownArticle>();
    shown->marked = std::move(*marked);
    fill(*shown);
    *article = articles().add(shown);
    return KWIC_OK;
  });
}

const kwic_article_view* kwic_view_article(const kwic_article* article) {
  const kwic_article_view* const none = nullptr;
  return read_from(articles(), article, none, [](const ShownArticle& shown) { return &shown.view; });
}

void kwic_free_article(kwic_article* article) {
  forget(articles(), article);
}

}  // extern "C"
