// bench_trials FOLDER ROUNDS TRIALS [PORT [PART]]: what a trial costs between the plan and the
// ledger, whole verdicts aside: processes next to bare posix_spawn, lines, the ledger alone, and
// HTTP where quick_server listens on PORT. With PART only what has it in its name.

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "core/host/host.hpp"
#include "core/ledger/ledger.hpp"
#include "replay/run/runner.hpp"
#include "tests/bench/in_turn.hpp"

namespace {

using namespace tidemark;

const std::string text(300, 'x');
constexpr std::array<int, 3> parallelism = {2, 4, 16};

std::filesystem::path beside() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

struct Pipe {
  Pipe() {
    if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
  }
  int ends[2] = {-1, -1};
};

/// The least that `process` in mode exec could do: a process, a text in, a text out, its end.
void spawn_one() {
  Pipe in, out;
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.ends[0], 0);
  ::posix_spawn_file_actions_adddup2(&actions, out.ends[1], 1);
  std::string program = "/bin/cat";
  std::array<char*, 2> arguments = {program.data(), nullptr};
  pid_t id = 0;
  if (::posix_spawn(&id, program.c_str(), &actions, nullptr, arguments.data(), environ) != 0) {
    std::abort();
  }
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(in.ends[0]);
  ::close(out.ends[1]);
  if (::write(in.ends[1], text.data(), text.size()) < 0) std::abort();
  ::close(in.ends[1]);
  std::array<char, 4096> bytes;
  while (::read(out.ends[0], bytes.data(), bytes.size()) > 0) {
  }
  ::close(out.ends[0]);
  ::waitpid(id, nullptr, 0);
}

void spawn_all(std::size_t processes, int at_once) {
  std::atomic<std::size_t> begun = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < at_once; ++i) {
    threads.emplace_back([&] {
      while (begun++ < processes) spawn_one();
    });
  }
}

/// Runs trials as a replay does, into a ledger of its own.
class Replay {
 public:
  explicit Replay(std::filesystem::path folder)
      : folder_(std::move(folder)), ledger_(ledger::Ledger::open(folder_ / "ledger")) {
    settings_.worker_command = {(beside() / "tidemark").string(), "worker"};
    plugins_ = host::built_in_plugins(host::plugin_manifest(), host::plugin_folder());
  }

  void run(const std::string& plugin, const std::string& config, int concurrency,
           std::size_t count) {
    // No longer than needed: it ends processes that it does not know.
    host::Host host(settings_);
    const std::int64_t run = ledger_.begin({}, {{}, true}).run;
    run::Setting setting;
    setting.worker = {plugin_called(plugin), config, {}, folder_};
    setting.concurrency = concurrency;
    const auto outcomes = run::run_trials(
        host, setting, planned(count),
        [&](std::span<const Outcome> kept) { ledger_.add(run, records(kept)); }, {});
    for (const Outcome& outcome : outcomes) {
      if (outcome.failure) throw std::runtime_error(outcome.failure->text);
    }
  }

  void keep(std::size_t count, std::size_t at_once) {
    const std::int64_t run = ledger_.begin({}, {{}, true}).run;
    std::vector<Outcome> outcomes(at_once);
    for (std::size_t done = 0; done < count; done += at_once) {
      for (std::size_t i = 0; i < at_once; ++i) outcomes[i] = outcome_of(planned(count)[done + i]);
      ledger_.add(run, records(outcomes));
    }
  }

 private:
  static Outcome outcome_of(const Trial& trial) {
    return {trial.case_id, 0, trial.input, {}, {}, {}};
  }

  static std::vector<ledger::TrialRecord> records(std::span<const Outcome> outcomes) {
    std::vector<ledger::TrialRecord> all;
    for (const Outcome& one : outcomes) all.push_back({{Kind::automation, "bench"}, "head", one});
    return all;
  }

  std::span<const Trial> planned(std::size_t count) {
    for (std::size_t i = trials_.size(); i < count; ++i) {
      trials_.push_back({"case-" + std::to_string(i), 0, '"' + text + '"'});
    }
    return std::span<const Trial>(trials_).first(count);
  }

  host::PluginFile plugin_called(const std::string& id) const {
    for (const host::PluginFile& plugin : plugins_) {
      if (plugin.id == id) return plugin;
    }
    std::abort();
  }

  const std::filesystem::path folder_;
  ledger::Ledger ledger_;
  host::HostSettings settings_;
  std::vector<host::PluginFile> plugins_;
  std::vector<Trial> trials_;
};

/// Those with `part` in their names.
std::vector<bench::Runner> only(std::vector<bench::Runner> runners, std::string_view part) {
  std::erase_if(runners, [&](const bench::Runner& runner) {
    return runner.name.find(part) == std::string::npos;
  });
  return runners;
}

void processes_in_turn(Replay& replay, int rounds, std::size_t processes, std::string_view part) {
  for (const int at_once : parallelism) {
    auto runners =
        only({{"posix_spawn alone, for exec", [=] { spawn_all(processes, at_once); }},
              {"tidemark, mode exec",
               [&replay, processes, at_once] {
                 replay.run("process", R"({"command":["/bin/cat"]})", at_once, processes);
               }}},
             part);
    run_in_turn(std::to_string(processes) + " processes, " + std::to_string(at_once) + " at once",
                runners, rounds);
  }
}

void lines_in_turn(Replay& replay, int rounds, std::size_t trials, const char* port,
                   std::string_view part) {
  const std::string child = (beside() / "quick_child").string();
  const auto mode = [&](const std::string& name) {
    return R"({"command":[")" + child + R"(",")" + name + R"("],"mode":")" + name + R"("})";
  };
  std::vector<bench::Runner> runners = {
      {"the ledger alone, 64 trials at once", [&] { replay.keep(trials, 64); }},
      {"the ledger alone, 512 trials at once", [&] { replay.keep(trials, 512); }},
      {"tidemark, mode jsonl, 64 in flight",
       [&] { replay.run("process", mode("jsonl"), 64, trials); }},
      {"tidemark, mode jsonl, 512 in flight",
       [&] { replay.run("process", mode("jsonl"), 512, trials); }},
      {"tidemark, mode lines, 512 in flight",
       [&] { replay.run("process", mode("lines"), 512, trials); }}};
  if (port != nullptr) {
    const std::string url = R"({"url":"http://127.0.0.1:)" + std::string(port) + R"(/"})";
    for (const int at_once : {16, 64}) {
      runners.push_back(
          {"tidemark, http, " + std::to_string(at_once) + " in flight",
           [&replay, trials, url, at_once] { replay.run("http", url, at_once, trials); }});
    }
  }
  runners = only(std::move(runners), part);
  run_in_turn(std::to_string(trials) + " trials", runners, rounds);
  for (const bench::Runner& runner : runners) {
    std::printf("  %-44s %8.0f trials/s   %5.1f us of CPU a trial\n", runner.name.c_str(),
                static_cast<double>(trials) / runner.median() * 1000,
                bench::Runner::middle(runner.cpu) / static_cast<double>(trials) * 1000);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 64;
  const std::filesystem::path folder = arguments[1];
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const int rounds = std::atoi(arguments[2]);
  // Whole groups of each size that the ledger is given.
  const std::size_t trials = std::max(1, std::atoi(arguments[3]) / 512) * std::size_t{512};
  Replay replay(std::filesystem::canonical(folder));
  const std::string_view part = count > 5 ? arguments[5] : "";
  processes_in_turn(replay, rounds, trials / 20, part);
  lines_in_turn(replay, rounds, trials, count > 4 ? arguments[4] : nullptr, part);
}
