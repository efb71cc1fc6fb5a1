// usage: history_bench REPOSITORY CACHE [print]
// Brings the index of HEAD's history up to date and says how long that took; `print` writes what
// every commit touches to standard output, as `git log -c --name-only` would.

#include <chrono>
#include <filesystem>
#include <iostream>

#include "core/git/history_index.hpp"

int main(int argc, char** argv) {
  using tidemark::git::HistoryIndex;
  const auto start = std::chrono::steady_clock::now();
  const auto repository = tidemark::git::Repository::open(argv[1]);
  const auto index = HistoryIndex::of(repository, repository.head(), argv[2]);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  std::cerr << index.added() << ' ' << took.count() << '\n';
  if (argc < 4) return 0;
  for (const auto commit : index.commits()) {
    std::cout << "commit " << index.id(commit) << '\n';
    for (const auto path : index.paths(commit)) std::cout << path << '\0';
    std::cout << '\n';
  }
}
