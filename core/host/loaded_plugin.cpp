#include "core/host/loaded_plugin.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <string>

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>

#include "core/base/descriptor.hpp"
#include "core/host/line_plugin.hpp"
#include "core/host/plugin_file.hpp"
#include "core/host/worker.hpp"

namespace tidemark::host {
namespace {

constexpr const char* symbol = "tidemark_plugin_entry";

[[noreturn]] void refuse(const Load& load, Fault fault, const std::string& fact) {
  throw Error(fault, "plugin " + load.id + ": " + load.path + ": " + fact);
}

/// A plugin that was removed while it served is still there for the host that had opened it.
Descriptor opened_plugin(const Load& load) {
  constexpr int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  Descriptor file(::open(load.path.c_str(), flags));
  if (file.get() < 0 && errno == ENOENT) {
    file.reset(::fcntl(plugin_descriptor, F_DUPFD_CLOEXEC, 0));
    if (file.get() < 0) errno = ENOENT;
  }
  return file;
}

Descriptor open_checked(const Load& load) {
  Descriptor file = opened_plugin(load);
  if (file.get() < 0) refuse(load, Fault::security, std::strerror(errno));
  const std::string found = sha256_of(file.get(), load.path);
  if (found != load.sha256) {
    refuse(load, Fault::security, "has SHA-256 " + found + ", expected " + load.sha256);
  }
  return file;
}

/// The loader's complaint names the file as we opened it; people know it by its path.
std::string complaint(std::string text, const std::string& opened, const Load& load) {
  const std::size_t at = text.find(opened);
  if (at != std::string::npos) text.replace(at, opened.size(), load.path);
  return text;
}

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

const tidemark_plugin& load_library(const Load& load, const Descriptor& file) {
  const std::string opened = "/proc/self/fd/" + std::to_string(file.get());
  using boost::dll::load_mode::rtld_local;
  using boost::dll::load_mode::rtld_now;
  static boost::dll::shared_library library;  // code of it may run until the process ends
  boost::dll::fs::error_code failure;
  try {
    library.load(opened, rtld_now | rtld_local);
  } catch (const std::exception& exception) {
    refuse(load, Fault::configuration,
           "cannot be loaded: " + complaint(exception.what(), opened, load));
  }
  if (!library.has(symbol)) {
    refuse(load, Fault::configuration,
           std::string("has no symbol ") + symbol + " (build it with TIDEMARK_PLUGIN)");
  }
  const auto& plugin = library.get<const tidemark_plugin>(symbol);
  if (plugin.abi_major != TIDEMARK_ABI_MAJOR) {
    refuse(load, Fault::configuration,
           "ABI " + std::to_string(plugin.abi_major) + ", need " +
               std::to_string(TIDEMARK_ABI_MAJOR) + " (build it with this tidemark's SDK)");
  }
  if (plugin.abi_minor > TIDEMARK_ABI_MINOR) {
    refuse(load, Fault::configuration,
           "ABI " + std::to_string(plugin.abi_major) + '.' + std::to_string(plugin.abi_minor) +
               ", this tidemark offers " + std::to_string(TIDEMARK_ABI_MAJOR) + '.' +
               std::to_string(TIDEMARK_ABI_MINOR) + " (build it with this tidemark's SDK)");
  }
  return plugin;
}

}  // namespace

const tidemark_plugin& load_plugin(const Load& load) {
  const Descriptor file = open_checked(load);
  return is_library(load.path) ? load_library(load, file) : start_plugin(load, file);
}

Hello introduce(const tidemark_plugin& plugin, const Load& load) {
  Hello hello{text_of(plugin.id), text_of(plugin.version), text_of(plugin.summary), {}};
  if (hello.id != load.id) {
    refuse(load, Fault::configuration, "calls itself '" + hello.id + "', not '" + load.id + "'");
  }
  if (hello.version.empty() || hello.summary.empty()) {
    refuse(load, Fault::configuration, "has no version or no summary");
  }
  if (plugin.create == nullptr || plugin.destroy == nullptr || plugin.capability == nullptr) {
    refuse(load, Fault::configuration, "lacks one of its functions");
  }
  for (const char* capability : {TIDEMARK_RUNNER, TIDEMARK_COMPARATOR}) {
    if (plugin.capability(capability) != nullptr) hello.capabilities.emplace_back(capability);
  }
  if (hello.capabilities.empty()) {
    refuse(load, Fault::configuration, "is neither a runner nor a comparator");
  }
  return hello;
}

}  // namespace tidemark::host
