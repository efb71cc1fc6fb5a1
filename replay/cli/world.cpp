#include "replay/cli/world.hpp"

#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cmath>
#include <cstring>
#include <iostream>

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/text/suggest.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/past_state.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/progress.hpp"
#include "replay/cli/version.hpp"
#include "replay/pipeline/ledger_place.hpp"
#include "replay/run/runner.hpp"

namespace tidemark::cli {
namespace {

std::vector<std::string> ids_called(const Inventory& inventory, const std::string& name) {
  std::vector<std::string> ids;
  for (const Entity& entity : inventory.entities) {
    if (entity.id.name == name) ids.push_back(to_string(entity.id));
  }
  return ids;
}

std::string nearest_id(const Inventory& inventory, const std::string& name) {
  std::vector<std::string> ids, names;
  for (const Entity& entity : inventory.entities) {
    ids.push_back(to_string(entity.id));
    names.push_back(entity.id.name);
  }
  const std::string hint = text::did_you_mean(name, ids);
  return hint.empty() ? text::did_you_mean(name, names) : hint;
}

/// Columns of the terminal on standard error.
std::size_t columns() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2) return 79;
  return size.ws_col - 1U;
}

/// Takes a line of progress away, so that nothing is written behind it.
const char* clear_line() { return ::isatty(STDERR_FILENO) == 0 ? "" : "\r\x1b[K"; }

void say_note(const std::string& sentence) {
  std::cerr << clear_line() << inert("tidemark: " + sentence + "\n") << std::flush;
}

/// For a log: that the run goes on, and how far it is; of a long wait at once.
pipeline::Progress progress_notes() {
  return [board = ProgressBoard(), said = run::Time::clock::now(), known_wait = run::never](
             const EntityId& automation, const run::Standing& standing) mutable {
    constexpr std::chrono::seconds often{60}, long_wait{10};
    constexpr ProgressBoard::Room room{2000, 20};
    const auto now = run::Time::clock::now();
    board.hear(automation, standing, now);
    const std::string line = board.line(now, room);
    const bool waits = standing.waits_until != run::never && standing.waits_until != known_wait &&
                       standing.waits_until - now >= long_wait;
    if (line.empty() || (!waits && now - said < often)) return;
    if (waits) known_wait = standing.waits_until;
    said = now;
    say_note(line);
  };
}

/// On a terminal one line that is written over.
pipeline::Progress progress_line() {
  if (::isatty(STDERR_FILENO) == 0) return progress_notes();
  return [board = ProgressBoard(), drawn = run::Time()](const EntityId& automation,
                                                        const run::Standing& standing) mutable {
    const auto now = run::Time::clock::now();
    board.hear(automation, standing, now);
    const std::string line = board.line(now, {columns(), 3});
    const bool is_soon = now - drawn < std::chrono::milliseconds(100);
    if (!line.empty() && is_soon && standing.waits_until == run::never) return;
    drawn = now;
    std::cerr << clear_line() << line << std::flush;
  };
}

ledger::BeginOptions begin_options(const Arguments& arguments) {
  const auto patience = parse_duration(arguments.lock_wait);
  if (!patience) {
    throw Error(Fault::usage,
                "--lock-wait " + arguments.lock_wait + ": must be a duration such as 30s");
  }
  return {*patience, arguments.fresh};
}

run::Budget budget_of(const Arguments& arguments) {
  run::Budget budget;
  if (arguments.max_cost) {
    const std::string& text = *arguments.max_cost;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), budget.cost);
    const bool is_amount = fault == std::errc() && end == text.data() + text.size();
    if (!is_amount || !std::isfinite(budget.cost) || budget.cost <= 0) {
      throw Error(Fault::usage, "--max-cost " + text +
                                    ": must be an amount of US dollars above zero, such as 2.50");
    }
  }
  if (!arguments.max_time) return budget;
  const auto most = parse_duration(*arguments.max_time);
  if (!most || most->count() == 0) {
    throw Error(Fault::usage,
                "--max-time " + *arguments.max_time + ": must be a duration such as 30m");
  }
  budget.ends = run::Time::clock::now() + *most;
  return budget;
}

}  // namespace

Here here(const Arguments& arguments) {
  return here(arguments, pipeline::find_workspace(arguments.folder));
}

