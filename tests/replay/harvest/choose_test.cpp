#include "replay/harvest/choose.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/hash.hpp"

namespace tidemark::harvest {
namespace {

using Tags = std::vector<std::string>;

struct Log {
  explicit Log(std::uint64_t seed = 1) : pool(seed) {}
  void add(const Tags& tags, const std::string& said) {
    const std::string hash = sha256_hex(said);
    if (pool.offer(tags, hash)) pool.put(tags, {hash, {}, features_of(json::Value(said))});
  }
  Pool pool;
};

/// A message of some words that `number` alone tells, about one of five things.
std::string message(std::uint64_t number) {
  constexpr const char* things[] = {"the parcel is late again", "an invoice is wrong",
                                    "I cannot log in any more", "shoes do not fit me",
                                    "please close my account"};
  std::string text = things[number % 5];
  for (int i = 0; i < 6; ++i) {
    number = number * 6364136223846793005U + 1442695040888963407U;
    text += ' ';
    for (int j = 0; j < 5; ++j) text += static_cast<char>('a' + (number >> (33 + 4 * j)) % 16);
  }
  return text;
}

Log log_of(std::size_t count, std::uint64_t seed) {
  Log log(seed);
  for (std::size_t i = 0; i < count; ++i) {
    log.add({i % 10 == 0 ? "rare" : i % 3 == 0 ? "some" : "common"}, message(i));
  }
  return log;
}

std::vector<const Candidate*> all_of(const Choice& choice) {
  std::vector<const Candidate*> all;
  for (const Share& share : choice.shares) {
    all.insert(all.end(), share.chosen.begin(), share.chosen.end());
  }
  return all;
}

std::vector<std::string> hashes_of(const Choice& choice) {
  std::vector<std::string> hashes;
  for (const Candidate* one : all_of(choice)) hashes.push_back(one->hash);
  return hashes;
}

/// How like the two are that are most alike.
double closest(const std::vector<const Candidate*>& all) {
  double most = -1;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      most = std::max(most, likeness(all[i]->features, all[j]->features));
    }
  }
  return most;
}

TEST_CASE("each list of tags gets one at least, and the rest in proportion") {
  CHECK(quotas({700, 200, 100}, {700, 200, 100}, 10) == std::vector<std::size_t>{7, 2, 1});
  CHECK(quotas({1000, 1, 1}, {1000, 1, 1}, 5) == std::vector<std::size_t>{3, 1, 1});
  CHECK(quotas({10, 10}, {10, 2}, 10) == std::vector<std::size_t>{8, 2});
  CHECK(quotas({3, 2}, {3, 2}, 100) == std::vector<std::size_t>{3, 2});
  CHECK(quotas({5, 5}, {5, 0}, 2) == std::vector<std::size_t>{2, 0});
  CHECK(quotas({}, {}, 5).empty());
}

TEST_CASE("the choice is a function of the seed") {
  const Log one = log_of(600, 1), same = log_of(600, 1), other = log_of(600, 2);
  const auto chosen = hashes_of(choose(one.pool, {}, 30));
  CHECK(chosen.size() == 30);
  CHECK(chosen == hashes_of(choose(same.pool, {}, 30)));
  CHECK(chosen != hashes_of(choose(other.pool, {}, 30)));
}

TEST_CASE("every tag is there, whatever the seed") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Log log = log_of(200, seed);
    for (const Share& share : choose(log.pool, {}, 5).shares) {
      CAPTURE(seed);
      CHECK(share.chosen.size() >= 1);
    }
  }
}

TEST_CASE("the farthest point is farther than chance") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    Log log(seed);
    for (std::size_t i = 0; i < 400; ++i) log.add({}, message(i));
    const auto chosen = all_of(choose(log.pool, {}, 20));
    std::vector<const Candidate*> drawn;  // ranks are as good as drawn
    for (const auto& [key, candidate] : log.pool.strata()[0].candidates) {
      if (drawn.size() < 20) drawn.push_back(&candidate);
    }
    CHECK(closest(chosen) < closest(drawn));
  }
}

TEST_CASE("what is nearly the same is taken once") {
  Log log;
  for (int i = 0; i < 9; ++i) log.add({}, "where is parcel 1234" + std::to_string(i) + "?");
  log.add({}, "I want my money back");
  const Choice choice = choose(log.pool, {}, 10);
  CHECK(all_of(choice).size() == 2);
  CHECK(choice.near == 8);
}

TEST_CASE("what a tag cannot fill, others may") {
  Log log;
  for (int i = 0; i < 9; ++i) log.add({"same"}, "where is parcel 1234" + std::to_string(i) + "?");
  for (std::size_t i = 0; i < 9; ++i) log.add({"various"}, message(i));
  const Choice choice = choose(log.pool, {}, 10);
  REQUIRE(choice.shares.size() == 2);
  CHECK(choice.shares[0].chosen.size() == 1);
  CHECK(choice.shares[1].chosen.size() == 9);
}

TEST_CASE("what the golden set has, or nearly has, is not taken again") {
  Log log;
  log.add({}, "where is parcel 12345?");
  log.add({}, "where is parcel 12346?");
  log.add({}, "I want my money back");
  Present present;
  present.hashes = {sha256_hex("where is parcel 12345?")};
  present.features = {features_of(json::Value("where is parcel 12345?"))};
  const Choice choice = choose(log.pool, present, 10);
  CHECK(hashes_of(choice) == std::vector<std::string>{sha256_hex("I want my money back")});
  CHECK(choice.present == 1);
  CHECK(choice.near == 1);
}

TEST_CASE("one input under two tags is one case") {
  Log log;
  log.add({"a"}, "hello");
  log.add({"b"}, "hello");
  const Choice choice = choose(log.pool, {}, 10);
  CHECK(all_of(choice).size() == 1);
  CHECK(choice.present == 1);
}

}  // namespace
}  // namespace tidemark::harvest
