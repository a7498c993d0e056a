#include "program/report.h"

#include "program/json_line.h"
#include "program/program.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <utility>
#include <vector>

namespace kwic::program {
namespace {

constexpr const char* name = "indexer";

/// Of the summary in JSON: to be raised when a member changes its meaning or goes.
constexpr int summary_schema = 1;

/// The message without its details.
std::string kind_of(const std::string& message) {
  return message.substr(0, std::min({message.find(": "), message.find(" ("), message.find(" \"")}));
}

}  // namespace

Report::Report(const Options& options)
    : options_(options), progress_(name, options.quiet ? std::optional(0U) : options.progress) {}

void Report::note_file(const std::string& path, std::size_t articles) {
  if (!options_.verbose) return;
  progress_.erase();
  say(name, path + ": " + counted(articles, "article"));
}

void Report::note(const Notice& notice) {
  if (notice.skipped) ++skipped_;
  if (notice.skipped) ++reasons_[kind_of(notice.message)];
  progress_.erase();
  say(name, notice.source + ": " + (notice.skipped ? "skipped: " : "") + notice.message);
}

void Report::show_progress(Amount amount) {
  amount.skipped = skipped_;
  progress_.show(amount);
}

void Report::finish(const IndexSummary& summary, std::uint64_t bytes) {
  progress_.erase();
  if (options_.summary == "json") {
    (void)print(as_json(summary, bytes));
    return;
  }
  if (options_.quiet) return;
  say(name, as_text(summary));
}

std::string Report::as_text(const IndexSummary& summary) const {
  std::string line = counted(summary.added, "article") + " added";
  const auto tell = [&](std::size_t count, const char* what) {
    if (count > 0) line += ", " + std::to_string(count) + what;
  };
  tell(summary.replaced, " replaced");
  tell(summary.removed, " removed");
  tell(summary.unchanged, " read and unchanged");
  if (skipped_ > 0) line += ", " + std::to_string(skipped_) + " skipped";
  if (skipped_ > 1) line += " (" + reasons_in_words() + ')';
  std::array<char, 32> time{};
  (void)std::snprintf(time.data(), time.size(), " in %.1f s; ", progress_.seconds());
  return line + time.data() + options_.index + " holds " + counted(summary.articles, "article");
}

std::string Report::as_json(const IndexSummary& summary, std::uint64_t bytes) const {
  Json reasons = Json::object();
  for (const auto& [reason, count] : reasons_) reasons[reason] = count;
  return json_line({{"type", "summary"},
                    {"schema", summary_schema},
                    {"index", options_.index},
                    {"added", summary.added},
                    {"replaced", summary.replaced},
                    {"unchanged", summary.unchanged},
                    {"removed", summary.removed},
                    {"articles", summary.articles},
                    {"skipped", skipped_},
                    {"reasons", reasons},
                    {"bytes", bytes},
                    {"seconds", progress_.seconds()}});
}

/// The most frequent first: "binary file: 3; no title and no text: 1"
std::string Report::reasons_in_words() const {
  std::vector<std::pair<std::size_t, std::string>> sorted;
  for (const auto& [reason, count] : reasons_) sorted.emplace_back(count, reason);
  std::ranges::stable_sort(sorted, std::greater(), &std::pair<std::size_t, std::string>::first);
  std::string words;
  for (const auto& [count, reason] : sorted)
    words += (words.empty() ? "" : "; ") + reason + ": " + std::to_string(count);
  return words;
}

}  // namespace kwic::program
