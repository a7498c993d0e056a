#include "index/manifest.h"

#include "index/document_file.h"
#include "index/durable_file.h"
#include "index/json_numbers.h"
#include "index/schema.h"
#include "text/hash.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

// Its hints to inline are orders, which a build with sanitizers cannot follow.
#define XXH_NO_INLINE_HINTS 1
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <memory>

namespace kwic {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* manifest_name = "manifest";
constexpr const char* root_file = "iamglass";

[[noreturn]] void damaged(const fs::path& path, const std::string& what) {
  throw Error(ErrorKind::corrupt,
              visible(path.string()) + ": " + what + ": the index is damaged; remove it and build it anew");
}

struct FreeState {
  void operator()(XXH3_state_t* state) const { (void)XXH3_freeState(state); }
};

FileSums files_of(const json& line) {
  FileSums files;
  for (const auto& [name, file] : line.at("files").items()) {
    files[name] = {number_in(file.at(0)), number_in(file.at(1))};
  }
  return files;
}

/// A line, and another with its sum.
std::string summed_line(const std::string& line) {
  return line + '\n' + hexadecimal(sum_of_text(line)) + '\n';
}

void store(const Manifest& manifest, const fs::path& generation) {
  json files = json::object();
  for (const auto& [name, file] : manifest.files) files[name] = {file.size, file.sum};
  const json content = {{"format", schema::format_version},
                        {"revision", manifest.revision},
                        {"summed", manifest.summed},
                        {"fresh_bytes", manifest.fresh_bytes},
                        {"files", files}};
  replace_durably(generation / manifest_name, summed_line(content.dump()));
}

/// What the manifest tells that is about to be replaced; nothing where it does not.
Manifest told_before(const fs::path& generation) {
  try {
    return Manifest::load(generation).value_or(Manifest{});
  } catch (const Error&) {
    return {};
  }
}

/// As many bytes of each as were summed.
FileSums beginnings_of(const FileSums& files, const fs::path& generation) {
  FileSums found;
  for (const auto& [name, file] : files) {
    if (is_there(generation / name)) found[name] = sum_of(generation / name, file.size);
  }
  return found;
}

/// What differs between two lists of files.
std::vector<std::string> differences(const FileSums& expected, const FileSums& found) {
  std::vector<std::string> lines;
  for (const auto& [name, file] : expected) {
    const auto there = found.find(name);
    if (there == found.end()) {
      lines.push_back(name + ": missing");
    } else if (there->second.size != file.size) {
      lines.push_back(name + ": damaged: has " + std::to_string(there->second.size) + " bytes instead of " +
                      std::to_string(file.size));
    } else if (there->second != file) {
      lines.push_back(name + ": damaged: its bytes are not those that were written");
    }
  }
  for (const auto& [name, file] : found) {
    if (!expected.contains(name)) lines.push_back(visible(name) + ": does not belong here");
  }
  return lines;
}

/// Xapian takes a missing table for an empty one and would go on.
void require_tables(const fs::path& generation) {
  const auto require = [&](const char* file) {
    if (!fs::exists(generation / file)) damaged(generation / file, "missing");
  };
  for (const char* const table : {"postlist.glass", "termlist.glass", "synonym.glass"}) require(table);
  for (const DocumentFileKind kind : document_file_kinds) require(file_name(kind));
}

/// A stream's own exceptions name no file.
std::string rest_of(std::ifstream& file, const fs::path& path) {
  try {
    return {std::istreambuf_iterator<char>(file), {}};
  } catch (const std::ios_base::failure& failure) {
    throw Error(ErrorKind::not_readable,
                visible(path.string()) + ": cannot be read: " + failure.code().message());
  }
}

}  // namespace

std::uint64_t sum_of_text(std::string_view text) noexcept {
  return XXH3_64bits(text.data(), text.size());
}

