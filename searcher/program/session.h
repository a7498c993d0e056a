#pragma once
/// Asks queries of one index and prints the answers as the options say.

#include "program/batch.h"
#include "program/options.h"
#include "program/output.h"

#include <kwic/searcher.h>

#include <string>

namespace kwic::program {

/// Exit status of `searcher` when nothing was found.
inline constexpr int no_hits = 1;

/// One line on stderr.
void tell(const std::string& message);

/// Warnings, and what a person has to know when there is nothing to show; `before` begins each line.
void tell_warnings(const SearchResult& result, const SearchOptions& asked, const std::string& before);

/// The index that the options name, verified if they ask for it; what there is to say about it is said.
/// Throws Error as Searcher and verify_index() do.
[[nodiscard]] Searcher opened(const Options& options);

/// "text or jsonl": those that show facets and explanations.
[[nodiscard]] std::string formats_with_details();

class Session {
public:
  /// Throws Error as Searcher does. `options` must outlive the object.
  explicit Session(const Options& options);

  /// Answers the options' query. Returns the exit status, as all of these.
  int answer();

  /// Answers every query. One that cannot be answered stops no other. The status is that of the worst
  /// failure, else 0 if any query has hits.
  int answer_all(Batch& batch);

  /// Finds articles like the one that the options name.
  int similar();

  /// Tells where the article that the options name stands in the answer to their query.
  int why_not();

  /// Shows the article that the options name, highlighted for their query.
  int show_article();

private:
  int answer(const std::string& query, const std::string& id);
  int show(const SearchResult& result, const std::string& query, const std::string& id);
  [[nodiscard]] bool tells(const SearchResult& result) const;
  void tell_repairs(const std::vector<Warning>& warnings) const;
  /// An article may be named as its file is shown: relative to the current directory.
  [[nodiscard]] std::string article_id(const std::string& named);

  const Options& options_;
  const Format& format_;
  Writing writing_;
  SearchOptions search_;
  Searcher searcher_;
  bool reader_is_gone_ = false;
};

}  // namespace kwic::program
