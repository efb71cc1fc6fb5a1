#include "core/inventory/read.hpp"

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/inventory/part.hpp"
#include "core/text/glob.hpp"

namespace tidemark::inventory {
namespace {

/// Folders that all files lie below which one of the globs could name.
std::set<std::string> folders_of(const std::vector<Written>& globs) {
  std::set<std::string> folders;
  for (const Written& glob : globs) {
    if (glob.text.front() != '!') folders.insert(text::literal_folder(glob.text, ""));
  }
  return folders;
}

/// Every path that one of the globs could name.
std::vector<std::string> candidates(const std::vector<Written>& globs, const Files& files) {
  const std::set<std::string> folders = folders_of(globs);
  if (!files.paths_below || folders.count("") != 0) return files.paths();
  std::vector<std::string> paths;
  for (const std::string& folder : folders) {
    for (std::string& path : files.paths_below(folder)) paths.push_back(std::move(path));
  }
  return paths;
}

/// The files that the globs of tidemark.yaml name, sorted.
std::vector<std::string> paths_named_by(const std::vector<Written>& globs, const Files& files,
                                        Findings& findings) {
  if (globs.empty()) return {};
  std::vector<std::string> patterns;
  patterns.reserve(globs.size());
  for (const Written& glob : globs) patterns.push_back(glob.text);
  std::vector<std::string> paths = candidates(globs, files);
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

void take_root(const Document& root, Inventory& inventory) {
  inventory.policy = root.policy;
  inventory.plugins = root.plugins;
  std::sort(inventory.plugins.begin(), inventory.plugins.end(),
            [](const PluginPin& a, const PluginPin& b) { return a.id < b.id; });
}

/// One reading, step by step.
class Whole {
 public:
  Whole(const Files& files, Cache* cache) : files_(files), cache_(cache), parts_(files, cache) {}

  Reading read() {
    sources_.push_back(parts_.source_of(root_path));
    Part root = parts_.part_at(sources_[0], "run tidemark init");
    if (root.document) {
      read_below(std::move(root));
    } else {
      findings_.take(std::move(root.findings));
    }
    reading_.complaints = std::move(findings_.complaints);
    reading_.warnings = std::move(findings_.warnings);
    std::sort(reading_.complaints.begin(), reading_.complaints.end());
    std::sort(reading_.warnings.begin(), reading_.warnings.end());
    return std::move(reading_);
  }

 private:
  void read_below(Part root) {
    Inventory& inventory = reading_.inventory;
    reading_.parsed = root.parsed ? 1 : 0;
    moved_ = root.moved;
    findings_.take(std::move(root.findings));
    take_root(*root.document, inventory);
    const std::string by_folders = name_by_folders(root.document->inventories);
    if (!by_folders.empty() && is_known(cache_->meant_by(by_folders))) return;
    inventory.sources = paths_named_by(root.document->inventories, files_, findings_);
    for (const std::string& path : inventory.sources) sources_.push_back(parts_.source_of(path));
    const std::string name = name_by_files();
    if (is_known(name)) return note(by_folders, name);
    inventory.sources.push_back(root_path);
    std::sort(inventory.sources.begin(), inventory.sources.end());
    put_together(parts_at_all(std::move(root)));
    if (name.empty() || !is_flawless()) return;
    cache_->keep(name, inventory);
    note(by_folders, name);
  }

  /// Whether what is read may be kept.
  bool is_flawless() const {
    return !moved_ && findings_.complaints.empty() && findings_.warnings.empty();
  }

  /// The inventory's name in the cache by the folders that its files lie in; "" when there is none,
  /// or when it would be another one after any change of any file.
  std::string name_by_folders(const std::vector<Written>& globs) const {
    if (cache_ == nullptr || !files_.folder_id || !is_flawless()) return "";
    std::vector<Source> folders = sources_;
    for (const std::string& folder : folders_of(globs)) {
      folders.push_back({folder, folder.empty() ? "" : files_.folder_id(folder)});
    }
    return name_of(folders);
  }

  std::string name_by_files() const {
    return cache_ != nullptr && is_flawless() ? name_of(sources_) : "";
  }

  std::string name_of(const std::vector<Source>& sources) const {
    const bool all_known = std::none_of(sources.begin(), sources.end(), [](const Source& source) {
      return source.content.empty();
    });
    return all_known ? cache_->name_of(sources) : "";
  }

  bool is_known(const std::string& name) {
    auto known = name.empty() ? std::nullopt : cache_->inventory(name);
    if (known) reading_.inventory = *std::move(known);
    return known.has_value();
  }

  void note(const std::string& by_folders, const std::string& name) const {
    if (!by_folders.empty()) cache_->note_meaning(by_folders, name);
  }

  std::vector<Part> parts_at_all(Part root) const {
    std::vector<Part> parts(sources_.size());
    parts[0] = std::move(root);
    on_all_cores(parts.size() - 1, [&](std::size_t i) {
      parts[i + 1] = parts_.part_at(sources_[i + 1], "remove it from inventories");
    });
    return parts;
  }

  void put_together(std::vector<Part> parts) {
    std::vector<Document> documents;
    std::vector<std::string> bytes;
    documents.reserve(parts.size());
    bytes.reserve(parts.size());
    bool whole = true, is_new = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i != 0) reading_.parsed += parts[i].parsed ? 1 : 0;
      findings_.take(std::move(parts[i].findings));
      whole = whole && parts[i].whole;
      moved_ = moved_ || parts[i].moved;
      if (parts[i].document) documents.push_back(*std::move(parts[i].document));
      is_new = is_new || (parts[i].parsed && !parts[i].bytes.empty());
      bytes.push_back(std::move(parts[i].bytes));
    }
    if (cache_ != nullptr && is_new) cache_->keep_documents(sources_, bytes);
    reading_.inventory.entities = join(std::move(documents), whole, findings_);
  }

  const Files& files_;
  Cache* cache_;
  const Parts parts_;
  std::vector<Source> sources_;  // tidemark.yaml first
  bool moved_ = false;           // a file was written since it was looked at
  Findings findings_;
  Reading reading_;
};

}  // namespace

Reading read_inventory(const Files& files, Cache* cache) {
  return Whole(files, files.content_id ? cache : nullptr).read();
}

Inventory read_valid_inventory(const Files& files, const std::string& where, Cache* cache) {
  Reading reading = read_inventory(files, cache);
  if (reading.complaints.empty()) return std::move(reading.inventory);
  std::string text = "the inventory at " + where + " cannot be used:";
  for (const Complaint& complaint : reading.complaints) text += '\n' + to_string(complaint);
  throw Error(Fault::configuration, text);
}

}  // namespace tidemark::inventory
