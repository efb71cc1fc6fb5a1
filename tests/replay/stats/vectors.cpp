#include "tests/replay/stats/vectors.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace tidemark::stats {
namespace {

std::ifstream opened(const std::string& name) {
  std::ifstream file(std::string(TIDEMARK_TEST_DATA "/../../vectors/") + name);
  if (!file) {
    throw std::runtime_error("cannot read tests/vectors/" + name);
  }
  return file;
}

Vector vector_of(const std::string& line) {
  std::istringstream cells(line);
  Vector row;
  std::string what;
  std::getline(cells, row.id, '\t');
  std::getline(cells, what, '\t');
  std::getline(cells, row.inputs, '\t');
  std::getline(cells, row.expected, '\t');
  return row;
}

}  // namespace

std::vector<Vector> vectors_of(char family) {
  std::ifstream file = opened("stats.tsv");
  std::vector<Vector> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.size() > 1 && line[0] == family && std::isdigit(static_cast<unsigned char>(line[1]))) {
      rows.push_back(vector_of(line));
    }
  }
  return rows;
}

nlohmann::json gate_vectors() {
  std::ifstream file = opened("gate.json");
  return nlohmann::json::parse(file);
}

nlohmann::json python(std::string text) {
  std::ranges::replace(text, '(', '[');
  std::ranges::replace(text, ')', ']');
  std::ranges::replace(text, '\'', '"');
  return nlohmann::json::parse(text);
}

std::string field(std::string_view text, std::string_view key) {
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    if (word.starts_with(key) && word[key.size()] == '=') {
      return word.substr(key.size() + 1);
    }
  }
  throw std::runtime_error("no " + std::string(key) + " in " + std::string(text));
}

std::vector<double> numbers(const std::string& text) {
  std::istringstream words(text);
  std::vector<double> values;
  for (double value = 0; words >> value;) {
    values.push_back(value);
  }
  return values;
}

double fraction(const std::string& text) {
  const std::size_t slash = text.find('/');
  const double numerator = std::stod(text);
  return slash == std::string::npos ? numerator : numerator / std::stod(text.substr(slash + 1));
}

std::string decimals(double value, int count) {
  std::string text(400, '\0');
  const int size = std::snprintf(text.data(), text.size(), "%.*f", count, value);
  return text.substr(0, static_cast<std::size_t>(size));
}

bool close(double actual, double expected) {
  return std::abs(actual - expected) <= 1e-9 * std::abs(expected);
}

bool close_to_printed(double actual, const std::string& printed) {
  const auto places = static_cast<double>(printed.size() - printed.find('.') - 1);
  const double expected = std::stod(printed);
  return std::abs(actual - expected) <= 1e-9 * expected + 0.5 * std::pow(10.0, -places);
}

}  // namespace tidemark::stats
