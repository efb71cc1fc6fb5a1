#include <malloc.h>

#include <cstring>
#include <iostream>

#include "core/base/error.hpp"
#include "core/host/worker.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"

namespace {

/// Lets the heap grow in steps that suit an inventory. By the library's own, of some pages, a
/// question asks the kernel hundreds of times. Saying so ends the library's own learning from large
/// blocks, so that is said too.
void take_large_steps() {
  constexpr int step = 16 << 20;
  ::mallopt(M_TOP_PAD, step);
  ::mallopt(M_MMAP_THRESHOLD, step);
  ::mallopt(M_TRIM_THRESHOLD, 4 * step);
}

int run(int argc, char** argv) {
  take_large_steps();
  const auto arguments = tidemark::cli::parse(argc, argv, tidemark::cli::commands());
  if (!arguments) return 0;
  for (const tidemark::cli::Command& command : tidemark::cli::commands()) {
    if (arguments->command == command.name) return command.run(*arguments);
  }
  return static_cast<int>(tidemark::Fault::internal);
}

}  // namespace

int main(int argc, char** argv) {
  using tidemark::Fault;
  // The host starts this program again as `tidemark worker`; see core/host/worker.hpp.
  if (argc == 2 && std::strcmp(argv[1], "worker") == 0) {
    return tidemark::host::worker_main(tidemark::host::worker_descriptor);
  }
  try {
    return run(argc, argv);
  } catch (const tidemark::Error& error) {
    std::cerr << tidemark::cli::inert("tidemark: " + std::string(error.what()) + "\n");
    return static_cast<int>(error.fault());
  } catch (const std::exception& bug) {
    std::cerr << "tidemark: internal error: " << bug.what() << '\n';
    return static_cast<int>(Fault::internal);
  }
}
