#include "replay/pipeline/run_parts.hpp"

#include <algorithm>
#include <map>

#include "core/base/hash.hpp"
#include "core/change/claims.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {
namespace {

std::string part_of(const change::Claims& claims, const change::World& world,
                    const std::string& path) {
  if (path == world.folder + acceptances_path) return "acceptances";
  if (claims.is_inventory(path)) return "inventory";
  const auto claimed = claims.of(path);
  if (claimed.empty()) return "other files";
  switch (claimed.front().source) {
    case ChangeSource::golden:
      return "golden sets";
    case ChangeSource::baseline:
      return "baselines";
    default:
      return "files of " + to_string(claimed.front().entity);
  }
}

std::string line_of(const git::File& file) {
  return file.path + '\0' + file.blob + (file.executable ? " x" : "") + (file.symlink ? " l" : "") +
         '\n';
}

std::string plugins_hash(const Parts& parts) {
  std::string text;
  for (const host::PluginFile& plugin : parts.built_in) text += plugin.id + plugin.sha256 + '\n';
  return sha256_hex(text);
}

}  // namespace

ledger::RunParts file_parts(const change::World& world, Records records) {
  const change::Claims claims(world.inventory, world.folder);
  std::map<std::string, std::string> lines;
  for (const git::File& file : world.files->files()) {
    lines[part_of(claims, world, file.path)] += line_of(file);
  }
  if (records == Records::written) {
    lines.erase("acceptances");
    lines.erase("baselines");
  }
  ledger::RunParts parts;
  for (const auto& [name, text] : lines) parts.emplace_back(name, sha256_hex(text));
  return parts;
}

ledger::RunParts run_parts(const change::World& world, const Parts& parts, Records records) {
  ledger::RunParts all = file_parts(world, records);
  all.emplace_back("plugins", plugins_hash(parts));
  all.emplace_back("tidemark", sha256_hex(parts.tool));
  return sorted(std::move(all));
}

std::string part_called(const std::string& name, const ledger::RunParts& parts) {
  for (const auto& [its, hash] : parts) {
    if (its == name) return hash;
  }
  return "";
}

std::pair<std::string, std::string> question(const std::string& command,
                                             const std::vector<std::string>& names) {
  std::string text = command;
  for (const std::string& name : names) text += '\n' + name;
  return {"what was asked", sha256_hex(text)};
}

ledger::RunParts sorted(ledger::RunParts parts) {
  std::sort(parts.begin(), parts.end());
  return parts;
}

}  // namespace tidemark::pipeline
