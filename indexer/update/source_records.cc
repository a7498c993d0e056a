#include "update/source_records.h"

#include "index/manifest.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace kwic {
namespace {

using nlohmann::json;

/// FAT counts in two seconds, and clocks of file servers may be somewhat late.
constexpr std::int64_t slowest_clock_ns = 2'500'000'000;

constexpr std::size_t longest_key = 200;

template <typename Number>
void append(std::string& out, Number number) {
  out += std::to_string(number) + ' ';
}

/// Takes a number and the space after it off the front.
template <typename Number>
bool take(std::string_view& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data() + text.size() || *end != ' ') return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return true;
}

/// The fields that are not just read from the name of their own.
json mapped(const JsonFields& fields) {
  std::map<std::string, std::vector<std::string>> names;
  for (const JsonFields::Source& source : fields.sources()) {
    names[JsonFields::names().at(source.field)].push_back(source.name);
  }
  json pairs = json::array();
  for (const auto& [field, sources] : names) {
    if (sources == std::vector{field}) continue;
    for (const std::string& name : sources) pairs.push_back({field, name});
  }
  return pairs;
}

std::string text_of(const json& content) {
  return content.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

bool FileRecord::may_have_changed_unseen() const {
  return std::max(state.mtime_ns, state.ctime_ns) > read_ns - slowest_clock_ns;
}

std::string record_key(std::string_view kind, std::string_view name) {
  std::string key(kind);
  key += kind.size() + name.size() > longest_key ? std::to_string(sum_of_text(name)) : std::string(name);
  return key;
}

std::uint64_t number_of(const ReadOptions& options) {
  return sum_of_text(text_of(mapped(options.json_fields)));
}

std::string stored(const FileRecord& record) {
  std::string out;
  append(out, record.state.device);
  append(out, record.state.inode);
  append(out, record.state.size);
  append(out, record.state.mtime_ns);
  append(out, record.state.ctime_ns);
  append(out, record.sum);
  append(out, record.read_ns);
  append(out, record.folder_device);
  append(out, record.options);
  return out + record.path;
}

std::optional<FileRecord> restore_file(const std::string& stored) {
  std::string_view rest = stored;
  FileRecord record;
  const bool whole =
      take(rest, record.state.device) && take(rest, record.state.inode) && take(rest, record.state.size) &&
      take(rest, record.state.mtime_ns) && take(rest, record.state.ctime_ns) && take(rest, record.sum) &&
      take(rest, record.read_ns) && take(rest, record.folder_device) && take(rest, record.options);
  if (!whole || record.read_ns < 0) return std::nullopt;
  record.path = rest;
  return record;
}

std::string stored(const RememberedSource& source) {
  const json content = {{"source", source.source},
                        {"exclude", source.walk.exclude},
                        {"include", source.walk.include},
                        {"hidden", source.walk.hidden},
                        {"pattern", source.walk.roots == RootKind::pattern},
                        {"fields", mapped(source.read.json_fields)}};
  return text_of(content);
}

std::optional<RememberedSource> restore_source(const std::string& stored) {
  try {
    const json content = json::parse(stored);
    RememberedSource source{content.at("source"),
                            {content.at("exclude"), content.at("include"), content.at("hidden"),
                             content.at("pattern") ? RootKind::pattern : RootKind::path},
                            {}};
    for (const json& field : content.at("fields")) {
      source.read.json_fields.map(field.at(0), field.at(1));
    }
    return source;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace kwic
