#include "program/upkeep.h"

#include "program/json_line.h"
#include "program/program.h"
#include "text/visible.h"

#include <kwic/error.h>
#include <kwic/index_upkeep.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace kwic::program {
namespace {

constexpr const char* name = "indexer";

constexpr std::size_t print_together = std::size_t{1} << 20U;

int check(const Options& options) {
  const IndexCheck check = check_index(options.index);
  for (const std::string& problem : check.problems) say(name, visible(options.index) + ": " + problem);
  if (check.problems.empty()) {
    const std::string bounds =
        check.summed ? "" : ", as far as can be told: an update was ended, and the next one sums it";
    if (!options.quiet) say(name, visible(options.index) + ": sound" + bounds);
    return 0;
  }
  say(name,
      visible(options.index) +
          ": the index is damaged; remove it and build it anew, or save what can be read with --export");
  return failed;
}

std::string row(const std::string& label, const std::string& value) {
  return label + std::string(label.size() < 22 ? 22 - label.size() : 1, ' ') + value + '\n';
}

int stats(const Options& options) {
  const IndexStatistics statistics = index_statistics(options.index);
  std::uint64_t bytes = 0;
  std::string files;
  for (const auto& [file, size] : statistics.file_bytes) {
    bytes += size;
    files += row("  " + file, counted(size, "byte"));
  }
  std::string languages;
  for (const auto& [code, articles] : statistics.languages)
    languages += row("  " + code, counted(articles, "article"));
  const std::size_t articles = std::max<std::size_t>(1, statistics.articles);
  std::string text = row("articles", counted(statistics.articles, "article"));
  text += row("terms", counted(statistics.terms, "term"));
  text += row("text", counted(statistics.text_bytes, "byte") + ", " +
                          counted(statistics.text_bytes / articles, "byte") + " an article");
  text += row("index", counted(bytes, "byte") + ", " + counted(bytes / articles, "byte") + " an article");
  text += files + "languages\n" + languages + row("settings", statistics.settings);
  (void)print(text);
  return 0;
}

int compact(const Options& options) {
  compact_index(options.index, std::chrono::seconds(options.wait));
  return 0;
}

Json as_json(const Article& article) {
  return {{"id", article.id},
          {"title", or_null(article.title)},
          {"author", or_null(article.author)},
          {"date", or_null(article.date)},
          {"language", or_null(article.language)},
          {"url", or_null(article.url)},
          {"path", or_null(article.path)},
          {"keywords", article.keywords},
          {"words", article.words},
          {"text", article.text}};
}

int export_articles(const Options& options) {
  StoredArticles articles(options.index);
  std::string lines;
  while (const std::optional<Article> article = articles.next()) {
    lines += json_line(as_json(*article));
    if (lines.size() < print_together) continue;
    if (!print(lines)) return 0;
    lines.clear();
  }
  (void)print(lines);
  return 0;
}

}  // namespace

std::optional<int> look_after(const Options& options) {
  const int asked = static_cast<int>(options.check) + static_cast<int>(options.stats) +
                    static_cast<int>(options.compact) + static_cast<int>(options.export_articles);
  if (asked == 0) return std::nullopt;
  const bool has_update = !options.sources.empty() || options.files_from || !options.removed_ids.empty() ||
                          options.dry_run || options.watch;
  if (asked > 1 || has_update) {
    throw Error(ErrorKind::invalid_argument,
                "--check, --stats, --compact and --export are asked for alone: without sources, --delete, "
                "--dry-run or --watch");
  }
  if (options.check) return check(options);
  if (options.stats) return stats(options);
  return options.compact ? compact(options) : export_articles(options);
}

}  // namespace kwic::program
