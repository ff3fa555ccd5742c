# headrace_layer(NAME [LIBS ...]): the folder src/NAME as a static library, and its *_test.cpp files as one
# test program. A layer links the layers before it; tests/layers checks the includes.
set(HEADRACE_LAYERS "" CACHE INTERNAL "layers declared so far, in order")

function(headrace_layer name)
  cmake_parse_arguments(LAYER "" "" "LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(sources)
    add_library(headrace_${name} STATIC ${sources})
    target_include_directories(headrace_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(headrace_${name} PUBLIC ${HEADRACE_LAYERS} ${LAYER_LIBS})
    target_precompile_headers(headrace_${name} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.h)
    set(HEADRACE_LAYERS ${HEADRACE_LAYERS} headrace_${name} CACHE INTERNAL "")
  endif()

  if(HEADRACE_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${HEADRACE_LAYERS} headrace_${name} GTest::gtest_main)
    target_include_directories(${name}_test PRIVATE ${CMAKE_SOURCE_DIR}/src)
    target_precompile_headers(${name}_test PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.h)
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
endfunction()
