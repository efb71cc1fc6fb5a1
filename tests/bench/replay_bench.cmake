# Replay beside its limits and peers; docs/performance.md has the figures.
tidemark_program(quick_server SOURCES ${CMAKE_CURRENT_LIST_DIR}/quick_server.cpp)
tidemark_program(quick_child SOURCES ${CMAKE_CURRENT_LIST_DIR}/quick_child.cpp)
tidemark_program(bench_trials SOURCES ${CMAKE_CURRENT_LIST_DIR}/trials.cpp
  USES tidemark::run tidemark::ledger tidemark::plugin_manifest)
tidemark_program(bench_judging SOURCES ${CMAKE_CURRENT_LIST_DIR}/judging.cpp
  USES tidemark::compare tidemark::verdict LINKS nlohmann_json::nlohmann_json simdjson::simdjson)
add_dependencies(bench_trials tidemark quick_child tidemark_plugin_process tidemark_plugin_http)

add_custom_target(bench_replay
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/replay.py --bin $<TARGET_FILE_DIR:tidemark>
    "--folder=${TIDEMARK_BENCH_FOLDER}"
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/agreement.py --bin $<TARGET_FILE_DIR:tidemark>
    "--folder=${TIDEMARK_BENCH_FOLDER}"
  DEPENDS tidemark quick_server bench_trials bench_judging USES_TERMINAL VERBATIM)

add_test(NAME bench.replay_smoke COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/replay.py
  --bin $<TARGET_FILE_DIR:tidemark> --smoke)
set_tests_properties(bench.replay_smoke PROPERTIES TIMEOUT 300)
