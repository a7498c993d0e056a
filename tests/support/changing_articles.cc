#include "support/changing_articles.h"

#include <algorithm>
#include <fstream>
#include <utility>

namespace kwic::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t rows_file = 8;  ///< every so manyth file has rows

}  // namespace

std::string random_word(std::mt19937& random) {
  constexpr double words = 20'000;
  const double chance = static_cast<double>(random()) / static_cast<double>(std::mt19937::max());
  return "word" + std::to_string(static_cast<unsigned>(words * chance * chance * chance));
}

ChangingArticles::ChangingArticles(fs::path folder, std::size_t places, unsigned seed)
    : folder_(std::move(folder)), places_(places), random_(seed) {
  for (std::size_t place = 0; place < places_; place += 2) write(place);
}

void ChangingArticles::change(std::size_t count) {
  for (; count > 0; --count) {
    const std::size_t place = below(places_);
    const std::size_t other = below(places_);
    const bool movable = place % rows_file != 0 && other % rows_file != 0;
    if (!fs::exists(file(place))) {
      write(place);
    } else if (below(2) == 0) {
      fs::remove(file(place));
    } else if (movable && !fs::exists(file(other)) && below(4) == 0) {
      fs::create_directories(file(other).parent_path());
      fs::rename(file(place), file(other));
    } else {
      write(place);
    }
  }
}

fs::path ChangingArticles::file(std::size_t place) const {
  const char* const ending = place % rows_file == 0 ? ".jsonl" : ".txt";
  return folder_ / std::to_string(place % 50) / (std::to_string(place) + ending);
}

void ChangingArticles::write(std::size_t place) {
  fs::create_directories(file(place).parent_path());
  std::ofstream out(file(place), std::ios::binary);
  if (place % rows_file != 0) {
    out << text();
    return;
  }
  for (std::size_t row = 0; row < 12; ++row) {
    if (below(3) == 0) continue;
    out << R"({"id": ")" << place << '-' << row << R"(", "title": ")" << random_word(random_)
        << R"(", "text": ")" << text() << "\"}\n";
  }
}

std::string ChangingArticles::text() {
  std::string words;
  for (std::size_t left = 20 + below(300); left > 0; --left) {
    words += random_word(random_);
    words += left % 13 == 1 ? ". " : " ";
  }
  return words;
}

}  // namespace kwic::test
