#include "core/host/spawn.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "core/base/error.hpp"
#include "core/host/variables.hpp"
#include "core/host/worker.hpp"

namespace tidemark::host {
namespace {

[[noreturn]] void fail(const WorkerSpec& spec, int error) {
  throw Error(Fault::evaluation,
              "plugin " + spec.plugin.id + ": cannot start its worker: " + std::strerror(error));
}

/// Above all numbers that the child's descriptors are moved to, so that no move hits another.
Descriptor raised(int number) {
  const Descriptor low(number);
  return Descriptor(::fcntl(number, F_DUPFD_CLOEXEC, plugin_descriptor + 1));
}

class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }

  void arrange(int socket, int output, int plugin, const std::filesystem::path& folder) {
    ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, 1);
    ::posix_spawn_file_actions_adddup2(&actions_, output, 2);
    ::posix_spawn_file_actions_adddup2(&actions_, socket, worker_descriptor);
    if (plugin >= 0) ::posix_spawn_file_actions_adddup2(&actions_, plugin, plugin_descriptor);
    const int first_closed = plugin >= 0 ? plugin_descriptor + 1 : plugin_descriptor;
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, first_closed);
    if (!folder.empty()) ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

/// A new session with all signals as a fresh process has them.
class Attributes {
 public:
  Attributes() {
    ::posix_spawnattr_init(&attributes_);
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    ::sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

std::vector<std::string> environment_of(const WorkerSpec& spec, const std::string& temporary) {
  std::vector<std::string> names(harmless_variables.begin(), harmless_variables.end());
  names.insert(names.end(), spec.environment.begin(), spec.environment.end());
  std::vector<std::string> variables;
  if (!temporary.empty()) variables.push_back("TMPDIR=" + temporary);
  for (const std::string& name : names) {
    if (!temporary.empty() && name == "TMPDIR") continue;
    if (const char* value = ::getenv(name.c_str())) variables.push_back(name + '=' + value);
  }
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

SpawnedWorker spawn_worker(const std::vector<std::string>& command, const WorkerSpec& spec,
                           int plugin, TemporaryFolder temporary) {
  std::array<int, 2> sockets{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) fail(spec, errno);
  SpawnedWorker worker;
  worker.socket = raised(sockets[0]);
  const Descriptor far_socket = raised(sockets[1]);
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) fail(spec, errno);
  worker.output = raised(pipe[0]);
  const Descriptor far_output = raised(pipe[1]);
  ::fcntl(worker.output.get(), F_SETFL, O_NONBLOCK);

  FileActions actions;
  const Descriptor file = plugin < 0 ? Descriptor() : raised(::dup(plugin));
  actions.arrange(far_socket.get(), far_output.get(), file.get(), spec.folder);
  const Attributes attributes;
  std::vector<std::string> arguments = command;
  worker.temporary = std::move(temporary);
  std::vector<std::string> variables = environment_of(spec, worker.temporary.path());
  const int failure =
      ::posix_spawn(&worker.id, arguments.at(0).c_str(), actions.get(), attributes.get(),
                    pointers(arguments).data(), pointers(variables).data());
  if (failure != 0) fail(spec, failure);
  worker.exit.reset(static_cast<int>(::syscall(SYS_pidfd_open, worker.id, 0)));
  if (worker.exit.get() < 0) fail(spec, errno);
  return worker;
}

}  // namespace tidemark::host
