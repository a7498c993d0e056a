/* The C interface of kwic: ranked search with exact highlights, for programs in any language.
 *
 *   kwic_searcher *searcher;
 *   kwic_result *result;
 *   if (kwic_open("/path/to/index", &searcher) != KWIC_OK) return fail(kwic_message());
 *   if (kwic_search(searcher, "nuclear talks", NULL, &result) != KWIC_OK) return fail(kwic_message());
 *   for (size_t i = 0; i < kwic_hit_count(result); ++i) puts(kwic_hit_at(result, i)->title.data);
 *   kwic_free_result(result);
 *   kwic_close(searcher);
 *
 * Every function may be called from any thread, with the same handles too. None prints, exits, aborts or
 * reads the environment. A handle that was closed or freed, or never was one, is told: functions that return
 * a status return KWIC_DEAD_HANDLE, the others return 0 or NULL. A handle that is closed while another thread
 * works with it stays alive until that call ends.
 *
 * Strings given are UTF-8 and end with a NUL. Structures are read through pointers only, as later versions
 * may add members at their ends. */
#ifndef KWIC_KWIC_H
#define KWIC_KWIC_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Raised when a function or a member changes or goes away; what is added does not raise it. */
#define KWIC_ABI_VERSION 1

/** KWIC_ABI_VERSION of the library that is loaded. */
unsigned kwic_abi_version(void);

/** One line such as "kwic 0.1.0 (Xapian 1.4.22, ICU 72.1, index format 1)". */
const char* kwic_version(void);

typedef enum kwic_status {
  KWIC_OK = 0,
  KWIC_INVALID_ARGUMENT = 1, /**< NULL, or an option or a limit was violated */
  KWIC_NOT_FOUND = 2,        /**< no such index or article */
  KWIC_NOT_READABLE = 3,     /**< no permission, or an I/O error */
  KWIC_NOT_WRITABLE = 4,
  KWIC_LOCKED = 5,
  KWIC_WRONG_VERSION = 6, /**< the index was made by another version of kwic or of a library below it */
  KWIC_CORRUPT = 7,       /**< the index is damaged */
  KWIC_INTERNAL = 8,
  KWIC_DEAD_HANDLE = 9,
  KWIC_OUT_OF_MEMORY = 10
} kwic_status;

/** What the last call on this thread that did not return KWIC_OK has to say: one line of UTF-8, with no name
 * of a function in it. Valid until the next call on this thread. */
const char* kwic_message(void);

typedef struct kwic_searcher kwic_searcher; /**< an index opened for searching */
typedef struct kwic_result kwic_result;     /**< what a search found */
typedef struct kwic_article kwic_article;   /**< a whole article */

/** UTF-8; `data` is never NULL and has a NUL behind its `size` bytes, some of which may be NULs too. */
typedef struct kwic_text {
  const char* data;
  size_t size;
} kwic_text;

/** Bytes [start, end) of a text. */
typedef struct kwic_range {
  size_t start;
  size_t end;
} kwic_range;

/** A passage of an article's text. */
typedef struct kwic_snippet {
  kwic_text text; /**< the article's bytes from start to end, each run of white space as one space */
  size_t start;   /**< where it stands in the article's text, in bytes */
  size_t end;
  size_t line;                  /**< line of the text that it begins on, from 1 */
  const kwic_range* highlights; /**< in `text` above: rising, disjoint */
  size_t highlight_count;
  int cut_before; /**< 1: begins inside a sentence */
  int cut_after;  /**< 1: ends inside a sentence */
} kwic_snippet;

/** What an article lacks is an empty text. */
typedef struct kwic_hit {
  size_t rank; /**< from 1 */
  double score;
  kwic_text id;
  kwic_text title;
  kwic_text author;
  kwic_text date;     /**< ISO 8601 */
  kwic_text language; /**< ISO 639 code */
  kwic_text
      path; /**< of one that is no UTF-8, bytes are written as %FF and "%" as %25, behind a second "/" */
  kwic_text url;
  const kwic_range* title_highlights; /**< in `title` */
  size_t title_highlight_count;
  size_t snippet_count;
  size_t words; /**< how many the text has */
} kwic_hit;

