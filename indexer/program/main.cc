// The program `indexer`: from the command line to the exit status.
#include "program/cli.h"
#include "program/options.h"
#include "program/program.h"
#include "program/report.h"
#include "program/upkeep.h"
#include "text/visible.h"

#include <kwic/index_update.h>
#include <kwic/source_watch.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace {

using namespace kwic;
using program::Options;

constexpr const char* name = "indexer";

/// Exit status: some articles were skipped, each named on stderr.
constexpr int some_skipped = 1;

class Run {
public:
  Run(const Options& options, const UpdateOptions& update)
      : options_(options), report_(options), update_(options.index, update) {
    // How much comes from standard input nobody knows.
    const auto& files = update_.plan().to_read;
    const bool only_files = std::ranges::find(files, "-", &FoundFile::path) == files.end();
    if (only_files) amount_.of_bytes = update_.plan().bytes;
  }

  int operator()() {
    for (const Notice& notice : update_.plan().notices) report_.note(notice);
    if (options_.dry_run) return tell_plan();
    while (const std::optional<UpdateStep> step = update_.next()) take(*step);
    const std::optional<IndexSummary> summary = update_.commit();
    if (!summary) {
      if (report_.skipped() == 0) program::say(name, "no articles found");
      return program::failed;
    }
    report_.finish(*summary, update_.bytes_read());
    return report_.skipped() > 0 ? some_skipped : 0;
  }

private:
  void take(const UpdateStep& step) {
    if (const Notice* notice = std::get_if<Notice>(&step)) {
      report_.note(*notice);
    } else if (const FileRead* file = std::get_if<FileRead>(&step)) {
      report_.note_file(file->path, file->articles);
    } else {
      ++amount_.articles;
    }
    amount_.bytes = update_.bytes_read();
    report_.show_progress(amount_);
  }

  [[nodiscard]] int tell_plan() const {
    const UpdatePlan& plan = update_.plan();
    std::string lines;
    for (const FoundFile& file : plan.to_read) lines += "read " + visible(file.path) + '\n';
    for (const auto& [from, to] : plan.moved) lines += "moved " + visible(from) + " to " + visible(to) + '\n';
    for (const std::string& path : plan.vanished) {
      lines += (options_.keep_missing ? "gone " : "remove ") + visible(path) + '\n';
    }
    (void)program::print(lines);
    program::say(name, program::counted(plan.to_read.size(), "file") + " to read, " +
                           program::counted(plan.unchanged, "file") + " unchanged, " +
                           program::counted(plan.vanished.size(), "file") + " gone; nothing was done");
    return 0;
  }

  const Options& options_;
  program::Report report_;
  IndexUpdate update_;
  program::Amount amount_;
};

/// Updates whenever the sources change, until the process is ended.
int watch(const Options& options, const UpdateOptions& update) {
  for (;;) {
    SourceWatch changes(options.index, update);
    const int status = Run(options, update)();
    if (status == program::failed) return status;
    changes.wait();
  }
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("Makes articles searchable: reads files and folders into an index for `searcher`.", name);
  program::define(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    (void)program::print(program::answer(app, asked));
    return 0;
  } catch (const CLI::ParseError& error) {
    program::say(name, std::string(error.what()) + " (see indexer --help)");
    return program::failed;
  }
  if (const std::optional<int> status = program::look_after(options)) return *status;
  const UpdateOptions update = program::update_options(options);
  return options.watch ? watch(options, update) : Run(options, update)();
}

}  // namespace

int main(int argc, char** argv) {
  return kwic::program::run(name, [&] { return run(argc, argv); });
}
