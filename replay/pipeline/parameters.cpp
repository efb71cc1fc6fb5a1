#include "replay/pipeline/parameters.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

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

const std::string* value_in(const Entity& entity, std::string_view attribute) {
  if (attribute == "version") return entity.version.empty() ? nullptr : &entity.version;
  const auto found = entity.attributes.find(std::string(attribute));
  return found == entity.attributes.end() ? nullptr : &found->second;
}

std::string way_out_among(std::string_view wanted, const std::vector<std::string>& known,
                          const std::string& otherwise) {
  const std::string hint = text::did_you_mean(wanted, known);
  return " (" + (hint.empty() ? otherwise : hint) + ')';
}

class Filling {
 public:
  Filling(const RunnerSpec& runner, std::initializer_list<const Inventory*> states)
      : states_(states) {
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
      const std::size_t size = parameter ? parameter->written.size() : escaped ? 3 : 1;
      result += parameter ? value_of(*parameter) : std::string(text.substr(0, size));
      text.remove_prefix(size);
    }
    return result;
  }

  std::string value_of(const Parameter& parameter) {
    const auto id = parse_entity_id(parameter.entity);
    if (!id) return complain(parameter, "there is no such kind" + kinds_near(parameter));
    named_.insert(*id);
    const Entity* last = nullptr;
    for (const Inventory* state : states_) {
      const Entity* entity = state->find(*id);
      if (entity == nullptr) continue;
      if (const std::string* value = value_in(*entity, parameter.attribute)) return *value;
      last = entity;
    }
    if (last == nullptr) {
      return complain(parameter, "there is no " + to_string(*id) + entities_near(*id));
    }
    return complain(parameter, to_string(*id) + " has no " + std::string(parameter.attribute) +
                                   attributes_near(*last, parameter.attribute));
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
    for (const Entity& entity : (*states_.begin())->entities) ids.push_back(to_string(entity.id));
    return way_out_among(to_string(id), ids, "add it to the inventory");
  }

  static std::string attributes_near(const Entity& entity, std::string_view wanted) {
    std::vector<std::string> names = {"version"};
    for (const auto& [name, value] : entity.attributes) names.push_back(name);
    return way_out_among(wanted, names, "add it to " + to_string(entity.id));
  }

  const std::initializer_list<const Inventory*> states_;
  std::set<EntityId> named_;
  Parameterized result_;
};

}  // namespace

Parameterized with_parameters(const RunnerSpec& runner,
                              std::initializer_list<const Inventory*> states) {
  if (runner.config.find("${") == std::string::npos) return {runner, {}, ""};
  return Filling(runner, states).filled();
}

}  // namespace tidemark::pipeline
