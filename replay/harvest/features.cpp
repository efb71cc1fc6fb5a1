#include "replay/harvest/features.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/text/ascii.hpp"

namespace tidemark::harvest {
namespace {

constexpr std::size_t group = 4;
constexpr std::int64_t word_weight = 3;  ///< a word says more than four letters do

/// FNV-1a, finished by the mixer of SplitMix64, since FNV's low bits are weak.
std::uint64_t hash_of(std::string_view bytes, std::uint64_t salt) {
  std::uint64_t hash = 0xcbf29ce484222325U ^ salt;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9U;
  hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebU;
  return hash ^ (hash >> 31U);
}

bool is_of_word(char c) {
  return text::is_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80;
}

/// Counts what an input has, by hash.
class Counter {
 public:
  void value(const json::Value& value, const std::string& path) {
    if (const json::Object* members = value.object()) {
      for (const auto& [name, member] : *members) this->value(member, path + '/' + name);
    } else if (const json::Array* items = value.array()) {
      for (const json::Value& item : *items) this->value(item, path + "/*");
    } else if (value.string() != nullptr) {
      text(*value.string());
    } else {
      add(path + '=' + json::canonical(value), 2, word_weight);
    }
    add(path, 1, 1);
  }

  /// Square roots, so that what is said often does not outweigh what is said.
  std::array<std::int64_t, 512> sums() const {
    std::array<std::int64_t, 512> sums{};
    for (const auto& [hash, count] : counts_) {
      const auto weight = static_cast<std::int64_t>(
          std::floor(std::sqrt(static_cast<double>(std::min<std::int64_t>(count, 1 << 20U))) * 16));
      sums[hash % sums.size()] += (hash >> 63U) == 0 ? weight : -weight;
    }
    return sums;
  }

 private:
  void text(const std::string& written) {
    std::string plain(written);
    std::transform(plain.begin(), plain.end(), plain.begin(),
                   [](char c) { return text::is_digit(c) ? '0' : text::small(c); });
    groups(plain);
    words(plain);
  }
  void groups(std::string_view all) {
    for (std::size_t at = 0; at + group <= all.size(); ++at) add(all.substr(at, group), 3, 1);
  }
  void words(std::string_view all) {
    for (std::size_t at = 0; at < all.size(); ++at) {
      const std::size_t begin = at;
      while (at < all.size() && is_of_word(all[at])) ++at;
      if (at != begin) add(all.substr(begin, at - begin), 4, word_weight);
    }
  }
  void add(std::string_view what, std::uint64_t salt, std::int64_t weight) {
    counts_[hash_of(what, salt)] += weight;
  }

  std::unordered_map<std::uint64_t, std::int64_t> counts_;
};

}  // namespace

Features features_of(const json::Value& input) {
  Counter counter;
  counter.value(input, "");
  const auto sums = counter.sums();
  std::int64_t most = 1;
  for (const std::int64_t sum : sums) most = std::max(most, std::abs(sum));
  Features features;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    features.at[i] = static_cast<std::int8_t>(sums[i] * 127 / most);
    features.norm += features.at[i] * features.at[i];
  }
  return features;
}

double likeness(const Features& a, const Features& b) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < a.at.size(); ++i) sum += a.at[i] * b.at[i];
  if (a.norm == 0 || b.norm == 0) return a.norm == b.norm ? 1 : 0;
  return sum / std::sqrt(static_cast<double>(a.norm) * static_cast<double>(b.norm));
}

}  // namespace tidemark::harvest
