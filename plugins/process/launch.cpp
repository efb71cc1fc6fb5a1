#include "launch.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "plugins/kit/call_failure.hpp"

// What runs in another process's memory must leave no trace in a sanitizer's books.
#define TIDEMARK_IN_BORROWED_MEMORY __attribute__((no_sanitize("address", "thread", "undefined")))

/// The C library's clone(2) by the name that a sanitizer does not take for fork(2)'s like.
extern "C" int __clone(int (*run)(void*), void* stack_end, int flags, void* argument, ...);

namespace tidemark::process {
namespace {

using plugin::CallFailure;

struct Limit {
  int resource;
  const char* name;
  std::int64_t value;  ///< as it was named
  rlimit64 most;
};

std::vector<Limit> limits_of(const Limits& limits) {
  std::vector<Limit> all;
  const auto add = [&](int resource, const char* name, std::optional<std::int64_t> value,
                       rlim64_t unit) {
    if (!value) return;
    const rlim64_t most = static_cast<rlim64_t>(*value) * unit;
    // At the first a process is told which limit it met, at the second it is killed.
    const rlim64_t last = resource == RLIMIT_CPU ? most + 1 : most;
    all.push_back({resource, name, *value, {most, last}});
  };
  add(RLIMIT_CPU, "cpu_seconds", limits.cpu_seconds, 1);
  add(RLIMIT_AS, "memory_mb", limits.memory_mb, 1 << 20);
  add(RLIMIT_FSIZE, "file_mb", limits.file_mb, 1 << 20);
  add(RLIMIT_NOFILE, "open_files", limits.open_files, 1);
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

/// The files that may be the program, as execvp(3) seeks it.
std::vector<std::string> places_of(const std::string& name) {
  if (name.empty() || name.find('/') != name.npos) return {name};
  const char* path = ::getenv("PATH");
  std::string_view rest = path != nullptr ? path : "/bin:/usr/bin";
  std::vector<std::string> places;
  for (;;) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string folder(rest.substr(0, end));
    places.push_back(folder.empty() ? name : folder + '/' + name);
    if (end == rest.size()) return places;
    rest.remove_prefix(end + 1);
  }
}

/// struct sigaction as the kernel has it: a handler, flags, a restorer and a mask of 64 signals.
using KernelAction = std::array<std::uint64_t, 4>;
constexpr std::size_t mask_size = sizeof(std::uint64_t);

/// What this process ignores, a program would go on to ignore; also what the C library keeps for
/// itself and does not tell of. A worker sets that once, at first.
const std::vector<int>& ignored_signals() {
  static const std::vector<int> all = [] {
    const auto ignored = reinterpret_cast<std::uint64_t>(SIG_IGN);
    std::vector<int> found;
    for (int signal = 1; signal < NSIG; ++signal) {
      KernelAction now{};
      ::syscall(SYS_rt_sigaction, signal, nullptr, now.data(), mask_size);
      if (now[0] == ignored) found.push_back(signal);
    }
    return found;
  }();
  return all;
}

/// All that a new process needs before its program runs, made before the process is.
struct Plan {
  std::vector<Limit> limits;
  std::vector<std::string> command, variables, places;
  std::vector<char*> arguments = pointers(command);
  std::vector<char*> environment = pointers(variables);
  std::vector<char*> programs = pointers(places);
  const std::vector<int>& ignored = ignored_signals();
  const char* folder = nullptr;  ///< null: as it is
  std::array<int, 3> files;
  const Limit* refused = nullptr;  ///< the limit that could not be set
  bool no_folder = false;          ///< it could not be entered
  int failure = 0;                 ///< why the program does not run
};

TIDEMARK_IN_BORROWED_MEMORY bool set_limits(Plan& plan) {
  for (const Limit& limit : plan.limits) {
    if (::syscall(SYS_prlimit64, 0, limit.resource, &limit.most, nullptr) == 0) continue;
    plan.refused = &limit;
    return false;
  }
  return true;
}

TIDEMARK_IN_BORROWED_MEMORY void close_others() {
  constexpr unsigned first = 3, most = 4096;  // a worker's limit
  if (::syscall(SYS_close_range, first, ~0U, 0) == 0) return;
  for (unsigned file = first; file < most; ++file) ::syscall(SYS_close, file);
}

TIDEMARK_IN_BORROWED_MEMORY bool set_up(Plan& plan) {
  const KernelAction by_default{};
  for (const int signal : plan.ignored) {
    ::syscall(SYS_rt_sigaction, signal, by_default.data(), nullptr, mask_size);
  }
  ::syscall(SYS_setpgid, 0, 0);
  for (int i = 0; i < 3; ++i) {
    if (::syscall(SYS_dup3, plan.files[static_cast<std::size_t>(i)], i, 0) < 0) return false;
  }
  plan.no_folder = plan.folder != nullptr && ::syscall(SYS_chdir, plan.folder) != 0;
  if (plan.no_folder) return false;
  close_others();
  return set_limits(plan);
}

/// Returns only when no place holds a program that can run. One that may not be run is told of
/// rather than that the others hold none.
TIDEMARK_IN_BORROWED_MEMORY void run(Plan& plan) {
  const std::uint64_t nothing_blocked = 0;
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &nothing_blocked, nullptr, mask_size);
  bool denied = false;
  for (char* const* program = plan.programs.data(); *program != nullptr; ++program) {
    ::syscall(SYS_execve, *program, plan.arguments.data(), plan.environment.data());
    denied |= errno == EACCES;
    if (errno != EACCES && errno != ENOENT && errno != ENOTDIR) return;
  }
  if (denied) errno = EACCES;
}

/// The new process until its program runs. It has the memory of the one that starts it, which
/// stands still meanwhile; so it asks the kernel alone, of which the C library needs not know.
TIDEMARK_IN_BORROWED_MEMORY int become(void* argument) {
  Plan& plan = *static_cast<Plan*>(argument);
  if (set_up(plan)) run(plan);
  plan.failure = errno;
  ::_exit(127);
}

/// No handler of this process may run in the memory that it shares.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

/// -1 and errno, or a process whose program runs unless the plan says why not.
Started cloned(Plan& plan) {
  alignas(16) std::array<char, 16384> stack;  // of the few calls above
  int exit = -1;
  const SignalsBlocked blocked;
  const pid_t id = ::__clone(become, stack.data() + stack.size(),
                             CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &plan, &exit);
  if (id < 0) plan.failure = errno;
  return {id, Descriptor(exit)};
}

bool is_there(const Plan& plan) {
  return std::any_of(plan.places.begin(), plan.places.end(), [&](const std::string& place) {
    const bool is_relative = plan.folder != nullptr && !place.starts_with('/');
    return ::access((is_relative ? plan.folder + ('/' + place) : place).c_str(), F_OK) == 0;
  });
}

/// What strerror(3) says is true of the interpreter that a script names, and reads as if it were
/// true of the script.
std::string reason_of(const Plan& plan) {
  const std::string reason = std::strerror(plan.failure);
  const bool is_of_program = !plan.no_folder && plan.refused == nullptr;
  if (plan.failure == ENOEXEC) return reason + " (a script begins with #! and its interpreter)";
  if (plan.failure == ENOENT && is_of_program && is_there(plan)) {
    return "the interpreter that its first line names is not there (a line that ends in \\r names "
           "another)";
  }
  return reason;
}

std::string failure_of(const Plan& plan) {
  std::string text = "cannot start " + plan.command[0];
  if (plan.no_folder) text += std::string(" in ") + plan.folder;
  if (plan.refused != nullptr) {
    text += std::string(" with limits.") + plan.refused->name + ' ' +
            std::to_string(plan.refused->value);
  }
  return text + ": " + reason_of(plan);
}

}  // namespace

Started start(const Launch& launch, std::vector<std::string> variables,
              const std::array<int, 3>& files) {
  Plan plan{.limits = limits_of(launch.limits),
            .command = launch.command,
            .variables = std::move(variables),
            .places = places_of(launch.command[0]),
            .folder = launch.folder.empty() ? nullptr : launch.folder.c_str(),
            .files = files};
  Started started = cloned(plan);
  if (plan.failure == 0) return started;
  if (started.id > 0) ::waitpid(started.id, nullptr, 0);
  throw CallFailure(TIDEMARK_FAILED, failure_of(plan));
}

}  // namespace tidemark::process
