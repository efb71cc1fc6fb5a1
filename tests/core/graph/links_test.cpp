#include "core/graph/links.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <thread>

namespace tidemark::graph {
namespace {

std::vector<Node> reached(const Links& links, Node start) {
  Walk walk;
  links.reach({&start, 1}, walk);
  std::sort(walk.order.begin(), walk.order.end());
  return walk.order;
}

std::vector<Link> random_links(std::size_t nodes, std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Link> links(count);
  for (auto& [from, to] : links) {
    from = static_cast<Node>(random() % nodes);
    to = static_cast<Node>(random() % nodes);
  }
  return links;
}

/// By going over all links until nothing is new.
std::vector<Node> reached_slowly(const std::vector<Link>& links, std::size_t nodes, Node start) {
  std::vector<bool> seen(nodes);
  seen[start] = true;
  for (bool more = true; more;) {
    more = false;
    for (const auto& [from, to] : links) {
      if (seen[from] && !seen[to]) more = seen[to] = true;
    }
  }
  std::vector<Node> all;
  for (Node node = 0; node < nodes; ++node) {
    if (seen[node]) all.push_back(node);
  }
  return all;
}

}  // namespace

TEST_CASE("links are walked nearest first, neighbours in their order") {
  const Links links(6, {{0, 2}, {0, 1}, {1, 3}, {2, 3}, {3, 0}, {0, 1}});
  CHECK(links.size() == 5);
  Walk walk;
  const Node start = 0;
  links.find_ways({&start, 1}, walk);
  CHECK(walk.order == std::vector<Node>{0, 1, 2, 3});
  CHECK(walk.from == std::vector<Node>{0, 0, 0, 1});
  CHECK(walk.ends == std::vector<std::size_t>{1, 3, 4});
  links.find_ways({&start, 1}, walk, 2);
  CHECK(walk.order == std::vector<Node>{0, 1, 2});
}

TEST_CASE("what is reached is what following every link reaches") {
  for (unsigned seed = 0; seed < 50; ++seed) {
    const auto all = random_links(60, 70, seed);
    const Links links(60, all);
    for (Node start = 0; start < 60; ++start) {
      CHECK(reached(links, start) == reached_slowly(all, 60, start));
    }
  }
}

TEST_CASE("walks of several threads do not disturb each other") {
  const auto all = random_links(500, 1200, 7);
  const Links links(500, all);
  std::vector<int> right(4, 0);
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < right.size(); ++i) {
    threads.emplace_back([&, i] {
      for (Node start = 0; start < 100; ++start) {
        if (reached(links, start) == reached_slowly(all, 500, start)) ++right[i];
      }
    });
  }
  threads.clear();
  CHECK(right == std::vector<int>(4, 100));
}

TEST_CASE("a chain of a million links is walked without recursion") {
  constexpr Node size = 1'000'000;
  std::vector<Link> chain;
  for (Node node = 1; node < size; ++node) chain.emplace_back(node - 1, node);
  const Links links(size, std::move(chain));
  CHECK(reached(links, 0).size() == size);
  CHECK(links.bytes() < 6 * 2 * size);
}

}  // namespace tidemark::graph