FileSum sum_of(const fs::path& file, std::uint64_t most_bytes) {
  require_regular_file(file);
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Error(ErrorKind::not_readable, visible(file.string()) + ": cannot be read");
  const std::unique_ptr<XXH3_state_t, FreeState> state(XXH3_createState());
  (void)XXH3_64bits_reset(state.get());
  FileSum sum;
  constexpr std::size_t buffer_bytes = std::size_t{1} << 18U;
  const auto buffer = std::make_unique_for_overwrite<char[]>(buffer_bytes);  // NOLINT: an array
  while (sum.size < most_bytes) {
    const std::uint64_t wanted = std::min<std::uint64_t>(buffer_bytes, most_bytes - sum.size);
    stream.read(buffer.get(), static_cast<std::streamsize>(wanted));
    const auto count = static_cast<std::size_t>(stream.gcount());
    if (count == 0) break;
    (void)XXH3_64bits_update(state.get(), buffer.get(), count);
    sum.size += count;
  }
  if (stream.bad()) throw Error(ErrorKind::not_readable, visible(file.string()) + ": cannot be read");
  sum.sum = XXH3_64bits_digest(state.get());
  return sum;
}

FileSums sums_of(const fs::path& directory) {
  FileSums sums;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
    const fs::path name = entry.path().filename();
    if (name == root_file || is_document_file(name.string()) || name.extension() == ".glass")
      sums[name.string()] = sum_of(entry.path());
  }
  return sums;
}

std::optional<Manifest> Manifest::load(const fs::path& generation) {
  const fs::path path = generation / manifest_name;
  require_regular_file(path);
  std::ifstream file(path, std::ios::binary);
  if (!file && is_there(path))
    throw Error(ErrorKind::not_readable, visible(path.string()) + ": cannot be read");
  if (!file) return std::nullopt;
  const std::string content = rest_of(file, path);
  const std::string line = content.substr(0, content.find('\n'));
  if (content != summed_line(line)) damaged(path, "is not what was written");
  try {
    const json fields = json::parse(line);
    const std::uint64_t format = number_in(fields.at("format"));
    if (format > schema::format_version) {
      throw Error(ErrorKind::wrong_version,
                  visible(generation.parent_path().string()) +
                      ": made by a newer kwic; update kwic, or build the index anew");
    }
    if (format < schema::format_version) {
      throw Error(ErrorKind::wrong_version, visible(generation.parent_path().string()) +
                                                ": made by an older kwic; remove it and build it anew");
    }
    return Manifest{number_in(fields.at("revision")), fields.at("summed"), files_of(fields),
                    number_in(fields.at("fresh_bytes"))};
  } catch (const json::exception&) {
    damaged(path, "cannot be read");
  }
}

std::vector<std::string> Manifest::differences_in(const fs::path& generation) const {
  return differences(files, summed ? sums_of(generation) : beginnings_of(files, generation));
}

void Manifest::write(const fs::path& generation, std::uint64_t revision) {
  Manifest manifest{revision, true, sums_of(generation), told_before(generation).fresh_bytes};
  if (!is_there(generation / manifest_name)) {
    for (const auto& [name, file] : manifest.files) manifest.fresh_bytes += file.size;
  }
  store(manifest, generation);
}

void Manifest::write_unsummed(const fs::path& generation, std::uint64_t revision) {
  Manifest manifest = told_before(generation);
  std::erase_if(manifest.files, [](const auto& file) { return !is_document_file(file.first); });
  manifest.revision = revision;
  manifest.summed = false;
  store(manifest, generation);
}

void verify_quickly(const fs::path& generation, std::uint64_t revision) {
  const std::optional<Manifest> manifest = Manifest::load(generation);
  if (!manifest) damaged(generation / manifest_name, "missing");
  require_tables(generation);
  if (manifest->revision > revision) {
    damaged(generation / root_file, "is older than what was committed last");
  }
  if (!manifest->summed) return;
  if (manifest->revision < revision) damaged(generation / root_file, "is not what was committed last");
  for (const auto& [name, file] : manifest->files) {
    std::error_code error;
    const auto size = fs::file_size(generation / name, error);
    if (error) damaged(generation / name, "missing");
    if (size != file.size)
      damaged(generation / name,
              "has " + std::to_string(size) + " bytes instead of " + std::to_string(file.size));
    if (name == root_file && sum_of(generation / name) != file) {
      damaged(generation / name, "is not what was written");
    }
  }
}

void verify_fully(const fs::path& generation) {
  const std::optional<Manifest> manifest = Manifest::load(generation);
  if (!manifest) damaged(generation / manifest_name, "missing");
  const std::vector<std::string> found = manifest->differences_in(generation);
  if (found.empty()) return;
  const std::size_t colon = found.front().find(": ");
  damaged(generation / found.front().substr(0, colon), found.front().substr(colon + 2));
}

}  // namespace kwic
