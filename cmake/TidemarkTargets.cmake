# One function per kind of target. A module's include path is its folder path from the repository root.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(TIDEMARK_PLUGIN_DIRECTORY ${PROJECT_BINARY_DIR}/bin/plugins)

add_library(tidemark_warnings INTERFACE)
# GCC 12 warns wrongly about std::string: -Wrestrict on concatenation (GCC bug 105651),
# -Wmaybe-uninitialized on moves of aggregates (GCC bug 105562).
target_compile_options(tidemark_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized>
  $<$<COMPILE_LANGUAGE:CXX>:-Wconversion;-Wnon-virtual-dtor>
  # Several sources as one (CMAKE_UNITY_BUILD) see each other's names, and hold types that only they use.
  $<$<BOOL:${CMAKE_UNITY_BUILD}>:-Wno-shadow;$<$<CXX_COMPILER_ID:GNU>:-Wshadow=local;-Wno-subobject-linkage>>
  $<$<BOOL:${TIDEMARK_WARNINGS_ARE_ERRORS}>:-Werror>)
if(TIDEMARK_SANITIZE)
  add_compile_options(-fsanitize=${TIDEMARK_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TIDEMARK_SANITIZE})
  if(TIDEMARK_SANITIZE STREQUAL thread) # Asio's fences; tests/kit/tsan.supp has what follows from them
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  endif()
endif()

if(TIDEMARK_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# tidemark_module(NAME SOURCES file... USES tidemark::module... LINKS foreign...)
# A static library, tidemark::NAME. USES is public; LINKS stays behind the module's own sources.
function(tidemark_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;LINKS")
  if(arg_SOURCES)
    add_library(tidemark_${name} STATIC ${arg_SOURCES})
    target_include_directories(tidemark_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(tidemark_${name} PUBLIC ${arg_USES} PRIVATE tidemark_warnings)
    foreach(library IN LISTS arg_LINKS)
      target_link_libraries(tidemark_${name} PRIVATE ${library})
      tidemark_as_system(tidemark_${name} ${library})
    endforeach()
  else()
    add_library(tidemark_${name} INTERFACE)
    target_include_directories(tidemark_${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(tidemark_${name} INTERFACE ${arg_USES})
  endif()
  add_library(tidemark::${name} ALIAS tidemark_${name})
endfunction()

# Foreign headers are system headers, so that our warnings speak of our code only.
function(tidemark_as_system target library)
  get_target_property(directories ${library} INTERFACE_INCLUDE_DIRECTORIES)
  if(directories)
    target_include_directories(${target} SYSTEM PRIVATE ${directories})
  endif()
endfunction()

# tidemark_program(NAME SOURCES file... USES tidemark::module... LINKS foreign...)
# An executable in bin/.
function(tidemark_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;LINKS")
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${arg_USES} ${arg_LINKS} tidemark_warnings)
endfunction()

# tidemark_plugin_library(NAME SOURCES file... LINKS library...)
# What several plugins are made of, tidemark::plugin_NAME. It sees the SDK and other such libraries only.
function(tidemark_plugin_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_library(tidemark_plugin_library_${name} STATIC ${arg_SOURCES})
  target_include_directories(tidemark_plugin_library_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(tidemark_plugin_library_${name} PUBLIC tidemark::sdk ${arg_LINKS} PRIVATE tidemark_warnings)
  foreach(library IN LISTS arg_LINKS)
    if(NOT library MATCHES "^tidemark::")
      tidemark_as_system(tidemark_plugin_library_${name} ${library})
    endif()
  endforeach()
  add_library(tidemark::plugin_${name} ALIAS tidemark_plugin_library_${name})
endfunction()

# tidemark_plugin(NAME VERSION what-it-says-of-itself SOURCES file... LINKS foreign...)
# A shared library that sees the SDK and the plugins' libraries only and exports one symbol, bin/plugins/tidemark_NAME.so,
# with the test plugin.NAME.exports that counts the symbols.
function(tidemark_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "VERSION" "SOURCES;LINKS")
  add_library(tidemark_plugin_${name} MODULE ${arg_SOURCES})
  set_target_properties(tidemark_plugin_${name} PROPERTIES PREFIX "" OUTPUT_NAME tidemark_${name}
    TIDEMARK_VERSION "${arg_VERSION}"
    LIBRARY_OUTPUT_DIRECTORY ${TIDEMARK_PLUGIN_DIRECTORY}
    LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/plugin.map)
  target_link_libraries(tidemark_plugin_${name} PRIVATE tidemark::sdk ${arg_LINKS} tidemark_warnings)
  target_link_options(tidemark_plugin_${name} PRIVATE
    -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/plugin.map)
  if(NOT TIDEMARK_SANITIZE) # a sanitizer's run-time symbols are resolved by the loading program
    target_link_options(tidemark_plugin_${name} PRIVATE -Wl,-z,defs)
  endif()
  set_property(GLOBAL APPEND PROPERTY TIDEMARK_PLUGINS ${name})
  if(TIDEMARK_TESTS)
    add_test(NAME plugin.${name}.exports COMMAND ${Python3_EXECUTABLE}
      ${PROJECT_SOURCE_DIR}/cmake/check_exports.py $<TARGET_FILE:tidemark_plugin_${name}>)
  endif()
endfunction()

# tidemark_test(NAME SOURCES file... USES tidemark::module... LINKS foreign...)
# A doctest program that is one CTest test, NAME. Foreign headers serve tests that need a real part.
function(tidemark_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;LINKS")
  string(REPLACE "." "_" target test_${name})
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE ${arg_USES} ${arg_LINKS} tidemark_test_main tidemark_warnings)
  target_compile_definitions(${target} PRIVATE TIDEMARK_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}")
  target_compile_options(${target} PRIVATE -O0) # twice as quick to build; what is tested stays as it is shipped
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${target} --no-version WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endfunction()
