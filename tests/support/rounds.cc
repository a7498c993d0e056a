#include "support/rounds.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace kwic::test {
namespace {

bool all_lines_are_clear(const std::string& err) {
  std::istringstream lines(err);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("indexer: ") && !line.starts_with("searcher: ")) return false;
  }
  return true;
}

std::string told(const Ran& ran) {
  return "status " + std::to_string(ran.status) + ": " + ran.err;
}

}  // namespace

unsigned number_from_environment(const char* name, unsigned otherwise) {
  const char* const set = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return set == nullptr ? otherwise : static_cast<unsigned>(std::stoul(set));
}

unsigned faults(unsigned otherwise) {
  return number_from_environment("KWIC_FAULTS", otherwise);
}

unsigned seed() {
  return number_from_environment("KWIC_SEED", 1);
}

Tally::~Tally() {
  BOOST_TEST_MESSAGE("fault " << fault_ << ": runs " << runs_ << " lost " << lost_ << " torn " << torn_
                              << " crashed " << crashed_);
  BOOST_TEST(runs_ > 0U, fault_);
  BOOST_TEST(lost_ + torn_ + crashed_ == 0U, fault_);
}

void Tally::require_clear_end(const Ran& ran, bool may_crash) {
  const bool clear = (ran.status == 2 && !ran.err.empty()) || ran.status == 0 || ran.status == 1;
  const bool crash = ran.err.find(": ended by ") != std::string::npos;
  if (!clear || !all_lines_are_clear(ran.err) || (crash && !may_crash)) crashed(told(ran));
}

void Tally::note(unsigned& count, const char* what, const std::string& how) const {
  ++count;
  BOOST_TEST_MESSAGE(fault_ << ", run " << runs_ << ": " << what << ": " << how);
}

std::string rows(unsigned round, unsigned count) {
  std::string lines;
  for (unsigned i = 0; i < count; ++i) {
    lines += "{\"id\": \"" + std::to_string(i) + "\", \"text\": \"round" + std::to_string(round) +
             " of article" + std::to_string(i) + " in a row" + std::string(300, ' ') + "\"}\n";
  }
  return lines;
}

Rounds::Rounds(std::filesystem::path place, unsigned count) : place_(std::move(place)), count_(count) {
  std::filesystem::create_directories(source());
}

void Rounds::add_witness() {
  std::ofstream(place_ / "witness.txt") << "A witness of what goes on elsewhere in the index.";
  const Ran ran = run({"indexer", "-q", "-i", index(), (place_ / "witness.txt").string()});
  BOOST_REQUIRE(ran.status == 0);
  witnesses_ = 1;
}

void Rounds::add_wordless() {
  std::ofstream(place_ / "wordless.txt") << "* * *";
  const Ran ran = run({"indexer", "-q", "-i", index(), (place_ / "wordless.txt").string()});
  BOOST_REQUIRE(ran.status == 0);
  has_wordless_ = true;
}

void Rounds::start_over() {
  std::filesystem::remove_all(index());
  witnesses_ = 0;
  has_wordless_ = false;
  acknowledged_.reset();
}

void Rounds::begin() {
  std::ofstream(place_ / "source/a.jsonl", std::ios::binary) << rows(++round_, count_);
}

Ran Rounds::update(const RunOptions& options) const {
  return run({"indexer", "-q", "-i", index(), source()}, options);
}

void Rounds::judge(const Ran& ran, Tally& tally, bool killed) {
  tally.run();
  if (!killed || ran.status != 128 + SIGKILL) tally.require_clear_end(ran);
  const std::optional<unsigned> now = round_of(index(), tally);
  if (now.value_or(0) < acknowledged_.value_or(0)) tally.lost("round " + std::to_string(*acknowledged_));
  if (ran.status == 0 && now != round_) tally.lost("round " + std::to_string(round_) + ", told as done");
  if (now) {
    acknowledged_ = now;
    require_sound(tally);
  }
}

void Rounds::judge_upkeep(const Ran& ran, Tally& tally, bool killed) {
  tally.run();
  if (!killed || ran.status != 128 + SIGKILL) tally.require_clear_end(ran);
  if (round_of(index(), tally) != acknowledged_) tally.lost("by " + told(ran));
  require_sound(tally);
}

void Rounds::require_recovery(Tally& tally) {
  begin();
  const Ran ran = update();
  if (ran.status != 0) tally.torn("no later run succeeds: " + told(ran));
  judge(ran, tally);
}

void Rounds::require_sound(Tally& tally) const {
  const Ran check = run({"indexer", "--check", "-q", "-i", index()});
  if (check.status != 0) tally.torn(told(check));
}

Rounds::Seen Rounds::look_at(const std::string& index) const {
  for (unsigned round = round_; round > 0; --round) {
    // Of so many the hits are listed: counts may be about right only.
    const Ran ran = run({"searcher", "-i", index, "-n", "10000", "--template", "{id}",
                         "round" + std::to_string(round) + " witness"});
    const bool none = ran.err.find("no such index") != std::string::npos ||
                      ran.err.find("not an index") != std::string::npos;
    if (ran.status == 2 && none) return {std::nullopt, ""};
    if (ran.status >= 2) return {std::nullopt, told(ran)};
    const auto found = static_cast<unsigned>(std::ranges::count(ran.out, '\n'));
    if (found == count_ + witnesses_) return {round, leftovers(index)};
    if (found == witnesses_) continue;
    return {std::nullopt, std::to_string(found) + " articles of round " + std::to_string(round)};
  }
  if (witnesses_ > 0 || has_wordless_) return {0, ""};
  return {std::nullopt, "an index without articles"};
}

/// Articles beside those of the round; an empty text if there are none.
std::string Rounds::leftovers(const std::string& index) const {
  const Ran ran = run({"searcher", "-i", index, "-n", "10000", "--template", "{id}", "row witness"});
  const auto found = static_cast<unsigned>(std::ranges::count(ran.out, '\n'));
  return found == count_ + witnesses_ ? "" : std::to_string(found) + " articles: " + told(ran);
}

std::optional<unsigned> Rounds::round_of(const std::string& index, Tally& tally) const {
  const Seen seen = look_at(index);
  if (!seen.trouble.empty()) tally.torn(seen.trouble);
  return seen.round;
}

}  // namespace kwic::test
