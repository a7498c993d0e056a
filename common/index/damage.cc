#include "index/damage.h"

#include "index/document_file.h"
#include "index/index_directory.h"
#include "index/manifest.h"
#include "index/open_index.h"
#include "text/visible.h"

#include <kwic/error.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace kwic {
namespace {

namespace fs = std::filesystem;

constexpr int most_attempts = 20;

/// What stands in a generation beside the tables: locks of Xapian's and what is not yet renamed.
constexpr std::array<std::string_view, 5> known_files = {"flintlock", "iamglass", "manifest", "manifest.new",
                                                         "v.tmp"};

bool belongs_here(const fs::path& name) {
  return name.extension() == ".glass" || is_document_file(name.string()) ||
         std::ranges::find(known_files, name.string()) != known_files.end();
}

std::vector<std::string> foreign_files(const fs::path& generation) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(generation)) {
    const fs::path name = entry.path().filename();
    if (!belongs_here(name)) names.push_back(name.string());
  }
  return names;
}

SumCheck check_once(const IndexDirectory& directory, const fs::path& generation, const Manifest& manifest) {
  SumCheck check{.summed = manifest.summed, .problems = manifest.differences_in(generation)};
  std::vector<std::string> foreign = foreign_files(generation);
  std::ranges::move(directory.foreign_entries(), std::back_inserter(foreign));
  for (const std::string& name : foreign) check.problems.push_back(visible(name) + ": does not belong here");
  return check;
}

Manifest load_manifest(const fs::path& generation) {
  if (auto manifest = Manifest::load(generation)) return *std::move(manifest);
  throw Error(ErrorKind::corrupt, visible(generation.string()) +
                                      ": the manifest is missing: the index is damaged; remove it and build "
                                      "it anew");
}

}  // namespace

SumCheck check_sums(const fs::path& index) {
  const IndexDirectory directory(index);
  const std::string name = visible(index.string());
  for (int left = most_attempts; left > 0; --left) {
    const fs::path generation = current_generation(index);
    const auto is_overtaken = [&] { return directory.current() != generation; };
    try {
      const Manifest manifest = load_manifest(generation);
      SumCheck check = check_once(directory, generation, manifest);
      if (check.problems.empty() || (!is_overtaken() && load_manifest(generation) == manifest)) return check;
    } catch (const Error&) {
      if (!is_overtaken()) throw;
    } catch (const fs::filesystem_error& error) {
      if (is_overtaken()) continue;
      throw Error(ErrorKind::not_readable, name + ": cannot be read: " + error.code().message());
    }
  }
  throw Error(ErrorKind::locked,
              name + ": is written again and again; check it when the writers have finished");
}

}  // namespace kwic
