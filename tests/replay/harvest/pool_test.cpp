#include "replay/harvest/pool.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"

namespace tidemark::harvest {
namespace {

using Tags = std::vector<std::string>;

void add(Pool& pool, const Tags& tags, const std::string& hash) {
  if (pool.offer(tags, hash)) pool.put(tags, {hash, {}, {}});
}

std::vector<std::string> hashes(int count) {
  std::vector<std::string> all;
  for (int i = 0; i < count; ++i) all.push_back(sha256_hex(std::to_string(i)));
  return all;
}

std::set<std::string> held(const Stratum& stratum) {
  std::set<std::string> all;
  for (const auto& [key, candidate] : stratum.candidates) all.insert(candidate.hash);
  return all;
}

TEST_CASE("copies are counted and not held") {
  Pool pool(1);
  for (int i = 0; i < 3; ++i) {
    for (const std::string& hash : hashes(5)) add(pool, {"a"}, hash);
  }
  REQUIRE(pool.strata().size() == 1);
  CHECK(pool.lines() == 15);
  CHECK(pool.strata()[0].distinct() == 5);
  CHECK_FALSE(pool.strata()[0].is_cut);
}

TEST_CASE("what is held depends neither on the order nor on the number of copies") {
  auto all = hashes(2000);
  Pool once(7, 100), often(7, 100), other(8, 100);
  for (const std::string& hash : all) add(once, {}, hash), add(other, {}, hash);
  std::reverse(all.begin(), all.end());
  for (const std::string& hash : all)
    add(often, {}, hash), add(often, {}, hash), add(often, {}, all[3]);
  CHECK(once.strata()[0].candidates.size() == 100);
  CHECK(held(once.strata()[0]) == held(often.strata()[0]));
  CHECK(held(once.strata()[0]) != held(other.strata()[0]));
}

TEST_CASE("more different inputs than are held are estimated from their ranks") {
  Pool pool(3, 1000);
  for (const std::string& hash : hashes(50'000)) add(pool, {}, hash), add(pool, {}, hash);
  CHECK(pool.strata()[0].is_cut);
  const auto distinct = static_cast<double>(pool.strata()[0].distinct());
  CHECK(distinct == doctest::Approx(50'000).epsilon(0.1));
}

TEST_CASE("a new list of tags takes its room from the others") {
  Pool pool(1, 100);
  for (const std::string& hash : hashes(500)) add(pool, {"common"}, hash);
  CHECK(pool.strata()[0].candidates.size() == 100);
  add(pool, {"rare"}, sha256_hex("rare"));
  CHECK(pool.strata()[0].candidates.size() == 50);
  CHECK(pool.strata()[1].candidates.size() == 1);
  CHECK_FALSE(pool.strata()[1].is_cut);
}

TEST_CASE("tags that are different everywhere are refused") {
  Pool pool(1);
  for (std::size_t i = 0; i < Pool::most_strata; ++i)
    add(pool, {std::to_string(i)}, sha256_hex("x"));
  CHECK_THROWS_WITH_AS(add(pool, {"one more"}, sha256_hex("x")),
                       "the records have more than 1000 different lists of tags (name with --tags "
                       "what has few values)",
                       Error);
}

}  // namespace
}  // namespace tidemark::harvest
