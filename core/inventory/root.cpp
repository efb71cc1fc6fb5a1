#include "core/base/hash.hpp"
#include "core/inventory/document.hpp"
#include "core/inventory/replay.hpp"

namespace tidemark::inventory {
namespace {

constexpr std::array<std::string_view, 2> approval_names = {"review", "file"};
constexpr std::array<std::string_view, 3> unclassified_names = {"everything", "owners", "report"};

constexpr std::array<Key<Policy>, 6> policy_keys = {{
    {"approval",
     [](const Field& field, Policy& policy) {
       read_choice(field, approval_names, policy.approval, Approval::review);
     }},
    {"unclassified",
     [](const Field& field, Policy& policy) {
       read_choice(field, unclassified_names, policy.unclassified, Unclassified::everything);
     }},
    {"ignore",
     [](const Field& field, Policy& policy) {
       std::vector<Written> globs;
       read_globs(field, globs);
       for (Written& glob : globs) policy.ignore.push_back(std::move(glob.text));
     }},
    {"within_margin",
     [](const Field& field, Policy& policy) {
       read_choice(field, within_margin_names, policy.within_margin, WithinMargin::pass);
     }},
    {"min_cases",
     [](const Field& field, Policy& policy) { read_count(field, 1, 1'000'000, policy.min_cases); }},
    {"rules", read_rules},
}};

void read_sha256(const Field& field, PluginPin& pin) {
  std::string text;
  read_text(field, text);
  if (field.value.type != yaml::Node::Type::scalar) return;
  for (char& c : text) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  if (is_sha256(text)) {
    pin.sha256 = text;
  } else {
    field.complain("must be 64 hexadecimal digits", "run sha256sum on the plugin");
  }
}

constexpr std::array<Key<PluginPin>, 2> pin_keys = {{
    {"path",
     [](const Field& field, PluginPin& pin) {
       read_text(field, pin.path);
       if (field.value.type == yaml::Node::Type::scalar && pin.path.empty()) {
         field.complain("is empty", "name the plugin's file");
       }
     }},
    {"sha256", read_sha256},
}};

void read_plugins(const Field& field, Document& document) {
  if (!is_map(field)) return;
  for (const yaml::Member& member : field.value.members) {
    if (const auto fault = name_fault(member.key)) {
      field.findings.complain(member.place, '"' + shown(member.key) + "\" cannot name a plugin",
                              "a name " + *fault);
      continue;
    }
    PluginPin pin{member.key, "", "", member.place};
    const std::string name = "plugin " + member.key;
    const Field entry{name, member.place, member.value, field.findings};
    read_map(entry, pin_keys, pin);
    if (member.value.type == yaml::Node::Type::map) {
      require(entry, "path", "add path: /usr/lib/tidemark/NAME.so");
      require(entry, "sha256", "add what sha256sum prints for the plugin");
    }
    document.plugins.push_back(std::move(pin));
  }
}

void read_inventories(const Field& field, Document& document) {
  read_globs(field, document.inventories);
  std::erase_if(document.inventories, [&](const Written& glob) {
    if (glob.text.rfind("//", 0) != 0 && glob.text.rfind("!//", 0) != 0) return false;
    field.findings.complain(glob.place, "inventories cannot name \"" + shown(glob.text) + '"',
                            "all files of an inventory lie below tidemark.yaml");
    return true;
  });
}

constexpr std::array<Key<Document>, 1> default_keys = {{
    {"owners",
     [](const Field& field, Document& document) {
       document.owners.emplace();
       document.owners_place = field.place;
       read_owners(field, *document.owners);
     }},
}};

/// A key of a whole file beside the sections.
struct FileKey {
  std::string_view name;
  bool only_in_root;
  void (*read)(const Field& field, Document& document);
};

constexpr std::array<FileKey, 5> file_keys = {{
    {"tidemark", false, [](const Field&, Document&) {}},  // looked at before everything else
    {"defaults", false,
     [](const Field& field, Document& document) { read_map(field, default_keys, document); }},
    {"inventories", true, read_inventories},
    {"policy", true,
     [](const Field& field, Document& document) { read_map(field, policy_keys, document.policy); }},
    {"plugins", true, read_plugins},
}};

std::optional<Kind> kind_of_section(std::string_view name) {
  for (const Kind kind : all_kinds) {
    if (section_of(kind) == name) return kind;
  }
  return std::nullopt;
}

void read_section(Kind kind, const Field& section, Document& document) {
  if (section.value.type == yaml::Node::Type::null || !is_map(section)) return;
  for (const yaml::Member& member : section.value.members) {
    auto draft = read_entity(kind, member, section.findings);
    if (draft) document.drafts.push_back(std::move(*draft));
  }
}

std::vector<std::string> known_keys(bool is_root) {
  std::vector<std::string> names;
  for (const FileKey& key : file_keys) {
    if (is_root || !key.only_in_root) names.emplace_back(key.name);
  }
  for (const Kind kind : all_kinds) names.emplace_back(section_of(kind));
  return names;
}

void read_file_member(const Field& file, const yaml::Member& member, bool is_root,
                      Document& document) {
  const Field field{member.key, member.place, member.value, file.findings};
  const auto key = find_key(file_keys, member.key);
  if (const auto kind = kind_of_section(member.key)) {
    read_section(*kind, field, document);
  } else if (key == file_keys.end()) {
    refuse_unknown_key(file, member, known_keys(is_root));
  } else if (key->only_in_root && !is_root) {
    file.findings.complain(member.place, member.key + " stands outside tidemark.yaml",
                           "move it there");
  } else {
    key->read(field, document);
  }
}

bool has_known_format(const Field& file) {
  const yaml::Node* version = file.value.find("tidemark");
  if (version == nullptr) {
    file.findings.complain(file.place, "the file does not say its format version",
                           "add tidemark: 1 as the first line");
    return true;
  }
  if (version->text == "1" && !version->quoted) return true;
  file.findings.complain(version->place, "tidemark must be 1, the format version",
                         "this tidemark reads no other");
  return false;
}

}  // namespace

std::optional<Document> read_document(const yaml::Node& root, bool is_root, Findings& findings) {
  Document document;
  const Field file{"the file", root.place, root, findings};
  if (root.type != yaml::Node::Type::map) {
    file.complain("is not a map", "start it with tidemark: 1");
    return std::nullopt;
  }
  if (!has_known_format(file)) return std::nullopt;
  for (const yaml::Member& member : root.members) {
    read_file_member(file, member, is_root, document);
  }
  return document;
}

}  // namespace tidemark::inventory
