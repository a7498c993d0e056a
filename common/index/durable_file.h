#pragma once
/// Files whose content is on the disk when the call returns, and of which a power cut leaves the old content
/// or the new one.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace kwic {

/// Writes `text` to a new file beside `path` and renames it. Throws Error (not_writable).
void replace_durably(const std::filesystem::path& path, std::string_view text);

/// Adds `text` to the end of a file, made if it is not there. Throws Error (not_writable).
void append_durably(const std::filesystem::path& path, std::string_view text);

/// Flushes a file or a directory entry to the disk. Throws Error (not_writable).
void sync_to_disk(const std::filesystem::path& path);

/// Every file of a directory, then the directory itself.
void sync_directory(const std::filesystem::path& directory);

/// Writes all of `text` to an open file; `path` is for the message. Throws Error (not_writable).
void write_all(int file, std::string_view text, const std::filesystem::path& path);

/// A pipe would make whoever opens it wait for ever, and a device may have no end. What is not there, or
/// cannot be looked at, is left to whoever opens it. Throws Error (corrupt).
void require_regular_file(const std::filesystem::path& path);

/// False if there certainly is nothing at `path`; true also if that cannot be found out.
[[nodiscard]] bool is_there(const std::filesystem::path& path);

/// Throws Error (not_writable) if fewer than `bytes` are free where `directory` is: Xapian may end the
/// process on a full disk, so that it is better not to begin.
void require_free_space(const std::filesystem::path& directory, std::uint64_t bytes);

/// "cannot write: No space left on device", after the path. Takes what to say from errno.
[[noreturn]] void fail_to_write(const std::filesystem::path& path, std::string_view what);

}  // namespace kwic
