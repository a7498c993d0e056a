# Installs kwic from BUILD into a new prefix, builds the outside project in SOURCE against it, and runs it on an index of CORPUS:
# cmake -D BUILD=DIR -D GENERATOR=NAME -D SOURCE=DIR -D CORPUS=DIR -D FLAGS=... -P run.cmake
set(work ${BUILD}/embed)
file(REMOVE_RECURSE ${work})

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT status EQUAL 0)
    string(JOIN " " command ${ARGV})
    message(FATAL_ERROR "${command}\nended with ${status}\n${output}${errors}")
  endif()
  set(output ${output} PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${SOURCE} -B ${work}/build -D CMAKE_PREFIX_PATH=${work}/prefix -D CMAKE_BUILD_TYPE=Debug
  -D "CMAKE_CXX_FLAGS=${FLAGS}")
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/prefix/bin/indexer --quiet --index ${work}/index ${CORPUS}/articles)
run(${work}/build/embed ${work}/index "nuclear talks oman")
if(NOT output MATCHES "^1\\. .+\n   .*Oman")
  message(FATAL_ERROR "the outside project printed no hit with a snippet:\n${output}")
endif()

# The same through pkg-config, which embedders without CMake use.
set(ENV{PKG_CONFIG_PATH} ${work}/prefix/lib/pkgconfig:${work}/prefix/lib/x86_64-linux-gnu/pkgconfig)
file(GLOB found ${work}/prefix/lib/pkgconfig/kwic.pc ${work}/prefix/lib/*/pkgconfig/kwic.pc)
if(NOT found)
  message(FATAL_ERROR "no kwic.pc was installed")
endif()
get_filename_component(folder ${found} DIRECTORY)
set(ENV{PKG_CONFIG_PATH} ${folder})
execute_process(COMMAND pkg-config --cflags --libs kwic OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(flags UNIX_COMMAND ${flags})
separate_arguments(more UNIX_COMMAND ${FLAGS})
run(c++ -std=c++20 ${more} ${SOURCE}/main.cc -o ${work}/by-pkg-config ${flags})
run(${work}/by-pkg-config ${work}/index "nuclear talks oman")

# The C interface, which needs nothing but libkwic.
execute_process(COMMAND pkg-config --cflags --libs libkwic OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND pkg-config --variable=libdir libkwic OUTPUT_VARIABLE libraries COMMAND_ERROR_IS_FATAL ANY
  OUTPUT_STRIP_TRAILING_WHITESPACE)
separate_arguments(flags UNIX_COMMAND ${flags})
run(cc -std=c99 ${more} ${SOURCE}/search.c -o ${work}/search-c ${flags} -Wl,-rpath,${libraries})
run(${work}/search-c ${work}/index "nuclear talks oman")
if(NOT output MATCHES "^1\\. .+\n   .*Oman")
  message(FATAL_ERROR "the program in C printed no hit with a snippet:\n${output}")
endif()

# The other languages print titles, the first of them the same.
string(REGEX MATCH "^1\\. ([^\n]+)" first "${output}")
set(title ${CMAKE_MATCH_1})
function(run_other)
  run(${ARGV})
  string(FIND "${output}" "${title}" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "${ARGV}\ndid not print \"${title}\":\n${output}")
  endif()
endfunction()
run_other(${SOURCE}/converse.sh ${work}/prefix/bin/searcher ${work}/index "zeppelin" "nuclear talks oman")

# A sanitizer's runtime must be the first library of a process, and valgrind takes none.
if(FLAGS MATCHES "fsanitize")
  return()
endif()
find_program(python python3)
if(python)
  run_other(${python} ${SOURCE}/search.py ${libraries}/libkwic.so ${work}/index "nuclear talks oman")
endif()
find_program(valgrind valgrind)
if(valgrind)
  run(${valgrind} --quiet --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=9
    ${work}/search-c ${work}/index "\"nuclear talks\" -syria")
else()
  message(STATUS "skipped: no valgrind")
endif()
