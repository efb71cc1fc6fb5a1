#pragma once

#include <memory>
#include <optional>
#include <string>

#include "replay/compare/comparator.hpp"
#include "replay/compare/options.hpp"

namespace tidemark::compare {

std::unique_ptr<const Comparator> make_exact(Options& options);
std::unique_ptr<const Comparator> make_json(Options& options);
std::unique_ptr<const Comparator> make_number(Options& options);
std::unique_ptr<const Comparator> make_text(Options& options);
std::unique_ptr<const Comparator> make_label(Options& options);

/// What is said when one value or both are absent; nothing when both are there.
std::optional<Score> score_of_absence(const json::Value* reference, const json::Value* output);

/// A value for a sentence: JSON text, safe for a terminal and short.
std::string shown(const json::Value& value);
/// "expected X, got Y", each as shown(), but from shortly before the place where they begin to
/// differ when that would not be seen.
std::string expected_and_got(const json::Value& reference, const json::Value& output);

/// Whether two numbers differ by at most `tolerance`; the last bits of decimal fractions are
/// forgiven (0.95 is within 0.05 of 1), but only where there is a tolerance.
bool is_within(double a, double b, double tolerance);

}  // namespace tidemark::compare
