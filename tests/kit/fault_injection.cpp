#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <utility>

#include "core/base/fault_point.hpp"

/// The fault_point() of test programs.
///   TIDEMARK_FAULT=SITE:N[:WHAT]   at the N-th visit of SITE: KILL (default) or another signal's
///                                  name kills this process, an errno's name fails the operation
///   TIDEMARK_FAULT_LOG=PATH        every visit appends the site's name to the file
/// SITE `*` is any site.
namespace tidemark {
namespace {

struct Plan {
  std::string site;
  int visit = 0;
  int signal = 0;
  int failure = 0;
};

constexpr std::pair<const char*, int> signals[] = {{"KILL", SIGKILL}, {"TERM", SIGTERM},
                                                   {"INT", SIGINT},   {"HUP", SIGHUP},
                                                   {"QUIT", SIGQUIT}, {"STOP", SIGSTOP}};
constexpr std::pair<const char*, int> failures[] = {
    {"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EMFILE", EMFILE}, {"EROFS", EROFS}, {"EINTR", EINTR}};

template <typename Table>
int named(const Table& table, const std::string& name) {
  for (const auto& [text, value] : table) {
    if (name == text) return value;
  }
  return 0;
}

Plan plan_of(const char* wish) {
  Plan plan;
  if (wish == nullptr) return plan;
  const std::string text = wish;
  const auto first = text.find(':');
  const auto second = text.find(':', first + 1);
  plan.site = text.substr(0, first);
  plan.visit = std::atoi(text.c_str() + first + 1);
  const std::string what = second == std::string::npos ? "KILL" : text.substr(second + 1);
  plan.signal = named(signals, what);
  plan.failure = named(failures, what);
  if (plan.visit < 1 || (plan.signal == 0 && plan.failure == 0)) {
    constexpr char complaint[] = "TIDEMARK_FAULT must be SITE:N[:WHAT]\n";
    [[maybe_unused]] const auto put = ::write(2, complaint, sizeof complaint - 1);
    ::_exit(99);
  }
  return plan;
}

void log_visit(const char* site) {
  static const char* const path = std::getenv("TIDEMARK_FAULT_LOG");
  if (path == nullptr) return;
  const int file = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const std::string line = std::string(site) + '\n';
  [[maybe_unused]] const auto put = ::write(file, line.data(), line.size());
  ::close(file);
}

}  // namespace

int fault_point(const char* site) {
  static const Plan plan = plan_of(std::getenv("TIDEMARK_FAULT"));
  static std::atomic<int> visits = 0;
  log_visit(site);
  if (plan.visit == 0 || (plan.site != "*" && plan.site != site)) return 0;
  if (++visits != plan.visit) return 0;
  if (plan.signal != 0) ::kill(::getpid(), plan.signal);
  return plan.failure;
}

}  // namespace tidemark