typedef struct kwic_article_view {
  kwic_text id;
  kwic_text title;
  kwic_text author;
  kwic_text date;
  kwic_text language;
  kwic_text path; /**< as in kwic_hit */
  kwic_text url;
  kwic_text text;
  const kwic_range* title_highlights; /**< in `title`, of the query that it was asked with */
  size_t title_highlight_count;
  const kwic_range* highlights; /**< in `text` */
  size_t highlight_count;
} kwic_article_view;

/** What hits are ordered by. */
typedef enum kwic_sort {
  KWIC_BY_RELEVANCE = 0,
  KWIC_NEWEST_FIRST = 1,
  KWIC_OLDEST_FIRST = 2,
  KWIC_BY_TITLE = 3,
  KWIC_BY_AUTHOR = 4,
  KWIC_LONGEST_FIRST = 5, /**< by the number of words */
  KWIC_SHORTEST_FIRST = 6
} kwic_sort;

/** How to search; kwic_default_options() fills it in. */
typedef struct kwic_options {
  size_t struct_size;     /**< sizeof(kwic_options) of the caller */
  size_t limit;           /**< hits at most */
  size_t offset;          /**< hits to pass over; limit + offset is at most 10,000 */
  size_t snippets;        /**< a hit at most */
  size_t snippet_columns; /**< length of a snippet in columns of a terminal, at most 1,000 */
  int plain;              /**< 1: the query is words only, whatever signs it holds */
  int match_all;          /**< 1: every word is required */
  int strict;             /**< 1: what would be a warning is KWIC_INVALID_ARGUMENT */
  int sort;               /**< a kwic_sort */
  int group;              /**< 1: near-duplicates among the first hits are shown once */
  int expand;             /**< 1: what the best hits are about is searched for, too */
  double half_life;       /**< days after which an article's age costs it a quarter of its score; 0: none */
} kwic_options;

/** `struct_size` is sizeof(kwic_options) as the caller was compiled: of members that it does not know, the
 * defaults count. */
kwic_status kwic_default_options(kwic_options* options, size_t struct_size);

/** Opens an index; `*searcher` is NULL on failure. Later updates of the index are seen by later searches. */
kwic_status kwic_open(const char* index, kwic_searcher** searcher);
void kwic_close(kwic_searcher* searcher);

kwic_status kwic_article_count(kwic_searcher* searcher, size_t* count);

/** Searches; `options` may be NULL for the defaults. `*result` is NULL on failure. */
kwic_status kwic_search(kwic_searcher* searcher, const char* query, const kwic_options* options,
                        kwic_result** result);
void kwic_free_result(kwic_result* result);

/** How many articles match; `*exact`, which may be NULL, is 1 if that was counted and not estimated. */
size_t kwic_total(const kwic_result* result, int* exact);
size_t kwic_hit_count(const kwic_result* result);

/** NULL if there are not so many. Pointers live as long as the result. */
const kwic_hit* kwic_hit_at(const kwic_result* result, size_t hit);
const kwic_snippet* kwic_snippet_at(const kwic_result* result, size_t hit, size_t snippet);

/** What was understood otherwise than it was written. `*position`, which may be NULL, is the byte of the
 * query. */
size_t kwic_warning_count(const kwic_result* result);
const char* kwic_warning_at(const kwic_result* result, size_t warning, size_t* position);

/** The query with misspelt words corrected, which has hits; empty if there is none. */
const char* kwic_suggestion(const kwic_result* result);

/** The article of that id, highlighted for a query, which may be NULL. `*article` is NULL on failure. */
kwic_status kwic_find_article(kwic_searcher* searcher, const char* id, const char* query,
                              kwic_article** article);
const kwic_article_view* kwic_view_article(const kwic_article* article);
void kwic_free_article(kwic_article* article);

#ifdef __cplusplus
}
#endif

#endif
