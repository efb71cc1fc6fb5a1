#include "core/change/package_locks.hpp"

#include <algorithm>
#include <array>

#include "core/json/json.hpp"

namespace tidemark::change {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string as_is(std::string_view name) { return std::string(name); }

bool is_npm(std::string_view file) {
  return file == "package-lock.json" || file == "npm-shrinkwrap.json";
}

std::string member_text(const json::Value& entry, std::string_view key) {
  const json::Value* member = entry.find(key);
  return member != nullptr && member->string() != nullptr ? *member->string() : "";
}

bool is_link(const json::Value& entry) {
  const json::Value* link = entry.find("link");
  return link != nullptr && link->boolean() != nullptr && *link->boolean();
}

PackageVersion pinned(const json::Value& entry) {
  return {member_text(entry, "version"),
          member_text(entry, "resolved") + member_text(entry, "integrity")};
}

/// Versions 2 and 3: by the place where a package is installed.
void add_installed(const json::Object& packages, PackageVersions& found) {
  constexpr std::string_view folder = "node_modules/";
  for (const auto& [place, entry] : packages) {
    const std::size_t last = place.rfind(folder);
    // The workspace itself and its members are nobody's packages.
    if (last == std::string::npos || is_link(entry)) continue;
    const std::string alias = member_text(entry, "name");
    found[alias.empty() ? place.substr(last + folder.size()) : alias].insert(pinned(entry));
  }
}

/// Version 1: packages within packages. The JSON reader bounds the depth.
void add_nested(const json::Value& entry, PackageVersions& found) {
  const json::Value* nested = entry.find("dependencies");
  if (nested == nullptr || nested->object() == nullptr) return;
  for (const auto& [name, one] : *nested->object()) {
    found[name].insert(pinned(one));
    add_nested(one, found);
  }
}

PackageVersions read_npm(std::string_view text, std::string_view where) {
  const json::Value lock = json::parse(text, where);
  PackageVersions found;
  const json::Value* packages = lock.find("packages");
  if (packages != nullptr && packages->object() != nullptr) {
    add_installed(*packages->object(), found);
  } else {
    add_nested(lock, found);
  }
  return found;
}

bool is_pip(std::string_view file) {
  return file.starts_with("requirements") && file.ends_with(".txt");
}

/// PEP 503: case and the kind of separator do not matter.
std::string pip_name(std::string_view name) {
  std::string normal;
  for (const char letter : name) {
    const bool separates = letter == '-' || letter == '_' || letter == '.';
    if (separates && !normal.empty() && normal.back() == '-') continue;
    const bool upper = letter >= 'A' && letter <= 'Z';
    normal += separates ? '-' : upper ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return normal;
}

/// The start of a line up to a marker or an option such as --hash, and the rest.
std::pair<std::string_view, std::string_view> parted(std::string_view line) {
  std::size_t end = line.size();
  for (const std::string_view sign : {" --", ";"}) end = std::min(end, line.find(sign));
  return {trimmed(line.substr(0, end)), line.substr(end)};
}

/// Without `[extras]`; an exact version is shown without its sign.
std::string pip_version(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('[')) {
    text = trimmed(text.substr(std::min(text.find(']'), text.size() - 1) + 1));
  }
  if (text.starts_with("==")) {
    text = trimmed(text.substr(std::min(text.find_first_not_of('='), text.size())));
  }
  return text.empty() ? "any" : std::string(text);
}

void add_requirement(std::string_view line, PackageVersions& found) {
  for (const std::string_view comment : {" #", "\t#"}) line = line.substr(0, line.find(comment));
  line = trimmed(line);
  if (line.empty() || line.starts_with('#')) return;
  if (line.starts_with('-')) {
    found[""].insert({"", std::string(line)});
    return;
  }
  const auto [text, tie] = parted(line);
  const std::size_t end = std::min(text.find_first_of(" \t[=<>!~@("), text.size());
  found[pip_name(text.substr(0, end))].insert({pip_version(text.substr(end)), std::string(tie)});
}

PackageVersions read_pip(std::string_view text, std::string_view) {
  PackageVersions found;
  std::string line;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    line += trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\\') && !text.empty()) {
      line.back() = ' ';
      continue;
    }
    add_requirement(line, found);
    line.clear();
  }
  return found;
}

constexpr std::array<LockFormat, 2> formats = {{
    {"pkg:npm/", is_npm, read_npm, as_is},
    {"pkg:pypi/", is_pip, read_pip, pip_name},
}};

std::string listed_versions(const std::set<PackageVersion>& versions) {
  std::set<std::string> names;
  for (const PackageVersion& one : versions) names.insert(one.version);
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

PackageMove move_of(const std::string& name, const std::set<PackageVersion>& before,
                    const std::set<PackageVersion>& after) {
  PackageMove move{name, listed_versions(before), listed_versions(after)};
  if (move.from == move.to) move.to += " with other content";
  return move;
}

}  // namespace

const LockFormat* lock_format_of(std::string_view path) {
  const std::string_view file = path.substr(path.rfind('/') + 1);
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [&](const LockFormat& one) { return one.is_called(file); });
  return found == formats.end() ? nullptr : &*found;
}

std::vector<PackageMove> moved_packages(const PackageVersions& before,
                                        const PackageVersions& after) {
  std::map<std::string, std::array<std::set<PackageVersion>, 2>> both;
  for (const auto& [name, versions] : before) both[name][0] = versions;
  for (const auto& [name, versions] : after) both[name][1] = versions;
  std::vector<PackageMove> moves;
  for (const auto& [name, versions] : both) {
    if (versions[0] != versions[1]) moves.push_back(move_of(name, versions[0], versions[1]));
  }
  return moves;
}

const Entity* package_entity(const Inventory& inventory, const LockFormat& format,
                             const std::string& name) {
  for (const Entity& entity : inventory.entities) {
    if (entity.id.kind != Kind::package || format.normal(entity.id.name) != name) continue;
    const auto purl = entity.attributes.find("purl");
    if (purl == entity.attributes.end() || purl->second.starts_with(format.purl)) return &entity;
  }
  return nullptr;
}

}  // namespace tidemark::change
