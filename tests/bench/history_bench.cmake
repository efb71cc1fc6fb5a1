# The history index beside git; the numbers are for docs/performance.md.
tidemark_program(history_bench SOURCES ${CMAKE_CURRENT_LIST_DIR}/history_bench.cpp USES tidemark::git)
set_target_properties(history_bench PROPERTIES EXCLUDE_FROM_ALL TRUE)
add_custom_target(bench_history COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/history_bench.py
  $<TARGET_FILE:history_bench> DEPENDS history_bench USES_TERMINAL VERBATIM)
