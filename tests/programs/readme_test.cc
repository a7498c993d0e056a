// The README shows nothing that is not true: every command in it is run, and prints what stands there.
#include "support/run_program.h"
#include "support/shared_files.h"
#include "support/temporary_directory.h"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace kwic::test {
namespace {

struct Example {
  std::string command;
  std::string output;
};

/// The commands of the ```console blocks, each a line that begins with "$ ", and what they print.
std::vector<Example> examples(const std::string& markdown) {
  std::vector<Example> found;
  std::istringstream lines(markdown);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      found.push_back({line.substr(2), ""});
    } else if (inside && !found.empty()) {
      found.back().output += line + '\n';
    }
  }
  return found;
}

BOOST_AUTO_TEST_CASE(every_command_of_the_readme_prints_what_the_readme_shows) {
  const TemporaryDirectory home;
  const std::vector<Example> all = examples(read_file(std::string(KWIC_SOURCE_DIR) + "/README.md"));
  BOOST_TEST(all.size() >= 4);
  for (const Example& example : all) {
    RunOptions options;
    options.directory = KWIC_SOURCE_DIR;
    options.environment = {{"HOME", home.path().string()}};
    const Ran ran = run({"/bin/bash", "-c", "{ " + example.command + "; } 2>&1"}, options);
    BOOST_TEST_CONTEXT("$ " << example.command) {
      BOOST_TEST(ran.out == example.output);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_program_in_the_readme_is_the_one_that_is_built_against_the_library) {
  const std::string source = read_file(std::string(KWIC_SOURCE_DIR) + "/tests/embed/main.cc");
  BOOST_TEST(read_file(std::string(KWIC_SOURCE_DIR) + "/README.md").find("```cpp\n" + source + "```") !=
             std::string::npos);
}

}  // namespace
}  // namespace kwic::test
