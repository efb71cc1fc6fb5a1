#include "replay/cli/drawing.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tests/kit/folder.hpp"

namespace tidemark::cli {
namespace {

const EntityId router{Kind::automation, "router"};
const EntityId words{Kind::model, "words"};

/// Quotes, a backslash before a quote, markup of all formats, a directive of Mermaid, a line break.
constexpr const char* hostile =
    "\"]; evil -> n0 [x=\"\\\" <b>&amp;</b> %%{init}%% `#quot;` {|} $()\n\\N end";

Drawing small() { return {{{router, "Routes", {}}, {words, "", {}}}, {{0, 1, false}}, 0}; }

std::string line_with(const std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  REQUIRE(at != std::string::npos);
  const std::size_t start = text.rfind('\n', at) + 1;
  return text.substr(start, text.find('\n', at) - start);
}

}  // namespace

TEST_CASE("a drawing for Graphviz") {
  CHECK(dot_of(small()) ==
        "digraph tidemark {\n"
        "  rankdir=LR;\n"
        "  node [style=filled, fontname=\"sans-serif\"];\n"
        "  n0 [label=\"automation:router\\nRoutes\", shape=box, fillcolor=\"#ffffff\"];\n"
        "  n1 [label=\"model:words\", shape=ellipse, fillcolor=\"#ffffff\"];\n"
        "  n0 -> n1;\n"
        "}\n");
}

TEST_CASE("a drawing for Mermaid") {
  CHECK(mermaid_of(small()) ==
        "flowchart LR\n"
        "  n0[\"automation:router<br/>Routes\"]\n"
        "  n1[\"model:words\"]\n"
        "  n0 --> n1\n");
}

TEST_CASE("a mark is a colour and a word") {
  Drawing drawing = small();
  drawing.nodes[0].mark = Mark::impacted;
  drawing.nodes[1].mark = Mark::removed;
  drawing.edges[0].removed = true;
  const std::string dot = dot_of(drawing);
  CHECK(
      line_with(dot, "n0 [") ==
      "  n0 [label=\"automation:router\\nRoutes\\nimpacted\", shape=box, fillcolor=\"#f4b183\"];");
  CHECK(line_with(dot, "n1 [") ==
        "  n1 [label=\"model:words\\nremoved\", shape=ellipse, "
        "fillcolor=\"#7f7f7f\", fontcolor=\"#ffffff\"];");
  CHECK(line_with(dot, "->") == "  n0 -> n1 [style=dashed, label=\"removed\"];");
  const std::string mermaid = mermaid_of(drawing);
  CHECK(line_with(mermaid, "-.") == "  n0 -. removed .-> n1");
  CHECK(line_with(mermaid, "class n0") == "  class n0 impacted;");
  CHECK(line_with(mermaid, "class n1") == "  class n1 removed;");
}

TEST_CASE("a drawing that is cut says so in the picture") {
  Drawing drawing = small();
  drawing.left_out = 40;
  CHECK(line_with(dot_of(drawing), "label=\"2") ==
        "  label=\"2 of 42 entities are drawn (--limit N draws more)\"; labelloc=t;");
  CHECK(line_with(mermaid_of(drawing), "cut[") ==
        "  cut[\"2 of 42 entities are drawn #40;--limit N draws more#41;\"]");
  CHECK(*json_of(drawing).find("left_out")->integer() == 40);
}

TEST_CASE("whatever a title says stays a label") {
  Drawing drawing = small();
  drawing.nodes[0].title = hostile;
  CHECK(line_with(dot_of(drawing), "n0 [") ==
        "  n0 [label=\"automation:router\\n\\\"]; evil -> n0 [x=\\\"\\\\\\\" <b>&amp;amp;</b> "
        "%%{init}%% `#quot;` {|} $…\", shape=box, fillcolor=\"#ffffff\"];");
  CHECK(line_with(mermaid_of(drawing), "n0[") ==
        "  n0[\"automation:router<br/>#34;#93;#59; evil -#62; n0 #91;x#61;#34;#92;#34; "
        "#60;b#62;#38;amp#59;#60;/b#62; #37;#37;#123;init#125;#37;#37; #96;#35;quot#59;#96; "
        "#123;#124;#125; #36;…\"]");
  drawing.nodes[0].title = "a\nb \\N";
  CHECK(line_with(dot_of(drawing), "n0 [")
            .starts_with("  n0 [label=\"automation:router\\na\\\\x0ab \\\\N\", "));
}

#ifdef TIDEMARK_DOT
TEST_CASE("Graphviz reads it") {
  Drawing drawing = small();
  drawing.nodes[0].title = hostile;
  drawing.nodes[1].mark = Mark::changed;
  drawing.left_out = 1;
  const test::Folder folder;
  const auto file = (folder / "graph.dot").string();
  std::ofstream(file) << dot_of(drawing);
  CHECK(std::system((TIDEMARK_DOT " -Tplain " + file + " -o " + file + ".out").c_str()) == 0);
  std::ifstream plain(file + ".out");
  const std::string text{std::istreambuf_iterator<char>(plain), {}};
  CHECK(text.find("\nedge n0 n1 ") != std::string::npos);
  CHECK(text.find("evil ->") != std::string::npos);
}
#endif

}  // namespace tidemark::cli
