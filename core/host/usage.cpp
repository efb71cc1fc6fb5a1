#include "core/host/usage.hpp"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "core/host/process_table.hpp"
#include "core/host/worker.hpp"

namespace tidemark::host {
namespace {

std::string folder_of(pid_t id) { return "/proc/" + std::to_string(id); }

/// 0 when the process is gone.
std::size_t resident_bytes(pid_t id) {
  std::size_t all = 0, resident = 0;
  std::ifstream(folder_of(id) + "/statm") >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// 0 when the process is gone.
std::size_t open_descriptors(pid_t id) {
  const std::string path = folder_of(id) + "/fd";
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
  std::size_t count = 0;
  while (folder && ::readdir(folder.get()) != nullptr) ++count;
  return count < 2 ? 0 : count - 2;  // `.` and `..`
}

}  // namespace

Usage usage_of(pid_t session) {
  Usage usage;
  for (const Process& process : processes_of(session)) {
    if (process.ended) continue;
    usage.memory += resident_bytes(process.id);
    usage.threads += process.threads;
    usage.descriptors = std::max(usage.descriptors, open_descriptors(process.id));
  }
  return usage;
}

std::optional<std::string> excess_of(const Usage& usage, const HostSettings& settings) {
  if (usage.memory > settings.memory_limit) {
    return "held more than " + std::to_string(settings.memory_limit >> 20U) + " MiB of memory";
  }
  if (usage.threads > settings.thread_limit) {
    return "ran more than " + std::to_string(settings.thread_limit) + " threads";
  }
  // Its own limit keeps it from more, and whatever it does then it can do no work.
  if (usage.descriptors >= most_descriptors) {
    return "opened all " + std::to_string(most_descriptors) + " descriptors that it may";
  }
  return std::nullopt;
}

}  // namespace tidemark::host
