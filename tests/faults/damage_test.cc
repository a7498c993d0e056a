// Damaged indexes: --check tells of each damage, --verify lets no search run on it, and without --verify a
// search ends clearly, whatever Xapian makes of the tables. Seeded and small here; tests/faults/run.sh makes
// it large.
#include "index/manifest.h"
#include "support/rounds.h"
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"
#include "text/hash.h"

#include <kwic/error.h>
#include <kwic/index_upkeep.h>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

void store(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

/// Makes one change to an index that the index must not have.
class Vandal {
public:
  /// `other` is an index of the same articles in another state.
  Vandal(unsigned seed, fs::path other) : random_(seed), other_(std::move(other)) {}

  /// Says what it did.
  std::string damage(const fs::path& index) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(index)) {
      const bool counts =
          entry.is_regular_file() && entry.file_size() > 0 && entry.path().filename() != "lock";
      if (counts) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    const fs::path file = files.at(below(files.size()));
    const std::string before = read_file(file);
    std::string what = change(file, before, files);
    const bool changed = !fs::exists(file) || read_file(file) != before || what == "foreign";
    return changed ? what + ' ' + file.filename().string() : damage(index);
  }

private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  std::string change(const fs::path& file, std::string bytes, const std::vector<fs::path>& files) {
    switch (below(9)) {
      case 0:
        fs::resize_file(file, below(bytes.size()));
        return "truncated";
      case 1:
        zero(bytes);
        store(file, bytes);
        return "zeroed";
      case 2: {
        const fs::path other = files.at(below(files.size()));
        store(file, read_file(other));
        store(other, bytes);
        return "swapped with " + other.filename().string() + ':';
      }
      case 3:
        fs::remove(file);
        return "missing";
      case 4:
        store(file.parent_path() / (below(2) == 0 ? "stranger" : "stranger.glass"), bytes);
        return "foreign";
      case 5: {
        const fs::path theirs = other_ / "generation-1" / file.filename();
        if (fs::exists(theirs)) store(file, read_file(theirs));
        return "of another index:";
      }
      default:
        bytes[below(bytes.size())] ^= static_cast<char>(1U << below(8));
        store(file, bytes);
        return "flipped";
    }
  }

  void zero(std::string& bytes) {
    constexpr std::size_t block = 4096;
    const std::size_t start = below((bytes.size() + block - 1) / block) * block;
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(start), std::min(block, bytes.size() - start),
                '\0');
  }

  std::mt19937 random_;
  fs::path other_;
};

class DamagedIndex {
public:
  explicit DamagedIndex(const std::string& name) : tally_(name) {
    Rounds rounds(place_.path(), 300);
    rounds.begin();
    (void)rounds.update();
    sound_ = rounds.index();
    (void)place_.write("more/b.txt", "A last article of round1, which comes later.");
    (void)place_.write("other/c.jsonl", rows(1, 299));
    (void)run({"indexer", "-q", "-i", other().string(), (place_ / "other").string()});
  }

  /// One article more, in a transaction.
  void update_a_little() { BOOST_REQUIRE(update(sound_).status == 0); }

  void damage(unsigned times) {
    const std::string right = search(sound_).out;
    BOOST_REQUIRE(right.size() > 100U);
    Vandal vandal(seed(), other());
    for (; times > 0; --times) {
      const fs::path damaged = place_ / "damaged";
      fs::remove_all(damaged);
      fs::copy(sound_, damaged, fs::copy_options::recursive);
      const std::string what = vandal.damage(damaged);
      tally_.run();
      const Ran check = run({"indexer", "--check", "-i", damaged.string()});
      tally_.require_clear_end(check);
      if (check.status != 2) tally_.lost(what + ": --check does not tell");
      const Ran verified = search(damaged, "--verify");
      tally_.require_clear_end(verified);
      if (verified.status != 2 && verified.out != right)
        tally_.torn(what + ": --verify lets a wrong answer through");
      if (is_sanitized) continue;
      require_no_pardon(damaged, what);
      const Ran unverified = search(damaged);
      tally_.require_clear_end(unverified, true);
      if (unverified.status == 2 && std::ranges::count(unverified.err, '\n') != 1) {
        tally_.crashed(what + ": more than one line: " + unverified.err);
      }
    }
  }

private:
  [[nodiscard]] fs::path other() const { return place_ / "other-index"; }

  [[nodiscard]] Ran update(const fs::path& index) const {
    return run({"indexer", "-q", "-i", index.string(), (place_ / "more").string()});
  }

