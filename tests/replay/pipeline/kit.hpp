#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/base/hash.hpp"
#include "core/change/changes.hpp"
#include "replay/golden/baseline.hpp"
#include "replay/golden/golden_set.hpp"

/// Workspaces in memory: texts by path, and an inventory beside them.
namespace tidemark::pipeline::kit {

using Texts = std::map<std::string, std::string>;

class Texted final : public git::Snapshot {
 public:
  explicit Texted(Texts texts) : texts_(std::move(texts)) {
    for (const auto& [path, text] : texts_) {
      files_.push_back({path, sha256_hex(text).substr(0, 40), false, false, false});
    }
  }
  const std::vector<git::File>& files() const override { return files_; }
  std::optional<std::string> read(const std::string& path, std::size_t) const override {
    const auto found = texts_.find(path);
    if (found == texts_.end()) return std::nullopt;
    return found->second;
  }
  std::string name() const override { return "texts"; }
  git::File& file(const std::string& path) {
    for (git::File& one : files_) {
      if (one.path == path) return one;
    }
    throw std::logic_error("no file " + path);
  }

 private:
  Texts texts_;
  std::vector<git::File> files_;
};

/// A golden set of cases whose ids are one letter each.
inline std::string golden_text(const std::string& ids) {
  std::string text;
  for (const char id : ids) {
    text += std::string(R"({"id":")") + id + R"(","input":")" + id + "\"}\n";
  }
  return text;
}

/// A baseline of nine runs that holds these cases.
inline std::string baseline_text(const std::string& ids) {
  Baseline baseline;
  baseline.automation = "automation:router";
  baseline.closure = "recorded";
  baseline.recorded_at = "2026-10-01T09:30:00Z";
  baseline.runs = 9;
  baseline.tool = "0.1.0";
  for (const char id : ids) {
    const std::string text = std::string("\"") + id + "\"";
    baseline.cases.push_back(
        {std::string(1, id), sha256_hex(text), text, std::vector<SharedText>(9, text)});
  }
  return golden::write_baseline(baseline);
}

inline Entity router() {
  Entity entity;
  entity.id = {Kind::automation, "router"};
  entity.owners = {"ann@example.com", "ben@example.com", "cy@example.com"};
  ReplaySpec spec;
  spec.runner.plugin = "process";
  spec.golden = "golden.jsonl";
  spec.baseline = "baseline.jsonl";
  spec.compare = {{"label", "/queue", true, "{}"}};
  entity.replay = spec;
  return entity;
}

inline change::World world_of(std::vector<Entity> entities, Texts texts,
                              const std::string& folder = "") {
  texts.emplace(folder + "tidemark.yaml", "tidemark: 1\n");
  change::World world{std::make_shared<Texted>(std::move(texts)), {}, folder};
  world.inventory.entities = std::move(entities);
  return world;
}

/// The router with a golden set and a baseline of these cases.
inline change::World world_with(const Entity& entity, const std::string& golden = "ab",
                                const std::string& baseline = "ab") {
  return world_of({entity}, {{"golden.jsonl", golden_text(golden)},
                             {"baseline.jsonl", baseline_text(baseline)}});
}

}  // namespace tidemark::pipeline::kit
