# Writes the stop word lists as one C++ file: cmake -D OUTPUT=FILE -D LISTS=DIR -P embed_stop_words.cmake
file(GLOB lists ${LISTS}/*.txt)
list(SORT lists)
set(arrays "")
set(cases "")
foreach(list IN LISTS lists)
  get_filename_component(code ${list} NAME_WE)
  file(STRINGS ${list} words REGEX "^[^#]" ENCODING UTF-8)
  set(quoted "")
  foreach(word IN LISTS words)
    string(APPEND quoted "\"${word}\", ")
  endforeach()
  string(APPEND arrays "constexpr std::string_view words_${code}[] = {${quoted}};\n")
  string(APPEND cases "  if (code == \"${code}\") return words_${code};\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"analysis/stop_words.h\"

namespace kwic {
namespace {

${arrays}
}  // namespace

std::span<const std::string_view> stop_words(std::string_view code) {
${cases}  return {};
}

}  // namespace kwic
")
