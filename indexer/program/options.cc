#include "program/options.h"

#include "program/help.h"
#include "program/program.h"
#include "program/reference.h"
#include "text/visible.h"

#include <kwic/error.h>
#include <kwic/version.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <istream>
#include <iterator>

namespace kwic::program {
namespace {

void define_sources(CLI::App& app, Options& options) {
  app.option_defaults()->group("Sources");
  app.add_option("SOURCE", options.sources, "Files, folders, patterns; - for JSON Lines on stdin")
      ->type_name("")
      ->default_str("");
  app.add_option("--files-from", options.files_from, "More sources, one a line; - for standard input")
      ->type_name("FILE");
  app.add_flag("-0,--null", options.null_separated, "They are parted by NUL, as find -print0 does");
  app.add_option("--exclude", options.walk.exclude,
                 "Leave out names (*.bak), paths (drafts/*) or folders (old/) that match; repeatable")
      ->type_name("GLOB")
      ->allow_extra_args(false)
      ->default_str("");
  app.add_option("--include", options.walk.include, "In folders, only files that match; repeatable")
      ->type_name("GLOB")
      ->allow_extra_args(false)
      ->default_str("");
  app.add_flag("--hidden", options.walk.hidden, "In folders, hidden files and folders too");
  app.add_option("--map", options.maps,
                 "In JSON Lines, read FIELD from NAME: title=headline, author=byline.name; repeatable")
      ->type_name("FIELD=NAME")
      ->allow_extra_args(false)
      ->default_str("");
  app.add_option("--language", options.writer.default_language,
                 "Language of articles that do not show theirs, as they are read: with --reread, of those "
                 "that were read before too")
      ->type_name("CODE");
}

void define_update(CLI::App& app, Options& options) {
  app.option_defaults()->group("Updating");
  app.add_option("--delete", options.removed_ids, "Remove the article with this id; repeatable")
      ->type_name("ID")
      ->allow_extra_args(false)
      ->default_str("");
  app.add_flag("--keep-missing", options.keep_missing, "Keep articles whose file, or row, is gone");
  app.add_flag("--force", options.force,
               "Remove them even if a source, or file, is empty or could not be read");
  app.add_flag("--reread", options.reread, "Read files that have not changed as well");
  app.add_flag("-n,--dry-run", options.dry_run, "Tell what would be read and removed, and do nothing");
  app.add_flag("--watch", options.watch, "Stay, and update whenever the sources change");
  app.add_option("--wait", options.wait, "Wait so many seconds for another indexer to finish")
      ->type_name("SECONDS")
      ->check(whole_number());
  app.add_option("--threads", options.writer.threads, "Threads that analyze; 0: one for each core")
      ->type_name("N")
      ->check(whole_number());
  app.add_option("--memory", options.memory, "Memory to use, in MiB")
      ->type_name("MIB")
      ->check(CLI::Range(16, 1 << 20).description(""));
}

void define_upkeep(CLI::App& app, Options& options) {
  app.option_defaults()->group("Looking after an index");
  app.add_flag("--check", options.check, "Tell whether the index is sound");
  app.add_flag("--stats", options.stats, "Tell what is in the index");
  app.add_flag("--compact", options.compact, "Give free space back that updates left");
  app.add_flag("--export", options.export_articles, "Write all articles to standard output, as JSON Lines");
}

void define_messages(CLI::App& app, Options& options) {
  app.option_defaults()->group("Messages");
  app.add_flag("-q,--quiet", options.quiet, "Only tell what is skipped: no progress, no summary");
  app.add_flag("-v,--verbose", options.verbose, "Tell each file that is read");
  app.add_option("--progress", options.progress,
                 "Tell the progress every N seconds; 0: never (default: on a terminal, in one line)")
      ->type_name("N")
      ->check(CLI::Range(0, 86'400).description(""));
  app.add_option("--summary", options.summary, "Summary: text on standard error, or json on standard output")
      ->type_name("FORM")
      ->check(one_of({"text", "json"}));
}

std::vector<std::string> names_in(std::istream& list, char separator) {
  std::vector<std::string> names;
  for (std::string name; std::getline(list, name, separator);)
    // "-" would be standard input, which a list of files does not mean.
    if (!name.empty()) names.push_back(name == "-" ? "./-" : name);
  return names;
}

}  // namespace

void define(CLI::App& app, Options& options) {
  options.index = default_index();
  app.option_defaults()->always_capture_default();
  define_help(app, {"--index", "--exclude", "--dry-run", "--watch", "--check", "--quiet", "--help"});
  app.add_option(
         "-i,--index", options.index,
         "Directory of the index, made if it is not there (default: $KWIC_INDEX, else kwic in the XDG "
         "data directory)")
      ->type_name("DIR")
      ->default_str("");
  define_reference(app);
  app.set_version_flag("--version", version(), "Tell the versions of kwic, Xapian, ICU and the index format");
  define_sources(app, options);
  define_update(app, options);
  define_upkeep(app, options);
  define_messages(app, options);
  app.footer(
      "Reads text, Markdown, HTML, PDF and JSON Lines files (.txt .md .html .pdf .jsonl\n"
      "...), each also packed (.gz or .zst). PDF needs pdftotext (poppler-utils). Run\n"
      "again, it reads what is new or has changed and removes what is gone; without a\n"
      "SOURCE, below all sources that were named before. An id that another file has\n"
      "is reported.\n\n"
      "Exit status: 0 done; 1 done, but some articles were skipped, each named on\n"
      "standard error; 2 failed; 130 after Ctrl-C.");
}

std::vector<std::string> all_sources(const Options& options) {
  std::vector<std::string> sources = options.sources;
  if (!options.files_from) return sources;
  const std::string& name = *options.files_from;
  std::ifstream file;
  if (name != "-") file.open(name);
  std::istream& list = name == "-" ? std::cin : file;
  std::vector<std::string> listed = names_in(list, options.null_separated ? '\0' : '\n');
  if ((name != "-" && !file.is_open()) || has_failed(list))
    throw Error(ErrorKind::not_readable, "--files-from: cannot read " + visible(name));
  // Without any source, all that were named before would be read, and what is gone of them removed.
  if (listed.empty() && sources.empty())
    throw Error(ErrorKind::invalid_argument, "--files-from: " + visible(name) + " names no source");
  std::ranges::move(listed, std::back_inserter(sources));
  return sources;
}

UpdateOptions update_options(const Options& options) {
  UpdateOptions update;
  update.sources = all_sources(options);
  update.walk = options.walk;
  update.writer = options.writer;
  update.writer.memory = options.memory << 20U;
  update.writer.wait = std::chrono::seconds(options.wait);
  update.removed_ids = options.removed_ids;
  update.keep_missing = options.keep_missing;
  update.force = options.force;
  update.reread = options.reread;
  for (const std::string& map : options.maps) {
    const auto equals = map.find('=');
    if (equals == std::string::npos)
      throw Error(ErrorKind::invalid_argument,
                  "--map: \"" + map + "\" is not FIELD=NAME, such as title=headline");
    update.read.json_fields.map(map.substr(0, equals), map.substr(equals + 1));
  }
  return update;
}

}  // namespace kwic::program
