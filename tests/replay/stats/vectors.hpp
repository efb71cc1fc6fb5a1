#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::stats {

/// One row of tests/vectors/stats.tsv.
struct Vector {
  std::string id;
  std::string inputs;
  std::string expected;
};

/// The rows of one family: a letter followed by a number. Throws if a file cannot be read.
std::vector<Vector> vectors_of(char family);

/// tests/vectors/gate.json.
nlohmann::json gate_vectors();

/// Reads a Python literal of lists, tuples, numbers and texts.
nlohmann::json python(std::string text);

/// The word after "key=", which must be there.
std::string field(std::string_view text, std::string_view key);

/// The numbers at the front of a text, separated by spaces.
std::vector<double> numbers(const std::string& text);

/// The value of "29/1452" or "1".
double fraction(const std::string& text);

/// So many decimals, as the vectors have them.
std::string decimals(double value, int count);

/// Whether two numbers agree to 9 significant digits.
bool close(double actual, double expected);

/// Whether a number agrees with one printed with so many decimals, to 9 significant digits.
bool close_to_printed(double actual, const std::string& printed);

}  // namespace tidemark::stats
