#pragma once
/// What a run has to tell: each thing that is skipped when it is met, and the summary at the end.

#include "program/options.h"
#include "program/progress.h"

#include <map>
#include <string>

namespace kwic::program {

class Report {
public:
  explicit Report(const Options& options);

  /// A file of the run was read: `articles` of it were taken.
  void note_file(const std::string& path, std::size_t articles);
  void note(const Notice& notice);
  void show_progress(Amount amount);

  /// Writes the summary, unless --quiet.
  void finish(const IndexSummary& summary, std::uint64_t bytes);

  [[nodiscard]] std::size_t skipped() const noexcept { return skipped_; }

private:
  [[nodiscard]] std::string as_text(const IndexSummary& summary) const;
  [[nodiscard]] std::string as_json(const IndexSummary& summary, std::uint64_t bytes) const;
  [[nodiscard]] std::string reasons_in_words() const;

  const Options& options_;
  Progress progress_;
  std::size_t skipped_ = 0;
  std::map<std::string, std::size_t> reasons_;  ///< of what was skipped, by kind of reason
};

}  // namespace kwic::program
