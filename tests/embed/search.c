/* A search in C, through libkwic: search INDEX QUERY */
#include <kwic/kwic.h>

#include <stdio.h>

int main(int argc, char** argv) {
  kwic_searcher* searcher = NULL;
  kwic_result* result = NULL;
  if (argc != 3) return 2;
  if (kwic_open(argv[1], &searcher) != KWIC_OK || kwic_search(searcher, argv[2], NULL, &result) != KWIC_OK) {
    fprintf(stderr, "%s\n", kwic_message());
    kwic_close(searcher);
    return 2;
  }
  for (size_t i = 0; i < kwic_hit_count(result); ++i) {
    const kwic_hit* hit = kwic_hit_at(result, i);
    printf("%zu. %s\n", hit->rank, hit->title.data);
    for (size_t k = 0; k < hit->snippet_count; ++k) {
      printf("   %s\n", kwic_snippet_at(result, i, k)->text.data);
    }
  }
  kwic_free_result(result);
  kwic_close(searcher);
  return 0;
}
