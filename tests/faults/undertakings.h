#pragma once
/// What the indexer is at when a fault meets it.

#include "support/rounds.h"
#include "support/run_program.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace kwic::test {

/// The shim (see shim.cc) before a program, which watches the files below `place`.
[[nodiscard]] RunOptions with_shim(const std::filesystem::path& place);

enum class Undertaking : std::uint8_t {
  first_build,   ///< in groups of batches that are merged
  update,        ///< in a transaction
  first_words,   ///< the same of an index whose articles have no words
  large_update,  ///< merged into the index
  compaction,
};

inline constexpr std::array undertakings = {Undertaking::first_build, Undertaking::update,
                                            Undertaking::first_words, Undertaking::large_update,
                                            Undertaking::compaction};

[[nodiscard]] std::string name_of(Undertaking undertaking);

/// How many calls and changes of the shim's there are in what `work` does with these options, by their names.
[[nodiscard]] std::map<std::string, unsigned> counted(const std::function<void(const RunOptions&)>& work,
                                                      RunOptions options);

/// An index that meets one fault after the other in the same undertaking.
class Scene {
public:
  Scene(std::filesystem::path place, Undertaking undertaking);

  [[nodiscard]] const Rounds& rounds() const { return rounds_; }

  /// The shim, watching the index.
  [[nodiscard]] RunOptions with_shim() const { return test::with_shim(rounds_.index()); }

  /// As counted(), of the undertaking.
  [[nodiscard]] std::map<std::string, unsigned> counts(Tally& tally);

  /// Begins it, and looks at what it left.
  Ran run(const RunOptions& options, Tally& tally, bool killed = false);

  /// The same in a shell that limits something.
  Ran run_limited(const std::string& limit, Tally& tally);

  /// A run without a fault makes everything good.
  void require_recovery(Tally& tally) { rounds_.require_recovery(tally); }

private:
  [[nodiscard]] std::vector<std::string> arguments() const;
  void begin();
  void judge(const Ran& ran, Tally& tally, bool killed);

  Undertaking undertaking_;
  Rounds rounds_;
};

/// Calls `visit` with up to `times` numbers from 1 to `count`, from all over.
void spread(unsigned count, unsigned times, std::mt19937& random, const std::function<void(unsigned)>& visit);

}  // namespace kwic::test
