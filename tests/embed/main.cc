#include <kwic/searcher.h>

#include <iostream>

int main(int argc, char** argv) try {
  if (argc != 3) return 2;
  kwic::Searcher searcher(argv[1]);
  for (const kwic::Hit& hit : searcher.search(argv[2]).hits) {
    std::cout << hit.rank << ". " << hit.title << '\n';
    for (const kwic::Snippet& snippet : hit.snippets) std::cout << "   " << snippet.text << '\n';
  }
} catch (const kwic::Error& error) {
  std::cerr << error.what() << '\n';
  return 2;
}
