// A main for the targets where there is no libFuzzer: every file that is named is an input, and all of them
// are mutated as often as is asked for, always in the same way.
//   fuzz_TARGET MUTATIONS SEED...     a seed is an input or a folder of inputs
// An input that breaks a law is left in the file "finding".
#include "fuzz/target.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string current_input;

void keep_finding(int signal) {
  const std::string_view note = "the input is in the file finding\n";
  std::ofstream("finding", std::ios::binary) << current_input;
  (void)!::write(STDERR_FILENO, note.data(), note.size());
  (void)std::signal(signal, SIG_DFL);
  (void)std::raise(signal);
}

void run(std::string input) {
  current_input = std::move(input);
  (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current_input.data()),
                               current_input.size());
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> inputs_of(const fs::path& seed) {
  if (!fs::is_directory(seed)) return {content_of(seed)};
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(seed)) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<std::string> inputs;
  for (const fs::path& file : files) inputs.push_back(content_of(file));
  return inputs;
}

class Mutator {
public:
  explicit Mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

  std::string mutated() {
    std::string input = any_seed();
    for (std::size_t times = 1 + below(6); times > 0; --times) mutate(input);
    return input;
  }

private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  const std::string& any_seed() { return seeds_[below(seeds_.size())]; }

  void mutate(std::string& input) {
    // Bytes that begin, join, hide, quote, or are no character at all.
    static const std::array<std::string, 16> pieces = {"\xCC\x81",
                                                       "\xE2\x80\x8D",
                                                       "\xC2\xAD",
                                                       "\xE4\xB8\xAD",
                                                       "\xE0\xB8\x81",
                                                       "\xF0\x9F\x87\xAE",
                                                       "\xD7\x90",
                                                       "\xFF",
                                                       "\xE2\x82",
                                                       "\n",
                                                       " ",
                                                       "\"",
                                                       "(",
                                                       ":",
                                                       "-",
                                                       std::string(1, '\0')};
    const std::size_t at = below(input.size() + 1);
    const std::size_t size = below(std::min<std::size_t>(input.size() - at, 16) + 1);
    const std::string& other = any_seed();
    switch (below(5)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(random_());
        break;
      case 1:
        input.erase(at, size);
        break;
      case 2:
        input.insert(at, input.substr(at, size));
        break;
      case 3:
        input.insert(at, other.substr(below(other.size() + 1), 1 + below(40)));
        break;
      default:
        input.insert(at, pieces.at(below(pieces.size())));
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937 random_{1};
};

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::cerr << "usage: " << words[0] << " MUTATIONS SEED...\n";
    return 2;
  }
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS}) (void)std::signal(signal, keep_finding);
  std::vector<std::string> seeds;
  for (int i = 2; i < count; ++i) std::ranges::move(inputs_of(words[i]), std::back_inserter(seeds));
  if (seeds.empty()) return 2;
  for (const std::string& seed : seeds) run(seed);
  Mutator mutator(seeds);
  for (unsigned long left = std::stoul(words[1]); left > 0; --left) run(mutator.mutated());
  return 0;
}
