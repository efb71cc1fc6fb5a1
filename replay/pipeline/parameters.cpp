#include "replay/pipeline/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "core/change/values.hpp"
#include "core/json/json.hpp"
#include "core/text/suggest.hpp"

namespace tidemark::pipeline {
namespace {

/// `${ENTITY#ATTRIBUTE}` as it stands in a text.
struct Parameter {
  std::string_view written, entity, attribute;
};

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

/// The parameter at the start of `text`, or nothing when that is no parameter.
std::optional<Parameter> parameter_at(std::string_view text) {
  if (!text.starts_with("${")) return std::nullopt;
  const std::size_t end = text.find('}');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view inside = text.substr(2, end - 2);
  const std::size_t colon = inside.find(':'), hash = inside.find('#');
  if (colon == std::string_view::npos || hash == std::string_view::npos || hash < colon) return {};
  const std::string_view name = inside.substr(colon + 1, hash - colon - 1);
  if (!is_word(inside.substr(0, colon)) || name_fault(name) || !is_word(inside.substr(hash + 1))) {
    return std::nullopt;
  }
  return Parameter{text.substr(0, end + 1), inside.substr(0, hash), inside.substr(hash + 1)};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view around = " {";
  const std::size_t begin = text.find_first_not_of(around);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(around) + 1 - begin);
}

/// What `${...}` in a text may have been meant for; nothing when it is something else.
std::optional<DoubtfulParameter> meant_by(std::string_view inside) {
  const std::string_view name = trimmed(inside.substr(0, inside.find('#')));
  const std::size_t colon = name.find(':');
  const bool has_kind =
      colon != std::string_view::npos && kind_named(trimmed(name.substr(0, colon))).has_value();
  if (!has_kind && !inside.ends_with(".version")) return std::nullopt;
  const std::size_t hash = inside.find('#');
  const std::string_view attribute =
      hash == std::string_view::npos ? "version" : trimmed(inside.substr(hash + 1));
  const auto id = parse_entity_id(name);
  if (!id) return DoubtfulParameter{"", "${KIND:NAME#ATTRIBUTE}", {}};
  const std::string_view known = is_word(attribute) ? attribute : "version";
  return DoubtfulParameter{"", fmt::format("${{{}#{}}}", name, known), id};
}

void add_doubtful(std::string_view text, std::vector<DoubtfulParameter>& found) {
  for (std::size_t at = text.find("${"); at != std::string_view::npos;
       at = text.find("${", at + 2)) {
    const std::size_t end = std::min(text.find('}', at), text.size() - 1);
    if ((at > 0 && text[at - 1] == '$') || parameter_at(text.substr(at))) continue;
    auto one = meant_by(text.substr(at + 2, end + (text[end] == '}' ? 0 : 1) - at - 2));
    if (!one) continue;
    one->written = text.substr(at, end + 1 - at);
    found.push_back(*std::move(one));
  }
}

const std::string* value_in(const Inventory& inventory, const EntityId& id,
                            std::string_view attribute) {
  const Entity* entity = inventory.find(id);
  if (entity == nullptr) return nullptr;
  if (attribute == "version") return entity->version.empty() ? nullptr : &entity->version;
  const auto found = entity->attributes.find(std::string(attribute));
  return found == entity->attributes.end() ? nullptr : &found->second;
}

std::string way_out_among(std::string_view wanted, const std::vector<std::string>& known,
                          const std::string& otherwise) {
  const std::string hint = text::did_you_mean(wanted, known);
  return " (" + (hint.empty() ? otherwise : hint) + ')';
}

/// A name as vendors give them to versions, which no program takes for anything else.
bool is_plain(std::string_view value) {
  return value.find("..") == std::string_view::npos && value.find("//") == std::string_view::npos &&
         !value.starts_with('-') && !value.starts_with('/') &&
         std::all_of(value.begin(), value.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("._@+:/-").find(c) != std::string_view::npos;
         });
}

/// Whether what follows this beginning of a text still belongs to a URL's host.
bool is_within_host(std::string_view before) {
  const std::size_t scheme = before.rfind("://");
  return scheme != std::string_view::npos &&
         before.find_first_of("/?#", scheme + 3) == std::string_view::npos;
}

/// `base` and `head` are the same where there is one state only.
class Filling {
 public:
  Filling(const RunnerSpec& runner, const Inventory& base, const Inventory& head)
      : base_(base), head_(head) {
    result_.runner = runner;
  }

  Parameterized filled() {
    json::Value config = json::parse(result_.runner.config, "runner");
    fill(config);
    result_.runner.config = json::canonical(config);
    result_.named.assign(named_.begin(), named_.end());
    return std::move(result_);
  }

 private:
  void fill(json::Value& value) {
    if (json::Array* array = value.array()) {
      for (json::Value& part : *array) fill(part);
    } else if (json::Object* object = value.object()) {
      for (auto& [key, part] : *object) fill(part);
    } else if (const std::string* text = value.string()) {
      value = json::Value(filled_text(*text));
    }
  }

