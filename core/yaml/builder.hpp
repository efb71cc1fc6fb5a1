#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/yaml/reader.hpp"

namespace tidemark::yaml {

/// Thrown when reading on makes no sense; the complaint is already written.
struct Stop {};

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
  using Lines = std::unordered_map<std::string, std::uint32_t>;

  /// A collection that is not closed yet.
  struct Frame {
    Node* node;  // lies in its parent, which gets no further one before this one is closed
    std::unique_ptr<Node> own{};     // instead, of a key or of what is dropped
    std::unique_ptr<Lines> lines{};  // where the keys of a large map stand
    std::size_t anchor = 0;
    bool expects_value = false;
    bool keeps_value = false;  // of the last member; else what follows its key is dropped
  };
  struct Anchored {
    Node node;
    std::size_t nodes = 0;
  };

  bool awaits_key() const;
  /// The key whose value comes next; null when there is none.
  const Member* awaited() const;
  void count(const Place& place, std::size_t nodes = 1);
  /// The anchor of the value that begins here, 0 when it has none.
  std::size_t take_anchor();
  void remember(std::size_t anchor, const Node& node);
  /// Where the value goes that comes next; null when it is a key or dropped.
  Node* kept();
  void deliver(Node&& node);
  void take_key(const Place& place, const std::string& text, bool quoted);
  void refuse_key(const Place& place);
  /// The line of a key that the map has; 0 when it has none such. Then the next one finds this.
  static std::uint32_t line_of_key(Frame& frame, const std::string& text, const Place& place);
  /// What comes next is the value of a key, or the next key.
  void go_on();

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
