#include "writer/build_journal.h"

#include "index/durable_file.h"
#include "index/json_numbers.h"
#include "text/hash.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <utility>

namespace kwic {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string line_of(const json& content) {
  const std::string text = content.dump(-1, ' ', false, json::error_handler_t::replace);
  return text + '\t' + hexadecimal(sum_of_text(text)) + '\n';
}

/// The content of a line that is as it was written; else null.
json content_of(const std::string& line) {
  const std::size_t tab = line.rfind('\t');
  if (tab == std::string::npos || line.substr(tab + 1) != hexadecimal(sum_of_text(line.substr(0, tab))))
    return {};
  return json::parse(line.substr(0, tab), nullptr, false);
}

std::optional<std::string> dictionary_of(const json& content) {
  try {
    std::string dictionary;
    for (const std::uint64_t byte : numbers_in(content.at("dictionary"))) {
      dictionary.push_back(static_cast<char>(byte));
    }
    return dictionary;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

std::optional<BatchGroup> group_of(const json& content) {
  try {
    BatchGroup group{
        number_in(content.at("group")), numbers_in(content.at("fingerprints")), content.at("languages"), {}};
    for (const auto& [name, file] : content.at("files").items()) {
      group.files[name] = {number_in(file.at(0)), number_in(file.at(1))};
    }
    return group;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

}  // namespace

bool BuildJournal::is_of(const std::string& recipe) const {
  std::ifstream stream(file());
  std::string line;
  std::getline(stream, line);
  const json content = content_of(line);
  return content.is_object() && content.contains("recipe") && content["recipe"] == recipe;
}

std::vector<BatchGroup> BuildJournal::intact_groups() const {
  std::ifstream stream(file());
  std::map<std::size_t, BatchGroup> entered;
  for (std::string line; std::getline(stream, line);) {
    if (auto group = group_of(content_of(line))) entered.insert_or_assign(group->number, std::move(*group));
  }
  std::vector<BatchGroup> intact;
  for (auto& [number, group] : entered) {
    const bool as_it_was = number == intact.size() && fs::is_directory(group_path(number)) &&
                           sums_of(group_path(number)) == group.files;
    if (!as_it_was) break;
    intact.push_back(std::move(group));
  }
  return intact;
}

void BuildJournal::start(const std::string& recipe) const {
  replace_durably(file(), line_of({{"recipe", recipe}}));
}

void BuildJournal::enter(const BatchGroup& group) const {
  json files = json::object();
  for (const auto& [name, file] : group.files) files[name] = {file.size, file.sum};
  append_durably(file(), line_of({{"group", group.number},
                                  {"fingerprints", group.fingerprints},
                                  {"languages", group.languages},
                                  {"files", files}}));
}

void BuildJournal::enter_dictionary(const std::string& dictionary) const {
  append_durably(file(),
                 line_of({{"dictionary", std::vector<std::uint8_t>(dictionary.begin(), dictionary.end())}}));
}

std::optional<std::string> BuildJournal::dictionary() const {
  std::ifstream stream(file());
  for (std::string line; std::getline(stream, line);) {
    if (std::optional<std::string> dictionary = dictionary_of(content_of(line))) return dictionary;
  }
  return std::nullopt;
}

}  // namespace kwic
