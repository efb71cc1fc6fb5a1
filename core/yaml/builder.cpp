#include "core/yaml/builder.hpp"

#include <utility>

#include "core/text/code_points.hpp"

namespace tidemark::yaml {
namespace {

constexpr std::size_t most_complaints = 100;

std::string shown(const std::string& key) { return text::printable(key, 60); }

std::size_t size_of(const Node& node) {
  std::size_t size = 1;
  for (const Node& item : node.items) size += size_of(item);
  for (const Member& member : node.members) size += 1 + size_of(member.value);
  return size;
}

}  // namespace

std::pair<std::uint32_t, bool> Keys::add(const std::string& key, std::uint32_t line) {
  constexpr std::size_t many = 16;  // from here on a look at each costs more than a hash
  if (all_.empty() && few_.size() < many) {
    for (const auto& [known, first] : few_) {
      if (known == key) return {first, false};
    }
    few_.emplace_back(key, line);
    return {line, true};
  }
  if (all_.empty()) all_.insert(few_.begin(), few_.end());
  const auto [first, is_new] = all_.emplace(key, line);
  return {first->second, is_new};
}

void Builder::null(const Place& place) {
  count(place);
  // yaml-cpp takes a last line without a colon for a key; its missing value stands where the key
  // does.
  const Member* key = awaited();
  if (key != nullptr && key->place == place) {
    complain(place, "a key without a colon", "write " + shown(key->key) + ": ...");
  }
  Node node;
  node.place = key != nullptr ? key->place : place;
  remember(take_anchor(), node);
  deliver(std::move(node));
}

void Builder::scalar(const Place& place, const std::string& text, bool quoted) {
  count(place);
  Node node;
  node.type = Node::Type::scalar;
  node.text = text;
  node.quoted = quoted;
  node.place = place;
  remember(take_anchor(), node);
  deliver(std::move(node));
}

void Builder::open(const Place& place, Node::Type type) {
  count(place);
  if (open_.size() == limits_.depth) {
    stop(place, "nested deeper than " + std::to_string(limits_.depth) + " levels",
         "make it flatter");
  }
  Frame& frame = open_.emplace_back();
  frame.node.type = type;
  frame.node.place = place;
  frame.anchor = take_anchor();
}

void Builder::close() {
  Node node = std::move(open_.back().node);
  const std::size_t anchor = open_.back().anchor;
  open_.pop_back();
  remember(anchor, node);
  deliver(std::move(node));
}

void Builder::alias(const Place& place, std::size_t anchor) {
  const auto found = anchored_.find(anchor);
  if (found == anchored_.end()) {
    stop(place, "an alias inside of what it stands for", "write the value out");
  }
  count(place, found->second.nodes);
  deliver(Node(found->second.node));
}

void Builder::complain(const Place& place, std::string fact, std::string way_out) {
  complaints_.push_back({place, std::move(fact), std::move(way_out)});
  if (++complained_ < most_complaints) return;
  stop(place, "the file has " + std::to_string(most_complaints) + " faults up to here",
       "mend these first");
}

void Builder::stop(const Place& place, std::string fact, std::string way_out) {
  complaints_.push_back({place, std::move(fact), std::move(way_out)});
  throw Stop();
}

const Member* Builder::awaited() const {
  if (open_.empty() || !open_.back().expects_value || !open_.back().keeps_value) return nullptr;
  return &open_.back().node.members.back();
}

void Builder::count(const Place& place, std::size_t nodes) {
  nodes_ += nodes;
  if (nodes_ > limits_.nodes) {
    stop(place, "the file holds more than " + std::to_string(limits_.nodes) + " values",
         "divide it into several files");
  }
}

std::size_t Builder::take_anchor() { return std::exchange(pending_anchor_, 0); }

void Builder::remember(std::size_t anchor, const Node& node) {
  if (anchor == 0) return;
  const std::size_t nodes = size_of(node);
  count(node.place, nodes);
  anchored_[anchor] = {node, nodes};
}

void Builder::deliver(Node&& node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& frame = open_.back();
  if (frame.node.type == Node::Type::sequence) {
    frame.node.items.push_back(std::move(node));
    return;
  }
  if (!frame.expects_value) {
    take_key(frame, std::move(node));
  } else if (frame.keeps_value) {
    frame.node.members.back().value = std::move(node);
  }
  frame.expects_value = !frame.expects_value;
}

void Builder::drop() {
  if (open_.empty()) return;
  Frame& frame = open_.back();
  if (frame.node.type == Node::Type::sequence) return;
  if (frame.expects_value && frame.keeps_value) frame.node.members.pop_back();
  frame.keeps_value = false;
  frame.expects_value = !frame.expects_value;
}

void Builder::take_key(Frame& frame, Node&& node) {
  frame.keeps_value = false;
  if (node.type != Node::Type::scalar) {
    complain(node.place, "a key must be text", "quote it");
    return;
  }
  if (node.text == "<<" && !node.quoted) {
    complain(node.place, "the merge key << is not supported", "write its members out");
    return;
  }
  const auto [line, is_new] = frame.keys.add(node.text, node.place.line);
  if (!is_new) {
    complain(node.place, "key \"" + shown(node.text) + "\" is given twice",
             "first at line " + std::to_string(line) + "; keep one");
    return;
  }
  frame.node.members.push_back({std::move(node.text), node.place, {}});
  frame.keeps_value = true;
}

}  // namespace tidemark::yaml