  /// No later run may vouch for what is damaged, and take it for sound from then on. Each has a copy. Writers
  /// write a missing stub again, and a compaction leaves a stranger behind.
  void require_no_pardon(const fs::path& damaged, const std::string& what) {
    const fs::path copy = place_ / "copy";
    if (what.starts_with("foreign") || what == "missing XAPIANDB") return;
    for (const char* const way : {"an update", "--compact", "--export", "--stats"}) {
      fs::remove_all(copy);
      fs::copy(damaged, copy, fs::copy_options::recursive);
      const Ran ran =
          way == std::string("an update") ? update(copy) : run({"indexer", "-q", "-i", copy.string(), way});
      tally_.require_clear_end(ran, true);
      if (run({"indexer", "--check", "-i", copy.string()}).status != 2)
        tally_.lost(what + ": --check does not tell any more after " + way);
    }
  }

  static Ran search(const fs::path& index, const std::string& option = "--plain") {
    return run(
        {"searcher", "-i", index.string(), option, "-f", "tsv", "article1 article2 of round1 article3"});
  }

  TemporaryDirectory place_;
  fs::path sound_;
  Tally tally_;
};

BOOST_AUTO_TEST_CASE(damage_after_a_build_is_told) {
  DamagedIndex index("damage after a build");
  index.damage(faults(20));
}

BOOST_AUTO_TEST_CASE(damage_after_a_small_update_is_told) {
  DamagedIndex index("damage after a small update");
  index.update_a_little();
  index.damage(faults(20));
}

BOOST_AUTO_TEST_CASE(a_crash_ends_with_a_line_and_status_2) {
  const TemporaryDirectory place;
  const std::string index = (place / "index").string();
  (void)place.write("source/a.txt", "Some words.");
  (void)run({"indexer", "-q", "-i", index, (place / "source").string()});
  // It answers, and waits for the next query when the signal comes.
  const std::string crash =
      "coproc searcher -i \"$0\" --batch - --count; pid=$COPROC_PID; echo words >&${COPROC[1]}; "
      "read -r answer <&${COPROC[0]}; kill -$1 $pid; wait $pid; echo $answer $?";
  for (const char* const signal : {"SEGV", "BUS", "ABRT", "FPE"}) {
    const Ran ran = run({"/bin/bash", "-c", crash, index, signal});
    BOOST_TEST(ran.out == "1 2\n", signal);
    BOOST_TEST(ran.err.starts_with("searcher: ended by a crash ("), ran.err);
    BOOST_TEST(std::ranges::count(ran.err, '\n') == 1, ran.err);
  }
}

BOOST_AUTO_TEST_CASE(an_index_of_a_newer_format_is_told_from_a_damaged_one) {
  const TemporaryDirectory place;
  const std::string index = (place / "index").string();
  (void)place.write("source/a.txt", "Some words.");
  (void)run({"indexer", "-q", "-i", index, (place / "source").string()});
  const fs::path manifest = place / "index/generation-1/manifest";
  std::string line = read_file(manifest);
  line = line.substr(0, line.find('\n'));
  const std::string format = "\"format\":";
  line.insert(line.find(format) + format.size(), "9");
  store(manifest, line + '\n' + hexadecimal(sum_of_text(line)) + '\n');
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"searcher", "-i", index, "words"},
                                             {"searcher", "--verify", "-i", index, "words"},
                                             {"indexer", "--check", "-i", index},
                                             {"indexer", "-i", index, (place / "source").string()}}) {
    const Ran ran = run(command);
    BOOST_TEST(ran.status == 2, command.front());
    BOOST_TEST(ran.err.find("made by a newer kwic; update kwic") != std::string::npos, ran.err);
  }
}

BOOST_AUTO_TEST_CASE(an_index_without_sums_is_not_verified) {
  const TemporaryDirectory place;
  const std::string index = (place / "index").string();
  (void)place.write("source/a.txt", "Some words.");
  (void)run({"indexer", "-q", "-i", index, (place / "source").string()});
  Manifest::write_unsummed(place / "index/generation-1", 0);
  const Ran check = run({"indexer", "--check", "-i", index});
  BOOST_TEST(check.status == 0);
  BOOST_TEST(check.err.find("an update was ended, and the next one sums it") != std::string::npos, check.err);
  BOOST_TEST(run({"searcher", "-i", index, "words"}).status == 0);
  const Ran refused = run({"searcher", "--verify", "-i", index, "words"});
  BOOST_TEST(refused.status == 2);
  BOOST_TEST(refused.err.find("cannot be verified") != std::string::npos, refused.err);
  BOOST_TEST(run({"indexer", "-q", "-i", index, (place / "source").string()}).status == 0);
  BOOST_TEST(run({"searcher", "--verify", "-i", index, "words"}).status == 0);
}

