#include <charconv>
#include <cmath>
#include <optional>

#include "core/text/code_points.hpp"
#include "replay/compare/built_in.hpp"
#include "replay/compare/fold.hpp"
#include "replay/compare/text_likeness.hpp"

namespace tidemark::compare {
namespace {

Score differs(const json::Value& reference, const json::Value& output) {
  return {0, expected_and_got(reference, output)};
}

std::u32string code_points_of(const json::Value& value) {
  return text::code_points(value.string() != nullptr ? *value.string() : json::canonical(value));
}

/// Reads a whole decimal number; the names of infinity and of no number are none.
std::optional<json::Value> number_in(const std::string& text) {
  if (text.find_first_not_of("0123456789+-.eE") != std::string::npos) return std::nullopt;
  const char* end = text.data() + text.size();
  std::int64_t integer = 0;
  const auto whole = std::from_chars(text.data(), end, integer);
  if (whole.ec == std::errc() && whole.ptr == end) return json::Value(integer);
  double fraction = 0;
  const auto part = std::from_chars(text.data(), end, fraction);
  if (part.ec != std::errc() || part.ptr != end || !std::isfinite(fraction)) return std::nullopt;
  return json::Value(fraction);
}

std::optional<json::Value> number_of(const json::Value& value) {
  if (value.is_number()) return value;
  return value.string() != nullptr ? number_in(*value.string()) : std::nullopt;
}

class Exact final : public Comparator {
 public:
  Score compare(const json::Value* reference, const json::Value* output) const override {
    if (auto score = score_of_absence(reference, output)) return *score;
    return *reference == *output ? Score{} : differs(*reference, *output);
  }
  bool is_sure_of_equals() const override { return true; }
};

class Number final : public Comparator {
 public:
  explicit Number(Options& options)
      : tolerance_(options.amount("tolerance")), relative_(options.amount("relative")) {}

  Score compare(const json::Value* reference, const json::Value* output) const override {
    if (auto score = score_of_absence(reference, output)) return *score;
    const auto expected = number_of(*reference);
    const auto got = number_of(*output);
    if (!expected) return {0, "expected a number, but the reference is " + shown(*reference)};
    if (!got) return {0, "expected a number, got " + shown(*output)};
    return are_alike(*expected, *got) ? Score{} : differs(*reference, *output);
  }

 private:
  bool are_alike(const json::Value& expected, const json::Value& got) const {
    // Integers beyond 2^53 are only told apart as values.
    if (expected == got) return true;
    const double allowed = std::max(tolerance_, relative_ * std::abs(expected.number()));
    return allowed > 0 && is_within(expected.number(), got.number(), allowed);
  }

  double tolerance_, relative_;
};

class Text final : public Comparator {
 public:
  explicit Text(Options& options)
      : fold_case_(options.flag("fold_case")), fold_space_(options.flag("fold_space")) {}

  Score compare(const json::Value* reference, const json::Value* output) const override {
    if (auto score = score_of_absence(reference, output)) return *score;
    const double likeness = text_likeness(folded(*reference), folded(*output));
    if (likeness == 1) return {};
    return {likeness, "the text differs: " + expected_and_got(*reference, *output)};
  }
  bool is_sure_of_equals() const override { return true; }

 private:
  std::u32string folded(const json::Value& value) const {
    std::u32string points = code_points_of(value);
    if (fold_case_) points = case_folded(std::move(points));
    return fold_space_ ? space_folded(points) : points;
  }

  bool fold_case_, fold_space_;
};

class Label final : public Comparator {
 public:
  explicit Label(Options& options) : case_matters_(options.flag("case")) {}

  Score compare(const json::Value* reference, const json::Value* output) const override {
    if (auto score = score_of_absence(reference, output)) return *score;
    return folded(*reference) == folded(*output) ? Score{} : differs(*reference, *output);
  }
  bool is_sure_of_equals() const override { return true; }

 private:
  std::u32string folded(const json::Value& value) const {
    const std::u32string points = code_points_of(value);
    std::u32string label(trimmed(points));
    return case_matters_ ? label : case_folded(std::move(label));
  }

  bool case_matters_;
};

}  // namespace

std::unique_ptr<const Comparator> make_exact(Options&) { return std::make_unique<Exact>(); }

std::unique_ptr<const Comparator> make_number(Options& options) {
  return std::make_unique<Number>(options);
}

std::unique_ptr<const Comparator> make_text(Options& options) {
  return std::make_unique<Text>(options);
}

std::unique_ptr<const Comparator> make_label(Options& options) {
  return std::make_unique<Label>(options);
}

}  // namespace tidemark::compare
