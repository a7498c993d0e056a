#pragma once
/// A folder of articles that change by chance, the same way for the same seed: text files, which are added,
/// written anew, moved and deleted, and JSON Lines whose rows are.

#include <cstddef>
#include <filesystem>
#include <random>
#include <string>

namespace kwic::test {

class ChangingArticles {
public:
  /// About half of the `places` for files are taken at first.
  ChangingArticles(std::filesystem::path folder, std::size_t places, unsigned seed);

  /// Changes so many files.
  void change(std::size_t count);

  [[nodiscard]] std::size_t places() const { return places_; }
  [[nodiscard]] std::size_t below(std::size_t limit) { return random_() % limit; }

private:
  [[nodiscard]] std::filesystem::path file(std::size_t place) const;
  void write(std::size_t place);
  [[nodiscard]] std::string text();

  std::filesystem::path folder_;
  std::size_t places_;
  std::mt19937 random_;
};

/// A word as they have them: frequent ones more often.
[[nodiscard]] std::string random_word(std::mt19937& random);

}  // namespace kwic::test
