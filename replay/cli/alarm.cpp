#include "replay/cli/alarm.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "core/base/error.hpp"

namespace tidemark::cli {
namespace {

const char* last_words = "";

void give_up(int) {
  // Nobody is left who could do more if this fails.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, last_words, std::strlen(last_words));
  ::_exit(static_cast<int>(Fault::evaluation));
}

void set_timer(std::chrono::milliseconds time) {
  itimerval value{};
  value.it_value.tv_sec = time.count() / 1000;
  value.it_value.tv_usec = time.count() % 1000 * 1000;
  ::setitimer(ITIMER_REAL, &value, nullptr);
}

}  // namespace

Alarm::Alarm(std::chrono::milliseconds time, const char* sentence) {
  last_words = sentence;
  std::signal(SIGALRM, give_up);
  set_timer(time);
}

Alarm::~Alarm() {
  set_timer(std::chrono::milliseconds(0));
  std::signal(SIGALRM, SIG_DFL);
}

}  // namespace tidemark::cli
