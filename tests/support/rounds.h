#pragma once
/// An index whose articles are all of one round: what a fault leaves of it can be told from what it should
/// be.

#include "support/run_program.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace kwic::test {

/// Sanitizers take more addresses than any limit leaves, and end a program that asks for far too much memory,
/// as Xapian may of damaged tables.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

/// $NAME, or `otherwise`.
[[nodiscard]] unsigned number_from_environment(const char* name, unsigned otherwise);

/// How often a fault is tried: $KWIC_FAULTS, or `otherwise`.
[[nodiscard]] unsigned faults(unsigned otherwise);

/// $KWIC_SEED, or 1.
[[nodiscard]] unsigned seed();

/// What became of the index in many runs. At its end it is a line of the log, "fault NAME: runs 8 ...", and
/// fails the test for anything but zeros.
class Tally {
public:
  explicit Tally(std::string fault) : fault_(std::move(fault)) {}
  ~Tally();
  Tally(const Tally&) = delete;
  Tally& operator=(const Tally&) = delete;

  void run() { ++runs_; }
  void lost(const std::string& how) { note(lost_, "lost", how); }  ///< what was acknowledged is gone
  void torn(const std::string& how) { note(torn_, "torn", how); }  ///< neither the old nor the new state
  void crashed(const std::string& how) { note(crashed_, "crashed", how); }  ///< no clear end of a program

  /// A program that could not do its work says so in a line, with status 2. That it was ended by a crash is
  /// such a line, but no clear end, except where `may_crash`.
  void require_clear_end(const Ran& ran, bool may_crash = false);

private:
  void note(unsigned& count, const char* what, const std::string& how) const;

  std::string fault_;
  unsigned runs_ = 0;
  unsigned lost_ = 0;
  unsigned torn_ = 0;
  unsigned crashed_ = 0;
};

/// Rows as JSON Lines, all with the number of the round.
[[nodiscard]] std::string rows(unsigned round, unsigned count);

/// An index of such rows, which is updated from one round to the next under faults.
class Rounds {
public:
  /// `count` rows in `place`/source, whose index is to be `place`/index.
  Rounds(std::filesystem::path place, unsigned count);

  [[nodiscard]] std::string index() const { return (place_ / "index").string(); }
  [[nodiscard]] std::string source() const { return (place_ / "source").string(); }

  /// Puts an article into the index that belongs to another source and must never be lost.
  void add_witness();

  /// Makes an index of an article that no search can find.
  void add_wordless();

  /// Removes the index: the next run makes it anew.
  void start_over();

  /// Writes the rows of the next round.
  void begin();

  /// A run over the rows, as a user would start it.
  [[nodiscard]] Ran update(const RunOptions& options = {}) const;

  /// Looks at what a run of the indexer over these rows has left. `killed`: it may have ended by SIGKILL.
  void judge(const Ran& ran, Tally& tally, bool killed = false);

  /// The same of a run that was to change nothing that can be seen.
  void judge_upkeep(const Ran& ran, Tally& tally, bool killed = false);

  /// A run without a fault makes everything good.
  void require_recovery(Tally& tally);

  struct Seen {
    /// That all articles are of, 0 if there is the witness only; nothing if there is no index yet, or
    /// trouble.
    std::optional<unsigned> round;
    std::string trouble;  ///< what is neither the old nor the new state; else empty
  };
  [[nodiscard]] Seen look_at(const std::string& index) const;

  /// The same, with trouble told to the tally.
  [[nodiscard]] std::optional<unsigned> round_of(const std::string& index, Tally& tally) const;

  /// Of which the index certainly is, or a later one; nothing before the first.
  [[nodiscard]] std::optional<unsigned> acknowledged() const { return acknowledged_; }

private:
  void require_sound(Tally& tally) const;
  [[nodiscard]] std::string leftovers(const std::string& index) const;

  std::filesystem::path place_;
  unsigned count_;
  unsigned witnesses_ = 0;
  bool has_wordless_ = false;
  unsigned round_ = 0;
  std::optional<unsigned> acknowledged_;
};

}  // namespace kwic::test
