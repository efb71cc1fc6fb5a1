#include "tests/plugins/chaos/deeds.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <clocale>
#include <csetjmp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string_view>
#include <thread>

namespace tidemark::chaos {
namespace {

[[noreturn]] void hang() {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

void spin(int) {
  volatile bool going = true;
  while (going) {
  }
}

void print(int descriptor, std::size_t mebibytes) {
  std::string block;
  while (block.size() < 65536) block += std::string(1023, 'x') + '\n';
  for (std::size_t i = 0; i < 16 * mebibytes; ++i) {
    std::string_view rest = block;
    while (!rest.empty()) {
      const ssize_t put = ::write(descriptor, rest.data(), rest.size());
      if (put > 0) rest.remove_prefix(static_cast<std::size_t>(put));
    }
  }
}

/// Memory that is held for certain, since every page of it is written.
void hold(std::size_t mebibytes) {
  [[maybe_unused]] static void* volatile last;  // without a use the compiler leaves the memory out
  const std::size_t size = mebibytes << 20U;
  last = std::memset(std::malloc(size), 1, size);
}

void* sleep_for_ever(void*) { hang(); }

[[noreturn]] void start_threads(int count) {
  pthread_attr_t small;
  ::pthread_attr_init(&small);
  ::pthread_attr_setstacksize(&small, 65536);
  for (int i = 0; i < count; ++i) {
    pthread_t thread;
    if (::pthread_create(&thread, &small, sleep_for_ever, nullptr) != 0) break;
  }
  hang();
}

[[noreturn]] void open_descriptors(int count) {
  for (int i = 0; i < count; ++i) {
    if (::open("/dev/null", O_RDONLY) < 0) break;  // NOLINT: left open on purpose
  }
  hang();
}

void write_large_file() {
  char name[] = "/tmp/chaos.XXXXXX";
  const int file = ::mkstemp(name);
  ::unlink(name);
  [[maybe_unused]] const int result = ::ftruncate(file, 10'000'000'000);
}

std::jmp_buf left;

[[gnu::noinline]] int enter() { return setjmp(left); }
[[gnu::noinline]] void leap() { std::longjmp(left, 1); }

/// Back to a frame that has been left: enter() returns a second time, to where leap() was called.
void jump_out() {
  if (enter() == 0) leap();
  ::_exit(0);
}

void close_everything() {
  for (int i = 0; i < 1000; ++i) ::close(i);
}

void block_signals() {
  sigset_t all;
  ::sigfillset(&all);
  ::sigprocmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

void die_of(const std::string& behaviour) {
  if (behaviour == "segfault") std::raise(SIGSEGV);
  if (behaviour == "divide by zero") std::raise(SIGFPE);
  if (behaviour == "abort") std::abort();
  if (behaviour == "exit 0") std::exit(0);
  if (behaviour == "_exit 0") ::_exit(0);
  if (behaviour == "quick_exit 0") std::quick_exit(0);
  if (behaviour == "terminate") std::terminate();
  if (behaviour == "kill itself") ::kill(::getpid(), SIGKILL);
  if (behaviour == "kill itself once" && ::unlink("at-load") == 0) ::kill(::getpid(), SIGKILL);
  if (behaviour == "longjmp") jump_out();
  if (behaviour == "throw in a thread") std::thread([] { throw 1; }).join();
}

void stall(const std::string& behaviour) {
  if (behaviour == "hang") hang();
  if (behaviour == "loop") spin(0);
  if (behaviour == "stop itself") ::raise(SIGSTOP);
  if (behaviour == "end the first thread alone") {
    std::thread([] { hang(); }).detach();
    ::syscall(SYS_exit, 0);
  }
  if (behaviour == "ignore SIGTERM and hang") {
    ::signal(SIGTERM, SIG_IGN);
    hang();
  }
  if (behaviour == "block all signals and hang") {
    block_signals();
    hang();
  }
  if (behaviour == "spin in a signal handler") {
    ::signal(SIGUSR1, spin);
    ::raise(SIGUSR1);
  }
  if (behaviour == "close everything") {
    close_everything();
    hang();
  }
}

void exhaust(const std::string& behaviour) {
  while (behaviour == "allocate") hold(16);
  if (behaviour == "start 100000 threads") start_threads(100'000);
  if (behaviour == "open 100000 descriptors") open_descriptors(100'000);
  if (behaviour == "write a 10 GB file") write_large_file();
}

void disturb(const std::string& behaviour) {
  if (behaviour != "disturb the process") return;
  [[maybe_unused]] const int moved = ::chdir("/");
  ::umask(0777);
  for (const char* name : {"PATH", "HOME", "LC_ALL", "LC_NUMERIC", "TZ"})
    ::setenv(name, "de_DE", 1);
  for (const char* name : {"de_DE.UTF-8", "de_DE", "C.UTF-8"}) {
    if (std::setlocale(LC_ALL, name) != nullptr) break;
  }
  block_signals();
  for (const int descriptor : {0, 1, 2}) ::close(descriptor);
}

void flood(const std::string& behaviour) {
  if (behaviour == "flood stdout") print(1, 64);
  if (behaviour == "flood stderr") print(2, 64);
  if (behaviour == "flood 1 GB") print(2, 1024);
}

void leave_daemon() {
  std::fflush(nullptr);
  if (::fork() != 0) return;
  ::setsid();
  if (::fork() != 0) ::_exit(0);
  ::signal(SIGTERM, SIG_IGN);
  hang();
}

void leak() { hold(10); }

}  // namespace tidemark::chaos
