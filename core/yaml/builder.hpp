#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/yaml/reader.hpp"

namespace tidemark::yaml {

/// Thrown when reading on makes no sense; the complaint is already written.
struct Stop {};

/// The keys of one map and the lines where they first stood.
class Keys {
 public:
  /// Where the key stood first, and whether that is here.
  std::pair<std::uint32_t, bool> add(const std::string& key, std::uint32_t line);

 private:
  std::vector<std::pair<std::string, std::uint32_t>> few_;  // in most maps
  std::unordered_map<std::string, std::uint32_t> all_;      // of a large map, instead
};

/// Makes one tree of nodes from the events of a parser and complains of what we do not accept.
class Builder {
 public:
  Builder(const Limits& limits, std::vector<Complaint>& complaints)
      : limits_(limits), complaints_(complaints) {}

  void null(const Place& place);
  void scalar(const Place& place, const std::string& text, bool quoted);
  void open(const Place& place, Node::Type type);
  void close();
  /// The value that begins next is what aliases of `anchor` stand for.
  void anchor(std::size_t anchor) { pending_anchor_ = anchor; }
  void alias(const Place& place, std::size_t anchor);
  /// In the place of a value, or of a key with its value, that was complained of.
  void drop();
  /// Throws Stop after so many complaints that nobody reads further ones.
  void complain(const Place& place, std::string fact, std::string way_out);
  [[noreturn]] void stop(const Place& place, std::string fact, std::string way_out);

  /// The finished tree. Call once.
  Node take() { return std::move(root_); }

 private:
  /// A collection that is not closed yet.
  struct Frame {
    Node node;
    bool expects_value = false;
    bool keeps_value = false;  // of the last member; else what follows its key is dropped
    Keys keys;
    std::size_t anchor = 0;
  };
  struct Anchored {
    Node node;
    std::size_t nodes = 0;
  };

  /// The key whose value comes next; null when there is none.
  const Member* awaited() const;
  void count(const Place& place, std::size_t nodes = 1);
  /// The anchor of the value that begins here, 0 when it has none.
  std::size_t take_anchor();
  void remember(std::size_t anchor, const Node& node);
  void deliver(Node&& node);
  void take_key(Frame& frame, Node&& node);

  const Limits limits_;
  std::vector<Complaint>& complaints_;
  std::size_t complained_ = 0;
  std::size_t nodes_ = 0;
  std::size_t pending_anchor_ = 0;
  std::unordered_map<std::size_t, Anchored> anchored_;
  std::vector<Frame> open_;
  Node root_;
};

}  // namespace tidemark::yaml
