# headrace_layer(NAME [BASELINE] [LIBS ...]): the folder src/NAME as a static library, and its *_test.cpp files as
# one test program. A layer links the layers before it; tests/layers checks the includes. BASELINE: it has
# functions for wide vectors, and is tested without them too.
set(HEADRACE_LAYERS "" CACHE INTERNAL "layers declared so far, in order")

function(headrace_layer name)
  cmake_parse_arguments(LAYER "BASELINE" "" "LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(sources)
    add_library(headrace_${name} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(headrace_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(headrace_${name} ${scope} ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(headrace_${name} ${scope} ${HEADRACE_LAYERS} ${LAYER_LIBS})
  set(HEADRACE_LAYERS ${HEADRACE_LAYERS} headrace_${name} CACHE INTERNAL "")

  if(HEADRACE_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE headrace_${name} GTest::gtest_main rapidcheck)
    target_compile_definitions(${name}_test PRIVATE HEADRACE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    # Generated values are the same in every run; `RC_PARAMS=seed=N build/${name}_test` tries others.
    set(environment RC_PARAMS=seed=20180301)
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES LABELS unit ENVIRONMENT "${environment}")
    if(LAYER_BASELINE)
      add_test(NAME ${name}_baseline COMMAND ${name}_test)
      set_tests_properties(${name}_baseline PROPERTIES LABELS unit ENVIRONMENT "${environment};HEADRACE_CPU=baseline")
    endif()
  endif()
endfunction()
