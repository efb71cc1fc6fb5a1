#pragma once

#include <memory>
#include <random>
#include <string>

#include "core/base/error.hpp"
#include "core/json/json.hpp"
#include "replay/compare/comparator.hpp"

namespace tidemark::compare {

inline json::Value read(std::string_view text) { return json::parse(text, "test"); }

inline std::unique_ptr<const Comparator> comparator(const std::string& name,
                                                    const std::string& options = "{}") {
  return make_comparator({name, "", true, options}, "t.yaml:3");
}

/// The score of two JSON texts.
inline Score compared(const Comparator& comparator, std::string_view reference,
                      std::string_view output) {
  const json::Value left = read(reference);
  const json::Value right = read(output);
  return comparator.compare(&left, &right);
}

inline double score(const Comparator& comparator, std::string_view reference,
                    std::string_view output) {
  return compared(comparator, reference, output).value;
}

template <typename Action>
std::string refused(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.fault() == Fault::configuration ? error.what() : "another fault";
  }
  return "accepted";
}

/// A small document of any shape.
inline json::Value any_value(std::mt19937& random, int depth) {
  switch (random() % (depth == 0 ? 4 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<std::int64_t>(random() % 5);
    case 3:
      return std::string(random() % 4, static_cast<char>('a' + random() % 3));
    case 4: {
      json::Array items;
      for (auto i = random() % 4; i > 0; --i) items.push_back(any_value(random, depth - 1));
      return items;
    }
    default: {
      json::Value object = json::Object{};
      for (auto i = random() % 4; i > 0; --i) {
        object.set(std::string(1, static_cast<char>('a' + random() % 4)),
                   any_value(random, depth - 1));
      }
      return object;
    }
  }
}

}  // namespace tidemark::compare
