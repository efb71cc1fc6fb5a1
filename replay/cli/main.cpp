#include <unistd.h>

#include <cstring>
#include <iostream>
#include <new>
#include <string>
#include <system_error>

#include "core/base/error.hpp"
#include "core/base/heap.hpp"
#include "core/host/output_log.hpp"
#include "core/host/worker.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"

namespace {

using tidemark::Fault;

/// For all threads: whatever unwinds without memory may do half of something. What is durable is
/// whole, and goes on.
[[noreturn]] void end_without_memory() {
  constexpr char sentence[] =
      "tidemark: the machine has no memory left (nothing is lost: run the same command again, "
      "without --fresh)\n";
  [[maybe_unused]] const auto put = ::write(STDERR_FILENO, sentence, sizeof sentence - 1);
  ::_exit(static_cast<int>(Fault::evaluation));
}

bool is_of_the_machine(const std::system_error& failure) {
  return failure.code() == std::errc::resource_unavailable_try_again ||
         failure.code() == std::errc::not_enough_memory;
}

int run(int argc, char** argv) {
  tidemark::take_large_steps();
  const auto arguments = tidemark::cli::parse(argc, argv, tidemark::cli::commands());
  if (!arguments) return 0;
  for (const tidemark::cli::Command& command : tidemark::cli::commands()) {
    if (arguments->command == command.name) return command.run(*arguments);
  }
  return static_cast<int>(Fault::internal);
}

}  // namespace

int main(int argc, char** argv) {
  // The host starts this program again as `tidemark worker`; see core/host/worker.hpp.
  if (argc == 2 && std::strcmp(argv[1], "worker") == 0) {
    return tidemark::host::worker_main(tidemark::host::worker_descriptor);
  }
  std::set_new_handler(end_without_memory);
  try {
    return run(argc, argv);
  } catch (const tidemark::Error& error) {
    std::cerr << tidemark::cli::inert("tidemark: " + tidemark::host::printable_lines(error.what()) +
                                      "\n");
    return static_cast<int>(error.fault());
  } catch (const std::system_error& failure) {
    const bool of_the_machine = is_of_the_machine(failure);
    std::cerr << (of_the_machine ? "tidemark: the machine has no threads or memory left: "
                                 : "tidemark: internal error: ")
              << failure.what() << '\n';
    return static_cast<int>(of_the_machine ? Fault::evaluation : Fault::internal);
  } catch (const std::exception& bug) {
    std::cerr << "tidemark: internal error: " << bug.what() << '\n';
    return static_cast<int>(Fault::internal);
  }
}
