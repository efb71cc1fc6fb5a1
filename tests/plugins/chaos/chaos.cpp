#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include <tidemark/plugin.h>

#include "tests/plugins/chaos/deeds.hpp"

/// A plugin that misbehaves as its configuration names: `behaviour`, or `behaviour_from`, a file
/// that holds it. On an input that begins with "be good" it is. Written against the C interface,
/// since the SDK would not let it. Only for tests.
namespace {

using namespace tidemark::chaos;

struct Chaos {
  const tidemark_host* host;
  std::string behaviour;
};

tidemark_text text(std::string_view from) { return {from.data(), from.size()}; }

void answer(const Chaos& chaos, std::uint64_t call, std::string_view output) {
  chaos.host->done(chaos.host->self, call, TIDEMARK_OK, text(output), text(""));
}

/// The text of a member of a flat JSON object; texts hold no escapes.
std::string member(std::string_view config, const std::string& name) {
  const std::string key = '"' + name + "\":\"";
  const std::size_t at = config.find(key);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = config.substr(at + key.size());
  return std::string(rest.substr(0, rest.find('"')));
}

std::string line_of(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

void add_line(const std::string& path, std::string_view line) {
  std::ofstream(path, std::ios::app) << line << '\n';
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
  if (behaviour == "nul in output") return answer(chaos, call, std::string_view("\"a\0b\"", 5));
  if (behaviour == "no json") return answer(chaos, call, "{\"a\":");
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

void report(const Chaos& chaos, std::uint64_t call, std::string_view facts) {
  chaos.host->report(chaos.host->self, call, text(facts));
}

/// Tells what comes after "facts: " and answers; "on failure" fails instead.
void tell_facts(const Chaos& chaos, std::uint64_t call) {
  const std::string& behaviour = chaos.behaviour;
  std::string facts = behaviour.substr(behaviour.find(": ") + 2);
  for (char& c : facts) c = c == '\'' ? '"' : c;
  if (behaviour.starts_with("huge facts")) facts.assign(17u << 20u, ' ');
  if (!behaviour.starts_with("late facts")) report(chaos, call, facts);
  if (behaviour.starts_with("facts twice")) report(chaos, call, facts);
  if (behaviour.starts_with("facts on failure")) {
    return chaos.host->done(chaos.host->self, call, TIDEMARK_FAILED, text(""), text("no luck"));
  }
  answer(chaos, call, "1");
  if (behaviour.starts_with("late facts")) report(chaos, call, facts);
}

/// Deeds on the plugin's own file, whose path is the last word.
void touch_plugin_file(const std::string& behaviour) {
  const std::string path = behaviour.substr(behaviour.rfind(' ') + 1);
  if (behaviour.starts_with("remove the plugin ")) ::unlink(path.c_str());
  if (behaviour.starts_with("replace the plugin ")) {
    std::ofstream(path + ".new") << "other bytes";
    ::rename((path + ".new").c_str(), path.c_str());
  }
  if (behaviour.find(" the plugin ") != std::string::npos) ::_exit(0);
}

/// Holds what it tells: "until the third call", or for ever.
void answer_held(const Chaos& chaos, std::uint64_t call) {
  static std::atomic<int> calls = 0;  // of this process, whose first call need not be the run's
  const int count = ++calls;
  if (count == 1) chaos.host->hold(chaos.host->self);
  answer(chaos, call, std::to_string(call));
  if (count == 3 && chaos.behaviour == "hold until the third call") {
    chaos.host->release(chaos.host->self);
  }
}

/// Answers as the behaviour says; false when it says nothing of answers.
bool answered(const Chaos& chaos, std::uint64_t call) {
  const std::string& behaviour = chaos.behaviour;
  if (behaviour == "never answer") return true;
  if (behaviour.find("facts") != std::string::npos) return tell_facts(chaos, call), true;
  if (behaviour.starts_with("hold ")) return answer_held(chaos, call), true;
  if (behaviour == "process id") return answer(chaos, call, std::to_string(::getpid())), true;
  if (behaviour == "leak") return leak(), answer(chaos, call, std::to_string(::getpid())), true;
  const bool bad = behaviour.starts_with("throw") || behaviour.starts_with("raw") ||
                   behaviour.starts_with("huge") || behaviour == "answer unknown call" ||
                   behaviour == "unknown status" || behaviour == "invalid utf-8" ||
                   behaviour == "nul in output" || behaviour == "no json";
  if (bad) answer_badly(chaos, call);
  return bad;
}

void submit(void* self, std::uint64_t call, tidemark_text input, std::uint32_t) {
  const Chaos& chaos = *static_cast<Chaos*>(self);
  const std::string& behaviour = chaos.behaviour;
  const std::string_view said(input.data, input.size);
  if (behaviour == "note calls") add_line("started", said);
  if (said.starts_with("\"be good")) return answer(chaos, call, "\"" + std::string(said.substr(4)));
  if (behaviour == "die on the second" && call % 2 == 0) ::_exit(3);
  if (behaviour == "answer, then exit 0") {
    answer(chaos, call, "1");
    std::exit(0);
  }
  if (behaviour == "answer twice") answer(chaos, call, "1");
  if (behaviour == "flood stderr, exit 0") flood("flood stderr");
  if (behaviour.starts_with("daemon")) leave_daemon();
  if (behaviour.ends_with("last words, exit 0") || behaviour == "flood stderr, exit 0" ||
      behaviour == "daemon, exit 0") {
    ::dprintf(2, "last words\n");
    ::_exit(0);
  }
  flood(behaviour);
  exhaust(behaviour);
  disturb(behaviour);
  touch_plugin_file(behaviour);
  if (behaviour == "throw in a thread") die_of(behaviour);
  if (answered(chaos, call)) return;
  die_of(behaviour);
  stall(behaviour);
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

/// What it does before it is ready: "FLOOD, DEATH" or one of them.
void misbehave(const std::string& behaviour) {
  const std::size_t comma = behaviour.find(", ");
  flood(behaviour.substr(0, comma));
  const std::string last = comma == std::string::npos ? behaviour : behaviour.substr(comma + 2);
  die_of(last);
  stall(last);
  if (last == "throw") throw std::runtime_error("thrown while created");
  if (last == "be slow") std::this_thread::sleep_for(std::chrono::milliseconds(300));
}

void* create(const tidemark_host* host, tidemark_text config, tidemark_sink error) {
  const std::string_view said(config.data, config.size);
  const std::string from = member(said, "behaviour_from");
  const std::string behaviour = from.empty() ? member(said, "behaviour") : line_of(from);
  if (behaviour == "refuse") {
    error.write(error.self, text("chaos does not like its configuration"));
    return nullptr;
  }
  if (behaviour == "refuse silently") return nullptr;
  if (behaviour.starts_with("in create: ")) {
    if (!from.empty()) add_line(from + ".starts", "one");
    misbehave(behaviour.substr(11));
  }
  return new Chaos{host, behaviour};
}

void destroy(void* self) {
  const auto* chaos = static_cast<Chaos*>(self);
  if (chaos->behaviour == "hang in destroy") stall("hang");
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

/// Runs at dlopen, before anything could be asked of the plugin: what `at-load` in the folder says.
struct AtLoad {
  AtLoad() { misbehave(line_of("at-load")); }
} at_load;

#ifndef CHAOS_ABI
#define CHAOS_ABI TIDEMARK_ABI_MAJOR
#endif
#ifndef CHAOS_ABI_MINOR
#define CHAOS_ABI_MINOR TIDEMARK_ABI_MINOR
#endif

}  // namespace

const tidemark_plugin tidemark_plugin_entry = {
    CHAOS_ABI, CHAOS_ABI_MINOR, "chaos",   "1.0.0", "Misbehaves as configured.",
    create,    destroy,         capability};
