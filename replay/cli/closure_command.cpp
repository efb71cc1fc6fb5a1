#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/assess.hpp"
#include "replay/pipeline/closure.hpp"
#include "replay/pipeline/closure_difference.hpp"

namespace tidemark::cli {
namespace {

pipeline::Closure closure_in(const change::World& world, const Entity& automation,
                             const pipeline::PluginShelf& plugins) {
  return pipeline::closure_now(world, DependencyGraph(world.inventory), automation, plugins);
}

json::Value json_of(const Entity& automation, const pipeline::Closure& closure) {
  json::Array components;
  for (const auto& [name, hash] : closure.components) {
    components.emplace_back(json::Object{{"component", name}, {"hash", hash}});
  }
  return json::Object{{"schema", "tidemark.closure/1"},
                      {"automation", to_string(automation.id)},
                      {"closure", closure.hash},
                      {"components", std::move(components)}};
}

std::string text_of(const Entity& automation, const pipeline::Closure& closure) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, hash] : closure.components) {
    rows.push_back({"  " + name, hash.substr(0, 16)});
  }
  return to_string(automation.id) + ": closure " + closure.hash + "\n" + table(rows);
}

std::string difference_text(const std::string& revision, const std::vector<std::string>& words) {
  if (words.empty()) return "the same at " + revision + "\n";
  std::string text = "since " + revision + " it differs in: ";
  for (const std::string& word : words) text += (word == words.front() ? "" : ", ") + word;
  return text + "\n";
}

}  // namespace

int closure(const Arguments& arguments) {
  expect_names(arguments, 1);
  const Here at = here(arguments);
  const Entity& automation =
      pipeline::automation_named(at.world.inventory, arguments.names.front());
  const pipeline::PluginShelf plugins{real_plugins(), at.workspace.root};
  const auto now = closure_in(at.world, automation, plugins);
  std::string text = text_of(automation, now);
  json::Value value = json_of(automation, now);
  if (!arguments.diff.empty()) {
    const auto& repository = repository_of(at.workspace, "closure --diff");
    const auto then = pipeline::world_at(at.workspace, repository.resolve(arguments.diff));
    const Entity* earlier = then.inventory.find(automation.id);
    const auto before =
        earlier == nullptr ? pipeline::Closure{} : closure_in(then, *earlier, plugins);
    const auto words = pipeline::differences(before, now, then.inventory, at.world.inventory);
    text += difference_text(arguments.diff, words);
    value.set("diff", arguments.diff);
    value.set("diff_closure", before.hash);
    json::Array differs;
    for (const std::string& word : words) differs.emplace_back(word);
    value.set("differs", std::move(differs));
  }
  print(arguments, text, value);
  return 0;
}

}  // namespace tidemark::cli
