#include "replay/compare/mutations.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "core/json/pointer.hpp"

namespace tidemark::compare {
namespace {

constexpr std::size_t most = 16;
constexpr std::size_t most_per_container = 4;

/// Makes mutated documents; knows the way to the value under change as a JSON pointer.
class Mutator {
 public:
  explicit Mutator(const json::Value& document) : document_(document) {}

  void mutate(const std::string& at, const json::Value& value);
  std::vector<json::Value> take() { return std::move(mutated_); }

 private:
  void replace(const std::string& at, json::Value value);
  void mutate_text(const std::string& at, const std::string& text);
  void mutate_object(const std::string& at, const json::Object& members);
  void mutate_array(const std::string& at, const json::Array& items);

  const json::Value& document_;
  std::vector<json::Value> mutated_;
};

double far_from(double number) { return number > 0 ? -1e300 : 1e300; }

void Mutator::replace(const std::string& at, json::Value value) {
  if (mutated_.size() >= most) return;
  json::Value copy = document_;
  *json::at(copy, at) = std::move(value);
  mutated_.push_back(std::move(copy));
}

void Mutator::mutate(const std::string& at, const json::Value& value) {
  const json::Object* members = value.object();
  const json::Array* items = value.array();
  if (const std::string* text = value.string()) {
    mutate_text(at, *text);
  } else if (value.is_number()) {
    replace(at, far_from(value.number()));
  } else if (const bool* flag = value.boolean()) {
    replace(at, !*flag);
  } else if (members != nullptr && !members->empty()) {
    mutate_object(at, *members);
  } else if (items != nullptr && !items->empty()) {
    mutate_array(at, *items);
  } else {
    replace(at, "tidemark: another type");
  }
}

void Mutator::mutate_text(const std::string& at, const std::string& text) {
  if (!text.empty()) replace(at, "");
  replace(at, "tidemark: no output says this");
}

void Mutator::mutate_object(const std::string& at, const json::Object& members) {
  for (std::size_t i = 0; i < std::min(members.size(), most_per_container); ++i) {
    json::Object rest = members;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    replace(at, std::move(rest));
    mutate(at + json::pointer_step(members[i].first), members[i].second);
  }
}

void Mutator::mutate_array(const std::string& at, const json::Array& items) {
  replace(at, json::Array(items.begin() + 1, items.end()));
  for (std::size_t i = 0; i < std::min(items.size(), most_per_container); ++i) {
    mutate(at + '/' + std::to_string(i), items[i]);
  }
}

}  // namespace

std::vector<json::Value> mutations(const json::Value& document, std::string_view at) {
  Mutator mutator(document);
  if (const json::Value* value = json::at(document, at)) mutator.mutate(std::string(at), *value);
  return mutator.take();
}

}  // namespace tidemark::compare
