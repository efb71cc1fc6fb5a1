#include "core/inventory/archive.hpp"

#include <array>
#include <cstring>
#include <mutex>
#include <set>

namespace tidemark::inventory {

std::string_view lasting(std::string_view text) {
  static std::mutex busy;
  static std::set<std::string, std::less<>> all;
  const std::lock_guard guard(busy);
  const auto known = all.find(text);
  return known != all.end() ? *known : *all.emplace(text).first;
}

void Writer::number(std::uint64_t value) {
  while (value >= 0x80) {
    bytes_ += static_cast<char>(value | 0x80U);
    value >>= 7U;
  }
  bytes_ += static_cast<char>(value);
}

void Writer::text(std::string_view value) {
  number(value.size());
  bytes_ += value;
}

void Writer::name(const FileName& value) {
  // Neighbours stand in the same file.
  const auto [known, is_new] = names_.emplace(value.str(), names_.size());
  number(known->second);
  if (is_new) text(value.str());
}

std::uint64_t Reader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (rest_.empty()) throw Damaged();
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return value;
  }
  throw Damaged();
}

std::string_view Reader::take(std::uint64_t size) {
  if (size > rest_.size()) throw Damaged();
  const std::string_view bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return bytes;
}

std::string_view Reader::text() { return take(number()); }

FileName Reader::name() {
  const std::uint64_t number_of_name = number();
  if (number_of_name > names_.size()) throw Damaged();
  if (number_of_name == names_.size()) names_.emplace_back(std::string(text()));
  return names_[number_of_name];
}

std::uint64_t checksum(std::string_view bytes) {
  // Each step is a bijection of the state and of the word, so one other word is another sum. A step
  // waits for the one before, so four go side by side.
  using Words = std::array<std::uint64_t, 4>;
  constexpr std::uint64_t seed = 0x9E3779B97F4A7C15U;
  const auto after = [](std::uint64_t state, std::uint64_t word) {
    state = (state ^ word) * 0xD6E8FEB86659FD93U;
    return state ^ (state >> 32U);
  };
  Words states = {seed ^ bytes.size(), seed + 1, seed + 2, seed + 3};
  for (Words words{}; bytes.size() >= sizeof words; bytes.remove_prefix(sizeof words)) {
    std::memcpy(&words, bytes.data(), sizeof words);
    for (std::size_t i = 0; i < words.size(); ++i) states[i] = after(states[i], words[i]);
  }
  Words last{};
  std::memcpy(&last, bytes.data(), bytes.size());
  for (std::size_t i = 0; i < last.size(); ++i) states[i] = after(states[i], last[i]);
  std::uint64_t sum = states[0];
  for (std::size_t i = 1; i < states.size(); ++i) sum = after(sum, states[i]);
  return sum;
}

}  // namespace tidemark::inventory
