#pragma once
/// What a program did to the files of a folder, step by step, and what a power cut may leave of it.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace kwic::test {

/// One change, as the shim notes it.
struct Step {
  enum class Kind : char {
    create = 'c',
    write = 'w',     ///< `text` at byte `number`
    truncate = 't',  ///< to `number` bytes; makes the file, too
    sync = 's',      ///< of a file or a folder
    rename = 'r',    ///< to `text`
    unlink = 'u',    ///< of a file or an empty folder
    make_folder = 'd',
  };
  Kind kind = Kind::create;
  std::uint64_t number = 0;
  std::string path;  ///< absolute
  std::string text;
};

[[nodiscard]] std::vector<Step> read_recording(const std::filesystem::path& file);

/// Makes `folder`, which is not there yet: what may be on the disk when the power goes after the first
/// `count` steps in `place`, which was as `before` is when they began. What was synced is there; of what was
/// written to a file since its last sync, any blocks are; of what was made, renamed and removed since the
/// last sync of its folder, some from the beginning on. (File systems with a journal keep the order of
/// these.)
void cut_power(const std::filesystem::path& folder, const std::filesystem::path& before,
               const std::filesystem::path& place, const std::vector<Step>& steps, std::size_t count,
               std::mt19937& random);

}  // namespace kwic::test
