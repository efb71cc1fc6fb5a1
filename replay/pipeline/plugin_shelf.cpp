#include "replay/pipeline/plugin_shelf.hpp"

#include <algorithm>
#include <functional>

#include "core/base/error.hpp"
#include "core/text/suggest.hpp"
#include "replay/compare/comparator.hpp"

namespace tidemark::pipeline {
namespace {

std::vector<std::string> known_plugins(const std::vector<host::PluginFile>& built_in,
                                       const std::vector<PluginPin>& pins) {
  std::vector<std::string> ids;
  ids.reserve(built_in.size() + pins.size());
  for (const host::PluginFile& file : built_in) ids.push_back(file.id);
  for (const PluginPin& pin : pins) ids.push_back(pin.id);
  return ids;
}

std::vector<std::string> plugins_of(const Judge& judge) {
  std::vector<std::string> ids = {judge.replay.runner.plugin};
  for (const ComparatorSpec& one : judge.replay.compare) {
    if (!compare::is_built_in(one.comparator)) ids.push_back(one.comparator);
  }
  return ids;
}

std::string listed(const std::vector<std::string>& ids,
                   const std::function<std::string(const std::string&)>& what) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id + " " + what(id);
  return text;
}

}  // namespace

host::PluginFile file_of(const PluginPin& pin, const std::filesystem::path& folder) {
  return {pin.id, (folder / pin.path).lexically_normal(), pin.sha256, false};
}

host::PluginFile PluginShelf::find(const Judge& judge, const std::string& id) const {
  const auto shipped = std::find_if(built_in.begin(), built_in.end(),
                                    [&](const host::PluginFile& file) { return file.id == id; });
  for (const PluginPin& pin : judge.plugins) {
    if (pin.id != id) continue;
    if (shipped != built_in.end()) {
      throw Error(Fault::security, to_string(Complaint{pin.place, "plugin " + id + " is built in",
                                                       "give the pinned one another id"}));
    }
    host::PluginFile file = file_of(pin, folder);
    const auto copy = copies.find(pin.sha256);
    if (copy != copies.end()) file.path = copy->second;
    return file;
  }
  if (shipped != built_in.end()) return *shipped;
  const std::string hint = text::did_you_mean(id, known_plugins(built_in, judge.plugins));
  throw Error(
      Fault::configuration,
      to_string(Complaint{judge.replay.place, "no plugin is called " + id,
                          hint.empty() ? "pin it under `plugins:` in tidemark.yaml" : hint}));
}

host::WorkerSpec PluginShelf::runner_of(const Judge& judge) const {
  const RunnerSpec& runner = judge.replay.runner;
  return {find(judge, runner.plugin), runner.config, runner.environment, folder};
}

std::string PluginShelf::identity(const Judge& judge) const {
  return listed(plugins_of(judge), [&](const std::string& id) {
    const host::PluginFile file = find(judge, id);
    return file.built_in ? file.version : "sha256:" + file.sha256;
  });
}

std::string PluginShelf::bytes(const Judge& judge) const {
  return listed(plugins_of(judge),
                [&](const std::string& id) { return "sha256:" + find(judge, id).sha256; });
}

}  // namespace tidemark::pipeline
