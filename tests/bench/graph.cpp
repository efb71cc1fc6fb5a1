// bench_graph NODES LINKS ROUNDS: everything that stands on something, next to a compressed sparse
// row of arrays written by hand.

#include <random>

#include "core/graph/links.hpp"
#include "tests/bench/in_turn.hpp"

namespace {

using tidemark::graph::Link;
using tidemark::graph::Links;
using tidemark::graph::Node;
using tidemark::graph::Walk;

/// Layers below layers, as inventories have: each stands on some that are below it.
std::vector<Link> random_links(Node nodes, std::size_t count) {
  std::mt19937_64 random(1);
  std::vector<Link> links(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Node user = 1 + static_cast<Node>(random() % (nodes - 1));
    links[i] = {static_cast<Node>(random() % user), user};
  }
  return links;
}

/// The limit.
class ByHand {
 public:
  ByHand(Node nodes, const std::vector<Link>& links) : start_(nodes + 1, 0), to_(links.size()) {
    for (const auto& [from, to] : links) ++start_[from + 1];
    for (Node i = 0; i < nodes; ++i) start_[i + 1] += start_[i];
    std::vector<std::uint32_t> place(start_.begin(), start_.end() - 1);
    for (const auto& [from, to] : links) to_[place[from]++] = to;
    marks_.assign(nodes, 0);
  }

  std::size_t reach(Node start) {
    ++epoch_;
    order_.assign(1, start);
    marks_[start] = epoch_;
    for (std::size_t here = 0; here < order_.size(); ++here) {
      const Node node = order_[here];
      for (std::uint32_t i = start_[node]; i < start_[node + 1]; ++i) {
        if (marks_[to_[i]] == epoch_) continue;
        marks_[to_[i]] = epoch_;
        order_.push_back(to_[i]);
      }
    }
    return order_.size();
  }

 private:
  std::vector<std::uint32_t> start_, to_, marks_, order_;
  std::uint32_t epoch_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 64;
  const auto nodes = static_cast<Node>(std::atoi(argv[1]));
  const auto given = random_links(nodes, static_cast<std::size_t>(std::atoi(argv[2])));
  const int rounds = std::atoi(argv[3]);
  ByHand by_hand(nodes, given);
  const Links links(nodes, given);
  std::printf("%u nodes, %zu links, %.2f bytes a link\n", nodes, links.size(),
              static_cast<double>(links.bytes()) / static_cast<double>(links.size()));

  const Node bottom = 0, near_top = nodes - nodes / 7;
  Walk walk;
  std::size_t found = 0, expected = 0;
  std::vector<tidemark::bench::Runner> full = {
      {"by hand, all", [&] { expected = by_hand.reach(bottom); }},
      {"tidemark, all",
       [&] {
         links.reach({&bottom, 1}, walk);
         found = walk.order.size();
       }},
      {"tidemark, all, with ways", [&] {
         links.find_ways({&bottom, 1}, walk);
       }}};
  run_in_turn("reach", full, rounds);
  if (found != expected) return 1;

  constexpr int times = 1000;
  std::vector<tidemark::bench::Runner> small = {{"by hand, little, 1000 times",
                                                 [&] {
                                                   for (int i = 0; i < times; ++i)
                                                     expected = by_hand.reach(near_top);
                                                 }},
                                                {"tidemark, little, 1000 times", [&] {
                                                   for (int i = 0; i < times; ++i)
                                                     links.reach({&near_top, 1}, walk);
                                                   found = walk.order.size();
                                                 }}};
  run_in_turn("a small answer: ms for 1000 are us for one", small, rounds);
  std::printf("%zu and %zu nodes reached\n", static_cast<std::size_t>(nodes), found);
  return found == expected ? 0 : 1;
}
