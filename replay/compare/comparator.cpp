#include "replay/compare/comparator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/error.hpp"
#include "core/text/code_points.hpp"
#include "core/text/excerpt.hpp"
#include "core/text/suggest.hpp"
#include "replay/compare/built_in.hpp"

namespace tidemark::compare {
namespace {

constexpr std::size_t longest_shown = 60;

struct BuiltIn {
  std::string_view name;
  std::unique_ptr<const Comparator> (*make)(Options& options);
};
constexpr std::array<BuiltIn, 5> built_ins = {{
    {"exact", make_exact},
    {"json", make_json},
    {"number", make_number},
    {"text", make_text},
    {"label", make_label},
}};

const BuiltIn* built_in_named(std::string_view name) {
  const auto found = std::find_if(built_ins.begin(), built_ins.end(),
                                  [&](const BuiltIn& one) { return one.name == name; });
  return found == built_ins.end() ? nullptr : found;
}

[[noreturn]] void refuse_name(const std::string& name, const std::string& where) {
  std::vector<std::string> names;
  std::string listed;
  for (const BuiltIn& one : built_ins) {
    names.emplace_back(one.name);
    listed += (listed.empty() ? "" : ", ") + names.back();
  }
  const std::string hint = text::did_you_mean(name, names);
  throw Error(Fault::configuration, where + ": unknown comparator \"" + text::printable(name, 60) +
                                        "\" (" + (hint.empty() ? "there are " + listed : hint) +
                                        ')');
}

}  // namespace

Comparator::~Comparator() = default;

std::unique_ptr<const Comparator> make_comparator(const ComparatorSpec& spec,
                                                  const std::string& where) {
  const BuiltIn* built_in = built_in_named(spec.comparator);
  if (built_in == nullptr) refuse_name(spec.comparator, where);
  Options options(spec, where);
  auto comparator = built_in->make(options);
  options.refuse_rest();
  return comparator;
}

bool is_built_in(std::string_view name) { return built_in_named(name) != nullptr; }

std::optional<Score> score_of_absence(const json::Value* reference, const json::Value* output) {
  if (reference != nullptr && output != nullptr) return std::nullopt;
  if (reference == output) return Score{};
  if (output == nullptr)
    return Score{0, "the output has no value here, expected " + shown(*reference)};
  return Score{0, "expected no value here, got " + shown(*output)};
}

std::string shown(const json::Value& value) {
  return text::printable(json::dump(value), longest_shown);
}

std::string expected_and_got(const json::Value& reference, const json::Value& output) {
  const auto [expected, got] =
      text::excerpts(json::dump(reference), json::dump(output), longest_shown);
  return "expected " + text::printable(expected, longest_shown) + ", got " +
         text::printable(got, longest_shown);
}

bool is_within(double a, double b, double tolerance) {
  const double difference = std::abs(a - b);
  if (tolerance == 0) return difference == 0;
  const double last_bits =
      4 * std::numeric_limits<double>::epsilon() * std::max(std::abs(a), std::abs(b));
  return difference <= tolerance + last_bits;
}

}  // namespace tidemark::compare
