#include "replay/golden/parts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace tidemark::golden {
namespace {

/// What came of a text that was handed over in pieces of that size.
struct Came {
  std::string text;  ///< of all parts, in the order in which they were joined
  std::vector<std::string> parts;
  std::vector<std::uint32_t> first_lines;
  std::size_t lines = 0;
  std::string hash;
};

Came read_by(std::size_t size, std::string_view text, std::uint32_t first_line = 1) {
  Came came;
  Sha256 hash;
  Parts parts(first_line, hash, [&](std::string_view part, std::uint32_t line) {
    return [&came, part = std::string(part), line] {
      came.text += part;
      came.parts.push_back(part);
      came.first_lines.push_back(line);
    };
  });
  for (std::size_t at = 0; at < text.size(); at += size) parts.add(text.substr(at, size));
  parts.finish();
  came.lines = parts.lines();
  came.hash = hash.hex();
  return came;
}

/// Of the first line of each part.
std::vector<std::uint32_t> numbers_of(const std::vector<std::string>& parts, std::uint32_t number) {
  std::vector<std::uint32_t> numbers;
  for (const std::string& part : parts) {
    numbers.push_back(number);
    number += static_cast<std::uint32_t>(std::count(part.begin(), part.end(), '\n'));
  }
  return numbers;
}

/// Ten lines in a MB.
std::string lines_of(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += std::string(104'857, static_cast<char>('a' + i % 26)) + '\n';
  }
  return text;
}

TEST_CASE("parts come in order and whole, in whatever pieces the text came") {
  const std::string text = lines_of(95);
  const Came whole = read_by(text.size(), text, 2);
  CHECK(whole.text == text);
  CHECK(whole.lines == 95);
  CHECK(whole.hash == sha256_hex(text));
  CHECK(whole.parts.size() > 10);
  CHECK(whole.first_lines == numbers_of(whole.parts, 2));
  for (const std::size_t size : {1000UL, 65'536UL, 3'000'000UL}) {
    CAPTURE(size);
    const Came came = read_by(size, text, 2);
    CHECK(came.text == text);
    CHECK(came.first_lines == numbers_of(came.parts, 2));
    CHECK(came.lines == 95);
    CHECK(came.hash == whole.hash);
  }
}

TEST_CASE("a last line without an end is a line, and no text has none") {
  CHECK(read_by(1, "a\nb").lines == 2);
  CHECK(read_by(1, "a\nb").text == "a\nb");
  CHECK(read_by(1, "a\nb\n").lines == 2);
  CHECK(read_by(1, "\n\n").lines == 2);
  CHECK(read_by(1, "").lines == 0);
  CHECK(read_by(1, "").hash == sha256_hex(""));
}

TEST_CASE("a line that is longer than all that is held stays one line") {
  const std::string text = "a\n" + std::string(12'000'000, 'b') + "\nc\n";
  const Came came = read_by(65'536, text);
  CHECK(came.text == text);
  CHECK(came.first_lines == std::vector<std::uint32_t>{1, 2, 3});
  CHECK(came.lines == 3);
}

}  // namespace
}  // namespace tidemark::golden
