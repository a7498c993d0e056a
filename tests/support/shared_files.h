#pragma once
/// Corpora and conformance data that are too large, or not ours, to be part of the project.

#include "support/run_program.h"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace kwic::test {

/// $KWIC_SHARED/NAME, else ../shared/NAME beside the source tree; empty, after a message, where it is not
/// there.
inline std::filesystem::path shared_file(const std::string& name) {
  const char* const set = std::getenv("KWIC_SHARED");  // NOLINT(concurrency-mt-unsafe)
  const auto folder =
      set == nullptr ? std::filesystem::path(KWIC_SOURCE_DIR) / "../shared" : std::filesystem::path(set);
  if (std::filesystem::exists(folder / name)) return folder / name;
  BOOST_TEST_MESSAGE("skipped: no " << (folder / name).string());
  return {};
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The languages of the shared documentation.
inline constexpr std::array documentation_languages{"de", "en", "es", "fr", "hi", "ja",     "ko",
                                                    "pt", "ru", "tr", "uk", "zh", "zh-hant"};

/// Unpacks the shared documentation into `folder`, a folder a language; false, after a message, where it is
/// not there.
inline bool unpack_documentation(const std::filesystem::path& folder) {
  const auto archive = shared_file("corpora/fastapi-docs.tar.gz");
  if (archive.empty()) return false;
  const Ran tar = run({"/bin/tar", "xzf", archive.string(), "-C", folder.string(), "--strip-components=2"});
  BOOST_TEST(tar.status == 0, tar.err);
  return tar.status == 0;
}

}  // namespace kwic::test
