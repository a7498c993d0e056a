#pragma once
/// What both programs do alike around their work: find the index, end with the right status, speak on stderr.

#include <functional>
#include <istream>
#include <string>
#include <string_view>

namespace kwic::program {

/// Exit status of a program that could not do its work.
inline constexpr int failed = 2;

/// The index named by KWIC_INDEX, else the one in the XDG data directory; empty if there is none, for lack of
/// a HOME.
[[nodiscard]] std::string default_index();

/// One line on stderr, "NAME: MESSAGE", safe for a terminal.
void say(std::string_view name, std::string_view message);

/// Text on stderr as it is: for what draws on a terminal.
void write_message(std::string_view text);

/// Runs `work` and returns its exit status; whatever it throws becomes a line on stderr and status 2. So does
/// an exception that nothing can catch (Xapian may throw from a destructor when the disk is full) and a crash
/// (it trusts its tables, which may be damaged). Writing into a closed pipe gives an error instead of a
/// signal, and so does a standard stream that is closed.
[[nodiscard]] int run(std::string_view name, const std::function<int()>& work);

/// Writes all of `text` to stdout at once. Returns false if the reader has gone away, which is no error.
/// Throws Error (not_writable) for any other failure.
[[nodiscard]] bool print(std::string_view text);

/// True if a stream that is at its end could not be read, which std::cin does not tell itself.
[[nodiscard]] bool has_failed(const std::istream& in);

/// `count` with commas between thousands, and the noun in its number: "1,234 articles".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

/// The path as the person in the current directory would write it.
[[nodiscard]] std::string displayed_path(const std::string& path);

}  // namespace kwic::program
