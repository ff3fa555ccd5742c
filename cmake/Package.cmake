# What tools/package.sh makes besides the wheel: a tarball that runs where it is unpacked, and a Debian package.
install(FILES LICENSE README.md CHANGELOG.md DESTINATION share/doc/headrace)
install(DIRECTORY docs DESTINATION share/doc/headrace)
install(DIRECTORY examples DESTINATION share/doc/headrace
        PATTERN __pycache__ EXCLUDE PATTERN "output" EXCLUDE)

set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_NAME headrace)
set(CPACK_PACKAGE_VENDOR headrace)
set(CPACK_PACKAGE_CONTACT "headrace <headrace@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "real-time feature engine: events and a YAML spec in, features out")
set(CPACK_PACKAGE_FILE_NAME headrace-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Functions of the user's, and what is not native, run in the system's CPython.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libpython3.11, python3-dateutil")
set(CPACK_INSTALL_CMAKE_PROJECTS ${CMAKE_BINARY_DIR} headrace ALL /)
include(CPack)
