#include "index/index_settings.h"

#include "analysis/analyzer.h"
#include "index/schema.h"

#include <kwic/error.h>

#include <nlohmann/json.hpp>
#include <unicode/uchar.h>
#include <unicode/uvernum.h>
#include <xapian.h>

namespace kwic {

using nlohmann::json;

IndexSettings IndexSettings::of_this_build() {
  return {schema::format_version, analyzer_version,  Xapian::version_string(),
          U_ICU_VERSION,          U_UNICODE_VERSION, {}};
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
    settings = {line.at("format"), line.at("analyzer"), line.at("xapian"),
                line.at("icu"),    line.at("unicode"),  line.at("languages")};
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
  return settings;
}

std::vector<std::string> IndexSettings::differences() const {
  const IndexSettings here = of_this_build();
  std::vector<std::string> lines;
  const auto compare = [&](const char* name, const std::string& then, const std::string& now,
                           const char* what) {
    if (then == now) return;
    lines.push_back(std::string("the index was made with ") + name + " " + then + ", this is " + now + ": " +
                    what + " may differ; build the index anew to be sure");
  };
  compare("Xapian", xapian, here.xapian, "stems");
  compare("ICU", icu, here.icu, "word boundaries");
  return lines;
}

}  // namespace kwic
