#include "replay/compare/options.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/text/code_points.hpp"
#include "core/text/suggest.hpp"

namespace tidemark::compare {
namespace {

std::string quoted(std::string_view text) { return '"' + text::printable(text, 60) + '"'; }

bool is_amount(const json::Value& value) { return value.is_number() && value.number() >= 0; }

}  // namespace

Options::Options(const ComparatorSpec& spec, const std::string& where)
    : where_(where + ": comparator " + spec.comparator),
      options_(json::parse(spec.options, where_)) {
  if (options_.object() == nullptr) {
    throw Error(Fault::configuration, where_ + ": options must be an object");
  }
}

const json::Value* Options::take(const std::string& name) {
  known_.push_back(name);
  return options_.find(name);
}

void Options::complain(const std::string& fact) { complaints_.push_back(where_ + ": " + fact); }

double Options::amount(const std::string& name) {
  const json::Value* value = take(name);
  if (value == nullptr) return 0;
  if (!is_amount(*value)) complain(name + " must be a number, 0 or more");
  return value->number();
}

bool Options::flag(const std::string& name) {
  const json::Value* value = take(name);
  if (value == nullptr) return false;
  if (value->boolean() == nullptr) complain(name + " must be true or false");
  return value->boolean() != nullptr && *value->boolean();
}

std::vector<PathPattern> Options::paths(const std::string& name) {
  std::vector<PathPattern> patterns;
  const json::Value* value = take(name);
  if (value == nullptr) return patterns;
  if (value->array() == nullptr) {
    complain(name + " must be a list of paths");
    return patterns;
  }
  for (const json::Value& item : *value->array()) {
    if (item.string() != nullptr && json::is_pointer(*item.string())) {
      patterns.emplace_back(*item.string());
    } else {
      complain(name + ": " + text::printable(json::dump(item), 60) +
               " is not a path (start it with /)");
    }
  }
  return patterns;
}

std::vector<std::pair<PathPattern, double>> Options::amounts(const std::string& name) {
  std::vector<std::pair<PathPattern, double>> amounts;
  const json::Value* value = take(name);
  if (value == nullptr) return amounts;
  if (value->object() == nullptr) {
    complain(name + " must be an object of paths and numbers");
    return amounts;
  }
  for (const auto& [path, amount] : *value->object()) {
    if (!json::is_pointer(path)) {
      complain(name + ": " + quoted(path) + " is not a path (start it with /)");
    } else if (!is_amount(amount)) {
      complain(name + ": " + quoted(path) + " must be a number, 0 or more");
    } else {
      amounts.emplace_back(PathPattern(path), amount.number());
    }
  }
  return amounts;
}

void Options::refuse_rest() {
  for (const auto& [name, value] : *options_.object()) {
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    const std::string hint = text::did_you_mean(name, known_);
    complain("unknown option " + quoted(name) + (hint.empty() ? "" : " (" + hint + ")"));
  }
  if (complaints_.empty()) return;
  std::string all;
  for (const std::string& complaint : complaints_) all += (all.empty() ? "" : "\n") + complaint;
  throw Error(Fault::configuration, all);
}

}  // namespace tidemark::compare
