#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace tidemark::graph {

/// A node is a number below the number of nodes.
using Node = std::uint32_t;
using Link = std::pair<Node, Node>;  ///< from, to

/// What a breadth-first walk found. Keep one for several walks: its memory is used again.
struct Walk {
  /// Nodes in the order in which they were reached, the starts first, each node once.
  std::vector<Node> order;
  /// For each of these the position of the one it was first reached from; of a start, its own.
  std::vector<Node> from;
  /// Where each distance ends in `order`: the starts, what is one link away, ...
  std::vector<std::size_t> ends;
};

/// Links in one direction, ready for walks: immutable, readable from any thread. A walk costs what
/// it reaches, not what there is, and nothing recurses.
class Links {
 public:
  /// Links that are given twice count once. Neighbours are visited in their order as numbers.
  Links(std::size_t nodes, std::vector<Link> links);
  ~Links();
  Links(Links&&) noexcept;
  Links& operator=(Links&&) noexcept;

  std::size_t nodes() const;
  std::size_t size() const;
  /// Of the links, without what walks keep for the next one: four bytes a node for each of those
  /// that ran at the same time.
  std::size_t bytes() const;
  bool has(Node from, Node to) const;
  std::span<const Node> next(Node node) const;

  /// Everything that is at most `most` links away from the starts; `walk.from` stays empty.
  void reach(std::span<const Node> starts, Walk& walk, std::size_t most = any_distance) const;
  /// The same, with the ways; ends early when `goal` is reached. Among ways of one length the first
  /// by the order of neighbours.
  void find_ways(std::span<const Node> starts, Walk& walk, Node goal = nowhere) const;
  static constexpr Node nowhere = static_cast<Node>(-1);
  static constexpr std::size_t any_distance = static_cast<std::size_t>(-1);

  /// For each node the number of its strongly connected component; returns how many there are.
  std::size_t components(std::vector<Node>& component) const;

 private:
  struct Impl;  // Boost.Graph stays in the .cpp
  std::unique_ptr<const Impl> impl_;
};

}  // namespace tidemark::graph
