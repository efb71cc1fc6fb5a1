#include "core/inventory/read.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/inventory/document.hpp"
#include "core/text/glob.hpp"

namespace tidemark::inventory {
namespace {

const std::string root_path = "tidemark.yaml";

std::optional<std::string> text_of(const Files& files, const std::string& path,
                                   const std::string& way_out, Findings& findings) {
  try {
    auto text = files.read(path);
    if (!text) findings.complain({path, 0, 0}, "there is no such file", way_out);
    return text;
  } catch (const Error& error) {
    if (error.fault() != Fault::configuration) throw;
    findings.complain({path, 0, 0}, error.what(), "");
    return std::nullopt;
  }
}

/// The files that the globs of tidemark.yaml name, sorted.
std::vector<std::string> paths_named_by(const std::vector<Written>& globs, const Files& files,
                                        Findings& findings) {
  if (globs.empty()) return {};
  std::vector<std::string> patterns;
  patterns.reserve(globs.size());
  for (const Written& glob : globs) patterns.push_back(glob.text);
  std::vector<std::string> paths = files.paths();
  for (const Written& glob : globs) {
    const text::GlobSet alone({glob.text}, "");
    const bool matches = std::any_of(paths.begin(), paths.end(),
                                     [&](const std::string& path) { return alone.matches(path); });
    if (matches || glob.text.front() == '!') continue;
    findings.warn(glob.place, "inventories: " + shown(glob.text) + " matches no file",
                  "remove it or add the file");
  }
  const text::GlobSet all(patterns, "");
  std::erase_if(paths,
                [&](const std::string& path) { return path == root_path || !all.matches(path); });
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

/// What a file gave, whether that is all of it, and what is wrong with it.
struct Part {
  std::optional<Document> document;
  bool whole = false;
  Findings findings;
};

Part part_at(const Files& files, const std::string& path, const std::string& way_out) {
  Part part;
  const auto text = text_of(files, path, way_out, part.findings);
  if (!text) return part;
  part.findings = Findings(text->size());
  const auto root = yaml::read(*text, path, part.findings.complaints);
  if (!root) return part;
  const bool understood = part.findings.complaints.empty();
  part.document = read_document(*root, path == root_path, part.findings);
  part.whole = understood && part.document;
  return part;
}

/// One part for each path, read and understood on all cores.
std::vector<Part> parts_at(const Files& files, const std::vector<std::string>& paths) {
  std::vector<Part> parts(paths.size());
  on_all_cores(paths.size(), [&](std::size_t i) {
    parts[i] = part_at(files, paths[i], "remove it from inventories");
  });
  return parts;
}

void take_root(const Document& root, Inventory& inventory) {
  inventory.policy = root.policy;
  inventory.plugins = root.plugins;
  std::sort(inventory.plugins.begin(), inventory.plugins.end(),
            [](const PluginPin& a, const PluginPin& b) { return a.id < b.id; });
}

void read_all(const Files& files, Inventory& inventory, Findings& findings) {
  Part root = part_at(files, root_path, "run tidemark init");
  findings.take(std::move(root.findings));
  if (!root.document) return;
  take_root(*root.document, inventory);
  inventory.sources = paths_named_by(root.document->inventories, files, findings);
  std::vector<Document> documents{std::move(*root.document)};
  bool whole = root.whole;
  for (Part& part : parts_at(files, inventory.sources)) {
    findings.take(std::move(part.findings));
    whole = whole && part.whole;
    if (part.document) documents.push_back(std::move(*part.document));
  }
  inventory.sources.push_back(root_path);
  std::sort(inventory.sources.begin(), inventory.sources.end());
  inventory.entities = join(std::move(documents), whole, findings);
}

}  // namespace

Reading read_inventory(const Files& files) {
  Reading reading;
  Findings findings;
  read_all(files, reading.inventory, findings);
  reading.complaints = std::move(findings.complaints);
  reading.warnings = std::move(findings.warnings);
  std::sort(reading.complaints.begin(), reading.complaints.end());
  std::sort(reading.warnings.begin(), reading.warnings.end());
  return reading;
}

Inventory read_valid_inventory(const Files& files, const std::string& where) {
  Reading reading = read_inventory(files);
  if (reading.complaints.empty()) return std::move(reading.inventory);
  std::string text = "the inventory at " + where + " cannot be used:";
  for (const Complaint& complaint : reading.complaints) text += '\n' + to_string(complaint);
  throw Error(Fault::configuration, text);
}

}  // namespace tidemark::inventory