  std::string filled_text(std::string_view text) {
    std::string result;
    while (!text.empty()) {
      const bool escaped = text.starts_with("$${");
      const auto parameter = escaped ? std::nullopt : parameter_at(text);
      if (!parameter && text.starts_with("${")) refuse_meant(text);
      const std::size_t size = parameter ? parameter->written.size() : escaped ? 3 : 1;
      result += parameter ? value_of(*parameter, result) : std::string(text.substr(0, size));
      text.remove_prefix(size);
    }
    return result;
  }

  std::string value_of(const Parameter& parameter, std::string_view before) {
    const auto id = parse_entity_id(parameter.entity);
    if (!id) return complain(parameter, "there is no such kind" + kinds_near(parameter));
    named_.insert(*id);
    const std::string* old = value_in(base_, *id, parameter.attribute);
    const std::string* now = value_in(head_, *id, parameter.attribute);
    if (now == nullptr && old == nullptr) return lacking(parameter, *id);
    if (now == nullptr) return kept_of(parameter, *id, *old);
    if (old != nullptr && *old == *now) return *now;
    if (&base_ == &head_) return *now;
    if (parameter.attribute == "version" && is_plain(*now) && !is_within_host(before)) return *now;
    if (old == nullptr) return complain(parameter, "only the head has that (land it first)");
    return otherwise(parameter, *id, *old,
                     "change from " + change::in_words(*old) + " to " + change::in_words(*now));
  }

  /// What means an entity that is there would go to the plugin as it stands, so that another
  /// version of it changed nothing that is run.
  void refuse_meant(std::string_view text) {
    std::vector<DoubtfulParameter> doubtful;
    add_doubtful(text.substr(0, text.find('}') + 1), doubtful);  // npos + 1 is 0
    for (const DoubtfulParameter& one : doubtful) {
      if (!one.entity) continue;
      if (base_.find(*one.entity) == nullptr && head_.find(*one.entity) == nullptr) continue;
      complain({one.written, "", ""}, "that stands for nothing (write " + one.meant + ")");
    }
  }

  /// Of an entity that the head has lost, too, which is a change of its own.
  std::string kept_of(const Parameter& parameter, const EntityId& id, const std::string& old) {
    if (head_.find(id) == nullptr) return old;
    return otherwise(parameter, id, old, "be gone");
  }

  std::string otherwise(const Parameter& parameter, const EntityId& id, const std::string& old,
                        const std::string& what) {
    result_.kept.push_back(fmt::format(
        "proposal runner.parameter: the {} of {}, which the runner names, would {}; the base's is "
        "used",
        parameter.attribute, to_string(id), what));
    return old;
  }

  std::string lacking(const Parameter& parameter, const EntityId& id) {
    const Entity* entity = head_.find(id);
    if (entity == nullptr) entity = base_.find(id);
    if (entity == nullptr) {
      return complain(parameter, "there is no " + to_string(id) + entities_near(id));
    }
    return complain(parameter, to_string(id) + " has no " + std::string(parameter.attribute) +
                                   attributes_near(*entity, parameter.attribute));
  }

  std::string complain(const Parameter& parameter, const std::string& fact) {
    if (result_.fault.empty()) {
      result_.fault = "the runner names " + std::string(parameter.written) + ", but " + fact;
    }
    return std::string(parameter.written);
  }

  static std::string kinds_near(const Parameter& parameter) {
    std::vector<std::string> kinds;
    for (const Kind kind : all_kinds) kinds.emplace_back(to_string(kind));
    return way_out_among(parameter.entity.substr(0, parameter.entity.find(':')), kinds,
                         "write ${model:NAME#version}");
  }

  std::string entities_near(const EntityId& id) const {
    std::vector<std::string> ids;
    for (const Entity& entity : head_.entities) ids.push_back(to_string(entity.id));
    return way_out_among(to_string(id), ids, "add it to the inventory");
  }

  static std::string attributes_near(const Entity& entity, std::string_view wanted) {
    std::vector<std::string> names;
    if (wanted != "version") names.emplace_back("version");
    for (const auto& [name, value] : entity.attributes) names.push_back(name);
    return way_out_among(wanted, names, "add it to " + to_string(entity.id));
  }

  const Inventory& base_;
  const Inventory& head_;
  std::set<EntityId> named_;
  Parameterized result_;
};

}  // namespace

Parameterized with_parameters(const RunnerSpec& runner, const Inventory& inventory) {
  return with_parameters(runner, inventory, inventory);
}

Parameterized with_parameters(const RunnerSpec& runner, const Inventory& base,
                              const Inventory& head) {
  if (runner.config.find("${") == std::string::npos) return {runner, {}, {}, ""};
  return Filling(runner, base, head).filled();
}

std::vector<DoubtfulParameter> doubtful_parameters(const RunnerSpec& runner) {
  std::vector<DoubtfulParameter> found;
  json::each_text(json::parse(runner.config, "runner"),
                  [&](const std::string& text) { add_doubtful(text, found); });
  return found;
}

}  // namespace tidemark::pipeline
