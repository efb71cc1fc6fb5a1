# Replay beside its limits and peers; docs/performance.md has the figures.
tidemark_program(quick_server SOURCES ${CMAKE_CURRENT_LIST_DIR}/quick_server.cpp)
tidemark_program(quick_child SOURCES ${CMAKE_CURRENT_LIST_DIR}/quick_child.cpp)
tidemark_program(bench_trials SOURCES ${CMAKE_CURRENT_LIST_DIR}/trials.cpp
  USES tidemark::run tidemark::ledger tidemark::plugin_manifest)
tidemark_program(bench_judging SOURCES ${CMAKE_CURRENT_LIST_DIR}/judging.cpp
  USES tidemark::compare tidemark::verdict LINKS nlohmann_json::nlohmann_json simdjson::simdjson)
