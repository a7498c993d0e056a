# Writes the page of the query language as a C++ file: cmake -D OUTPUT=FILE -D PAGE=FILE -P embed_page.cmake
file(READ ${PAGE} page)
file(WRITE ${OUTPUT} "#include <kwic/searcher.h>

namespace kwic {

std::string_view query_language_page() noexcept {
  return R\"PAGE(${page})PAGE\";
}

}  // namespace kwic
")
