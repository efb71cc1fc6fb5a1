#include "replay/cli/drawing.hpp"

#include <array>

#include "core/text/code_points.hpp"

namespace tidemark::cli {
namespace {

constexpr std::size_t most_title = 60;

/// Colours that differ in lightness too, and the mark is always a word of the label.
struct Look {
  std::string_view name, fill;
};
constexpr std::array<Look, 5> looks = {{{"", "#ffffff"},
                                        {"way", "#fff2cc"},
                                        {"impacted", "#f4b183"},
                                        {"changed", "#c00000"},
                                        {"removed", "#7f7f7f"}}};

const Look& look_of(Mark mark) { return looks[static_cast<std::size_t>(mark)]; }
bool is_dark(Mark mark) { return mark == Mark::changed || mark == Mark::removed; }

std::string_view shape_of(Kind kind) {
  switch (kind) {
    case Kind::automation:
      return "box";
    case Kind::vendor:
      return "house";
    case Kind::service:
    case Kind::system:
      return "component";
    case Kind::dataset:
      return "cylinder";
    case Kind::schema:
    case Kind::prompt:
      return "note";
    case Kind::package:
      return "box3d";
    default:
      return "ellipse";
  }
}

/// Graphviz reads HTML's entities even in a quoted text.
std::string dot_escaped(const std::string& text) {
  std::string result;
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') result += '\\';
    result += byte == '&' ? std::string("&amp;") : std::string(1, byte);
  }
  return result;
}

/// Letters, digits and harmless marks as they are; any other ASCII as Mermaid's `#34;`.
std::string mermaid_escaped(const std::string& text) {
  constexpr std::string_view harmless = " .,:_@+-/!?'";
  std::string result;
  for (const char byte : text) {
    const bool letter = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                        (byte >= 'A' && byte <= 'Z') || (byte & '\x80') != 0;
    if (letter || harmless.find(byte) != std::string_view::npos) {
      result += byte;
    } else {
      result += '#' + std::to_string(static_cast<int>(byte)) + ';';
    }
  }
  return result;
}

/// Id, title and mark, escaped line by line.
std::string label_of(const Drawing::Node& node, std::string (*escaped)(const std::string&),
                     const char* line_break) {
  std::string label = escaped(to_string(node.id));
  if (!node.title.empty()) label += line_break + escaped(text::printable(node.title, most_title));
  if (node.mark != Mark::none) label += line_break + escaped(std::string(to_string(node.mark)));
  return label;
}

std::string dot_node(std::size_t number, const Drawing::Node& node) {
  const bool dark = is_dark(node.mark);
  return "  n" + std::to_string(number) + " [label=\"" + label_of(node, dot_escaped, "\\n") +
         "\", shape=" + std::string(shape_of(node.id.kind)) + ", fillcolor=\"" +
         std::string(look_of(node.mark).fill) + "\"" + (dark ? ", fontcolor=\"#ffffff\"" : "") +
         "];\n";
}

std::string mermaid_classes(const Drawing& drawing) {
  std::string text;
  for (const Mark mark : {Mark::way, Mark::impacted, Mark::changed, Mark::removed}) {
    std::string members;
    for (std::size_t i = 0; i < drawing.nodes.size(); ++i) {
      if (drawing.nodes[i].mark == mark)
        members += (members.empty() ? "n" : ",n") + std::to_string(i);
    }
    if (members.empty()) continue;
    const std::string name(to_string(mark));
    text += "  classDef " + name + " fill:" + std::string(look_of(mark).fill) +
            ",color:" + (is_dark(mark) ? "#ffffff" : "#000000") + ";\n  class " + members + " " +
            name + ";\n";
  }
  return text;
}

}  // namespace

std::string_view to_string(Mark mark) { return look_of(mark).name; }

std::string Drawing::cut_text() const {
  if (left_out == 0) return "";
  return std::to_string(nodes.size()) + " of " + std::to_string(nodes.size() + left_out) +
         " entities are drawn (--limit N draws more)";
}

std::string dot_of(const Drawing& drawing) {
  std::string text =
      "digraph tidemark {\n  rankdir=LR;\n  node [style=filled, fontname=\"sans-serif\"];\n";
  if (drawing.left_out != 0) {
    text += "  label=\"" + dot_escaped(drawing.cut_text()) + "\"; labelloc=t;\n";
  }
  for (std::size_t i = 0; i < drawing.nodes.size(); ++i) text += dot_node(i, drawing.nodes[i]);
  for (const Drawing::Edge& edge : drawing.edges) {
    text += "  n" + std::to_string(edge.user) + " -> n" + std::to_string(edge.used) +
            (edge.removed ? " [style=dashed, label=\"removed\"]" : "") + ";\n";
  }
  return text + "}\n";
}

std::string mermaid_of(const Drawing& drawing) {
  std::string text = "flowchart LR\n";
  if (drawing.left_out != 0) text += "  cut[\"" + mermaid_escaped(drawing.cut_text()) + "\"]\n";
  for (std::size_t i = 0; i < drawing.nodes.size(); ++i) {
    text += "  n" + std::to_string(i) + "[\"" +
            label_of(drawing.nodes[i], mermaid_escaped, "<br/>") + "\"]\n";
  }
  for (const Drawing::Edge& edge : drawing.edges) {
    text += "  n" + std::to_string(edge.user) + (edge.removed ? " -. removed .-> n" : " --> n") +
            std::to_string(edge.used) + "\n";
  }
  return text + mermaid_classes(drawing);
}

json::Value json_of(const Drawing& drawing) {
  json::Array entities, uses;
  for (const Drawing::Node& node : drawing.nodes) {
    const bool marked = node.mark != Mark::none;
    entities.emplace_back(
        json::Object{{"id", to_string(node.id)},
                     {"title", node.title},
                     {"mark", marked ? json::Value(to_string(node.mark)) : json::Value()}});
  }
  for (const Drawing::Edge& edge : drawing.edges) {
    uses.emplace_back(json::Object{{"entity", to_string(drawing.nodes[edge.user].id)},
                                   {"used", to_string(drawing.nodes[edge.used].id)},
                                   {"removed", edge.removed}});
  }
  return json::Object{{"schema", "tidemark.graph/1"},
                      {"entities", std::move(entities)},
                      {"uses", std::move(uses)},
                      {"left_out", std::uint64_t{drawing.left_out}}};
}

}  // namespace tidemark::cli
