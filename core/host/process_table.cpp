#include "core/host/process_table.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>

#include "core/base/descriptor.hpp"

namespace tidemark::host {
namespace {

pid_t take_number(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  pid_t value = 0;
  const auto [stop, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
  return failure == std::errc() ? value : -1;
}

/// Empty when the process is gone.
std::string text_of(const std::string& process, const char* file) {
  const Descriptor opened(::open(("/proc/" + process + file).c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 512> text;
  const ssize_t size = opened.get() < 0 ? 0 : ::read(opened.get(), text.data(), text.size());
  return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

/// Whether the process of that number may belong to the session: to ask the kernel costs a
/// hundredth of what its file costs.
bool may_be_of(const char* number, pid_t session) {
  pid_t id = 0;
  std::from_chars(number, number + std::strlen(number), id);
  const pid_t its = ::getsid(id);
  return its == session || (its < 0 && errno != ESRCH);
}

template <typename Wanted>
std::vector<Process> listed(Wanted is_wanted) {
  std::vector<Process> all;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc"), ::closedir);
  if (!folder) return all;
  while (const dirent* entry = ::readdir(folder.get())) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9' || !is_wanted(entry->d_name)) continue;
    if (const auto process = parse_process(text_of(entry->d_name, "/stat"))) {
      all.push_back(*process);
    }
  }
  return all;
}

}  // namespace

std::optional<Process> parse_process(std::string_view stat) {
  Process process;
  process.id = take_number(stat);
  const std::size_t name_end = stat.rfind(')');
  if (process.id <= 0 || name_end == std::string_view::npos || stat.size() < name_end + 4) {
    return std::nullopt;
  }
  const char state = stat[name_end + 2];
  process.ended = state == 'Z' || state == 'X';
  stat.remove_prefix(name_end + 3);
  process.parent = take_number(stat);
  take_number(stat);  // the process group
  process.session = take_number(stat);
  for (int skipped = 0; skipped < 13; ++skipped) take_number(stat);
  process.threads = static_cast<std::size_t>(std::max(take_number(stat), 0));
  return process;
}

std::vector<Process> processes() {
  return listed([](const char*) { return true; });
}

bool has_children() {
  siginfo_t info{};
  constexpr int any = WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT;
  return ::waitid(P_ALL, 0, &info, any) == 0 || errno != ECHILD;
}

std::vector<Process> processes_of(pid_t session) {
  auto all = listed([session](const char* number) { return may_be_of(number, session); });
  std::erase_if(all, [session](const Process& process) { return process.session != session; });
  return all;
}

std::optional<ProcessEnd> ending_of(pid_t id) {
  siginfo_t info{};
  const int failure = ::waitid(P_PID, static_cast<id_t>(id), &info, WEXITED | WNOHANG | WNOWAIT);
  if (failure != 0 || info.si_pid == 0) return std::nullopt;
  const std::string number = std::to_string(info.si_status);
  if (info.si_code == CLD_EXITED) return ProcessEnd{"exited with status " + number};
  return ProcessEnd{"was killed by signal " + number + " (" + ::strsignal(info.si_status) + ')',
                    info.si_status == SIGXFSZ || info.si_status == SIGXCPU,
                    info.si_status == SIGKILL};
}

}  // namespace tidemark::host
