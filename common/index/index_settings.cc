#include "index/index_settings.h"

#include "analysis/analyzer.h"
#include "analysis/languages.h"
#include "index/json_numbers.h"
#include "index/schema.h"
#include "text/hash.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <nlohmann/json.hpp>
#include <unicode/uchar.h>
#include <unicode/uvernum.h>
#include <xapian.h>

#include <algorithm>

namespace kwic {

using nlohmann::json;

namespace {

/// The stemmer's name and a hash of what it makes of the language's stop words: hundreds of words with all
/// its usual endings.
std::string stemmer_of(const std::string& code) {
  const Language language = find_language(code);
  const Xapian::Stem stemmer{std::string(language.stemmer)};
  std::string stems;
  for (const std::string_view word : language.stop_words) stems += stemmer(std::string(word)) + '\n';
  return std::string(language.stemmer) + ' ' + hexadecimal(hash_bytes(stems));
}

}  // namespace

IndexSettings IndexSettings::of_this_build(const std::set<std::string>& languages) {
  IndexSettings settings{schema::format_version, analyzer_version,  Xapian::version_string(),
                         U_ICU_VERSION,          U_UNICODE_VERSION, {}};
  for (const std::string& code : languages) settings.languages[code] = stemmer_of(code);
  return settings;
}

std::string IndexSettings::stored() const {
  const json line = {{"format", format}, {"analyzer", analyzer}, {"xapian", xapian},
                     {"icu", icu},       {"unicode", unicode},   {"languages", languages}};
  return line.dump();
}

IndexSettings IndexSettings::restore(std::string_view stored, const std::string& index) {
  if (stored.empty()) {
    throw Error(ErrorKind::not_found, index + ": a Xapian database, but not an index of kwic");
  }
  IndexSettings settings;
  try {
    const json line = json::parse(stored);
    settings = {number_in(line.at("format")),
                number_in(line.at("analyzer")),
                line.at("xapian"),
                line.at("icu"),
                line.at("unicode"),
                line.at("languages")};
  } catch (const json::exception&) {
    throw Error(ErrorKind::corrupt,
                index + ": the index is damaged: its settings cannot be read; build it anew");
  }
  if (settings.format > schema::format_version || settings.analyzer > analyzer_version) {
    throw Error(ErrorKind::wrong_version,
                index + ": made by a newer kwic; update kwic, or build the index anew");
  }
  if (settings.format < schema::format_version || settings.analyzer < analyzer_version) {
    throw Error(ErrorKind::wrong_version, index + ": made by an older kwic; build the index anew");
  }
  if (settings.xapian == Xapian::version_string()) return settings;
  const auto other = std::ranges::find_if(
      settings.languages, [](const auto& entry) { return entry.second != stemmer_of(entry.first); });
  if (other != settings.languages.end()) {
    throw Error(ErrorKind::wrong_version, index + ": made with Xapian " + visible(settings.xapian) +
                                              ", whose stems of language " + visible(other->first) +
                                              " are others than those of " + Xapian::version_string() +
                                              "; build the index anew");
  }
  return settings;
}

std::vector<std::string> IndexSettings::differences() const {
  if (icu == U_ICU_VERSION) return {};
  return {"the index was made with ICU " + visible(icu) + ", this is " + U_ICU_VERSION +
          ": word boundaries may differ; build the index anew to be sure"};
}

}  // namespace kwic
