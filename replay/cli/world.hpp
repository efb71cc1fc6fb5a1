#pragma once

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/model/inventory.hpp"
#include "replay/cli/arguments.hpp"
#include "replay/cli/signals.hpp"
#include "replay/pipeline/session.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::cli {

/// Leaves a value to the end of the process, which takes back at once what a destructor takes back
/// piece by piece: of a large inventory that is a good part of the whole answer.
template <typename Value>
void leave(Value&& value) {
  static auto* const left = new std::vector<std::shared_ptr<void>>;  // reachable: it is no leak
  left->push_back(std::make_shared<std::remove_reference_t<Value>>(std::forward<Value>(value)));
}

/// The workspace, and its inventory on disk or where --at says.
struct Here {
  pipeline::Workspace workspace;
  change::World world;

  ~Here() { leave(std::move(world)); }
};
/// Says on standard error which commit a date meant.
Here here(const Arguments& arguments);
Here here(const Arguments& arguments, pipeline::Workspace workspace);

/// The entity called `name`: an id, or a bare name that only one entity has. Throws
/// Error(configuration) with the nearest id, or the ids it could mean.
const Entity& entity_named(const Inventory& inventory, const std::string& name);

/// Exactly `count` positional arguments, or Error(usage) with the command's usage.
void expect_names(const Arguments& arguments, std::size_t count);
/// At least `least` of them.
void expect_some_names(const Arguments& arguments, std::size_t least = 1);

/// The real parts that replaying commands are made with; lives as long as the command.
class RealParts {
 public:
  RealParts(const Arguments& arguments, const pipeline::Workspace& workspace);
  ~RealParts();
  pipeline::Parts& parts() { return *parts_; }
  /// Does the command's work and returns its exit code. When a signal stops it, says how to go on
  /// and returns 128 plus the signal's number.
  int run(const Arguments& arguments, const std::function<int()>& work);

 private:
  SignalWatch signals_;
  std::unique_ptr<host::Host> host_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<pipeline::Parts> parts_;
};

/// The command's own host, for whoever only wants to ask plugins what they are.
std::unique_ptr<host::Host> real_host();
/// The build's plugins, beside the running program.
std::vector<host::PluginFile> real_plugins();
/// Where the ledger of this workspace is, by --ledger or by default.
std::filesystem::path ledger_path(const Arguments& arguments, const pipeline::Workspace& workspace);

}  // namespace tidemark::cli
