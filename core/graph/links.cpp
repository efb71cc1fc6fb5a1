#include "core/graph/links.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <mutex>

namespace tidemark::graph {
namespace {

using Csr =
    boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                       boost::no_property, std::uint32_t, std::uint32_t>;

/// Sorts by one end in linear time, keeping the order of equals.
template <typename End>
void sort_by(End end, std::size_t nodes, std::vector<Link>& links) {
  if (std::is_sorted(links.begin(), links.end(),
                     [&](const Link& a, const Link& b) { return end(a) < end(b); })) {
    return;
  }
  std::vector<std::size_t> places(nodes + 1, 0);
  for (const Link& link : links) ++places[end(link) + 1];
  for (std::size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
  std::vector<Link> sorted(links.size());
  for (const Link& link : links) sorted[places[end(link)]++] = link;
  links.swap(sorted);
}

Csr csr(std::size_t nodes, std::vector<Link> links) {
  sort_by([](const Link& link) { return link.second; }, nodes, links);
  sort_by([](const Link& link) { return link.first; }, nodes, links);
  links.erase(std::unique(links.begin(), links.end()), links.end());
  return {boost::edges_are_sorted, links.begin(), links.end(), static_cast<Node>(nodes)};
}

/// Which nodes the walk has seen. Nothing is cleared between walks: a mark counts only with the
/// number of the walk that set it.
struct Marks {
  std::vector<std::uint32_t> marks;
  std::uint32_t walk = 0;

  void begin(std::size_t nodes) {
    if (++walk != 0 && marks.size() == nodes) return;
    marks.assign(nodes, 0);
    walk = 1;
  }
  /// Whether that is new.
  bool set(Node node) {
    if (marks[node] == walk) return false;
    marks[node] = walk;
    return true;
  }
};

/// Marks that no walk is using.
class Shelf {
 public:
  std::unique_ptr<Marks> take() {
    const std::lock_guard guard(busy_);
    if (free_.empty()) return std::make_unique<Marks>();
    auto marks = std::move(free_.back());
    free_.pop_back();
    return marks;
  }
  void put_back(std::unique_ptr<Marks> marks) {
    const std::lock_guard guard(busy_);
    free_.push_back(std::move(marks));
  }

 private:
  std::mutex busy_;
  std::vector<std::unique_ptr<Marks>> free_;
};

}  // namespace

struct Links::Impl {
  Impl(std::size_t nodes, std::vector<Link> links) : graph(csr(nodes, std::move(links))) {}

  std::span<const Node> next(Node node) const {
    const auto [begin, end] = boost::adjacent_vertices(node, graph);
    return {begin, end};
  }

  template <bool with_ways>
  void walk(std::span<const Node> starts, Walk& walk, Node goal, std::size_t most) const {
    auto marks = shelf.take();
    marks->begin(boost::num_vertices(graph));
    walk.order.clear();
    walk.from.clear();
    walk.ends.clear();
    for (const Node start : starts) {
      if (!marks->set(start)) continue;
      if constexpr (with_ways) walk.from.push_back(static_cast<Node>(walk.order.size()));
      walk.order.push_back(start);
    }
    const bool at_goal = std::find(starts.begin(), starts.end(), goal) != starts.end();
    for (std::size_t here = 0; here < walk.order.size();) {
      walk.ends.push_back(walk.order.size());
      if (at_goal || walk.ends.size() > most) break;
      if (go_on<with_ways>(here, *marks, walk, goal)) break;
      here = walk.ends.back();
    }
    shelf.put_back(std::move(marks));
  }

  /// One distance further, from the nodes at `here` and later; whether the goal was reached.
  template <bool with_ways>
  bool go_on(std::size_t here, Marks& marks, Walk& walk, Node goal) const {
    for (const std::size_t end = walk.order.size(); here < end; ++here) {
      for (const Node neighbour : next(walk.order[here])) {
        if (!marks.set(neighbour)) continue;
        walk.order.push_back(neighbour);
        if constexpr (with_ways) {
          walk.from.push_back(static_cast<Node>(here));
          if (neighbour == goal) return true;
        }
      }
    }
    return false;
  }

  const Csr graph;
  mutable Shelf shelf;
};

Links::Links(std::size_t nodes, std::vector<Link> links)
    : impl_(std::make_unique<const Impl>(nodes, std::move(links))) {}
Links::~Links() = default;
Links::Links(Links&&) noexcept = default;
Links& Links::operator=(Links&&) noexcept = default;

std::size_t Links::nodes() const { return boost::num_vertices(impl_->graph); }
std::size_t Links::size() const { return boost::num_edges(impl_->graph); }
std::size_t Links::bytes() const { return (nodes() + 1 + size()) * sizeof(Node); }

std::span<const Node> Links::next(Node node) const { return impl_->next(node); }

bool Links::has(Node from, Node to) const {
  const auto neighbours = next(from);
  return std::binary_search(neighbours.begin(), neighbours.end(), to);
}

void Links::reach(std::span<const Node> starts, Walk& walk, std::size_t most) const {
  impl_->walk<false>(starts, walk, nowhere, most);
}

void Links::find_ways(std::span<const Node> starts, Walk& walk, Node goal) const {
  impl_->walk<true>(starts, walk, goal, any_distance);
}

std::size_t Links::components(std::vector<Node>& component) const {
  component.assign(nodes(), 0);
  // Boost's strong_components recurses no further than its own explicit stack.
  return boost::strong_components(
      impl_->graph, boost::make_iterator_property_map(
                        component.begin(), boost::get(boost::vertex_index, impl_->graph)));
}

}  // namespace tidemark::graph
