#include "tests/core/change/kit.hpp"

#include <algorithm>
#include <stdexcept>

namespace tidemark::test {
namespace {

class Listed final : public git::Snapshot {
 public:
  explicit Listed(const Files& files) {
    for (const auto& [path, blob] : files) {
      const bool executable = blob.back() == '*';
      const bool submodule = blob.back() == '@';
      const bool has_sign = executable || submodule;
      files_.push_back(
          {path, has_sign ? blob.substr(0, blob.size() - 1) : blob, executable, false, submodule});
    }
  }
  const std::vector<git::File>& files() const override { return files_; }
  std::optional<std::string> read(const std::string&, std::size_t) const override {
    throw std::logic_error("changes are seen by blob ids, not by reading");
  }
  std::string name() const override { return "listed"; }

 private:
  std::vector<git::File> files_;
};

class Readable final : public git::Snapshot {
 public:
  explicit Readable(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {
    for (const auto& [path, text] : texts_) {
      files_.push_back({path, std::to_string(std::hash<std::string>()(text))});
    }
  }
  const std::vector<git::File>& files() const override { return files_; }
  std::optional<std::string> read(const std::string& path, std::size_t) const override {
    const auto found = texts_.find(path);
    return found == texts_.end() ? std::nullopt : std::optional(found->second);
  }
  std::string name() const override { return "readable"; }

 private:
  std::map<std::string, std::string> texts_;
  std::vector<git::File> files_;
};

std::string or_none(const std::string& text) { return text.empty() ? "none" : text; }

}  // namespace

change::World world_of(Inventory inventory, Files files, const std::string& folder) {
  files.emplace(folder + "tidemark.yaml", "1111");
  return {std::make_shared<Listed>(files), std::move(inventory), folder};
}

change::World readable_world_of(Inventory inventory,
                                const std::map<std::string, std::string>& texts) {
  auto all = texts;
  all.emplace("tidemark.yaml", "");
  return {std::make_shared<Readable>(std::move(all)), std::move(inventory), ""};
}

change::World world_before_tidemark(Files files) {
  return {std::make_shared<Listed>(files), {}, ""};
}

EntityId id_of(const std::string& text) { return parse_entity_id(text).value(); }

Entity entity_of(const std::string& id, std::vector<std::string> files) {
  Entity entity;
  entity.id = id_of(id);
  entity.files = std::move(files);
  return entity;
}

Entity replayed(const std::string& id) {
  Entity entity = entity_of(id);
  ReplaySpec spec;
  spec.runner.plugin = "process";
  spec.golden = "golden/router.jsonl";
  spec.baseline = "golden/router.baseline.jsonl";
  spec.compare = {{"label", "/queue", true, "{}"}};
  entity.replay = spec;
  return entity;
}

Inventory inventory_of(std::vector<Entity> entities) {
  Inventory inventory;
  std::sort(entities.begin(), entities.end(),
            [](const Entity& one, const Entity& other) { return one.id < other.id; });
  inventory.entities = std::move(entities);
  return inventory;
}

std::string text_of(const std::vector<Change>& changes) {
  std::string text;
  for (const Change& change : changes) {
    const bool inventory = change.source == ChangeSource::inventory;
    text += to_string(change.entity) + ' ' +
            (inventory ? "" : std::string(to_string(change.source)) + ' ') + change.what + ": " +
            or_none(change.from) + " -> " + or_none(change.to) + " (" +
            std::string(to_string(change.change_class)) + ")\n";
  }
  return text;
}

std::string text_of(const std::vector<Proposal>& proposals) {
  std::string text;
  for (const Proposal& proposal : proposals) {
    text += proposal.rule + " [" + proposal.automation.name + "]: " + proposal.text + '\n';
  }
  return text;
}

std::string text_of(const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) text += (text.empty() ? "" : ", ") + path;
  return text;
}

}  // namespace tidemark::test
