#include "index/damage.h"
#include "index/document_file.h"
#include "index/index_directory.h"
#include "index/manifest.h"
#include "index/open_index.h"
#include "index/schema.h"
#include "index/stored_article.h"
#include "index/word_signature.h"
#include "index/xapian_errors.h"
#include "text/visible.h"

#include <kwic/error.h>
#include <kwic/index_upkeep.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <functional>
#include <limits>
#include <new>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace kwic {
namespace {

namespace fs = std::filesystem;
using Problems = std::vector<std::string>;

constexpr std::size_t sampled_articles = 200;

/// Lines that are worth telling of what Xapian says while it checks.
constexpr std::size_t most_lines_of_xapian = 10;

/// The status of a child that could not do its work for a reason of the system's: that is no damage.
constexpr int could_not = 2;

/// What code ends by that damaged tables lead astray. Other signals come from outside.
constexpr std::array crashes = {SIGSEGV, SIGBUS, SIGFPE, SIGABRT};

class Pipe {
public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
      throw Error(ErrorKind::internal, "cannot make a pipe for the check");
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  /// All that this process has open besides, as locks of its parent, which would outlive it there.
  void close_all_else() const {
    const auto kept = static_cast<unsigned>(ends_[1]);
    constexpr unsigned first = STDERR_FILENO + 1;
    if (kept > first) (void)::close_range(first, kept - 1, 0);
    (void)::close_range(kept + 1, std::numeric_limits<unsigned>::max(), 0);
  }
  void close(std::size_t end) {
    if (ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }
  void write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count = ::write(ends_[1], text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) ::_exit(could_not);
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  [[nodiscard]] std::string read_all() const {
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
      const ssize_t count = ::read(ends_[0], buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return text;
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

private:
  std::array<int, 2> ends_{};
};

/// Runs work that may crash in a child process. Returns the lines that it gave, and one more if it did crash.
/// Throws Error (not_readable) if it could not be done.
Problems in_child(const std::string& what, const std::function<std::string()>& work) {
  Pipe pipe;
  const pid_t child = ::fork();
  if (child < 0) throw Error(ErrorKind::internal, "cannot start a process for the check");
  if (child == 0) {
    // A program's own handlers would speak of the crash.
    for (const int crash : crashes) (void)std::signal(crash, SIG_DFL);
    std::set_terminate(std::abort);
    pipe.close(0);
    pipe.close_all_else();
    try {
      pipe.write(work());
    } catch (const std::logic_error& error) {
      // Of a length that cannot be, as damage may tell it.
      pipe.write(what + ": " + error.what() + '\n');
    } catch (const std::bad_alloc&) {
      pipe.write("out of memory");
      ::_exit(could_not);
    } catch (const std::exception& error) {
      pipe.write(error.what());
      ::_exit(could_not);  // The process that called goes on in the parent only.
    } catch (...) {
      ::_exit(could_not);
    }
    ::_exit(0);
  }
  pipe.close(1);
  std::istringstream said(pipe.read_all());
  int status = 0;
  pid_t ended = -1;
  do {
    ended = ::waitpid(child, &status, 0);
  } while (ended < 0 && errno == EINTR);
  Problems problems;
  for (std::string line; std::getline(said, line) && problems.size() < most_lines_of_xapian;) {
    problems.push_back(visible(line));
  }
  const bool has_crashed =
      ended == child && WIFSIGNALED(status) && std::ranges::find(crashes, WTERMSIG(status)) != crashes.end();
  if (has_crashed) {
    problems.push_back(what + " crashes: the tables are damaged");
  } else if (ended != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw Error(ErrorKind::not_readable,
                problems.empty() ? what + " could not be done: its process was ended" : problems.front());
  }
  return problems;
}

/// Where the system refuses, that is not the fault of the index. Throws Error then.
void require_leave(const Xapian::Error& error) {
  const char* const reason = error.get_error_string();
  if (reason == nullptr || error.get_type() != std::string_view("DatabaseOpeningError")) return;
  throw Error(ErrorKind::not_readable, error.get_msg() + ": " + reason);
}

/// A table that Xapian's check cannot open for want of a descriptor, it tells as damage: so there must be
/// enough. Other threads would take them meanwhile; the child has none.
void require_descriptors(const fs::path& generation) {
  constexpr int needed = 8;
  std::array<int, needed> spare{};
  for (int& each : spare) each = ::open(generation.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int error = errno;
  const bool are_enough = std::ranges::find(spare, -1) == spare.end();
  for (const int each : spare) ::close(each);
  if (!are_enough) throw std::system_error(error, std::generic_category(), generation.filename().string());
}

std::string checked_by_xapian(const fs::path& generation) {
  require_descriptors(generation);
  std::ostringstream said;
  try {
    if (Xapian::Database::check(generation.string(), 0, &said) == 0) return {};
    return said.str() + "Xapian's check found errors\n";
  } catch (const Xapian::Error& error) {
    require_leave(error);
    return "Xapian's check: " + error.get_msg() + '\n';
  }
}

/// Reads articles from all over the index, and looks them up by their ids and by a word.
std::string checked_by_sample(const fs::path& generation) {
  const Xapian::Database database = open_database(generation);
  const DocumentFile signatures(DocumentFileKind::signatures, generation, database);
  const DocumentFile articles(DocumentFileKind::articles, generation, database);
  const DocumentFile lengths(DocumentFileKind::lengths, generation, database);
  const ArticleUnpacker unpacker(database.get_metadata(schema::dictionary_key));
  std::string problems;
  const std::size_t step = std::max<std::size_t>(1, database.get_doccount() / sampled_articles);
  std::size_t number = 0;
  for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at, ++number) {
    if (number % step != 0) continue;
    const Xapian::Document document = database.get_document(*at);
    const Article article = unpacker.unpack(articles.of(*at));
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
      auto posting = database.postlist_begin(*term);
      posting.skip_to(*at);
      if (posting != database.postlist_end(*term) && *posting == *at) continue;
      problems += "article " + article.id + ": is not found by its term " + *term + '\n';
      break;
    }
    if (WordSignature(signatures.of(*at)).size() == 0)
      problems += "article " + article.id + ": has no signature\n";
    std::array<std::uint32_t, 1> length{};
    lengths.read_lengths(*at, length);
    if (length.front() != database.get_doclength(*at))
      problems += "article " + article.id + ": is of another length than its terms\n";
    if (!document.termlist_count()) problems += "article " + article.id + ": has no terms\n";
  }
  return problems;
}

std::string sample_or_error(const fs::path& generation) {
  try {
    return checked_by_sample(generation);
  } catch (const Xapian::Error& error) {
    require_leave(error);
    return "an article cannot be read: " + error.get_msg() + '\n';
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::corrupt) throw;
    return std::string(error.what()) + '\n';
  }
}

/// Xapian's check opens the tables for writing, although it does not write.
bool may_be_checked_by_xapian(const fs::path& generation) {
  const fs::directory_iterator files(generation);
  return std::all_of(begin(files), end(files), [](const fs::directory_entry& file) {
    return file.path().extension() != ".glass" || ::access(file.path().c_str(), W_OK) == 0;
  });
}

IndexCheck checked_once(const fs::path& index, const fs::path& generation) {
  SumCheck sums;
  try {
    sums = check_sums(index);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::corrupt) throw;
    sums.problems = {error.what()};
  }
  if (!sums.problems.empty()) return {sums.problems, sums.summed};
  // Where all bytes are those that were written, it can do without.
  if (!sums.summed || may_be_checked_by_xapian(generation)) {
    Problems problems = in_child("Xapian's check", [&] { return checked_by_xapian(generation); });
    if (!problems.empty()) return {std::move(problems), sums.summed};
  }
  return {in_child("reading articles", [&] { return sample_or_error(generation); }), sums.summed};
}

/// What tells one state of an index from the next, as far as a check can come between them.
std::string state_of(const fs::path& generation) {
  try {
    const std::optional<Manifest> manifest = Manifest::load(generation);
    return manifest ? std::to_string(manifest->revision) + (manifest->summed ? " summed" : "") : "";
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

/// What is found while a writer works may be of two states: then it is looked for again.
IndexCheck check_index(const fs::path& index) {
  constexpr int most_attempts = 20;
  constexpr std::chrono::milliseconds between_attempts{100};
  for (int left = most_attempts; left > 0; --left) {
    const fs::path generation = current_generation(index);
    if (!fs::is_directory(generation)) return {{visible(generation.filename().string()) + ": missing"}, true};
    const std::string state = state_of(generation);
    const auto is_settled = [&] {
      return current_generation(index) == generation && state_of(generation) == state &&
             !is_being_written(index);
    };
    try {
      IndexCheck check = checked_once(index, generation);
      if (check.problems.empty() || is_settled()) return check;
    } catch (const std::exception&) {
      if (is_settled()) throw;
    }
    std::this_thread::sleep_for(between_attempts);
  }
  throw Error(ErrorKind::locked,
              visible(index.string()) + ": is being written; check it when the writers have finished");
}

}  // namespace kwic
