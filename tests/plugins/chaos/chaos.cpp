#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>

#include <tidemark/plugin.h>

/// A plugin that misbehaves as its configuration names. Written against the C interface, since the
/// SDK would not let it. Only for tests.
namespace {

struct Chaos {
  const tidemark_host* host;
  std::string behaviour;
};

tidemark_text text(std::string_view from) { return {from.data(), from.size()}; }

[[noreturn]] void hang() {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

void flood(int descriptor) {
  const std::string line(1023, 'x');
  for (int i = 0; i < 64 * 1024; ++i) ::dprintf(descriptor, "%s\n", line.c_str());
}

/// A process in a session of its own that holds every descriptor and ignores SIGTERM.
void leave_daemon() {
  std::fflush(nullptr);
  if (::fork() != 0) return;
  ::setsid();
  if (::fork() != 0) ::_exit(0);
  ::signal(SIGTERM, SIG_IGN);
  hang();
}

void answer(const Chaos& chaos, std::uint64_t call, std::string_view output) {
  chaos.host->done(chaos.host->self, call, TIDEMARK_OK, text(output), text(""));
}

void close_everything() {
  for (int i = 0; i < 1000; ++i) ::close(i);
}

/// Memory that is held for certain, since every page of it is written.
void leak(std::size_t mebibytes) {
  [[maybe_unused]] static void* volatile last;  // without a use the compiler leaves the memory out
  const std::size_t size = mebibytes << 20U;
  last = std::memset(std::malloc(size), 1, size);
}

/// The ways to go, by name; returns when the behaviour is none of them.
void die_of(const std::string& behaviour) {
  if (behaviour == "segfault") std::raise(SIGSEGV);
  if (behaviour == "abort") std::abort();
  if (behaviour == "exit 0") std::exit(0);
  if (behaviour == "_exit 0") ::_exit(0);
  if (behaviour == "quick_exit 0") std::quick_exit(0);
  if (behaviour == "terminate") std::terminate();
  if (behaviour == "kill itself") ::kill(::getpid(), SIGKILL);
  if (behaviour == "throw in a thread") std::thread([] { throw 1; }).join();
}

void answer_badly(const Chaos& chaos, std::uint64_t call) {
  const std::string& behaviour = chaos.behaviour;
  if (behaviour == "throw") throw std::runtime_error("lost my way");
  if (behaviour == "throw int") throw 7;
  if (behaviour == "answer unknown call") return answer(chaos, call + 1000, "1");
  if (behaviour == "unknown status") {
    return chaos.host->done(chaos.host->self, call, 77, text(""), text(""));
  }
  if (behaviour == "invalid utf-8") return answer(chaos, call, "\"\xFF\"");
  if (behaviour == "huge output") return answer(chaos, call, std::string(17u << 20u, 'x'));
  if (behaviour == "huge error") {
    const std::string error(17u << 20u, 'x');
    return chaos.host->done(chaos.host->self, call, TIDEMARK_FAILED, text(""), text(error));
  }
  if (behaviour == "raw garbage") {
    [[maybe_unused]] const ssize_t put = ::write(3, "garbage that is no frame at all", 31);
  }
  if (behaviour == "raw 4 GiB frame") {
    [[maybe_unused]] const ssize_t put = ::write(3, "\xff\xff\xff\xff\x06\0\0\0", 8);
  }
  if (behaviour == "raw half frame, exit") {
    [[maybe_unused]] const ssize_t put = ::write(3, "\x40\0\0\0\x06\0\0\0abc", 11);
    ::_exit(0);
  }
}

/// Behaviours that stop the worker from serving.
void stall(const std::string& behaviour) {
  if (behaviour == "hang") hang();
  if (behaviour == "stop itself") ::raise(SIGSTOP);
  if (behaviour == "ignore SIGTERM and hang") {
    ::signal(SIGTERM, SIG_IGN);
    hang();
  }
  if (behaviour == "close everything") {
    close_everything();
    hang();
  }
}

void submit(void* self, std::uint64_t call, tidemark_text input, std::uint32_t) {
  const Chaos& chaos = *static_cast<Chaos*>(self);
  const std::string& behaviour = chaos.behaviour;
  if (std::string_view(input.data, input.size) == "\"be good\"")
    return answer(chaos, call, "\"good\"");
  if (behaviour == "die on the second" && call % 2 == 0) ::_exit(3);
  if (behaviour == "answer, then exit 0") {
    answer(chaos, call, "1");
    std::exit(0);
  }
  if (behaviour == "answer twice") answer(chaos, call, "1");
  if (behaviour == "flood stdout") flood(1);
  if (behaviour == "flood stderr, exit 0") flood(2);
  if (behaviour == "flood stderr, exit 0" || behaviour == "daemon, exit 0") {
    if (behaviour[0] == 'd') leave_daemon();
    ::dprintf(2, "last words\n");
    ::_exit(0);
  }
  if (behaviour == "daemon") leave_daemon();
  if (behaviour == "never answer") return;
  if (behaviour == "leak") leak(10);
  while (behaviour == "allocate") leak(16);
  if (behaviour == "process id") return answer(chaos, call, std::to_string(::getpid()));
  die_of(behaviour);
  stall(behaviour);
  const bool bad = behaviour.starts_with("throw") || behaviour.starts_with("raw") ||
                   behaviour.starts_with("huge") || behaviour == "answer unknown call" ||
                   behaviour == "unknown status" || behaviour == "invalid utf-8";
  if (bad) return answer_badly(chaos, call);
  answer(chaos, call, "1");
}

void cancel(void*, std::uint64_t) {}

tidemark_status compare(void* self, tidemark_text, tidemark_text, tidemark_text options,
                        double* score, tidemark_sink explanation) {
  const std::string_view option(options.data, options.size);
  explanation.write(explanation.self, text("because"));
  if (option == "\"NaN\"") *score = std::nan("");
  if (option == "\"infinite\"") *score = INFINITY;
  if (option == "\"1.5\"") *score = 1.5;
  if (option == "\"-0.1\"") *score = -0.1;
  if (option == "\"0.5\"") *score = 0.5;
  if (option == "\"failed\"") return TIDEMARK_FAILED;
  if (option == "\"throw\"") throw std::runtime_error("no score today");
  die_of(static_cast<Chaos*>(self)->behaviour);
  return TIDEMARK_OK;
}

void* create(const tidemark_host* host, tidemark_text config, tidemark_sink error) {
  std::string behaviour(config.data, config.size);
  if (behaviour == "refuse") {
    error.write(error.self, text("chaos does not like its configuration"));
    return nullptr;
  }
  if (behaviour == "refuse silently") return nullptr;
  if (behaviour.starts_with("in create: ")) {
    die_of(behaviour.substr(11));
    stall(behaviour.substr(11));
    if (behaviour.ends_with("flood, segfault")) {
      flood(2);
      std::raise(SIGSEGV);
    }
    if (behaviour.ends_with("throw")) throw std::runtime_error("thrown while created");
    if (behaviour.ends_with("be slow")) std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  return new Chaos{host, behaviour};
}

void destroy(void* self) {
  const auto* chaos = static_cast<Chaos*>(self);
  if (chaos->behaviour == "hang in destroy") hang();
  if (chaos->behaviour == "segfault in destroy") std::raise(SIGSEGV);
  delete chaos;
}

const void* capability(const char* id) {
  static constexpr tidemark_runner runner{submit, cancel};
  static constexpr tidemark_comparator comparator{compare};
  if (std::strcmp(id, TIDEMARK_RUNNER) == 0) return &runner;
  if (std::strcmp(id, TIDEMARK_COMPARATOR) == 0) return &comparator;
  return nullptr;
}

#ifdef CHAOS_DIES_AT_LOAD
/// Runs at dlopen, before anything could be asked of the plugin.
struct DiesAtLoad {
  DiesAtLoad() { ::_exit(0); }
} dies_at_load;
#endif

#ifndef CHAOS_ABI
#define CHAOS_ABI TIDEMARK_ABI_MAJOR
#endif
#ifndef CHAOS_ID
#define CHAOS_ID "chaos"
#endif

}  // namespace

const tidemark_plugin tidemark_plugin_entry = {
    CHAOS_ABI, TIDEMARK_ABI_MINOR, CHAOS_ID, "1.0.0", "Misbehaves as configured.", create,
    destroy,   capability};
