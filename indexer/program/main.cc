// The program `indexer`: from the command line to the exit status.
#include "program/cli.h"
#include "program/options.h"
#include "program/program.h"
#include "program/report.h"

#include <kwic/article_source.h>
#include <kwic/index_writer.h>

#include <algorithm>
#include <cstdint>
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
  explicit Run(const Options& options)
      : options_(options), read_options_(program::read_options(options)), report_(options) {}

  int operator()(std::vector<std::string> sources) {
    const std::vector<FoundFile> files = find(std::move(sources));
    for (const FoundFile& file : files) read(file);
    if (!writer_) {
      if (report_.skipped() == 0) program::say(name, "no articles found");
      return program::failed;
    }
    report_.finish(writer_->commit(), amount_.bytes);
    return report_.skipped() > 0 ? some_skipped : 0;
  }

private:
  std::vector<FoundFile> find(std::vector<std::string> sources) {
    std::vector<FoundFile> files;
    std::uint64_t bytes = 0;
    FileWalk walk(std::move(sources), options_.walk);
    while (std::optional<WalkItem> item = walk.next()) {
      if (const Notice* notice = std::get_if<Notice>(&*item)) {
        report_.note(*notice);
        continue;
      }
      files.push_back(std::get<FoundFile>(std::move(*item)));
      bytes += files.back().state.size;
    }
    const bool only_files = std::ranges::find(files, "-", &FoundFile::path) == files.end();
    if (only_files) amount_.of_bytes = bytes;
    return files;
  }

  void read(const FoundFile& file) {
    const std::uint64_t bytes_before = amount_.bytes;
    const std::size_t articles_before = amount_.articles;
    ArticlesOf articles(file, read_options_);
    while (std::optional<SourceItem> item = articles.next()) {
      if (Article* article = std::get_if<Article>(&*item)) {
        add(std::move(*article));
      } else {
        report_.note(std::get<Notice>(*item));
      }
      amount_.bytes = bytes_before + articles.bytes_read();
      report_.show_progress(amount_);
    }
    amount_.bytes = bytes_before + articles.bytes_read();
    report_.note_file(path_as_text(file.path), amount_.articles - articles_before);
  }

  /// The index is made with the first article, so that a run without any leaves nothing behind.
  void add(Article article) {
    if (!writer_) writer_.emplace(options_.index, options_.writer);
    if (const std::optional<Notice> refused = writer_->add(std::move(article)))
      report_.note(*refused);
    else
      ++amount_.articles;
  }

  const Options& options_;
  ReadOptions read_options_;
  program::Report report_;
  program::Amount amount_;
  std::optional<IndexWriter> writer_;
};

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
  std::vector<std::string> sources = program::all_sources(options);
  if (sources.empty()) {
    program::say(name,
                 "nothing to index: name files or folders, or - for standard input (see indexer --help)");
    return program::failed;
  }
  return Run(options)(std::move(sources));
}

}  // namespace

int main(int argc, char** argv) {
  return kwic::program::run(name, [&] { return run(argc, argv); });
}