/// What the files of documents held when the update began is known all the same.
BOOST_AUTO_TEST_CASE(damage_after_an_update_that_was_ended_is_told_and_never_vouched_for) {
  const TemporaryDirectory place;
  const std::string index = (place / "index").string();
  (void)place.write("source/a.txt", "Some words.");
  const std::string more = place.write("more/b.txt", "More words.");
  (void)run({"indexer", "-q", "-i", index, (place / "source").string()});
  const fs::path generation = place / "index/generation-1";
  Manifest::write_unsummed(generation, 0);
  for (const char* const file : {"articles", "signatures", "lengths"}) {
    const std::string sound = read_file(generation / file);
    std::string damaged = sound;
    damaged.back() ^= 1;
    store(generation / file, damaged);
    for (const std::vector<std::string>& command :
         std::vector<std::vector<std::string>>{{"indexer", "--check", "-i", index},
                                               {"indexer", "-i", index, more},
                                               {"indexer", "-i", index, "--compact"},
                                               {"indexer", "--check", "-i", index}}) {
      const Ran ran = run(command);
      BOOST_TEST(ran.status == 2, file);
      BOOST_TEST(ran.err.find(file) != std::string::npos, ran.err);
    }
    store(generation / file, sound);
  }
  BOOST_TEST(run({"indexer", "-i", index, more}).status == 0);
}

/// Whatever it lacks itself: descriptors, or to be told how its child ended.
BOOST_AUTO_TEST_CASE(a_check_that_cannot_be_done_is_no_damage) {
  const TemporaryDirectory place;
  const std::string index = (place / "index").string();
  (void)place.write("source/a.txt", "Some words.");
  (void)run({"indexer", "-q", "-i", index, (place / "source").string()});
  Manifest::write_unsummed(place / "index/generation-1", 0);
  unsigned refused = 0;
  for (int files = is_sanitized ? 32 : 4; files < 40; ++files) {
    const Ran ran = run({"/bin/bash", "-c",
                         "ulimit -n " + std::to_string(files) + "; exec indexer --check -i \"$0\"", index});
    if (ran.status == 127) continue;  // not even loaded
    if (ran.status != 0) ++refused;
    BOOST_TEST(ran.err.find("damaged") == std::string::npos, files << ": " << ran.err);
  }
  BOOST_TEST((refused > 0U || is_sanitized));
  const Ran untold = run({"/bin/bash", "-c", "trap '' CHLD; exec indexer --check -i \"$0\"", index});
  BOOST_TEST(untold.status == 0, untold.err);
  (void)std::signal(SIGCHLD, SIG_IGN);
  BOOST_CHECK_THROW((void)check_index(index), Error);
  (void)std::signal(SIGCHLD, SIG_DFL);
}

/// A pipe has no end while nobody writes, a device none at all.
BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_told_and_never_waited_for) {
  const TemporaryDirectory place;
  const std::string sound = (place / "sound").string();
  const std::string index = (place / "index").string();
  const std::string source = place.write("source/a.txt", "Some words.");
  const std::string more = place.write("more/b.txt", "More words.");
  (void)run({"indexer", "-q", "-i", sound, source});
  Tally tally("pipes and devices in an index");
  RunOptions options;
  options.at_most = std::chrono::seconds(10);
  for (const char* const file : {"XAPIANDB", "generation-1/manifest", "generation-1/iamglass",
                                 "generation-1/postlist.glass", "generation-1/lengths"}) {
    for (const bool is_pipe : {true, false}) {
      for (const std::vector<std::string>& command :
           std::vector<std::vector<std::string>>{{"searcher", "-i", index, "words"},
                                                 {"searcher", "--verify", "-i", index, "words"},
                                                 {"indexer", "--check", "-i", index},
                                                 {"indexer", "-i", index, more}}) {
        fs::remove_all(index);
        fs::copy(sound, index, fs::copy_options::recursive);
        const fs::path changed = fs::path(index) / file;
        fs::remove(changed);
        is_pipe ? (void)::mkfifo(changed.c_str(), 0600) : fs::create_symlink("/dev/zero", changed);
        const Ran ran = run(command, options);
        tally.run();
        tally.require_clear_end(ran);
        if (ran.status != 2) tally.torn(command[0] + " with " + file + ": " + ran.out + ran.err);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(links_in_an_index_lead_a_writer_to_nothing_else) {
  const TemporaryDirectory place;
  const std::string index = (place / "index").string();
  const std::string source = place.write("source/a.txt", "Some words.");
  const std::string more = place.write("more/b.txt", "More words.");
  (void)run({"indexer", "-q", "-i", index, source});
  for (const char* const file :
       {"lock", "XAPIANDB.new", "generation-1/manifest.new", "generation-1/articles"}) {
    const fs::path precious = place.write("precious", "precious");
    fs::remove(fs::path(index) / file);
    fs::create_symlink(precious, fs::path(index) / file);
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
             {"indexer", "-i", index, more}, {"indexer", "-i", index, "--compact"}}) {
      (void)run(command);
      BOOST_TEST(read_file(precious) == "precious", file);
    }
    fs::remove_all(index);
    (void)run({"indexer", "-q", "-i", index, source});
  }
}

}  // namespace
}  // namespace kwic::test
