// The program `indexer`: options and messages around ArticleSource and IndexWriter.
#include "program/cli.h"
#include "program/program.h"

#include <kwic/article_source.h>
#include <kwic/index_writer.h>
#include <kwic/version.h>

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace {

using namespace kwic;

constexpr const char* name = "indexer";

/// Exit status: some articles were skipped, each named on stderr.
constexpr int some_skipped = 1;

struct Options {
  std::string index = program::default_index();
  std::string language = IndexWriterOptions{}.default_language;
  std::vector<std::string> sources;
  bool quiet = false;
};

class Run {
public:
  explicit Run(const Options& options) : options_(options) {}

  int operator()() {
    const auto started = std::chrono::steady_clock::now();
    ArticleSource source(options_.sources);
    while (std::optional<SourceItem> item = source.next()) {
      if (Article* article = std::get_if<Article>(&*item)) {
        add(std::move(*article));
      } else {
        note(std::get<Notice>(*item));
      }
    }
    if (!writer_) {
      if (skipped_ == 0) program::say(name, "no articles found");
      return program::failed;
    }
    const IndexSummary summary = writer_->commit();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started;
    if (!options_.quiet) report(summary, seconds.count());
    return skipped_ > 0 ? some_skipped : 0;
  }

private:
  /// The index is made with the first article, so that a run without any leaves nothing behind.
  void add(Article article) {
    if (!writer_) writer_.emplace(options_.index, IndexWriterOptions{options_.language});
    if (const std::optional<Notice> refused = writer_->add(std::move(article))) note(*refused);
  }

  void note(const Notice& notice) {
    if (notice.skipped) ++skipped_;
    program::say(name, notice.source + ": " + (notice.skipped ? "skipped: " : "") + notice.message);
  }

  void report(const IndexSummary& summary, double seconds) const {
    std::string line = program::counted(summary.added, "article") + " added";
    if (summary.replaced > 0) line += ", " + std::to_string(summary.replaced) + " replaced";
    if (skipped_ > 0) line += ", " + std::to_string(skipped_) + " skipped";
    std::array<char, 32> time{};
    (void)std::snprintf(time.data(), time.size(), " in %.1f s; ", seconds);
    program::say(name, line + time.data() + options_.index + " holds " +
                           program::counted(summary.articles, "article"));
  }

  const Options& options_;
  std::optional<IndexWriter> writer_;
  std::size_t skipped_ = 0;
};

void define(CLI::App& app, Options& options) {
  app.option_defaults()->always_capture_default();
  app.add_option("-i,--index", options.index,
                 "Directory of the index, made if it is not there\n"
                 "(default: $KWIC_INDEX, else kwic in the XDG data directory)")
      ->type_name("DIR")
      ->default_str("");
  app.add_option("--language", options.language, "Language of articles that do not show theirs")
      ->type_name("CODE");
  app.add_flag("-q,--quiet", options.quiet, "No summary at the end");
  app.set_version_flag("--version", version(), "Tell the versions of kwic, Xapian, ICU and the index format");
  app.add_option("SOURCE", options.sources, "Files and folders; - for JSON Lines on standard input")
      ->type_name("")
      ->default_str("");
  app.footer(
      "Reads text, Markdown, HTML and JSON Lines files (.txt .md .html .jsonl ...), each also with .gz.\n"
      "An article of the same id from the same file is replaced; one from elsewhere is reported and\n"
      "skipped.\n\n"
      "Exit status: 0 done; 1 done, but some articles were skipped, each named on stderr; 2 failed.");
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("Makes articles searchable: reads files and folders into an index for `searcher`.", name);
  define(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    (void)program::print(program::answer(app, asked));
    return 0;
  } catch (const CLI::ParseError& error) {
    program::say(name, std::string(error.what()) + " (see indexer --help)");
    return program::failed;
  }
  if (options.sources.empty()) {
    program::say(name,
                 "nothing to index: name files or folders, or - for standard input (see indexer --help)");
    return program::failed;
  }
  return Run(options)();
}

}  // namespace

int main(int argc, char** argv) {
  return kwic::program::run(name, [&] { return run(argc, argv); });
}