Here here(const Arguments& arguments, pipeline::Workspace workspace) {
  Here result{std::move(workspace), {}};
  if (arguments.at.empty()) {
    result.world = pipeline::world_now(result.workspace, pipeline::Purpose::asking);
    return result;
  }
  if (!arguments.base.empty()) {
    throw Error(Fault::usage, "--at and --base are two questions; ask one");
  }
  PastState past = past_state(result.workspace, arguments.at);
  if (past.by_date) say_note("at " + arguments.at + ": " + name_of(past));
  if (past.world.folder != result.workspace.folder) {
    const std::string folder = past.world.folder.empty() ? "the root" : past.world.folder;
    say_note("at " + arguments.at + " the workspace was in " + folder);
  }
  result.world = std::move(past.world);
  return result;
}

const Entity& entity_named(const Inventory& inventory, const std::string& name) {
  if (const auto id = parse_entity_id(name)) {
    if (const Entity* found = inventory.find(*id)) return *found;
  }
  const auto ids = ids_called(inventory, name);
  if (ids.size() == 1) return *inventory.find(*parse_entity_id(ids.front()));
  if (ids.size() > 1) {
    throw Error(Fault::configuration, name + " may mean several entities: " + joined(ids));
  }
  const std::string hint = nearest_id(inventory, name);
  throw Error(Fault::configuration,
              "no entity is called " + name +
                  (hint.empty() ? " (see `tidemark list`)" : " (" + hint + ")"));
}

namespace {

[[noreturn]] void refuse_names(const Arguments& arguments) {
  std::string usage;
  for (const Command& command : commands()) {
    if (arguments.command == command.name) usage = command.usage;
  }
  throw Error(Fault::usage, "usage: tidemark " + arguments.command + " " + usage);
}

}  // namespace

void expect_names(const Arguments& arguments, std::size_t count) {
  if (arguments.names.size() != count) refuse_names(arguments);
}

void expect_some_names(const Arguments& arguments, std::size_t least) {
  if (arguments.names.size() < least) refuse_names(arguments);
}

std::vector<host::PluginFile> real_plugins() {
  return host::built_in_plugins(host::plugin_manifest(), host::plugin_folder());
}

std::unique_ptr<host::Host> real_host() {
  host::HostSettings settings;
  // Trials that kill a worker are few, or the run is given up; see run_trials().
  settings.restarts = 20;
  settings.worker_command = {std::filesystem::read_symlink("/proc/self/exe").string(), "worker"};
  return std::make_unique<host::Host>(std::move(settings));
}

std::filesystem::path ledger_path(const Arguments& arguments,
                                  const pipeline::Workspace& workspace) {
  const std::filesystem::path file = arguments.ledger ? std::filesystem::absolute(*arguments.ledger)
                                                      : ledger::default_path(workspace.root);
  pipeline::check_ledger_place(workspace, file);
  return file;
}

RealParts::RealParts(const Arguments& arguments, const pipeline::Workspace& workspace)
    : ledger_(std::make_unique<ledger::Ledger>(
          ledger::Ledger::open(ledger_path(arguments, workspace)))) {
  host_ = real_host();
  parts_ = std::make_unique<pipeline::Parts>(pipeline::Parts{
      *host_, *ledger_, real_plugins(), version, progress_line(), say_note, signals_.token(),
      begin_options(arguments), budget_of(arguments), arguments.full});
}

int RealParts::run(const Arguments& arguments, const std::function<int()>& work) {
  int signal = 0;
  try {
    return work();
  } catch (const run::Stopped&) {
    signal = signals_.signal();
  } catch (const OutputClosed&) {
    signal = SIGPIPE;
  } catch (const run::OutOfBudget& spent) {
    say_note(std::string(spent.what()) + "; nothing that was done is lost, " +
             pipeline::way_on(parts_->begin));
    return static_cast<int>(Fault::evaluation);
  } catch (const pipeline::Unserved& unserved) {
    ledger_->leave_open(static_cast<int>(unserved.fault()));
    say_note("what was made is kept: " + pipeline::way_on(parts_->begin));
    throw;
  } catch (const Error& error) {
    // A store that fails may serve again; then the run goes on.
    if (error.fault() != Fault::store) ledger_->abandon(static_cast<int>(error.fault()));
    throw;
  }
  std::cerr << clear_line() << "tidemark: ended by SIG" << ::sigabbrev_np(signal)
            << "; nothing that was done is lost, this goes on from there:\n  " << arguments.line
            << '\n';
  return 128 + signal;
}

RealParts::~RealParts() = default;

}  // namespace tidemark::cli
