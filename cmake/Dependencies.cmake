# Third-party libraries. docs/dependencies.md says why each is here.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(md REQUIRED IMPORTED_TARGET libmd)
pkg_check_modules(xxhash REQUIRED libxxhash)  # its header alone
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-0.1)
if(HEADRACE_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()

# simdjson: the single header that `make deps` takes out of pysimdjson's source distribution. Only a test reads
# JSON with it.
if(HEADRACE_TESTS)
  set(SIMDJSON_DIR ${CMAKE_SOURCE_DIR}/.deps/simdjson CACHE PATH "Folder of simdjson.h and simdjson.cpp")
  if(NOT EXISTS ${SIMDJSON_DIR}/simdjson.h)
    message(FATAL_ERROR "simdjson.h is not in ${SIMDJSON_DIR}: run 'make deps' first")
  endif()
  add_library(simdjson STATIC ${SIMDJSON_DIR}/simdjson.cpp)
  target_include_directories(simdjson SYSTEM PUBLIC ${SIMDJSON_DIR})
  target_compile_options(simdjson PRIVATE -w)
endif()
