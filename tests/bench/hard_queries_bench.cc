// What queries cost that ask for very much, or are no queries at all: time, and how far memory grows.
//   hard_queries_bench INDEX
#include <kwic/error.h>
#include <kwic/searcher.h>

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

struct Hard {
  std::string name;
  std::string query;
};

std::string repeated(const std::string& text, std::size_t bytes) {
  std::string all;
  while (all.size() + text.size() <= bytes) all += text;
  return all;
}

/// What most articles have, most frequent first.
std::vector<std::string> frequent_stems(const Xapian::Database& database) {
  std::vector<std::pair<Xapian::doccount, std::string>> stems;
  for (auto term = database.allterms_begin("Z"); term != database.allterms_end("Z"); ++term) {
    const std::string stem = (*term).substr(1);
    if (stem.front() >= 'a' && stem.front() <= 'z') stems.emplace_back(term.get_termfreq(), stem);
  }
  std::ranges::sort(stems, std::ranges::greater());
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min<std::size_t>(stems.size(), 1024); ++i)
    words.push_back(stems[i].second);
  return words;
}

std::string joined(const std::vector<std::string>& words, const std::string& before, const std::string& after,
                   std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < std::min(words.size(), count); ++i) text += before + words[i] + after + ' ';
  return text;
}

std::string noise(std::size_t bytes) {
  std::mt19937 random(1);
  std::string text;
  while (text.size() < bytes) text.push_back(static_cast<char>(random() % 256));
  return text;
}

std::vector<Hard> hard_queries(const Xapian::Database& database) {
  constexpr std::size_t most = 16 * 1024;  // bytes of a query
  const std::vector<std::string> stems = frequent_stems(database);
  std::vector<std::string> letters;
  for (char c = 'a'; c <= 'z'; ++c) letters.emplace_back(1, c);
  return {
      {"1,024 frequent stems", joined(stems, "", "", 1024)},
      {"64 frequent stems", joined(stems, "", "", 64)},
      {"1,024 frequent stems, each required", joined(stems, "+", "", 1024)},
      {"500 frequent words, each exact", joined(stems, "=", "", 500)},
      {"a phrase of 100 frequent words", '"' + joined(stems, "", "", 100) + '"'},
      {"a*", "a*"},
      {"*e*", "*e*"},
      {"*e*, excluded", "-*e*"},
      {"26 patterns", joined(letters, "", "*", 26)},
      {"16 patterns near each other", joined(letters, "", "* NEAR/5", 15) + "z*"},
      {"the", "the"},
      {"the of and to", "the of and to"},
      {"\"of the\"", "\"of the\""},
      {"of NEAR/5 the", "of NEAR/5 the"},
      {"the NEAR/64 the, 12 times", repeated("the NEAR/64 ", 11 * 12) + "the"},
      {"a phrase of the, 1,000 times", '"' + repeated("the ", 4000) + '"'},
      {"200 words, an odd number of them", joined(stems, "XOR ", "", 200)},
      {"-the", "-the"},
      {"-\"of the\"", "-\"of the\""},
      {"every article", "*"},
      {"five misspelt words", "zebraish quarterley goverment companny internatonal"},
      {"1,024 unknown words", joined(stems, "qx", "qx", 1024)},
      {"thousands of ORs", repeated("oil OR ", most)},
      {"thousands of ANDs", repeated("oil AND ", most)},
      {"parentheses", repeated("(", most)},
      {"quotation marks", repeated("\"", most)},
      {"minus signs", repeated("- ", most)},
      {"empty fields", repeated("title: ", most)},
      {"one long word", repeated("a", most)},
      {"stars", repeated("a*", most)},
      {"bytes that are not UTF-8", noise(most)},
      {"NULs", std::string(most, '\0')},
      {"more than may be asked", std::string(most + 1, 'a')},
  };
}

/// Kilobytes that the process has held at most since memory_marked().
long most_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
  }
  return 0;
}

long memory_marked() {
  std::ofstream("/proc/self/clear_refs") << 5;
  return most_memory();
}

void measure(kwic::Searcher& searcher, const Hard& hard) {
  const long before = memory_marked();
  const auto started = std::chrono::steady_clock::now();
  std::string answer;
  try {
    const kwic::SearchResult result = searcher.search(hard.query);
    answer = std::to_string(result.total.value) + " articles, " + std::to_string(result.warnings.size()) +
             " warnings" + (result.suggestion.empty() ? "" : ", a suggestion");
  } catch (const kwic::Error& error) {
    answer = error.what();
  }
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
  std::printf("%-36s %9.1f %9.1f  %s\n", hard.name.c_str(), took.count(),
              static_cast<double>(most_memory() - before) / 1024, answer.c_str());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) throw std::runtime_error("usage: hard_queries_bench INDEX");
  kwic::Searcher searcher(argv[1]);
  std::printf("%-36s %9s %9s\n", "", "ms", "MiB");
  for (const Hard& hard : hard_queries(Xapian::Database(argv[1]))) measure(searcher, hard);
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
} catch (const Xapian::Error& error) {
  std::cerr << error.get_description() << '\n';
  return 1;
}
