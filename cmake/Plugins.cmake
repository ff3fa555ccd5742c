# headrace_plugin(NAME SOURCES ... [LIBS ...]): a heavy part that is opened only when it is needed, as
# lib/headrace/NAME.so below the build folder and below the installation prefix. The binary finds that folder
# from where it itself stands: ./lib/headrace in a build, ../lib/headrace once installed.
#
# `product` is what `make build` makes and `make install` installs: the binary and its plug-ins, without tests.
add_custom_target(product)

function(headrace_plugin name)
  cmake_parse_arguments(PLUGIN "" "" "SOURCES;LIBS" ${ARGN})
  add_library(headrace_plugin_${name} MODULE ${PLUGIN_SOURCES})
  target_include_directories(headrace_plugin_${name} PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(headrace_plugin_${name} PRIVATE ${PLUGIN_LIBS})
  set_target_properties(headrace_plugin_${name} PROPERTIES
    PREFIX "" OUTPUT_NAME ${name} SUFFIX .so
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/headrace
    INSTALL_RPATH "$ORIGIN")
  install(TARGETS headrace_plugin_${name} LIBRARY DESTINATION lib/headrace)
  add_dependencies(product headrace_plugin_${name})
endfunction()

# Arrow's C++ libraries, for plug-ins only: find_package where the system has them, else out of the pyarrow
# wheel that `make deps` unpacks. Gives the target headrace_arrow (arrow, parquet).
function(headrace_find_arrow)
  if(TARGET headrace_arrow)
    return()
  endif()
  add_library(headrace_arrow INTERFACE)
  find_package(Arrow CONFIG QUIET)
  find_package(Parquet CONFIG QUIET)
  if(TARGET Arrow::arrow_shared AND TARGET Parquet::parquet_shared)
    target_link_libraries(headrace_arrow INTERFACE Parquet::parquet_shared Arrow::arrow_shared)
    return()
  endif()

  set(ARROW_DIR ${CMAKE_SOURCE_DIR}/.deps/pyarrow/pyarrow CACHE PATH "Folder of the pyarrow package")
  if(NOT EXISTS ${ARROW_DIR}/include/arrow/util/config.h)
    message(FATAL_ERROR "Arrow's headers are not in ${ARROW_DIR}: run 'make deps' first")
  endif()
  file(STRINGS ${ARROW_DIR}/include/arrow/util/config.h soname REGEX "define ARROW_SO_VERSION ")
  string(REGEX REPLACE ".*\"([0-9]+)\".*" "\\1" soname "${soname}")
  target_include_directories(headrace_arrow SYSTEM INTERFACE ${ARROW_DIR}/include)
  foreach(library parquet arrow)
    target_link_libraries(headrace_arrow INTERFACE ${ARROW_DIR}/lib${library}.so.${soname})
    # Beside the plug-in once installed, where its run path ($ORIGIN) looks.
    install(FILES ${ARROW_DIR}/lib${library}.so.${soname} DESTINATION lib/headrace)
  endforeach()
  file(GLOB licences ${ARROW_DIR}/../pyarrow-*.dist-info/licenses/*.txt)
  install(FILES ${licences} DESTINATION share/doc/headrace/arrow)
endfunction()
