#include "core/yaml/builder.hpp"

#include <algorithm>
#include <utility>

#include "core/text/code_points.hpp"

namespace tidemark::yaml {
namespace {

constexpr std::size_t most_complaints = 100;
constexpr std::size_t many_keys = 16;  // from here on a look at each costs more than a hash

std::string shown(const std::string& key) { return text::printable(key, 60); }

std::size_t size_of(const Node& node) {
  std::size_t size = 1;
  for (const Node& item : node.items) size += size_of(item);
  for (const Member& member : node.members) size += 1 + size_of(member.value);
  return size;
}

}  // namespace

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
  if (const std::size_t anchor = take_anchor(); anchor != 0) {
    remember(anchor, {Node::Type::scalar, text, quoted, place, {}, {}});
  }
  if (awaits_key()) {
    take_key(place, text, quoted);
  } else if (Node* node = kept()) {
    node->type = Node::Type::scalar;
    node->text = text;
    node->quoted = quoted;
    node->place = place;
  }
  go_on();
}

void Builder::open(const Place& place, Node::Type type) {
  count(place);
  if (open_.size() == limits_.depth) {
    stop(place, "nested deeper than " + std::to_string(limits_.depth) + " levels",
         "make it flatter");
  }
  Frame frame{awaits_key() ? nullptr : kept()};
  if (frame.node == nullptr) {
    frame.own = std::make_unique<Node>();
    frame.node = frame.own.get();
  }
  frame.node->type = type;
  frame.node->place = place;
  frame.anchor = take_anchor();
  open_.push_back(std::move(frame));
}

void Builder::close() {
  const Frame frame = std::move(open_.back());
  open_.pop_back();
  remember(frame.anchor, *frame.node);
  if (awaits_key()) refuse_key(frame.node->place);
  go_on();
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

bool Builder::awaits_key() const {
  return !open_.empty() && open_.back().node->type == Node::Type::map &&
         !open_.back().expects_value;
}

const Member* Builder::awaited() const {
  if (open_.empty() || !open_.back().expects_value || !open_.back().keeps_value) return nullptr;
  return &open_.back().node->members.back();
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

Node* Builder::kept() {
  if (open_.empty()) return &root_;
  const Frame& frame = open_.back();
  if (frame.node->type == Node::Type::sequence) return &frame.node->items.emplace_back();
  return frame.keeps_value ? &frame.node->members.back().value : nullptr;
}

void Builder::deliver(Node&& node) {
  if (!awaits_key()) {
    if (Node* here = kept()) *here = std::move(node);
  } else if (node.type == Node::Type::scalar) {
    take_key(node.place, node.text, node.quoted);
  } else {
    refuse_key(node.place);
  }
  go_on();
}

void Builder::go_on() {
  if (!open_.empty()) open_.back().expects_value = !open_.back().expects_value;
}

void Builder::drop() {
  if (open_.empty()) return;
  Frame& frame = open_.back();
  if (frame.node->type == Node::Type::sequence) return;
  if (const Member* key = awaited()) {
    if (frame.lines) frame.lines->erase(key->key);
    frame.node->members.pop_back();
  }
  frame.keeps_value = false;
  go_on();
}

void Builder::refuse_key(const Place& place) {
  open_.back().keeps_value = false;
  complain(place, "a key must be text", "quote it");
}

void Builder::take_key(const Place& place, const std::string& text, bool quoted) {
  Frame& frame = open_.back();
  frame.keeps_value = false;
  if (text == "<<" && !quoted) {
    complain(place, "the merge key << is not supported", "write its members out");
    return;
  }
  if (const std::uint32_t line = line_of_key(frame, text, place)) {
    complain(place, "key \"" + shown(text) + "\" is given twice",
             "first at line " + std::to_string(line) + "; keep one");
    return;
  }
  std::vector<Member>& members = frame.node->members;
  members.push_back({text, place, {}});
  frame.keeps_value = true;
}

std::uint32_t Builder::line_of_key(Frame& frame, const std::string& text, const Place& place) {
  const std::vector<Member>& members = frame.node->members;
  if (!frame.lines && members.size() < many_keys) {
    const auto known = std::find_if(members.begin(), members.end(),
                                    [&](const Member& member) { return member.key == text; });
    return known == members.end() ? 0 : known->place.line;
  }
  if (!frame.lines) {
    frame.lines = std::make_unique<Lines>();
    for (const Member& member : members) {
      frame.lines->emplace(member.key, member.place.line);
    }
  }
  const auto [known, is_new] = frame.lines->emplace(text, place.line);
  return is_new ? 0 : known->second;
}

}  // namespace tidemark::yaml
