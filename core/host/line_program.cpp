#include "core/host/line_program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace tidemark::host {
namespace {

/// Where the child finds its own file, so that an interpreter can open a script there.
constexpr int own_file = 3;

[[noreturn]] void fail(int error) { throw std::system_error(error, std::generic_category()); }

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(errno);
    out.reset(ends[0]);
    in.reset(ends[1]);
  }
  Descriptor out, in;
};

/// Above the numbers that the child's descriptors are moved to, so that no move hits another.
Descriptor lifted(int number) {
  Descriptor copy(::fcntl(number, F_DUPFD_CLOEXEC, own_file + 1));
  if (copy.get() < 0) fail(errno);
  return copy;
}

/// Standard error as it is here, all signals as a fresh process has them, and no other descriptor.
pid_t spawned(int file, const std::string& path, int in, int out) {
  const Descriptor high_file = lifted(file), high_in = lifted(in), high_out = lifted(out);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, high_in.get(), 0);
  ::posix_spawn_file_actions_adddup2(&actions, high_out.get(), 1);
  ::posix_spawn_file_actions_adddup2(&actions, high_file.get(), own_file);
  ::posix_spawn_file_actions_addclosefrom_np(&actions, own_file + 1);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t all;
  ::sigfillset(&all);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const std::string opened = "/proc/self/fd/" + std::to_string(own_file);
  std::string name = path;
  std::array<char*, 2> arguments = {name.data(), nullptr};
  pid_t process = 0;
  const int failure =
      ::posix_spawn(&process, opened.c_str(), &actions, &attributes, arguments.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) fail(failure);
  return process;
}

}  // namespace

LineProgram::LineProgram(int file, const std::string& path, std::size_t longest, Events events)
    : longest_(longest), events_(std::move(events)) {
  Pipe in, out;
  process_ = spawned(file, path, in.out.get(), out.in.get());
  to_ = std::move(in.in);
  from_ = std::move(out.out);
  listener_ = std::thread([this] { listen(); });
}

LineProgram::~LineProgram() {
  to_.reset();
  listener_.join();
}

void LineProgram::say(std::string line) {
  line += '\n';
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t put = ::write(to_.get(), rest.data(), rest.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return;
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
}

void LineProgram::listen() { events_.ended(listen_to_the_end()); }

std::string LineProgram::listen_to_the_end() {
  std::string line;
  std::array<char, 65536> bytes;
  for (;;) {
    const ssize_t got = ::read(from_.get(), bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return how_it_ended();
    std::string_view rest(bytes.data(), static_cast<std::size_t>(got));
    for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
      events_.heard(line.append(rest.substr(0, end)));
      line.clear();
      rest.remove_prefix(end + 1);
    }
    line += rest;
    if (line.size() > longest_) {
      return "wrote a line of more than " + std::to_string(longest_) + " bytes";
    }
  }
}

std::string LineProgram::how_it_ended() {
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    return "was killed by signal " + std::to_string(WTERMSIG(status)) + " (" +
           ::strsignal(WTERMSIG(status)) + ")";
  }
  return "exited with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace tidemark::host
